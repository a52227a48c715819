/** What a host builds on: event names, fault codes, members of the client. Add, never rename. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCheckout } from '../src/checkout.ts'
import type { Checkout, CheckoutEvents, Delivery, SaleState, Task } from '../src/client.ts'
import { faults } from '../src/core/errors.ts'
import { createSimulation, type Simulation } from '../src/testing/simulation.ts'

let simulation: Simulation
let checkout: Checkout
beforeAll(async () => {
  simulation = await createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })
  checkout = await createCheckout(simulation.options)
})
afterAll(() => checkout.close())

describe('the client', () => {
  it('keeps its events, states and task kinds', () => {
    const events: Record<keyof CheckoutEvents, true> = {
      change: true,
      sale: true,
      task: true,
      progress: true,
      error: true,
    }
    const states: Record<SaleState, true> = { reserved: true, committed: true, cancelled: true, refunded: true }
    const deliveries: Record<Delivery, true> = { pending: true, sending: true, answered: true, held: true }
    const tasks: Record<Task['kind'], true> = {
      was_it_paid: true,
      refused_after_sale: true,
      review_after_sale: true,
      record_held: true,
      record_stranded: true,
      till_refused: true,
      chain_forked: true,
      amount_differs: true,
      refund_without_record: true,
      refunded_twice: true,
      storage_lost: true,
    }
    expect([events, states, deliveries, tasks].map((each) => Object.keys(each).length)).toEqual([5, 4, 4, 11])
  })

  it('keeps its members', () => {
    expect(Object.keys(checkout).sort()).toMatchInlineSnapshot(`
      [
        "brandName",
        "buyer",
        "cancel",
        "close",
        "commit",
        "day",
        "enrol",
        "fulfil",
        "invoice",
        "listings",
        "on",
        "outbox",
        "quote",
        "ready",
        "receipt",
        "refresh",
        "refund",
        "reserve",
        "ruleSets",
        "sales",
        "scan",
        "search",
        "sell",
        "settle",
        "status",
        "sync",
        "tasks",
        "verify",
      ]
    `)
  })

  it('keeps its fault codes', () => {
    expect(Object.keys(faults)).toMatchInlineSnapshot(`
      [
        "OPTIONS_INVALID",
        "INPUT_INVALID",
        "INPUT_TOO_LARGE",
        "INSECURE_CONTEXT",
        "FEATURE_MISSING",
        "CLOSED",
        "STORAGE_CORRUPT",
        "SEGMENT_MALFORMED",
        "FILTER_MALFORMED",
        "BRANDS_INVALID",
        "SCHEME_INVALID",
        "PLATFORM_INFO_INVALID",
        "NOT_ENROLLED",
        "ENROLMENT_REFUSED",
        "RECORD_INVALID",
        "RECORD_UNSIGNED",
        "CHAIN_FORKED",
        "SALE_UNKNOWN",
        "SALE_STATE",
        "BUYER_USED",
        "RECEIPT_INVALID",
        "TABLE_INVALID",
        "INTERNAL",
        "PART_MISSING",
        "ABORTED",
        "STORAGE_UNAVAILABLE",
        "STORAGE_QUOTA_EXCEEDED",
        "STORAGE_UPGRADE_BLOCKED",
        "METADATA_INVALID",
        "METADATA_UNSIGNED",
        "METADATA_EXPIRED",
        "METADATA_ROLLBACK",
        "METADATA_MISMATCH",
        "METADATA_TOO_LARGE",
        "TARGET_UNKNOWN",
        "TARGET_MISMATCH",
        "TARGET_TOO_LARGE",
        "CATALOG_MISSING",
        "TRANSPORT_FAILED",
        "PROTOCOL_INVALID",
      ]
    `)
  })

  it('answers at once, before it is ready, with what it knows', () => {
    expect(checkout.status).toMatchObject({
      enrolled: false,
      unsent: null,
      refused: null,
      held: null,
      tasks: null,
      catalog: { freshness: 'missing', listings: 0, issued: null },
    })
    expect(checkout.verify({ gtin: '9529990000018', price: '4999.00' })).toMatchObject({ status: 'undetermined' })
    expect(checkout.search('anything')).toEqual([])
    expect(checkout.ruleSets).toEqual([])
  })
})

describe('a scan', () => {
  it('has its lost zero put back where it was typed, and is called cut short where a scanner sent it', () => {
    const typed = checkout.scan('12345678905')
    expect(typed).toMatchObject({ kind: 'product', item: { gtin: '00012345678905' }, repairs: ['lost_zero'] })
    expect(checkout.scan('12345678905', { origin: 'text' })).toEqual(typed)
    expect(checkout.scan('12345678905', { origin: 'scanner' })).toMatchObject({
      problem: 'barcode_garbled',
      garble: 'truncated',
    })
  })
})

describe('options', () => {
  it.each([
    ['options.environment', { environment: 'live' }],
    ['options.environment', { environment: undefined }],
    ['options.platform', { platform: '' }],
    ['options.platform', { platform: 'ftp://till.example/' }],
    ['options.platform', { platform: 'https://user:secret@till.example/' }],
    ['options.platform', { platform: 'repository/' }],
    ['options.root', { root: 7 }],
    ['options.store.region', { store: { id: 'TY-0001', region: '14' } }],
    ['options.store.id', { store: { id: 'a store', region: '140100' } }],
    ['options.till', { till: '' }],
    ['options.channel', { channel: 'phone' }],
    ['options.answerTimeoutMs', { answerTimeoutMs: 30_001 }],
    ['options.onTimeout', { onTimeout: 'maybe' }],
    ['options.retentionDays', { retentionDays: 29 }],
    ['options.tills', { tills: '03' }],
    ['options.ports', { ports: 5 }],
    ['options.ports.clock', { ports: { clock: null } }],
    ['options.ports.clock', { ports: { clock: { now: () => 0 } } }],
    ['options.ports.fetch', { ports: { fetch: undefined } }],
    ['options.ports.locks', { ports: { locks: {} } }],
    ['options.ports.broadcast', { ports: { broadcast: null } }],
    ['options.ports.indexedDb.factory', { ports: { indexedDb: { factory: {}, keyRange: IDBKeyRange } } }],
    ['options.ports.bytes', { ports: { bytes: {} } }],
  ])('are refused naming %s', async (field, change) => {
    const options = { ...simulation.options, ...change } as never
    await expect(createCheckout(options)).rejects.toMatchObject({ code: 'OPTIONS_INVALID', field })
  })

  it('are refused on a page that is no secure context', async () => {
    const page = globalThis as { isSecureContext?: boolean }
    page.isSecureContext = false
    try {
      await expect(createCheckout(simulation.options)).rejects.toMatchObject({ code: 'INSECURE_CONTEXT' })
    } finally {
      delete page.isSecureContext
    }
  })
})

describe('input', () => {
  it.each([
    ['orderId', (till: Checkout) => till.reserve(till.quote({ lines: [{ id: 'L1', item: {} }] }), { orderId: '' })],
    [
      'payments.0.amount',
      (till: Checkout) => till.commit('x', { payments: [{ method: 'cash', amount: '5', reference: null }] }),
    ],
    ['reason', (till: Checkout) => till.cancel('x', '')],
    [
      'quote.lines',
      (till: Checkout) => till.reserve({ cart: { lines: [{ id: 'L1', item: {} }] } } as never, { orderId: 'A' }),
    ],
    ['units.0.unit', (till: Checkout) => till.refund('x', [{ line: 'L1', unit: -1 }])],
    ['date', (till: Checkout) => till.day('today')],
    ['code', (till: Checkout) => till.enrol('')],
  ])('is refused naming %s', async (field, call) => {
    await expect(call(checkout)).rejects.toMatchObject({ code: 'INPUT_INVALID', field })
  })

  it('of a cart is refused naming the line', () => {
    expect(() => checkout.quote({ lines: [{ id: 'L1', item: { price: '5' } }] })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', field: 'lines.0.item.price' }) as Error,
    )
  })
})
