/** A till for conformance tests: it signs records by hand, rightly or wrongly, with no outbox behind it. */
import { instantToMs, msToUtc } from '../../src/core/clock.ts'
import type { Amount } from '../../src/core/money.ts'
import { recordHash, signRecord, signRequest, type RequestStamp } from '../../src/record/jws.ts'
import { exportPublicKey, keyThumbprint, type SigningKey } from '../../src/record/keys.ts'
import type { PublicKey } from '../../src/core/public-key.ts'
import { endpoints, type Endpoint } from '../../src/record/endpoints.ts'
import type { Answer, Answers, EnrolAnswer, Problem } from '../../src/record/protocol.ts'
import type { PlatformInfo } from '../../src/scheme/platform-info.ts'
import type { TillRecord } from '../../src/record/record.ts'
import type { Settlement } from '../../src/platform/ledger.ts'
import type { TillPlace } from '../../src/platform/store.ts'
import type { ImportReport } from '../../src/record/outbox-file.ts'
import { resultOf } from '../../src/record/result.ts'
import { sealBuyer } from '../../src/record/sealing.ts'
import type { Channel, RuleSet } from '../../src/scheme/rule-set.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import type { Release } from '../../src/catalog/release.ts'
import type { Facts } from '../../src/verify/verdict.ts'
import { idNumberOf } from '../support/buyers.ts'

/** What a platform shows a conformance test. */
export interface PlatformUnderTest {
  /** Sends a request to the record API; `path` is below its base. */
  fetch(path: string, init: RequestInit): Promise<Response>
  readonly info: PlatformInfo
  /** The release in force, as a till would read it. */
  release(): Release
  /** A new one-time code, for that till alone when it is named. */
  issueCode(options?: { readonly store?: string; readonly till?: string; readonly place?: TillPlace }): Promise<string>
  readonly clock: { now(): number; advance(ms: number): Promise<void> }
  revoke(keyId: string): Promise<void>
  settle(sale: string, standing: 'confirmed' | 'refused', reasons?: readonly string[], by?: string): Promise<void>
  settlements(sale: string): Promise<readonly Settlement[] | undefined>
  issueEntitlement(entitlement: {
    readonly buyer?: string
    readonly id: string
    readonly covers: readonly string[]
    readonly fromMs: number
    readonly toMs: number
  }): Promise<string>
  /** Signs the timestamp anew, so that the release stays fresh. */
  resign(): Promise<void>
  importOutbox(bytes: Uint8Array): Promise<ImportReport>
  /** Every record that is stored, as JWS. */
  records(): Promise<readonly string[]>
  /** Stops the platform and starts it again on what it kept. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

export type Reply<Body> = { readonly status: number; readonly body: Body }

type Draft<Kind extends TillRecord['kind']> = Omit<
  Extract<TillRecord, { kind: Kind }>,
  'v' | 'id' | 'store' | 'till' | 'epoch' | 'seq' | 'prev' | 'at' | 'clock'
>
export type AnyDraft = { [Kind in TillRecord['kind']]: Draft<Kind> }[TillRecord['kind']]
type Place = Partial<Pick<TillRecord, 'id' | 'store' | 'till' | 'epoch' | 'seq' | 'prev' | 'at' | 'clock'>>

export interface Sold {
  readonly id: string
  readonly jws: string
  readonly subsidy: Amount
  readonly payable: Amount
}

let buyers = 1000
function nextBuyer(): number {
  buyers += 1
  return buyers
}

let minted = 0
function mintId(atMs: number): string {
  minted++
  const time = atMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${minted.toString(16).padStart(12, '0')}`
}

/** A second rule set, in another region: it needs a token, and goods leave from a warehouse. */
export const tokenRules: RuleSet = {
  ...sampleRules,
  id: 'tokens',
  regions: ['150000'],
  entitlement: { ...sampleRules.entitlement, need: 'signed_token' },
  categories: sampleRules.categories.map((category) => ({
    ...category,
    serial: { store: 'at_fulfilment', online: 'at_fulfilment' },
  })),
}

/** Two rule sets, each in a region of its own: what a buyer had under one counts under the other. */
export const carryingRules: readonly RuleSet[] = [
  ['carries-north', '130000', 'carries-south'] as const,
  ['carries-south', '410000', 'carries-north'] as const,
].map(([id, region, other]) => ({
  ...sampleRules,
  id,
  regions: [region],
  quota: { ...sampleRules.quota, carriesOver: [other] },
}))

/** What the platforms under test publish. */
export const publishedRules: readonly RuleSet[] = [sampleRules, tokenRules, ...carryingRules]

export const noFacts: Facts = {
  freshness: 'fresh',
  clock: 'trusted',
  serials: {},
  quotaUsed: {},
  entitlement: null,
  offline: null,
}

export class TestTill {
  readonly platform: PlatformUnderTest
  readonly store: string
  readonly till: string
  key!: SigningKey
  publicKey!: PublicKey
  epoch = 0
  seq = -1
  prev: string | null = null

  constructor(platform: PlatformUnderTest, store = 'TY-0001', till = '03') {
    this.platform = platform
    this.store = store
    this.till = till
  }

  async newKey(): Promise<void> {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    this.publicKey = await exportPublicKey(pair.publicKey)
    this.key = { keyId: await keyThumbprint(this.publicKey), privateKey: pair.privateKey }
  }

