/** Reserve: the cart is verified and priced again at its instant, and what is signed is that. */
import { canonicalJson } from '../core/canonical-json.ts'
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { isZero } from '../core/money.ts'
import type { Instant } from '../core/clock.ts'
import type { ChainPlace } from '../record/chain.ts'
import { resultOf } from '../record/result.ts'
import type { Place } from '../scheme/in-force.ts'
import type { Cart, Quote } from '../subsidy/quote.ts'
import { sameTerms, type QuoteTerms } from '../subsidy/same-terms.ts'
import type { Reason } from '../verify/reasons.ts'
import type { EntitlementFact, Facts } from '../verify/verdict.ts'
import { append, type Plan } from './append.ts'
import type { OutboxContext } from './context.ts'
import type { Moment } from './moment.ts'
import { readMeta, type SaleRow } from './database.ts'
import { factsOf, readKnowledge, type FactTerms } from './facts.ts'
import { heldUntil, moveBudget } from './sale-row.ts'
import { serialRowsOf, soldUnits, usesOf } from './sold-units.ts'

/** A buyer sealed to the platform. It carries no readable identity, and serves one sale. */
export interface Buyer {
  /** Keyed hash, for this till's own quota. */
  readonly tag: string
  readonly sealed: string
  /** The sale it was captured for: the id of its reserve record. */
  readonly sale: string
  /** The entitlement as it was shown. */
  readonly entitlement: string | null
}

export interface ReserveRequest {
  readonly orderId: string
  readonly cashier: string | null
  /** The terms that the buyer was shown. */
  readonly quote: QuoteTerms & Pick<Quote, 'cart'>
  readonly buyer: Buyer | null
  /** What is known of the buyer's entitlement. */
  readonly entitlement: EntitlementFact | null
  /** What the platform said of the cart's serials. */
  readonly serials?: Facts['serials']
}

/** What a sale is judged and priced by, at one instant. */
export interface ReserveTermsInForce extends FactTerms {
  readonly place: Place
  quote(cart: Cart, facts: Facts): Quote
}

/** Looks up what holds at an instant for a cart: once a sale. */
export type ReserveTerms = (at: Instant, cart: Cart) => ReserveTermsInForce

export type ReserveResult =
  /** Durable now, or already by an earlier call. */
  | { readonly kind: 'saved' | 'existing'; readonly row: SaleRow }
  | { readonly kind: 'requote'; readonly quote: Quote }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] }

/**
 * @throws CheckoutError `INPUT_INVALID` (no buyer for a subsidised cart), `SALE_STATE` (the order is
 * another cart's or buyer's), `BUYER_USED`, `CHAIN_FORKED`, and what {@link append} throws; nothing was saved then
 */
export async function reserve(
  context: OutboxContext,
  request: ReserveRequest,
  terms: ReserveTerms,
): Promise<ReserveResult> {
  const { orderId, cashier, buyer, entitlement, serials = {} } = request
  const id = buyer?.sale ?? mintRecordId(context.ports)

  return append<ReserveResult>(context, async ({ place, moment, tables }) => {
    const [existing, served, isForked] = await Promise.all([
      tables.sales.where('orderId').equals(orderId).first(),
      buyer && tables.sales.get(buyer.sale),
      readMeta(tables, 'forked'),
    ])
    if (existing) return { done: sameOrder(existing, request) }
    if (served) {
      throw new CheckoutError('BUYER_USED', 'buyer: it has served another order; capture the buyer again', {
        field: 'buyer',
      })
    }
    if (isForked) {
      throw new CheckoutError(
        'CHAIN_FORKED',
        'this till’s records do not follow from one another any more: enrol it again before it gives subsidies',
      )
    }
    const { cart } = request.quote
    const inForce = terms(moment.at, cart)
    const subject = { cart, tag: buyer?.tag ?? null, entitlement, serials }
    const facts = factsOf(subject, await readKnowledge(tables, subject, inForce, moment.ms), inForce, moment)
    const quote = inForce.quote(cart, facts)
    if (!sameTerms(quote, request.quote)) return { done: { kind: 'requote', quote } }
    if (isZero(quote.subsidy)) return { done: { kind: 'refused', reasons: reasonsOf(quote) } }
    if (!buyer)
      throw new CheckoutError('INPUT_INVALID', 'quote.buyer: a subsidised sale needs its buyer', {
        field: 'quote.buyer',
      })
    const draft = { context, id, orderId, cashier, buyer, quote, inForce, entitlement }
    return planOf(draft, place, moment)
  })
}

