/**
 * Reserve, commit and what follows, with the platform's answer where there is a line. What the host
 * gives is checked first, then the till is ready, then it sells; nothing waits before the record is
 * durable, and nothing that fails after that takes it back.
 */
import type { BuyerQuote, Checkout } from '../client.ts'
import { isCheckoutError, type ErrorCode } from '../core/errors.ts'
import { includesUnit } from '../core/unit-ref.ts'
import { compareAmounts, subtract, zero } from '../core/money.ts'
import { parse } from '../core/schema.ts'
import { momentOf } from '../outbox/moment.ts'
import { cancelSale } from '../outbox/cancel.ts'
import { commitSale } from '../outbox/commit.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { SaleRow } from '../outbox/database.ts'
import { offlineFact, readUnconfirmed } from '../outbox/facts.ts'
import { fulfilUnits } from '../outbox/fulfil.ts'
import { askForRecord, givenBack, promiseRefund, refundUnits, type GivenBackOf } from '../outbox/refund.ts'
import { orderKey, reserve, type Buyer, type ReserveRequest } from '../outbox/reserve.ts'
import { readSale, saleView } from '../outbox/sale-row.ts'
import type { Sale } from '../outbox/sale.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { offlineReasons } from '../subsidy/offline-reasons.ts'
import { chargeOf } from '../subsidy/charge.ts'
import { differenceOf } from '../subsidy/difference.ts'
import type { Quote } from '../subsidy/quote.ts'
import type { Sync } from '../sync/sync.ts'
import type { Buyers } from './buyers.ts'
import {
  commitSchema,
  fulfilSchema,
  reasonSchema,
  reserveInputSchema,
  reserveQuoteSchema,
  saleReferenceSchema,
  saleSchema,
  unitsSchema,
} from './inputs.ts'
import type {
  CancelOutcome,
  CommitOutcome,
  FulfilOutcome,
  NotDurable,
  RefundOutcome,
  ReserveOutcome,
} from './outcomes.ts'
import type { SaleFinder } from './find-sales.ts'
import type { SerialAnswers } from './serial-answers.ts'
import type { StatusKeeper } from './status.ts'
import type { Terms } from './terms.ts'
import { currentSale, untilAnswered } from './until-answered.ts'

export type Selling = Pick<Checkout, 'reserve' | 'commit' | 'cancel' | 'sell' | 'refund' | 'fulfil'>

export interface SellingOptions {
  readonly context: OutboxContext
  readonly terms: Pick<Terms, 'at'>
  readonly buyers: Pick<Buyers, 'prove'>
  readonly serials: Pick<SerialAnswers, 'settle' | 'facts'>
  /** Resolves once the till is ready. @throws CheckoutError `CLOSED` */
  readonly ready: () => Promise<unknown>
  readonly sync: Pick<Sync, 'kick'>
  readonly status: Pick<StatusKeeper, 'read'>
  readonly isOnline: () => boolean
  readonly finder: Pick<SaleFinder, 'fetch'>
  readonly answerTimeoutMs: number
  readonly onTimeout: 'accept' | 'hold'
  /** Told of what failed after a record was durable. */
  readonly onError: (error: unknown) => void
  readonly signal: AbortSignal
}

/** What a call of the outbox came to; `saved`: by a record that it has just written. */
interface Written {
  readonly kind: string
  readonly row: SaleRow
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
  const { context, terms, buyers, serials, ready, sync, status, isOnline, finder } = options
  const { answerTimeoutMs, onTimeout, onError, signal } = options
  const reserving = new Map<string, Promise<ReserveOutcome>>()

  /** The sale as it is now: nothing more is to be read of what was just written, unless a record of it may be held. */
  async function current({ kind, row }: Written): Promise<Sale> {
    const isKnown = kind === 'saved' && status.read().held === 0
    return isKnown ? saleView(row, ['pending']) : currentSale(context, row, onError)
  }

