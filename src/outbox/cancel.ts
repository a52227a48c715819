/** Cancel: a reservation is called off. */
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { append } from './append.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow } from './database.ts'
import { putSale, releaseSerials, requireSale } from './sale-row.ts'
import { closeTask } from './tasks.ts'

export interface CancelResult {
  readonly kind: 'saved' | 'existing' | 'already_refused'
  readonly row: SaleRow
}

/**
 * Calls a reservation off. What the platform refused needs no calling off; twice is once.
 * @throws CheckoutError `SALE_UNKNOWN`, `SALE_STATE` (it was paid: refund it), and what {@link append} throws
 */
export async function cancelSale(context: OutboxContext, sale: string, reason: string): Promise<CancelResult> {
  const id = mintRecordId(context.ports)
  return append<CancelResult>(context, async ({ tables }) => {
    const row = await requireSale(tables, sale)
    if (row.state === 'cancelled') return { done: { kind: 'existing', row } }
    if (row.state !== 'reserved')
      throw new CheckoutError('SALE_STATE', 'sale: it was paid; refund its units instead', {
        field: 'sale',
        received: row.state,
      })
    if (row.standing === 'refused') return { done: { kind: 'already_refused', row } }
    return {
      sale,
      body: { kind: 'cancel', id, refers: sale, reason },
      async write({ tables }) {
        const [before] = await Promise.all([
          requireSale(tables, sale),
          releaseSerials(tables, sale),
          closeTask(tables, 'was_it_paid', sale, 'cancelled'),
        ])
        return { kind: 'saved', row: await putSale(tables, before, { state: 'cancelled' }) }
      },
    }
  })
}
