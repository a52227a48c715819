/** A sale with the place of its reserve record in the till's chain: what a receipt is made of. */
import { CheckoutError } from '../core/errors.ts'
import type { OutboxDatabase } from './database.ts'
import { view } from './sale-row.ts'
import type { Sale } from './sale.ts'

export interface SaleOnChain {
  readonly sale: Sale
  /** Null when this till has not the record: it was another till's, or is past its retention. */
  readonly place: {
    readonly epoch: number
    readonly seq: number
    /** SHA-256 of the reserve record's compact JWS, hexadecimal. */
    readonly hash: string
  } | null
}

/** @throws CheckoutError `SALE_UNKNOWN`, `STORAGE_…` */
export async function readSaleOnChain(db: OutboxDatabase, id: string): Promise<SaleOnChain> {
  return db.read(['sales', 'records'], async (tables) => {
    const [row, record] = await Promise.all([tables.sales.get(id), tables.records.get(id)])
    if (!row) throw new CheckoutError('SALE_UNKNOWN', 'sale: this till has none by that id', { field: 'sale' })
    const place = record ? { epoch: record.epoch, seq: record.seq, hash: record.hash } : null
    return { sale: await view(tables, row), place }
  })
}
