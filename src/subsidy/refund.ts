/** What a return gives back: the amounts of its units, as the sale fixed them. */
import { type Amount, add } from '../core/money.ts'
import { unitKey, type UnitRef, type UnitSerial } from '../core/unit-ref.ts'
import type { QuoteUnit } from './quote.ts'

/** A sold unit with its own amounts. */
export type RefundableUnit = UnitRef & Pick<QuoteUnit, 'payable' | 'subsidy'>

export interface Refund<Unit> {
  /** What comes back by it, each unit once. */
  readonly units: readonly Unit[]
  /** To the buyer: what was paid for these units. */
  readonly payable: Amount
  /** To the fund. */
  readonly subsidy: Amount
}

/** The units of a sale that a return names, in the return's order; undefined: the sale does not have them. */
export function namedUnits<Unit extends UnitRef>(
  sold: readonly Unit[],
  named: readonly UnitRef[],
): readonly (Unit | undefined)[] {
  const byKey = new Map(sold.map((unit) => [unitKey(unit), unit]))
  return named.map((unit) => byKey.get(unitKey(unit)))
}

/** The units with the serials that were brought for them; one that has a serial keeps it. */
export function withSerials<Unit extends UnitRef & { readonly serial: string | null }>(
  units: readonly Unit[],
  brought: readonly UnitSerial[],
): readonly Unit[] {
  const serials = new Map(brought.map((each) => [unitKey(each), each.serial]))
  return units.map((unit) => ({ ...unit, serial: unit.serial ?? serials.get(unitKey(unit)) ?? null }))
}

/**
 * Every unit carries its own amounts since the sale, so that any order of returns gives back what one
 * return of all gives. The rules of the sale hold, whatever the rules are now: nothing is calculated
 * again. Installation and freight are not goods: giving them back is the store's own affair.
 *
 * @param asked units of one sale, none of which was back before; one that is named twice comes back once
 */
export function refundOf<Unit extends RefundableUnit>(asked: readonly Unit[]): Refund<Unit> {
  const units = [...new Map(asked.map((unit) => [unitKey(unit), unit])).values()]
  return {
    units,
    payable: add(...units.map(({ payable }) => payable)),
    subsidy: add(...units.map(({ subsidy }) => subsidy)),
  }
}
