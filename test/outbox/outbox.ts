/** An outbox of one till for tests: real database code on fake storage, a key, and a clock that stands still. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createEmitter } from '../../src/core/emitter.ts'
import { msToUtc } from '../../src/core/clock.ts'
import type { IndexedDb, Ports } from '../../src/core/ports.ts'
import { append } from '../../src/outbox/append.ts'
import type { OutboxContext, OutboxEvents } from '../../src/outbox/context.ts'
import { openOutboxDatabase, writeMeta, type RecordRow, type SaleRow } from '../../src/outbox/database.ts'
import { mintRecordId } from '../../src/core/ids.ts'
import { exportPublicKey, keyThumbprint } from '../../src/record/keys.ts'
import type { Answer } from '../../src/record/protocol.ts'
import { createClock, type StagedClock } from '../../src/testing/clock.ts'
import { createNetwork, type StagedNetwork } from '../../src/testing/network.ts'
import { createDevice, type Device } from '../../src/testing/memory-ports.ts'
import { noFacts } from '../record/samples.ts'

export interface Shelf {
  readonly indexedDb: IndexedDb
  readonly device: Device
  readonly clock: StagedClock
  readonly network: StagedNetwork
}

/** One device; each call of {@link openOutbox} is a tab of it. */
export function createShelf(
  options: { readonly locks?: boolean; readonly seed?: number; readonly indexedDb?: IndexedDb } = {},
): Shelf {
  const { indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange } } = options
  const clock = createClock('2026-03-06T10:00:00+08:00')
  const network = createNetwork(clock.timers)
  return { indexedDb, clock, network, device: createDevice({ ...options, indexedDb, clock, network }) }
}

export async function openOutbox(
  { indexedDb, device }: Shelf,
  change: Partial<Ports> = {},
): Promise<OutboxContext & { readonly ports: Ports }> {
  const ports: Ports = { ...device.openTab(), ...change }
  const db = await openOutboxDatabase('till', indexedDb)
  return {
    db,
    store: 'TY-0001',
    till: '03',
    tab: mintRecordId(ports),
    ports,
    events: createEmitter<OutboxEvents>(),
    zone: () => 'Asia/Shanghai',
    clock: () => ({ state: 'trusted', offsetMs: null }),
  }
}

/** Gives the till a key without a platform. The public half is what a verifier needs. */
export async function giveKey({
  db,
}: OutboxContext): Promise<{ readonly keyId: string; readonly publicKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const tagKey = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const keyId = await keyThumbprint(await exportPublicKey(pair.publicKey))
  await db.write(['meta'], async (tables) => {
    await writeMeta(tables, 'keys', { keyId, number: 1, privateKey: pair.privateKey, tagKey })
    await writeMeta(tables, 'enrolling', { code: 'used', keyId, ...pair })
    await writeMeta(tables, 'head', { epoch: 1, seq: -1, hash: null })
  })
  return { keyId, publicKey: pair.publicKey }
}

/** Appends a sale with nothing in it: for tests of what happens to records. */
export async function appendSale(
  context: OutboxContext,
  orderId: string,
  change: Partial<SaleRow> = {},
): Promise<SaleRow> {
  const id = mintRecordId(context.ports)
  return append<SaleRow>(context, async ({ place, moment, tables }) => {
    const existing = await tables.sales.where('orderId').equals(orderId).first()
    if (existing) return { done: existing }
    return {
      sale: id,
      body: {
        kind: 'reserve',
        id,
        orderId,
        receipt: `03-${place.epoch}-${place.seq}`,
        cashier: null,
        setting: { region: '140100', channel: 'store' },
        basis: null,
        cart: emptyQuote.cart,
        facts: noFacts,
        result: { lines: [], deduction: 'till', invoiceTotal: '0.00', subsidy: '0.00', payable: '0.00' },
        buyer: null,
        entitlement: null,
      },
      async write({ tables }) {
        const row: SaleRow = { ...emptySale, id, orderId, atMs: moment.ms, at: moment.at, day: moment.day, ...change }
        await tables.sales.add(row)
        return row
      },
    }
  })
}

const emptyQuote = {
  v: 1,
  at: '2026-03-06T10:00:00+08:00',
  channel: 'store',
  region: '140100',
  basis: null,
  schemes: [],
  deduction: 'till',
  lines: [],
  invoiceTotal: '0.00',
  subsidy: '0.00',
  payable: '0.00',
  tender: { kind: 'tradein_subsidy', amount: '0.00' },
  cart: { lines: [{ id: 'L1', item: { model: 'X' }, other: true }] },
  facts: noFacts,
} as const

const emptySale = {
  receipt: 'r',
  state: 'reserved',
  standing: 'provisional',
  reasons: [],
  tab: 'tab',
  reservedUntil: '2026-03-06T10:30:00+08:00',
  quote: emptyQuote,
  payments: [],
  refunded: [],
  cashier: null,
  countersignature: null,
  uses: [],
  serials: [],
  quotaReturned: 'burned',
  unconfirmed: 1,
  answeredMs: null,
} as const satisfies Partial<SaleRow>

export function answerTo(
  row: Pick<RecordRow, 'id' | 'sale'>,
  standing: Answer['standing'],
  ms: number,
  reasons: readonly string[] = [],
): Answer {
  return { record: row.id, sale: row.sale, standing, reasons, countersignature: null, serverTime: msToUtc(ms) }
}

export async function rows(context: OutboxContext): Promise<readonly RecordRow[]> {
  return context.db.read(['records'], ({ records }) => records.orderBy('[epoch+seq]').toArray())
}

/** Puts another row in the place of a record, as damage to the disk or somebody at the developer tools would. */
export async function spoil(context: OutboxContext, row: RecordRow): Promise<void> {
  await context.db.write(['records'], ({ records }) => records.put(row))
}