  /** The sale once the platform has answered, or as it is when the time is over; without a line there is nothing to wait for. */
  function answered(written: Written, mayHold = false): Promise<Sale> {
    sync.kick()
    const isHeld = mayHold && onTimeout === 'hold'
    if (!isHeld && !isOnline()) return current(written)
    return untilAnswered(context, written.row, { ms: isHeld ? null : answerTimeoutMs, signal, onError })
  }

  async function reserveOnce(request: ReserveRequest): Promise<ReserveOutcome> {
    const reserved = await reserve(context, request, terms.at)
    if (reserved.kind === 'requote') return { status: 'requote', quote: withBuyer(reserved.quote, request.buyer) }
    if (reserved.kind === 'refused') return { status: 'refused', sale: null, reasons: reserved.reasons }
    const sale = await answered(reserved, true)
    const isOpen = reserved.kind === 'saved' && sale.state === 'reserved' && sale.delivery !== 'answered'
    return (isOpen && (await withdrawnWhereForbidden(sale))) || reserveOutcome(sale)
  }

  /** The platform could be asked when the sale was priced, but did not answer: then the offline rules hold after all. */
  async function withdrawnWhereForbidden(sale: Sale): Promise<ReserveOutcome | null> {
    const { ruleSet } = terms.at(sale.at, sale.quote.cart)
    if (!ruleSet || sale.quote.facts.offline !== null) return null
    try {
      return await withdrawn(sale, ruleSet)
    } catch (error) {
      // The reservation is durable, whatever fails from here on.
      onError(error)
      return null
    }
  }

  async function withdrawn(sale: Sale, ruleSet: RuleSet): Promise<ReserveOutcome | null> {
    const { subsidy } = sale.quote
    const all = await context.db.read(['meta', 'sales'], readUnconfirmed)
    const others = {
      ...all,
      count: Math.max(0, all.count - 1),
      amount: compareAmounts(all.amount, subsidy) > 0 ? subtract(all.amount, subsidy) : zero,
    }
    const reasons = offlineReasons(ruleSet, offlineFact(others, momentOf(context).ms), subsidy)
    const [reason] = reasons
    if (!reason) return null
    const cancelled = await cancelSale(context, sale.id, reason.code)
    sync.kick()
    return { status: 'refused', sale: await current(cancelled), reasons }
  }

  /** Once the refund is durable, no fault takes it back. */
  function promised(sale: Sale, record: string): Promise<GivenBackOf> {
    return promiseRefund(context, sale.id, record).catch((error: unknown) => {
      onError(error)
      return sale
    })
  }

