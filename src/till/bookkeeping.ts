/** What was sold: its papers, the day's figures, what a person has to settle. */
import type { Checkout } from '../client.ts'
import { loaded } from '../core/late.ts'
import { parse } from '../core/schema.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { dayTotals } from '../outbox/day.ts'
import { exportOutbox } from '../outbox/export.ts'
import { sendAgain } from '../outbox/held.ts'
import { readOutboxFile } from '../record/outbox-file.ts'
import { readSaleOnChain } from '../outbox/sale-on-chain.ts'
import type { Sale } from '../outbox/sale.ts'
import { recentSales, saleAt, type SaleSearch } from '../outbox/sales.ts'
import { openTasks, settleTask } from '../outbox/tasks.ts'
import type * as SaleReceipts from '../receipt/sale-receipt.ts'
import { receiptPrefix } from '../scan/scan-reader.ts'
import type { ReleaseKeeper } from '../release/release-keeper.ts'
import { invoiceOf } from '../subsidy/invoice.ts'
import type { PlatformClient } from '../sync/platform-client.ts'
import type { SaleFinder } from './find-sales.ts'
import type { Sync } from '../sync/sync.ts'
import { importOutbox } from './import-outbox.ts'
import {
  dateSchema,
  fileSchema,
  importOptionsSchema,
  limitSchema,
  localeSchema,
  noteSchema,
  saleSchema,
  saleSearchSchema,
  taskSchema,
} from './inputs.ts'
import type { LocalFacts } from './local-facts.ts'
import type { Terms } from './terms.ts'

export type Bookkeeping = Pick<Checkout, 'receipt' | 'invoice' | 'tasks' | 'settle' | 'sales' | 'day' | 'outbox'>

export interface BookkeepingOptions {
  readonly context: OutboxContext
  readonly terms: Terms
  readonly localFacts: Pick<LocalFacts, 'keys'>
  readonly keeper: Pick<ReleaseKeeper, 'held'>
  readonly client: () => Promise<PlatformClient>
  readonly sync: Pick<Sync, 'resume'>
  readonly finder: SaleFinder
  readonly brandName: (id: string) => string
  readonly receiptPart: () => Promise<Pick<typeof SaleReceipts, 'saleReceipt' | 'placeOnReceipt'>>
  /** Whether receipts say that they are not valid. */
  readonly training: boolean
  /** Fires when the till is closed. */
  readonly signal: AbortSignal
  /** @throws CheckoutError `CLOSED` */
  readonly requireOpen: () => void
}

export function createBookkeeping(options: BookkeepingOptions): Bookkeeping {
  const { context, terms, localFacts, keeper, client, sync, finder } = options
  const { brandName, receiptPart, training, signal, requireOpen } = options
  const { db, store, till } = context
  /** By the code that was read off a receipt: the sale whose record it vouches for. */
  async function findByCode(code: string, others: SaleSearch): Promise<readonly Sale[]> {
    const { placeOnReceipt } = await loaded(receiptPart())
    const id = await saleAt(context, placeOnReceipt(code))
    if (id === null) return Object.keys(others).length > 0 ? [] : finder.find({ receipt: code })
    return (others.id ?? id) !== id ? [] : finder.find({ ...others, id })
  }
  return {
    async receipt(id, locale = 'zh-CN') {
      requireOpen()
      parse(localeSchema, locale, 'locale')
      const sold = await readSaleOnChain(db, parse(saleSchema, id, 'sale'))
      const ruleSets = terms.release?.ruleSets ?? []
      const { saleReceipt } = await loaded(receiptPart())
      return saleReceipt({ sold, store, till, signer: localFacts.keys, ruleSets, brandName, training }, locale)
    },
    invoice: async (id) => invoiceOf((await readSaleOnChain(db, parse(saleSchema, id, 'sale'))).sale),
    tasks: () => openTasks(db),
    async settle(task, note) {
      requireOpen()
      await settleTask(context, parse(taskSchema, task, 'task'), parse(noteSchema, note, 'note'))
    },
    sales: {
      async find(by) {
        const { receipt, ...others } = parse(saleSearchSchema, by, '')
        return receipt?.startsWith(receiptPrefix)
          ? findByCode(receipt, others)
          : finder.find({ ...others, ...(receipt !== undefined && { receipt }) })
      },
      recent: async (limit = 20) => recentSales(context, parse(limitSchema, limit, 'limit')),
    },
    day: async (date) => dayTotals(context, parse(dateSchema, date, 'date')),
    outbox: {
      export: () => exportOutbox(context, keeper.held?.content.platform.sealingKey ?? null),
      async import(bytes, options = {}) {
        requireOpen()
        const file = readOutboxFile(parse(fileSchema, bytes, 'outbox'))
        const { onProgress } = parse(importOptionsSchema, options, '')
        return importOutbox(await client(), { keys: localFacts.keys, store }, file, signal, onProgress)
      },
      async resend() {
        requireOpen()
        const count = await sendAgain(context, true)
        sync.resume()
        return count
      },
    },
  }
}
