/** A platform's decision on a refund record: units come back, from whichever till. */
import { compareAmounts } from '../core/money.ts'
import type { RefundRecord } from '../record/record.ts'
import { namedUnits, refundOf } from '../subsidy/refund.ts'
import { reviewed, without, written, type AcceptanceContext, type Decision } from './decision.ts'
import { giveBack } from './give-back.ts'
import { noWrites } from './ledger.ts'

export function decideRefund(record: RefundRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const { sale } = ledger
  if (!sale) return without(null, 'refers_unknown')
  const named = namedUnits(sale.units, record.units)
  const found = named.filter((unit) => unit !== undefined)
  // The till says that it handed out money for what was never paid for, or is not of the sale: a person finds out.
  if (sale.state === 'cancelled') return written(reviewed(sale, ['already_cancelled']))
  if (sale.state === 'reserved' || found.length < named.length) return written(reviewed(sale, ['refers_unknown']))
  const { payable, subsidy } = refundOf(found)
  const isAsSold = compareAmounts(subsidy, record.subsidy) === 0 && compareAmounts(payable, record.payable) === 0
  // What is back already came by another record. The rest comes by this one, and of other amounts too:
  // the goods are back, and a second till must not give money for them again.
  const back = refundOf(found.filter(({ returned }) => !returned)).units
  const units = sale.units.map((unit) => (back.includes(unit) ? { ...unit, returned: record.id } : unit))
  const state = units.every(({ returned }) => returned) ? 'refunded' : sale.state
  const given = giveBack(sale, back, ledger, nowMs, sale.quotaReturned === 'restored')
  const decision = written(
    reviewed({ ...sale, units, state, quotas: given.quotas }, isAsSold ? [] : ['amounts_differ']),
    given.writes,
    found.some(({ returned }) => returned) ? ['already_refunded'] : [],
  )
  if (back.length > 0) return decision
  // The sale stands as it did; a record that brought nothing back is not what confirmed it.
  return { ...decision, standing: 'review', writes: isAsSold ? noWrites : decision.writes }
}
