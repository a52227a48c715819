/** What a sale takes while it counts. */
import { isSubsidyBack } from '../core/unit-ref.ts'
import {
  claimed,
  isTaken,
  isUsedUp,
  returnedUnits,
  serialKeysOf,
  subsidisedUnits,
  withClaim,
  type Ledger,
  type LedgerSale,
  type LedgerWrites,
} from './ledger.ts'

/** Takes what of the sale's is not another's, until `untilMs` (null: for good). `conflicts`: codes of what another has. */
export function take(
  sale: LedgerSale,
  ledger: Ledger,
  untilMs: number | null,
  nowMs: number,
): { readonly writes: Partial<LedgerWrites>; readonly conflicts: readonly string[] } {
  const claim = { sale: sale.id, untilMs }
  const conflicts: string[] = []
  const keys = serialKeysOf(sale.units.filter(({ returned }) => !returned))
  const free = claimed(ledger, keys, claim, nowMs)
  if (free.length < keys.length) conflicts.push('serial_held')
  if (sale.quotas.some((quota) => isUsedUp(ledger.quotas, quota, sale.id, nowMs))) conflicts.push('quota_used')
  const isBack = sale.quotaReturned === 'restored' && isSubsidyBack(subsidisedUnits(sale), returnedUnits(sale))
  const id = isBack ? null : sale.entitlement
  const entitled = id !== null && !isTaken(ledger.entitlement?.claim, sale.id, nowMs)
  if (id !== null && !entitled) conflicts.push('entitlement_used')
  return {
    conflicts,
    writes: {
      serials: free,
      quotas: sale.quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, quota.units, nowMs)),
      entitlement: entitled ? { id, fact: null, buyer: null, ...ledger.entitlement, claim } : null,
    },
  }
}
