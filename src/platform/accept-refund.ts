/** A platform's decision on a refund record: units come back, from whichever till. */
import { compareAmounts } from '../core/money.ts'
import type { RefundRecord } from '../record/record.ts'
import { namedUnits, refundOf } from '../subsidy/refund.ts'
import { reviewed, without, written, type AcceptanceContext, type Decision } from './decision.ts'
import { giveBack } from './give-back.ts'

export function decideRefund(record: RefundRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const { sale } = ledger
  if (!sale) return without(null, 'refers_unknown')
  if (sale.state === 'cancelled') return without(sale, 'already_cancelled')
  if (sale.state === 'reserved') return without(sale, 'refers_unknown')
  const named = namedUnits(sale.units, record.units)
  const found = named.filter((unit) => unit !== undefined)
  if (found.length < named.length) return without(sale, 'refers_unknown')
  if (found.some(({ returned }) => returned)) return without(sale, 'already_refunded')
  const { units: back, payable, subsidy } = refundOf(found)
  if (compareAmounts(subsidy, record.subsidy) !== 0 || compareAmounts(payable, record.payable) !== 0) {
    return written(reviewed(sale, ['amounts_differ']))
  }
  const units = sale.units.map((unit) => (back.includes(unit) ? { ...unit, returned: true } : unit))
  const state = units.every(({ returned }) => returned) ? 'refunded' : sale.state
  const given = giveBack(sale, back, ledger, nowMs, sale.quotaReturned === 'restored')
  return written({ ...sale, units, state, quotas: given.quotas }, given.writes)
}
