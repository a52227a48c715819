/** What a person's word on a sale changes: one in review is settled, another one overruled. */
import { CheckoutError } from '../core/errors.ts'
import type { Decision } from './decision.ts'
import {
  noWrites,
  serialKeysOf,
  union,
  withClaim,
  type Ledger,
  type LedgerSale,
  type LedgerWrites,
  type Settlement,
} from './ledger.ts'
import { take } from './take.ts'

/**
 * The sale as it stands then, with what it takes or gives back.
 * @throws CheckoutError `SALE_STATE` where the sale cannot count, for another has its unit, quota or entitlement:
 * `received` says which, as reason codes; that other one is to be refused first
 */
export function settleSale(
  sale: LedgerSale,
  { atMs, by, standing, reasons }: Omit<Settlement, 'before'>,
  ledger: Ledger,
): Decision['writes'] & { readonly sale: LedgerSale } {
  const settled: LedgerSale = {
    ...sale,
    standing,
    reasons: standing === 'confirmed' ? [] : union(sale.reasons, reasons),
    settlements: [
      ...(sale.settlements ?? []),
      { atMs, by, standing, reasons, before: { standing: sale.standing, reasons: sale.reasons } },
    ],
  }
  if (sale.state === 'cancelled' || (standing === 'refused' && sale.standing === 'refused'))
    return { ...noWrites, sale: settled }
  if (standing === 'refused') return { ...noWrites, ...letGo(sale, ledger, atMs), sale: settled }
  const { writes, conflicts } = take(sale, ledger, sale.state === 'reserved' ? sale.untilMs : null, atMs)
  if (conflicts.length === 0) return { ...noWrites, ...writes, sale: settled }
  throw new CheckoutError('SALE_STATE', 'another sale has what this one would take: refuse that one first', {
    field: 'standing',
    received: conflicts.join(','),
  })
}

/** A sale that does not count uses up nothing. That a unit left the store is known from the published files, if at all. */
function letGo(sale: LedgerSale, ledger: Ledger, nowMs: number): Partial<LedgerWrites> {
  const claim = { sale: sale.id, untilMs: null }
  const isOurs = ledger.entitlement?.claim?.sale === sale.id
  const serials = serialKeysOf(sale.units).map((key) => ledger.serials.get(key))
  return {
    serials: serials.flatMap((row) => (row?.sale === sale.id ? { ...row, untilMs: 0 } : [])),
    quotas: sale.quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, 0, nowMs)),
    entitlement: ledger.entitlement && isOurs ? { ...ledger.entitlement, claim: null } : null,
  }
}
