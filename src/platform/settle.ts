/** What a person's word on a sale changes: one in review is settled, another one overruled. */
import type { Decision } from './decision.ts'
import { giveBack } from './give-back.ts'
import { union, withClaim, noWrites, type Ledger, type LedgerSale, type LedgerWrites } from './ledger.ts'
import { take } from './take.ts'

/** The sale as it stands then, with what it takes or gives back; what another sale has by now stays that one's. */
export function settleSale(
  sale: LedgerSale,
  standing: 'confirmed' | 'refused',
  reasons: readonly string[],
  ledger: Ledger,
  nowMs: number,
): Decision['writes'] & { readonly sale: LedgerSale } {
  const settled = { ...sale, standing, reasons: standing === 'confirmed' ? [] : union(sale.reasons, reasons) }
  const isSettled = sale.state === 'cancelled' || (standing === 'refused' && sale.standing === 'refused')
  const writes = isSettled
    ? {}
    : standing === 'refused'
      ? letGo(sale, ledger, nowMs)
      : take(sale, ledger, sale.state === 'reserved' ? sale.untilMs : null, nowMs).writes
  return { ...noWrites, ...writes, sale: settled }
}

/** A sale that does not count uses up nothing of its buyer's. A unit that was paid for has left the store all the same. */
function letGo(sale: LedgerSale, ledger: Ledger, nowMs: number): Partial<LedgerWrites> {
  if (sale.state === 'reserved') return giveBack(sale, sale.units, ledger, nowMs, true).writes
  const claim = { sale: sale.id, untilMs: null }
  const isOurs = ledger.entitlement?.claim?.sale === sale.id
  return {
    quotas: sale.quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, 0, nowMs)),
    entitlement: ledger.entitlement && isOurs ? { ...ledger.entitlement, claim: null } : null,
  }
}
