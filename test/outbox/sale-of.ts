/** A paid sale of any cart, made by the outbox itself, and what a platform decides on its records. */
import { mintRecordId } from '../../src/core/ids.ts'
import { commitSale } from '../../src/outbox/commit.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import type { SaleRow } from '../../src/outbox/database.ts'
import { reserve, type ReserveResult } from '../../src/outbox/reserve.ts'
import { decide } from '../../src/platform/acceptance.ts'
import type { Judgement } from '../../src/platform/decision.ts'
import type { LedgerQuota, LedgerSale, LedgerSerial } from '../../src/platform/ledger.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { chargeOf } from '../../src/subsidy/charge.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { contextOf, releaseOf } from '../subsidy/situations.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { rows } from './outbox.ts'

export interface SaleWorld {
  readonly ruleSet: RuleSet
  readonly listings: readonly Listing[]
}

/** Reserves the cart. */
export async function reserveCart(
  context: OutboxContext,
  { ruleSet, listings }: SaleWorld,
  cart: Cart,
): Promise<ReserveResult> {
  const release = releaseOf([ruleSet], listings)
  const at = '2026-03-06T10:00:00+08:00'
  const buyer = { tag: 'tag', sealed: 'sealed', sale: mintRecordId(context.ports), entitlement: null }
  const given = quote(cart, contextOf(release, { at }))
  return reserve(
    context,
    { orderId: buyer.sale, cashier: null, quote: given, buyer, entitlement: null },
    (instant) => ({
      freshness: 'fresh',
      clock: 'trusted',
      offline: false,
      ruleSet,
      place: { region: '140100', channel: 'store' },
      quote: (asked, facts) => quote(asked, contextOf(release, { at: instant }, facts)),
    }),
  )
}

/** Sells the cart; null where nothing of it is subsidised. */
export async function sellCart(context: OutboxContext, world: SaleWorld, cart: Cart): Promise<SaleRow | null> {
  const reserved = await reserveCart(context, world, cart)
  if (reserved.kind === 'refused') return null
  if (reserved.kind === 'requote') throw new Error('the quote changed between two equal readings')
  const { id, quote: sold } = reserved.row
  const { buyer, coupon } = chargeOf(sold)
  const payments = Object.entries({ cash: buyer, coupon }).map(([method, amount]) => ({
    method,
    amount,
    reference: null,
  }))
  const paid = await commitSale(context, id, payments, null)
  if (paid.kind === 'differs') throw new Error('the sale asked for other payments than its charge')
  return paid.row
}

/** What a platform's ledger holds after all records of the till: its last sale, and the serials that are held. */
export async function decideAll(
  context: OutboxContext,
  { ruleSet }: SaleWorld,
  found: Partial<Judgement> = {},
): Promise<{
  readonly sale: LedgerSale | null
  readonly serials: readonly string[]
  readonly notes: readonly string[]
}> {
  let sale: LedgerSale | null = null
  const serials = new Map<string, LedgerSerial>()
  const quotas = new Map<string, LedgerQuota>()
  const notes: string[] = []
  const judgement: Judgement = {
    ruleSet,
    basis: 'held',
    replay: 'same',
    twins: new Map(),
    buyer: 'buyer',
    entitlement: null,
    isBuyersOwn: true,
    refuse: [],
    review: [],
    ...found,
  }
  for (const { jws, hash } of await rows(context)) {
    const decision = decide(decodeRecord(jws), {
      hash,
      link: 'linked',
      tillNumber: 1,
      nowMs: context.ports.clock.now(),
      receivedMs: context.ports.clock.now(),
      latestMs: null,
      late: [],
      place: null,
      isPublished: () => false,
      judgement,
      ledger: { sale, serials, quotas, entitlement: null },
    })
    sale = decision.writes.sale ?? sale
    for (const row of decision.writes.serials) serials.set(row.key, row)
    for (const quota of decision.writes.quotas) quotas.set(quota.key, quota)
    notes.push(...decision.notes)
  }
  return { sale, serials: [...serials.values()].flatMap(({ key, untilMs }) => (untilMs === 0 ? [] : [key])), notes }
}
