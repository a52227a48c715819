/** Whether what came for a sale is what it asks for. */
import { type Amount, add, compareAmounts, isZero, subtract, zero } from '../core/money.ts'
import type { Charge, Tenders } from './charge.ts'

export interface Difference {
  readonly expected: Tenders
  readonly received: Tenders
}

/**
 * How payments differ from what a sale asks for; null: they do not. Old units and bank promotions are
 * no payments, so they may be left out, and the bank's part may stand in the channel's own figure; a
 * coupon is the fund's money, and stands by its name.
 */
export function differenceOf(
  payments: readonly { readonly method: string; readonly amount: Amount }[],
  { buyer, coupon, old_unit, bank_promotion }: Charge,
): Difference | null {
  const expected = { buyer, coupon, old_unit, bank_promotion }
  const named = (name: string): Amount =>
    add(zero, ...payments.filter(({ method }) => method === name).map(({ amount }) => amount))
  const apart = { coupon: named('coupon'), old_unit: named('old_unit'), bank_promotion: named('bank_promotion') }
  const all = add(zero, ...payments.map(({ amount }) => amount))
  const received = { buyer: subtract(all, add(...Object.values(apart))), ...apart }
  const isSame = (name: keyof Tenders, asked = expected[name]): boolean => compareAmounts(received[name], asked) === 0
  const isBankUnnamed = isZero(received.bank_promotion)
  const fits =
    isSame('coupon') &&
    (isSame('old_unit') || isZero(received.old_unit)) &&
    (isSame('bank_promotion') || isBankUnnamed) &&
    (isSame('buyer') || (isBankUnnamed && isSame('buyer', add(buyer, bank_promotion))))
  return fits ? null : { expected, received }
}