  async post<Body>(
    path: string,
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/jose' },
  ): Promise<Reply<Body>> {
    const response = await this.platform.fetch(path, { method: 'POST', body, headers })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body }
  }

  async ask<Body>(endpoint: Omit<Endpoint<object, unknown>, 'request'>, payload: object): Promise<Reply<Body>> {
    return this.post<Body>(endpoint.address, await signRequest(payload, this.key, endpoint, this.stamp()))
  }

  /** As a request carries it, signed so long ago. */
  stamp(agoMs = 0): RequestStamp {
    return { at: msToUtc(this.platform.clock.now() - agoMs), nonce: 'N'.repeat(22) }
  }

  async enrol(code: string): Promise<Reply<EnrolAnswer & Problem>> {
    const request = { code, store: this.store, till: this.till, key: this.publicKey }
    return this.ask(endpoints.tills, request)
  }

  /** New key, new code, and the epoch's first record sent. */
  async open(last: { epoch: number; seq: number; hash: string } | null = null, place?: TillPlace): Promise<this> {
    await this.newKey()
    const { body } = await this.enrol(await this.platform.issueCode(place && { place }))
    this.epoch = body.epoch
    this.seq = -1
    this.prev = null
    await this.send(await this.write({ kind: 'epoch', last }))
    return this
  }

  /** Signs the next record of the chain; `place` overrides where it says it is. */
  async write(draft: AnyDraft, place: Place = {}): Promise<string> {
    const jws = await this.sign(draft, place)
    this.seq = place.seq ?? this.seq + 1
    this.prev = await recordHash(jws)
    return jws
  }

  /** Signs a record without moving the chain on. */
  async sign(draft: AnyDraft, place: Place = {}): Promise<string> {
    const now = this.platform.clock.now()
    const head = {
      v: 1,
      id: mintId(now),
      store: this.store,
      till: this.till,
      epoch: this.epoch,
      seq: this.seq + 1,
      prev: this.prev,
      at: msToUtc(now),
      clock: { state: 'trusted', offsetMs: 0 },
    } as const
    return signRecord({ ...head, ...draft, ...place }, this.key)
  }

  send(jws: string): Promise<Reply<Answer & Problem>> {
    return this.post(endpoints.records.address, jws)
  }

  async sendNew(draft: AnyDraft, place: Place = {}): Promise<Reply<Answer & Problem>> {
    return this.send(await this.write(draft, place))
  }

  /** A signed reservation of a cart, derived by the rules of the release in force. */
  async reserve(
    cart: Cart,
    options: {
      readonly buyer?: number
      readonly facts?: Partial<Facts>
      readonly entitlement?: string
      readonly place?: Place
      readonly region?: string
      readonly channel?: Channel
      readonly release?: Release
      readonly change?: (draft: Draft<'reserve'>) => AnyDraft
    } = {},
  ): Promise<Sold> {
    const at = options.place?.at ?? msToUtc(this.platform.clock.now())
    const id = options.place?.id ?? mintId(instantToMs(at))
    const facts = { ...noFacts, ...options.facts }
    const setting = { region: options.region ?? '140100', channel: options.channel ?? 'store' } as const
    const priced = quote(cart, {
      release: options.release ?? this.platform.release(),
      facts,
      setting: { at, ...setting },
    })
    const identity = { name: '排演', phone: '13800000000', idNumber: idNumberOf(options.buyer ?? nextBuyer()) }
    const sealed = await sealBuyer(identity, {
      recordId: id,
      store: this.store,
      till: this.till,
      sealingKey: this.platform.info.sealingKey,
    })
    const draft: Draft<'reserve'> = {
      kind: 'reserve',
      orderId: `order-${id.slice(-6)}`,
      receipt: `${this.till}-${id.slice(-6)}`,
      cashier: null,
      setting,
      basis: priced.basis,
      cart,
      facts,
      result: resultOf(priced),
      buyer: { tag: 'T'.repeat(43), sealed },
      entitlement: options.entitlement ?? null,
    }
    const jws = await this.write(options.change?.(draft) ?? draft, { ...options.place, id, at })
    return { id, jws, subsidy: priced.subsidy, payable: priced.payable }
  }

  commit(sale: Sold, amount: Amount = sale.payable): Promise<string> {
    return this.write({ kind: 'commit', refers: sale.id, payments: [{ method: 'cash', amount, reference: null }] })
  }

  /** Reserve and commit, both sent; the answer to the commit. */
  async sell(
    cart: Cart,
    options: Parameters<TestTill['reserve']>[1] = {},
  ): Promise<Reply<Answer & Problem> & { readonly sale: Sold }> {
    const sale = await this.reserve(cart, options)
    await this.send(sale.jws)
    return { ...(await this.send(await this.commit(sale))), sale }
  }

  changes(cursor: string | null): Promise<Reply<Answers>> {
    return this.ask(endpoints.answers, { cursor })
  }

  head(): Promise<Reply<EnrolAnswer & Problem>> {
    return this.ask(endpoints.head, {})
  }
}

/** A cart of one unit: a magic item's barcode and price, and a serial. */
export function oneItem(
  item: { readonly barcode: string; readonly price: string },
  serial: string,
  price: Amount = item.price,
): Cart {
  return { lines: [{ id: 'L1', item: { gtin: item.barcode, price, serial } }] }
}

let serials = 0
export function freshSerial(): string {
  serials += 1
  return `RH${String(serials).padStart(6, '0')}`
}
