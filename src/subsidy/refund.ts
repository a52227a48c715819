/** What a return gives back: the amounts of its units, as the sale fixed them. */
import { CheckoutError } from '../core/errors.ts'
import { type Amount, add } from '../core/money.ts'
import type { QuoteUnit } from './quote.ts'

/** A line as a quote or a signed record has it. */
export interface RefundableLine {
  readonly id: string
  readonly units: readonly QuoteUnit[]
}

/** One unit of a sale: the host's line id and the unit's place in it, from 0. */
export interface RefundUnit {
  readonly line: string
  readonly unit: number
}

export interface RefundAmounts {
  /** Back to the buyer: what was paid for these units. */
  readonly payable: Amount
  /** Back to the fund. */
  readonly subsidy: Amount
}

/**
 * Every unit carries its own amounts since the sale, so that any order of returns gives back what one
 * return of all gives. The rules of the sale hold, whatever the rules are now: nothing is reckoned
 * again. Installation and freight are no goods: giving them back is the store's own affair.
 *
 * @param refunded units given back before
 * @throws CheckoutError `INPUT_INVALID` for a unit that the sale has not, or one named twice;
 * `SALE_STATE` for a unit already given back
 */
export function refundAmounts(
  lines: readonly RefundableLine[],
  units: readonly RefundUnit[],
  refunded: readonly RefundUnit[],
): RefundAmounts {
  const gone = new Set(refunded.map(key))
  const asked = new Set<string>()
  const found = units.map((each, i) => {
    const field = `units.${i}`
    const unit = lines.find(({ id }) => id === each.line)?.units[each.unit]
    if (!unit)
      throw new CheckoutError('INPUT_INVALID', `${field} is no unit of this sale`, {
        field,
        received: `${each.line} ${each.unit}`.slice(0, 80),
      })
    if (asked.has(key(each)))
      throw new CheckoutError('INPUT_INVALID', `${field} is named twice: name each unit once`, { field })
    if (gone.has(key(each))) throw new CheckoutError('SALE_STATE', `${field} was given back before`, { field })
    asked.add(key(each))
    return unit
  })
  return { payable: add(...found.map(({ payable }) => payable)), subsidy: add(...found.map(({ subsidy }) => subsidy)) }
}

/** The units not given back yet: what `"all"` means. */
export function unitsLeft(lines: readonly RefundableLine[], refunded: readonly RefundUnit[]): readonly RefundUnit[] {
  const gone = new Set(refunded.map(key))
  return lines
    .flatMap(({ id, units }) => units.map((_, unit) => ({ line: id, unit })))
    .filter((each) => !gone.has(key(each)))
}

function key({ line, unit }: RefundUnit): string {
  return `${unit} ${line}`
}
