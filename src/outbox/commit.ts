/** Commit: a reservation was paid. */
import { canonicalJson } from '../core/canonical-json.ts'
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import type { Payment } from '../record/record.ts'
import { chargeOf } from '../subsidy/charge.ts'
import { differenceOf, type Difference } from '../subsidy/difference.ts'
import { append } from './append.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow } from './database.ts'
import { putSale, requireSale } from './sale-row.ts'
import type { Task } from './sale.ts'
import { addTask, closeTask } from './tasks.ts'

export type CommitResult =
  | { readonly kind: 'saved' | 'existing'; readonly row: SaleRow }
  /** Nothing was written. */
  | { readonly kind: 'cancelled'; readonly row: SaleRow }
  | ({ readonly kind: 'differs' } & Difference)

/**
 * Records that a reservation was paid. Paying twice with the same payments is once.
 * @param note why the payments are recorded though they differ from what the sale asks for; null: they may not
 * @throws CheckoutError `SALE_UNKNOWN`, `SALE_STATE` (paid already, otherwise), and what {@link append} throws
 */
export async function commitSale(
  context: OutboxContext,
  sale: string,
  payments: readonly Payment[],
  note: string | null,
): Promise<CommitResult> {
  const id = mintRecordId(context.ports)
  return append<CommitResult>(context, async ({ moment, tables }) => {
    const row = await requireSale(tables, sale)
    if (row.state === 'cancelled') return { done: { kind: 'cancelled', row } }
    if (row.state !== 'reserved') {
      if (canonicalJson(row.payments) === canonicalJson(payments)) return { done: { kind: 'existing', row } }
      throw new CheckoutError('SALE_STATE', 'payments: this sale was paid already, with other payments', {
        field: 'payments',
      })
    }
    const difference = differenceOf(payments, chargeOf(row.quote))
    if (difference && note === null) return { done: { kind: 'differs', ...difference } }
    return {
      sale,
      body: { kind: 'commit', id, refers: sale, payments, ...(difference && note !== null && { note }) },
      async write({ tables, tell }) {
        const note = async (kind: Task['kind'], codes: readonly string[]): Promise<void> => {
          const task = await addTask(tables, { kind, sale, since: moment.at, codes })
          if (task) tell(task)
        }
        const [before] = await Promise.all([
          requireSale(tables, sale),
          closeTask(tables, 'was_it_paid', sale, 'committed'),
          difference && note('amount_differs', ['amounts_differ']),
        ])
        const [after] = await Promise.all([
          putSale(tables, before, { state: 'committed', payments }),
          before.standing === 'refused' && note('refused_after_sale', before.reasons),
        ])
        return { kind: 'saved', row: after }
      },
    }
  })
}
