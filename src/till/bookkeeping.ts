/** What was sold: its papers, the day's figures, what a person has to settle. */
import type { Checkout } from '../client.ts'
import { loaded } from '../core/late.ts'
import { parse } from '../core/schema.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { exportOutbox } from '../outbox/export.ts'
import { readSaleOnChain } from '../outbox/sale-on-chain.ts'
import { dayTotals, recentSales } from '../outbox/sales.ts'
import { openTasks, settleTask } from '../outbox/tasks.ts'
import type { saleReceipt } from '../receipt/sale-receipt.ts'
import { invoiceOf } from '../subsidy/invoice.ts'
import type { SaleFinder } from './find-sales.ts'
import { dateSchema } from './inputs.ts'
import type { LocalFacts } from './local-facts.ts'
import type { Terms } from './terms.ts'

export type Bookkeeping = Pick<Checkout, 'receipt' | 'invoice' | 'tasks' | 'settle' | 'sales' | 'day' | 'outbox'>

export interface BookkeepingOptions {
  readonly context: OutboxContext
  readonly terms: Terms
  readonly localFacts: Pick<LocalFacts, 'keys'>
  readonly finder: SaleFinder
  readonly brandName: (id: string) => string
  readonly receiptPart: () => Promise<{ readonly saleReceipt: typeof saleReceipt }>
  /** @throws CheckoutError `CLOSED` */
  readonly requireOpen: () => void
}

export function createBookkeeping(options: BookkeepingOptions): Bookkeeping {
  const { context, terms, localFacts, finder, brandName, receiptPart, requireOpen } = options
  const { db, store, till } = context
  return {
    async receipt(id, locale = 'zh-CN') {
      requireOpen()
      const sold = await readSaleOnChain(db, id)
      const ruleSets = terms.release?.ruleSets ?? []
      const { saleReceipt } = await loaded(receiptPart())
      return saleReceipt({ sold, store, till, signer: localFacts.keys, ruleSets, brandName }, locale)
    },
    invoice: async (id) => invoiceOf((await readSaleOnChain(db, id)).sale),
    tasks: () => openTasks(db),
    async settle(task, note) {
      requireOpen()
      await settleTask(context, task, note)
    },
    sales: {
      find: (by) => finder.find(by),
      recent: (limit = 20) => recentSales(context, limit),
    },
    day: async (date) => dayTotals(context, parse(dateSchema, date, 'date')),
    outbox: { export: () => exportOutbox(context) },
  }
}