  const calls: Selling = {
    async reserve(quote, input) {
      const { buyer = null, ...shown } = parse(reserveQuoteSchema, quote, 'quote')
      const { orderId, cashier = null } = parse(reserveInputSchema, input, '')
      await ready()
      const entitlement = await buyers.prove(buyer)
      await serials.settle(shown, answerTimeoutMs)
      const request = { orderId, cashier, quote: shown, buyer, entitlement, serials: serials.facts(shown.cart) }
      const key = orderKey(request)
      const running = reserving.get(key)
      if (running) return running
      const outcome = unlessNotDurable(() => reserveOnce(request)).finally(() => reserving.delete(key))
      reserving.set(key, outcome)
      return outcome
    },
    async commit(id, input) {
      parse(saleSchema, id, 'sale')
      const { payments, settle, note } = parse(commitSchema, input, '')
      await ready()
      return unlessNotDurable(async (): Promise<CommitOutcome> => {
        const committed = await commitSale(context, id, payments, settle ? (note ?? null) : null)
        if (committed.kind === 'differs') {
          const { expected, received } = committed
          return { status: 'differs', expected, received }
        }
        const sale = await answered(committed)
        return committed.kind === 'cancelled'
          ? { status: 'refused', sale, reasons: ['already_cancelled'] }
          : fulfilOutcome(sale)
      })
    },
    async cancel(id, reason) {
      parse(saleSchema, id, 'sale')
      parse(reasonSchema, reason, 'reason')
      await ready()
      return unlessNotDurable(async (): Promise<CancelOutcome> => {
        const cancelled = await cancelSale(context, id, reason)
        sync.kick()
        return {
          status: cancelled.kind === 'already_refused' ? cancelled.kind : 'cancelled',
          sale: await current(cancelled),
        }
      })
    },
    async sell(quote, input) {
      const paid = parse(commitSchema, input, '')
      const difference = paid.settle ? null : differenceOf(paid.payments, chargeOf(quote))
      if (difference) return { status: 'differs', ...difference }
      const reserved = await calls.reserve(quote, input)
      switch (reserved.status) {
        case 'confirmed':
        case 'provisional':
        case 'review':
        case 'committed':
          return calls.commit(reserved.sale.id, paid)
        default:
          return reserved
      }
    },
    async refund(id, units) {
      parse(saleReferenceSchema, id, 'sale')
      const asked = units === 'all' ? units : parse(unitsSchema, units, 'units')
      await ready()
      return unlessNotDurable(async (): Promise<RefundOutcome> => {
        const isHere = (await readSale(context.db, id)) !== null
        const fetched = isHere ? null : await finder.fetch(id)
        if (!isHere && !fetched) return { status: 'task', task: await askForRecord(context, id) }
        const refund = await refundUnits(context, fetched?.id ?? id, asked, fetched)
        if (refund.kind === 'existing') {
          // There is nothing to wait for; one that was only fetched is not even kept here.
          const before = isHere ? await currentSale(context, refund.row, onError) : saleView(refund.row, ['answered'])
          return { status: 'already_refunded', sale: before }
        }
        const sale = await answered(refund)
        const isAnswered = sale.delivery === 'answered'
        const known = isAnswered ? sale : await promised(sale, refund.record)
        const back = givenBack(known, refund.record)
        if (back.units.length === 0) return { status: 'already_refunded', sale }
        const isOpen = !isAnswered || sale.standing === 'provisional' || sale.standing === 'review'
        const { payable, subsidy } = back
        const given = back.units.map(({ line, unit }) => ({ line, unit }))
        return { status: isOpen ? 'provisional' : 'confirmed', sale, units: given, payable, subsidy }
      })
    },
    async fulfil(id, input) {
      parse(saleSchema, id, 'sale')
      const { units, evidence = {} } = parse(fulfilSchema, input, '')
      await ready()
      return unlessNotDurable(async (): Promise<FulfilOutcome> => {
        const fulfilled = await fulfilUnits(context, id, units, evidence)
        const sale = await answered(fulfilled)
        if (fulfilled.kind === 'refused') return { status: 'refused', sale, reasons: fulfilled.reasons }
        // Another till may have taken a unit back, which the platform's answer tells.
        const isBack = units.some((unit) => includesUnit(sale.refunded, unit))
        return isBack ? { status: 'refused', sale, reasons: ['already_refunded'] } : fulfilOutcome(sale)
      })
    },
  }
  return calls
}

async function unlessNotDurable<T>(task: () => Promise<T>): Promise<T | NotDurable> {
  try {
    return await task()
  } catch (error) {
    if (isCheckoutError(error) && notDurable.has(error.code)) return { status: 'not_durable', cause: error }
    throw error
  }
}

function withBuyer(quote: Quote, buyer: Buyer | null): BuyerQuote {
  return { ...quote, buyer }
}

function reserveOutcome(sale: Sale): ReserveOutcome {
  if (sale.state === 'cancelled')
    return { status: 'refused', sale, reasons: sale.reasons.length > 0 ? sale.reasons : ['already_cancelled'] }
  if (sale.state !== 'reserved') return { status: sale.state, sale }
  return sale.standing === 'refused'
    ? { status: 'refused', sale, reasons: sale.reasons }
    : { status: sale.standing, sale }
}

function fulfilOutcome(sale: Sale): FulfilOutcome {
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
