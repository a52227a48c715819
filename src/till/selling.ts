/** Reserve, commit and what follows, with the platform's answer where there is a line. Nothing here waits before the record is durable. */
import { compareAmounts, subtract, zero } from '../core/money.ts'
import { isCheckoutError, type ErrorCode } from '../core/errors.ts'
import { momentOf } from '../outbox/append.ts'
import { cancelSale } from '../outbox/cancel.ts'
import { commitSale } from '../outbox/commit.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { SaleRow } from '../outbox/database.ts'
import { offlineFact, readUnconfirmed } from '../outbox/facts.ts'
import { fulfilUnits } from '../outbox/fulfil.ts'
import { askForRecord, refundUnits } from '../outbox/refund.ts'
import { reserve, type ReserveRequest, type ReserveTerms } from '../outbox/reserve.ts'
import { readSale, saleView } from '../outbox/sale-row.ts'
import type { CancelOutcome, CommitOutcome, RefundOutcome, ReserveOutcome, Sale } from '../outbox/sale.ts'
import type { Payment, UnitRef } from '../record/record.ts'
import { offlineReasons } from '../subsidy/offline-reasons.ts'
import { untilAnswered } from './until-answered.ts'

export interface SellingOptions {
  readonly context: OutboxContext
  /** What holds now. */
  readonly terms: () => ReserveTerms
  /** Something was added: send it. */
  readonly kick: () => void
  readonly isOnline: () => boolean
  /** A sale of another till, from the platform. */
  readonly fetch: (reference: string) => Promise<SaleRow | null>
  readonly answerTimeoutMs: number
  readonly onTimeout: 'accept' | 'hold'
  readonly signal: AbortSignal
}

export interface Selling {
  reserve(request: ReserveRequest): Promise<ReserveOutcome>
  commit(sale: string, payments: readonly Payment[]): Promise<CommitOutcome>
  cancel(sale: string, reason: string): Promise<CancelOutcome>
  refund(sale: string, units: readonly UnitRef[] | 'all'): Promise<RefundOutcome>
  fulfil(
    sale: string,
    units: readonly (UnitRef & { readonly serial: string })[],
    evidence: Readonly<Record<string, string>>,
  ): Promise<CommitOutcome>
}

/** Faults after which nothing was saved, and the goods can be sold without subsidy. */
const notDurable: ReadonlySet<ErrorCode> = new Set([
  'STORAGE_UNAVAILABLE',
  'STORAGE_QUOTA_EXCEEDED',
  'STORAGE_UPGRADE_BLOCKED',
  'STORAGE_CORRUPT',
  'PART_MISSING',
  'NOT_ENROLLED',
  'CHAIN_FORKED',
])

