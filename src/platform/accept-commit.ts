/** A platform's decision on a commit record: the sale takes for good what it held. */
import { instantToMs } from '../core/clock.ts'
import type { CommitRecord } from '../record/record.ts'
import { paymentsFit } from '../subsidy/charge.ts'
import { ownSale, reviewed, without, written, type AcceptanceContext, type Decision } from './decision.ts'
import {
  isTaken,
  serialKeysOf,
  unitsOfOthers,
  withClaim,
  type Ledger,
  type LedgerSale,
  type LedgerWrites,
} from './ledger.ts'

export function decideCommit(record: CommitRecord, { ledger, nowMs }: AcceptanceContext): Decision {
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

  const reasons = paymentsFit(record.payments, sale) ? [] : ['amounts_differ']
  const atMs = record.clock.state === 'trusted' ? instantToMs(record.at) : nowMs
  if (nowMs > sale.untilMs && atMs > sale.tillUntilMs) reasons.push('reservation_lapsed')
  const taken = takeForGood(sale, ledger, nowMs)
  return written(reviewed({ ...sale, state: 'committed' }, [...reasons, ...taken.conflicts]), taken.writes)
}

function takeForGood(
  sale: LedgerSale,
  ledger: Ledger,
  nowMs: number,
): { readonly writes: Partial<LedgerWrites>; readonly conflicts: string[] } {
  const claim = { sale: sale.id, untilMs: null }
  const conflicts: string[] = []
  const keys = serialKeysOf(sale.units)
  const free = keys.filter((key) => !isTaken(ledger.serials.get(key), sale.id, nowMs))
  if (free.length < keys.length) conflicts.push('serial_held')
  for (const quota of sale.quotas) {
    if (unitsOfOthers(ledger.quotas, quota, sale.id, nowMs) + quota.units > quota.limit) conflicts.push('quota_used')
  }
  const entitled = sale.entitlement !== null && !isTaken(ledger.entitlement?.claim, sale.id, nowMs)
  if (sale.entitlement !== null && !entitled) conflicts.push('entitlement_used')
  return {
    conflicts,
    writes: {
      serials: free.map((key) => ({ key, claim })),
      quotas: sale.quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, quota.units, nowMs)),
      entitlement: entitled ? { id: sale.entitlement, fact: ledger.entitlement?.fact ?? null, claim } : null,
    },
  }
}
