/** Sales of this till, to look up. */
import { normalizeSerial } from '../scan/serial.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow, Tables } from './database.ts'
import { view } from './sale-row.ts'
import type { Sale } from './sale.ts'

export interface SaleSearch {
  readonly id?: string
  readonly orderId?: string
  /** The number on the receipt, or its whole code: `TI1:…`. */
  readonly receipt?: string
  readonly serial?: string
  /** Who sold. */
  readonly cashier?: string
  /** Day of the sale in the scheme's zone: `"2026-03-06"`. */
  readonly date?: string
}

/** Most sales that one look-up answers. */
export const searchLimit = 200

/** Sales that match all of what is given, newest first; none when nothing is given. @throws CheckoutError `STORAGE_…` */
export async function findSales({ db }: OutboxContext, by: SaleSearch): Promise<readonly Sale[]> {
  return db.read(['sales', 'records'], async (tables) => {
    const found = await candidates(tables, by)
    const wanted = by.serial === undefined ? undefined : normalizeSerial(by.serial)
    const rows = found.filter(
      (row) =>
        (by.id === undefined || row.id === by.id) &&
        (by.orderId === undefined || row.orderId === by.orderId) &&
        (by.receipt === undefined || row.receipt === by.receipt) &&
        (by.cashier === undefined || row.cashier === by.cashier) &&
        (by.date === undefined || row.day === by.date) &&
        (wanted === undefined || row.serials.includes(wanted)),
    )
    return views(tables, rows.sort((a, b) => b.atMs - a.atMs).slice(0, searchLimit))
  })
}

async function candidates(
  { sales }: Tables<'sales'>,
  { id, orderId, receipt, serial, date, cashier }: SaleSearch,
): Promise<SaleRow[]> {
  if (id !== undefined) return sales.where('id').equals(id).toArray()
  if (orderId !== undefined) return sales.where('orderId').equals(orderId).toArray()
  if (receipt !== undefined) return sales.where('receipt').equals(receipt).toArray()
  if (serial !== undefined) return sales.where('serials').equals(normalizeSerial(serial)).limit(searchLimit).toArray()
  if (date !== undefined) return sales.where('day').equals(date).toArray()
  if (cashier !== undefined) {
    const newest = sales.orderBy('atMs').reverse()
    return newest
      .filter((row) => row.cashier === cashier)
      .limit(searchLimit)
      .toArray()
  }
  return []
}

/** Where a reserve record stands in this till's chain, with as much of its hash as is known. */
export interface SalePlace {
  readonly epoch: number
  readonly seq: number
  /** The hash's first digits, hexadecimal. */
  readonly digest: string
}

/** Id of the sale whose reserve record stands there; null when this till has no such record. @throws CheckoutError `STORAGE_…` */
export async function saleAt({ db }: OutboxContext, { epoch, seq, digest }: SalePlace): Promise<string | null> {
  return db.read(['records'], async ({ records }) => {
    const record = await records.where('[epoch+seq]').equals([epoch, seq]).first()
    return record?.hash.startsWith(digest) ? record.sale : null
  })
}

/** The newest sales. @throws CheckoutError `STORAGE_…` */
export async function recentSales({ db }: OutboxContext, limit: number): Promise<readonly Sale[]> {
  return db.read(['sales', 'records'], async (tables) =>
    views(tables, await tables.sales.orderBy('atMs').reverse().limit(Math.min(limit, searchLimit)).toArray()),
  )
}

function views(tables: Tables<'records'>, rows: readonly SaleRow[]): Promise<readonly Sale[]> {
  return Promise.all(rows.map((row) => view(tables, row)))
}