export function createSelling(options: SellingOptions): Selling {
  const { context, terms, kick, isOnline, fetch, answerTimeoutMs, onTimeout, signal } = options
  const reserving = new Map<string, Promise<ReserveOutcome>>()

  async function saved<T>(
    task: () => Promise<T>,
  ): Promise<T | { readonly status: 'not_durable'; readonly cause: unknown }> {
    try {
      return await task()
    } catch (error) {
      if (isCheckoutError(error) && notDurable.has(error.code)) return { status: 'not_durable', cause: error }
      throw error
    }
  }

  /** The sale once the platform has answered, or as it is when the time is over. */
  async function answered(id: string, mayHold: boolean): Promise<Sale> {
    kick()
    const boundMs = isOnline() ? answerTimeoutMs : 0
    const sale = await untilAnswered(context, id, mayHold && onTimeout === 'hold' ? null : boundMs, signal)
    return sale as Sale
  }

  async function reserveOnce(request: ReserveRequest): Promise<ReserveOutcome> {
    const now = terms()
    const reserved = await reserve(context, request, now)
    if (reserved.kind === 'requote') return { status: 'requote', quote: reserved.quote }
    if (reserved.kind === 'refused') return { status: 'refused', sale: null, reasons: reserved.reasons }
    // Without a line there is nothing to wait for, and nothing more to read.
    if (reserved.kind === 'saved' && onTimeout === 'accept' && reserved.row.quote.facts.offline !== null) {
      kick()
      return reserveOutcome(saleView(reserved.row, ['pending']))
    }
    const sale = await answered(reserved.row.id, true)
    if (reserved.kind === 'saved' && sale.state === 'reserved' && sale.delivery !== 'answered') {
      const withdrawn = await withdrawnWhereForbidden(sale, now)
      if (withdrawn) return withdrawn
    }
    return reserveOutcome(sale)
  }

  /** The platform could be asked when the sale was priced, but did not answer: then the offline rules hold after all. */
  async function withdrawnWhereForbidden(sale: Sale, now: ReserveTerms): Promise<ReserveOutcome | null> {
    const ruleSet = now.ruleSet(sale.at)
    if (!ruleSet || sale.quote.facts.offline !== null) return null
    const { subsidy } = sale.quote
    const all = await readUnconfirmed(context.db)
    const others = {
      ...all,
      count: Math.max(0, all.count - 1),
      amount: compareAmounts(all.amount, subsidy) > 0 ? subtract(all.amount, subsidy) : zero,
    }
    const reasons = offlineReasons(ruleSet, offlineFact(others, momentOf(context).ms), subsidy)
    const [reason] = reasons
    if (!reason) return null
    await cancelSale(context, sale.id, reason.code)
    kick()
    return { status: 'refused', sale: (await readSale(context.db, sale.id)) ?? sale, reasons }
  }

  return {
    reserve(request) {
      const { orderId } = request
      const running = reserving.get(orderId)
      if (running) return running
      const outcome = saved(() => reserveOnce(request)).finally(() => reserving.delete(orderId))
      reserving.set(orderId, outcome)
      return outcome
    },
    commit: (id, payments) =>
      saved(async () => {
        const committed = await commitSale(context, id, payments)
        const sale = await answered(id, false)
        return committed.kind === 'cancelled'
          ? { status: 'refused', sale, reasons: ['already_cancelled'] }
          : commitOutcome(sale)
      }),
    cancel: (id, reason) =>
      saved(async (): Promise<CancelOutcome> => {
        const { kind } = await cancelSale(context, id, reason)
        kick()
        const sale = (await readSale(context.db, id)) as Sale
        return { status: kind === 'already_refused' ? 'already_refused' : 'cancelled', sale }
      }),
    refund: (id, units) =>
      saved(async (): Promise<RefundOutcome> => {
        const isHere = (await context.db.sales.get(id)) !== undefined
        const fetched = isHere ? null : await fetch(id)
        if (!isHere && !fetched) return { status: 'task', task: await askForRecord(context, id) }
        const { row, payable, subsidy } = await refundUnits(context, fetched?.id ?? id, units, fetched)
        const sale = await answered(row.id, false)
        if (sale.standing === 'refused') return { status: 'refused', sale, reasons: sale.reasons }
        return {
          status: sale.standing === 'confirmed' && sale.delivery === 'answered' ? 'confirmed' : 'provisional',
          sale,
          payable,
          subsidy,
        }
      }),
    fulfil: (id, units, evidence) =>
      saved(async () => {
        const fulfilled = await fulfilUnits(context, id, units, evidence)
        const sale = await answered(id, false)
        return fulfilled.kind === 'refused'
          ? { status: 'refused', sale, reasons: fulfilled.reasons }
          : commitOutcome(sale)
      }),
  }
}

function reserveOutcome(sale: Sale): ReserveOutcome {
  if (sale.state === 'cancelled')
    return { status: 'refused', sale, reasons: sale.reasons.length > 0 ? sale.reasons : ['already_cancelled'] }
  if (sale.standing === 'refused') return { status: 'refused', sale, reasons: sale.reasons }
  return { status: sale.standing === 'confirmed' ? 'confirmed' : 'provisional', sale }
}

function commitOutcome(sale: Sale): CommitOutcome {
  switch (sale.standing) {
    case 'refused':
      return { status: 'refused', sale, reasons: sale.reasons }
    case 'review':
      return { status: 'review', sale }
    case 'provisional':
    case 'confirmed':
      return { status: sale.delivery === 'answered' ? sale.standing : 'provisional', sale }
  }
}
