/** Refund: units come back. */
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { zero } from '../core/money.ts'
import { includesUnit, type UnitRef } from '../core/unit-ref.ts'
import { refundOf, type Refund } from '../subsidy/refund.ts'
import { append } from './append.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow, Tables } from './database.ts'
import { putSale, requireSale } from './sale-row.ts'
import type { Sale, Task } from './sale.ts'
import { requireUnits, soldUnits, type SoldUnit } from './sold-units.ts'
import { takeBack } from './take-back.ts'
import { addTask } from './tasks.ts'

export type RefundResult =
  | { readonly kind: 'saved'; readonly row: SaleRow; readonly record: string }
  /** All of them are back already: there is nothing to hand back. */
  | { readonly kind: 'existing'; readonly row: SaleRow }

/**
 * Takes units back: each for what it was sold for, so that one by one gives what all at once does.
 * Units that came back already are not taken back again.
 * @param fetched the sale as the platform gave it, for one of another till; it is kept from then on
 * @throws CheckoutError `SALE_UNKNOWN`, `SALE_STATE` (not paid, or cancelled), `INPUT_INVALID` naming the
 * unit that is not of the sale, and what {@link append} throws
 */
export async function refundUnits(
  context: OutboxContext,
  sale: string,
  units: readonly UnitRef[] | 'all',
  fetched: SaleRow | null = null,
): Promise<RefundResult> {
  const id = mintRecordId(context.ports)
  const requireRow = async (tables: Tables<'sales'>): Promise<SaleRow> =>
    (await tables.sales.get(sale)) ?? fetched ?? (await requireSale(tables, sale))
  return append<RefundResult>(context, async ({ tables }) => {
    const row = await requireRow(tables)
    if (row.state === 'reserved' || row.state === 'cancelled') {
      throw new CheckoutError('SALE_STATE', 'sale: nothing was paid, so nothing can be given back', {
        field: 'sale',
        received: row.state,
      })
    }
    const sold = soldUnits(row.quote)
    const asked = units === 'all' ? sold : requireUnits(sold, units)
    const back = refundOf(asked.filter((unit) => !includesUnit(row.refunded, unit)))
    if (back.units.length === 0) return { done: { kind: 'existing', row } }
    const { payable, subsidy } = back
    const left = back.units.map(({ line, unit }) => ({ line, unit }))
    return {
      sale,
      body: { kind: 'refund', id, refers: sale, units: left, payable, subsidy },
      async write({ tables }) {
        const before = await requireRow(tables)
        const change = await takeBack(
          tables,
          before,
          left.map((unit) => ({ ...unit, by: id })),
        )
        return { kind: 'saved', row: await putSale(tables, before, change), record: id }
      },
    }
  })
}

/**
 * Notes that the money of a refund record is handed out though the platform has not answered: should it
 * say otherwise later, that is a task. The sale as it is by then.
 */
export async function promiseRefund({ db }: OutboxContext, sale: string, record: string): Promise<SaleRow> {
  return db.write(['sales'], async (tables) => {
    const row = await requireSale(tables, sale)
    // Another till's return may have come in between: then nothing is handed out.
    if (givenBack(row, record).units.length === 0) return row
    const after = { ...row, promised: [...(row.promised ?? []), record] }
    await tables.sales.put(after)
    return after
  })
}

export type GivenBackOf = Pick<Sale, 'quote' | 'refunded' | 'standing'>

/**
 * What a refund record gives back, as far as is known by now: a unit that the platform had from another
 * till before came by that one's record. The fund gets back what it gave, which is nothing for a sale
 * that the platform refused.
 */
export function givenBack({ quote, refunded, standing }: GivenBackOf, record: string): Refund<SoldUnit> {
  const own = refunded.filter(({ by }) => by === record)
  const back = refundOf(soldUnits(quote).filter((unit) => includesUnit(own, unit)))
  return standing === 'refused' ? { ...back, subsidy: zero } : back
}

/** Notes that a refund waits for a record that could not be had. */
export async function askForRecord(context: OutboxContext, reference: string): Promise<Task> {
  const { db } = context
  const kind = 'refund_without_record'
  const { at } = momentOf(context)
  const task: Task = { id: `${kind}:${reference}`, kind, sale: null, since: at, codes: [reference] }
  const added = await db.write(['tasks'], (tables) =>
    addTask(tables, { kind, about: reference, sale: null, since: at, codes: [reference] }),
  )
  if (added) context.events.emit('task', added)
  context.events.emit('changed', null)
  return added ?? task
}
