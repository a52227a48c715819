/** A sale as it is stored, and as it is shown. */
import { add, compareAmounts, subtract, zero, type Amount } from '../core/money.ts'
import { msToZoned } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { readMeta, writeMeta, type OutboxDatabase, type SaleRow } from './database.ts'
import type { Delivery, Sale } from './sale.ts'

const order: readonly Delivery[] = ['held', 'pending', 'sending', 'answered']

/** The sale as the host sees it; its delivery is that of its least advanced record. */
export function saleView(row: SaleRow, deliveries: readonly Delivery[]): Sale {
  const {
    id,
    orderId,
    receipt,
    state,
    standing,
    reasons,
    at,
    reservedUntil,
    quote,
    payments,
    refunded,
    cashier,
    countersignature,
  } = row
  const delivery = order.find((each) => deliveries.includes(each)) ?? 'answered'
  return {
    id,
    orderId: row.fetched?.orderId ?? orderId,
    receipt,
    state,
    standing,
    reasons,
    delivery,
    at,
    reservedUntil,
    quote,
    payments,
    refunded,
    cashier,
    countersignature,
  }
}

export async function readSale(db: OutboxDatabase, id: string): Promise<Sale | null> {
  return db.transaction('r', db.sales, db.records, async () => {
    const row = await db.sales.get(id)
    return row ? view(db, row) : null
  })
}

/** Reads inside the caller's transaction. */
export async function view(db: OutboxDatabase, row: SaleRow): Promise<Sale> {
  const records = await db.records.where('sale').equals(row.id).toArray()
  return saleView(
    row,
    records.map(({ delivery }) => delivery),
  )
}

/** Adds a sale to the budget of unconfirmed ones, or takes it off; inside the caller's transaction. */
export async function moveBudget(db: OutboxDatabase, subsidy: Amount, direction: 'add' | 'remove'): Promise<void> {
  const { count, amount } = (await readMeta(db, 'budget')) ?? { count: 0, amount: zero }
  await writeMeta(
    db,
    'budget',
    direction === 'add'
      ? { count: count + 1, amount: add(amount, subsidy) }
      : {
          count: Math.max(0, count - 1),
          amount: compareAmounts(amount, subsidy) > 0 ? subtract(amount, subsidy) : zero,
        },
  )
}

/** Writes a sale's changed row, and keeps the budget in step; inside the caller's transaction. */
export async function putSale(db: OutboxDatabase, before: SaleRow, change: Partial<SaleRow>): Promise<SaleRow> {
  const changed = { ...before, ...change }
  // What another till sold is on that till's budget.
  const open = !changed.fetched && changed.state !== 'cancelled' && changed.standing === 'provisional'
  const row: SaleRow = { ...changed, unconfirmed: open ? 1 : 0 }
  if (before.unconfirmed === 1 && row.unconfirmed === 0) await moveBudget(db, row.quote.subsidy, 'remove')
  if (before.unconfirmed === 0 && row.unconfirmed === 1) await moveBudget(db, row.quote.subsidy, 'add')
  await db.sales.put(row)
  return row
}

/** Frees serials of a sale to be sold again; all of them, or those of the named units. */
export async function releaseSerials(db: OutboxDatabase, sale: string, serials?: readonly string[]): Promise<void> {
  const rows = await db.serials.where('sale').equals(sale).toArray()
  const freed = rows.filter((row) => serials === undefined || serials.includes(row.serial))
  await db.serials.bulkPut(freed.map((row) => ({ ...row, released: 1 as const })))
}

/** Until when the platform holds what was reserved at `ms`. */
export function heldUntil(ms: number, ruleSet: RuleSet | null, zone: string): string {
  return msToZoned(ms + (ruleSet?.reservation.holdMinutes ?? 0) * 60_000, zone)
}

/** The sale's row, inside the caller's transaction. @throws CheckoutError `SALE_UNKNOWN` */
export async function requireSale(db: OutboxDatabase, sale: string): Promise<SaleRow> {
  const row = await db.sales.get(sale)
  if (!row)
    throw new CheckoutError('SALE_UNKNOWN', 'sale: this till has none by that id', {
      field: 'sale',
      received: sale.slice(0, 80),
    })
  return row
}
