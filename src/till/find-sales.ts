/** Sales by receipt: this till's own, or, with a line, another till's of the store from the platform. */
import type { OutboxContext } from '../outbox/context.ts'
import type { SaleRow } from '../outbox/database.ts'
import { fetchedRow } from '../outbox/fetched.ts'
import { saleView } from '../outbox/sale-row.ts'
import type { Sale } from '../outbox/sale.ts'
import { findSales, type SaleSearch } from '../outbox/sales.ts'
import type { Inquire } from './inquiry.ts'

export interface SaleFinderOptions {
  readonly context: OutboxContext
  readonly inquire: Inquire
}

export interface SaleFinder {
  /** As {@link findSales}; a receipt that is not here is asked of the platform. @throws CheckoutError `STORAGE_…` */
  find(by: SaleSearch): Promise<readonly Sale[]>
  /** The other till's sale of this id, found before, or of this receipt; null unless there is exactly one. */
  fetch(reference: string): Promise<SaleRow | null>
}

/** Sales remembered between being found and being taken back. */
const mostRemembered = 50
const receiptLimit = 80

export function createSaleFinder({ context, inquire }: SaleFinderOptions): SaleFinder {
  const found = new Map<string, SaleRow>()

  async function ask(receipt: string): Promise<readonly SaleRow[]> {
    if (receipt === '' || receipt.length > receiptLimit) return []
    const answer = await inquire('sales', { receipt })
    if (!answer) return []
    const rows = answer.sales.flatMap((sale) => fetchedRow(sale, context.store, context.tab) ?? [])
    if (found.size + rows.length > mostRemembered) found.clear()
    for (const row of rows) found.set(row.id, row)
    return rows.filter((row) => row.receipt === receipt)
  }

  return {
    async find(by) {
      const here = await findSales(context, by)
      const { receipt, ...others } = by
      if (here.length > 0 || receipt === undefined || Object.keys(others).length > 0) return here
      return (await ask(receipt)).map((row) => saleView(row, ['answered']))
    },
    async fetch(reference) {
      const before = found.get(reference)
      const rows = await ask(before?.receipt ?? reference)
      const matching = rows.filter(({ id, receipt }) => id === reference || receipt === reference)
      return matching.length > 1 ? null : (matching[0] ?? before ?? null)
    },
  }
}
