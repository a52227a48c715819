/** Sales by receipt: this till's own, or, with a line, another till's from the platform. */
import type { OutboxContext } from '../outbox/context.ts'
import type { SaleRow } from '../outbox/database.ts'
import { fetchedRow } from '../outbox/fetched.ts'
import { saleView } from '../outbox/sale-row.ts'
import type { Sale } from '../outbox/sale.ts'
import { findSales, type SaleSearch } from '../outbox/sales.ts'
import { receiptPrefix } from '../scan/scan-reader.ts'
import type { Inquire } from './inquiry.ts'

export interface SaleFinderOptions {
  readonly context: OutboxContext
  readonly inquire: Inquire
}

export interface SaleFinder {
  /** As {@link findSales}; a receipt that is not here is asked of the platform. @throws CheckoutError `STORAGE_…` */
  find(by: SaleSearch): Promise<readonly Sale[]>
  /** The other till's sale of this id, found before, or of this receipt, number or code; null unless there is exactly one. */
  fetch(reference: string): Promise<SaleRow | null>
}

/** Sales remembered between being found and being taken back. */
const mostRemembered = 50
const receiptLimit = 80
const codeLimit = 400

export function createSaleFinder({ context, inquire }: SaleFinderOptions): SaleFinder {
  const found = new Map<string, SaleRow>()

  /** Of the store by the receipt's number; of any store by the whole code that the platform signed. */
  async function ask(receipt: string): Promise<readonly SaleRow[]> {
    const isCode = receipt.startsWith(receiptPrefix)
    if (receipt === '' || receipt.length > (isCode ? codeLimit : receiptLimit)) return []
    const answer = await inquire('sales', isCode ? { code: receipt } : { receipt })
    if (!answer) return []
    const rows = answer.sales.flatMap((sale) => fetchedRow(sale, context.tab) ?? [])
    if (found.size + rows.length > mostRemembered) found.clear()
    for (const row of rows) found.set(row.id, row)
    return isCode ? rows : rows.filter((row) => row.receipt === receipt)
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
      const rows = await ask(before?.countersignature ?? before?.receipt ?? reference)
      const isCode = reference.startsWith(receiptPrefix)
      const matching = rows.filter(({ id, receipt }) => isCode || id === reference || receipt === reference)
      return matching.length > 1 ? null : (matching[0] ?? before ?? null)
    },
  }
}
