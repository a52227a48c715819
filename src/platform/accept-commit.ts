/** A platform's decision on a commit record: the sale takes for good what it held. */
import type { CommitRecord } from '../record/record.ts'
import { differenceOf } from '../subsidy/difference.ts'
import { ownSale, reviewed, without, written, type AcceptanceContext, type Decision } from './decision.ts'
import type { LedgerSale } from './ledger.ts'
import { instantOf, instantStanding, toleranceMs } from './record-time.ts'
import { take } from './take.ts'

const hourMs = 3_600_000

export function decideCommit(record: CommitRecord, situation: AcceptanceContext): Decision {
  const { ledger, nowMs } = situation
  const sale = ownSale(record, ledger)
  if (!sale) return without(null, 'refers_unknown')
  switch (sale.state) {
    case 'cancelled': {
      // A cancel wins: whatever was handed out after it, the fund does not pay.
      return written({ ...sale, standing: 'refused', reasons: [...new Set([...sale.reasons, 'already_cancelled'])] })
    }
    case 'committed':
    case 'refunded':
      return without(sale, 'already_committed')
    case 'reserved':
      break
  }
  if (sale.standing === 'refused') return written({ ...sale, state: 'committed' })

  const reasons = differenceOf(record.payments, sale.charge) ? ['amounts_differ'] : []
  reasons.push(...timeReasons(record, sale, situation))
  const taken = take(sale, ledger, null, nowMs)
  return written(reviewed({ ...sale, state: 'committed' }, [...reasons, ...taken.conflicts]), taken.writes)
}

/**
 * A payment counts within the hold of its reservation, which itself was made within the hours of the
 * entitlement: so one that comes after the hours counts, and none that comes after the hold.
 */
function timeReasons(
  record: CommitRecord,
  sale: LedgerSale,
  { receivedMs, latestMs }: AcceptanceContext,
): readonly string[] {
  const isTrusted = record.clock.state === 'trusted'
  const atMs = isTrusted ? instantOf(record) : receivedMs
  const isLapsed = atMs > sale.payableUntilMs
  const lateMs = receivedMs - atMs
  const isTooLate = receivedMs > sale.untilMs && lateMs > Math.max(sale.offlineHours * hourMs, toleranceMs)
  const isDoubtful = isTrusted && instantStanding(record, receivedMs, latestMs) !== 'possible'
  return [
    ...(isLapsed ? ['reservation_lapsed'] : []),
    ...(isTooLate ? [sale.offlineHours > 0 ? 'offline_budget_spent' : 'offline_forbidden'] : []),
    ...(isDoubtful ? ['clock_untrusted'] : []),
  ]
}
