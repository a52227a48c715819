/** A platform's decision on a cancel record: what was held is free again. */
import type { CancelRecord } from '../record/record.ts'
import { ownSale, reviewed, without, written, type AcceptanceContext, type Decision } from './decision.ts'
import { giveBack } from './give-back.ts'

export function decideCancel(record: CancelRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const sale = ownSale(record, ledger)
  if (!sale) return without(null, 'refers_unknown')
  switch (sale.state) {
    case 'cancelled':
      return without(sale, 'already_cancelled')
    case 'committed':
    case 'refunded':
      // The till says that it was paid and that it was called off: a person finds out.
      return sale.standing === 'refused'
        ? without(sale, 'already_committed')
        : written(reviewed(sale, ['already_committed']))
    case 'reserved':
      break
  }
  if (sale.standing === 'refused') return written({ ...sale, state: 'cancelled' })
  return written(
    { ...sale, state: 'cancelled', standing: 'confirmed', reasons: [] },
    giveBack(sale, sale.units, ledger, nowMs, true).writes,
  )
}
