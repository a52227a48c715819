/** A sale as it is stored, and as it is shown. */
import { add, compareAmounts, subtract, zero, type Amount } from '../core/money.ts'
import { instantToMs, msToZoned } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import { chargeOf } from '../subsidy/charge.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { readMeta, writeMeta, type OutboxDatabase, type SaleRow, type Tables } from './database.ts'
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
  // What a newer version wrote is for a person to look at, as `held` is.
  const delivery = order[Math.min(3, ...deliveries.map((each) => Math.max(0, order.indexOf(each))))] ?? 'answered'
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
    charge: chargeOf(quote),
    payments,
    refunded,
    cashier,
    countersignature,
  }
}

/** @throws CheckoutError `STORAGE_…` */
export async function readSale(db: OutboxDatabase, id: string): Promise<Sale | null> {
  return db.read(['sales', 'records'], async (tables) => {
    const row = await tables.sales.get(id)
    return row ? view(tables, row) : null
  })
}

/** Reads inside the caller's transaction. */
export async function view({ records }: Tables<'records'>, row: SaleRow): Promise<Sale> {
  const ofSale = await records.where('sale').equals(row.id).toArray()
  return saleView(
    row,
    ofSale.map(({ delivery }) => delivery),
  )
}

/** Adds a sale to the budget of unconfirmed ones, or takes it off; inside the caller's transaction. */
export async function moveBudget(tables: Tables<'meta'>, subsidy: Amount, direction: 'add' | 'remove'): Promise<void> {
  const { count, amount } = (await readMeta(tables, 'budget')) ?? { count: 0, amount: zero }
  await writeMeta(
    tables,
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
export async function putSale(
  tables: Tables<'sales' | 'meta'>,
  before: SaleRow,
  change: Partial<SaleRow>,
): Promise<SaleRow> {
  const changed = { ...before, ...change }
  // What another till sold is on that till's budget.
  const open = !changed.fetched && changed.state !== 'cancelled' && changed.standing === 'provisional'
  const row: SaleRow = { ...changed, unconfirmed: open ? 1 : 0 }
  const isMoved = before.unconfirmed !== row.unconfirmed
  await Promise.all([tables.sales.put(row), isMoved && moveBudget(tables, row.quote.subsidy, open ? 'add' : 'remove')])
  return row
}

/** Frees serials of a sale to be sold again; all of them, or those of these keys. */
export async function releaseSerials(tables: Tables<'serials'>, sale: string, keys?: readonly string[]): Promise<void> {
  const rows = await tables.serials.where('sale').equals(sale).toArray()
  const freed = rows.filter(({ key }) => keys === undefined || keys.includes(key))
  await tables.serials.bulkPut(freed.map((row) => ({ ...row, released: 1 as const })))
}

/** Until when the platform holds what was reserved at `ms`. */
export function heldUntil(ms: number, ruleSet: RuleSet | null, zone: string): string {
  return msToZoned(ms + (ruleSet?.reservation.holdMinutes ?? 0) * 60_000, zone)
}

/** Until when a sale keeps its serials, quota and entitlement from others, milliseconds since 1970: a reservation as long as the platform holds it. */
export function heldUntilMs({ state, reservedUntil }: Pick<SaleRow, 'state' | 'reservedUntil'>): number {
  return state === 'reserved' ? instantToMs(reservedUntil) : Infinity
}

/** The sale's row, inside the caller's transaction. @throws CheckoutError `SALE_UNKNOWN` */
export async function requireSale(tables: Tables<'sales'>, sale: string): Promise<SaleRow> {
  const row = await tables.sales.get(sale)
  if (!row)
    throw new CheckoutError('SALE_UNKNOWN', 'sale: this till has none by that id', {
      field: 'sale',
      received: sale.slice(0, 80),
    })
  return row
}