interface Draft {
  readonly context: OutboxContext
  readonly id: string
  readonly orderId: string
  readonly cashier: string | null
  readonly buyer: Buyer
  readonly quote: Quote
  readonly inForce: Pick<ReserveTermsInForce, 'place' | 'ruleSet'>
  readonly entitlement: EntitlementFact | null
}

function planOf(
  { context, id, orderId, cashier, buyer, quote, inForce: { place: setting, ruleSet }, entitlement }: Draft,
  place: ChainPlace,
  moment: Moment,
): Plan<ReserveResult> {
  const receipt = `${context.till}-${place.epoch}-${String(place.seq).padStart(6, '0')}`
  return {
    sale: id,
    body: {
      kind: 'reserve',
      id,
      orderId,
      receipt,
      cashier,
      setting,
      basis: quote.basis,
      cart: quote.cart,
      facts: quote.facts,
      result: resultOf(quote),
      buyer: { tag: buyer.tag, sealed: buyer.sealed },
      entitlement: buyer.entitlement,
    },
    async write({ tables }) {
      const row: SaleRow = {
        id,
        orderId,
        receipt,
        state: 'reserved',
        standing: 'provisional',
        reasons: [],
        at: moment.at,
        atMs: moment.ms,
        day: moment.day,
        tab: context.tab,
        tag: buyer.tag,
        ...(entitlement && { entitlement: entitlement.id }),
        reservedUntil: heldUntil(moment.ms, ruleSet, context.zone()),
        quote,
        payments: [],
        refunded: [],
        cashier,
        countersignature: null,
        uses: usesOf(quote, ruleSet),
        serials: soldUnits(quote).flatMap(({ serial }) => serial ?? []),
        quotaReturned: ruleSet?.quota.returned ?? 'burned',
        unconfirmed: 1,
        answeredMs: null,
      }
      await Promise.all([
        tables.sales.add(row),
        tables.serials.bulkPut([...serialRowsOf(soldUnits(quote), id)]),
        moveBudget(tables, quote.subsidy, 'add'),
      ])
      return { kind: 'saved', row }
    },
  }
}

interface OrderOfSale extends Pick<ReserveRequest, 'orderId' | 'quote'> {
  readonly buyer: Pick<Buyer, 'tag'> | null
}

/** What makes two reservations the same one: the order, who buys, and what. A buyer is known by the tag, however often captured. */
export function orderKey({ orderId, quote, buyer }: OrderOfSale): string {
  return canonicalJson([orderId, buyer?.tag ?? null, quote.cart])
}

/** The order is known: it is the same sale, unless something else is being sold under its id. */
function sameOrder(row: SaleRow, request: ReserveRequest): ReserveResult {
  const { orderId, quote, tag } = row
  const before = orderKey({ orderId, quote, buyer: tag === undefined ? null : { tag } })
  if (before === orderKey(request)) return { kind: 'existing', row }
  throw new CheckoutError(
    'SALE_STATE',
    'orderId: this order was reserved with another cart or for another buyer; give what is sold now an order of its own',
    { field: 'orderId', received: orderId },
  )
}

function reasonsOf(quote: Quote): readonly Reason[] {
  return quote.lines.flatMap(({ verdict }) => verdict?.reasons ?? [])
}
