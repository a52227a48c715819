import { isZero } from '../core/money.ts'
import { isSubsidyBack } from '../core/unit-ref.ts'
import {
  returnedUnits,
  serialKeysOf,
  subsidisedUnits,
  withClaim,
  type Ledger,
  type LedgerSale,
  type LedgerWrites,
  type SaleQuota,
  type SaleUnit,
} from './ledger.ts'

/** Frees what the units hold; quota and entitlement only where the rule set gives them back. `quotas`: what the sale keeps. */
export function giveBack(
  sale: LedgerSale,
  units: readonly SaleUnit[],
  ledger: Ledger,
  nowMs: number,
  restores: boolean,
): { readonly writes: Partial<LedgerWrites>; readonly quotas: readonly SaleQuota[] } {
  // What was in doubt while it was sold is not beyond doubt by being returned.
  const isKnownGood = sale.state !== 'reserved' && sale.standing === 'confirmed'
  const isCleared = (key: string): boolean => isKnownGood || (ledger.serials.get(key)?.cleared ?? false)
  const serials = serialKeysOf(units)
    .filter((key) => ledger.serials.get(key)?.sale === sale.id)
    .map((key) => ({ key, sale: sale.id, untilMs: 0, cleared: isCleared(key) }))
  // One that was refused used up nothing.
  if (!restores || sale.standing === 'refused') return { writes: { serials }, quotas: sale.quotas }
  const claim = { sale: sale.id, untilMs: sale.state === 'reserved' ? sale.untilMs : null }
  const quotas = sale.quotas.map((quota) => {
    const freed = units.filter(
      ({ subsidy, category }) => !isZero(subsidy) && category !== null && quota.categories.includes(category),
    )
    return { ...quota, units: quota.units - freed.length }
  })
  const isAll = isSubsidyBack(subsidisedUnits(sale), [...returnedUnits(sale), ...units])
  const isOurs = sale.entitlement !== null && ledger.entitlement?.claim?.sale === sale.id
  return {
    quotas,
    writes: {
      serials,
      quotas: quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, quota.units, nowMs)),
      entitlement: isAll && isOurs ? { ...ledger.entitlement, claim: null } : null,
    },
  }
}
