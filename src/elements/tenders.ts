/** What is due for a sale, tender by tender, as the screen shows it and the cashier's key confirms it. */
import type { Amount } from '../core/money.ts'
import type { Tenders } from '../subsidy/charge.ts'

const names = ['buyer', 'coupon', 'old_unit', 'bank_promotion'] as const satisfies readonly (keyof Tenders)[]

/** What is due of each; left out where it is nothing, and nothing came. */
export function tendersDue(due: Tenders, came: Tenders = due): readonly (readonly [keyof Tenders, Amount])[] {
  return names.filter((name) => due[name] !== '0.00' || came[name] !== '0.00').map((name) => [name, due[name]])
}
