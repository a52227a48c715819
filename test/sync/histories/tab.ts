/** One tab of a till: what `checkout.ts` wires, over a release that is held already, with a fate of its own. */
import type { BuyerQuote } from '../../../src/client.ts'
import { createEmitter } from '../../../src/core/emitter.ts'
import { toHex } from '../../../src/core/bytes.ts'
import type { Ports } from '../../../src/core/ports.ts'
import type { OutboxContext, OutboxEvents } from '../../../src/outbox/context.ts'
import { openOutboxDatabase } from '../../../src/outbox/database.ts'
import { findSales } from '../../../src/outbox/sales.ts'
import type { Sale } from '../../../src/outbox/sale.ts'
import { createClockWatch } from '../../../src/release/clock-watch.ts'
import type { ReleaseKeeper } from '../../../src/release/release-keeper.ts'
import { quote } from '../../../src/subsidy/quote-cart.ts'
import { createPlatformClient } from '../../../src/sync/platform-client.ts'
import { createSync, type Sync } from '../../../src/sync/sync.ts'
import { createBuyers } from '../../../src/till/buyers.ts'
import { enrolTill } from '../../../src/till/enrol.ts'
import { createSaleFinder } from '../../../src/till/find-sales.ts'
import { createInquiry } from '../../../src/till/inquiry.ts'
import { createLife } from '../../../src/till/life.ts'
import { createLocalFacts } from '../../../src/till/local-facts.ts'
import { createSelling, type Selling } from '../../../src/till/selling.ts'
import { createSerialAnswers } from '../../../src/till/serial-answers.ts'
import { createTabPresence, joinTabs } from '../../../src/till/tabs.ts'
import { openStocktake } from '../../../src/till/stock.ts'
import { createStatusKeeper } from '../../../src/till/status.ts'
import { createTerms } from '../../../src/till/terms.ts'
import { createFailingDatabase, type FailingDatabase } from '../../support/failing-database.ts'
import { idNumberOf, person } from '../../support/buyers.ts'
import { magicItems } from '../../../src/testing/magic.ts'
import { apiAddress, type Given } from './authority.ts'
import { createFate, fatedDatabase, fatedPorts, type Fate } from './fate.ts'

export const store = { id: 'TY-0001', region: '140100' } as const

export interface Tab {
  readonly id: string
  readonly fate: Fate
  readonly storage: FailingDatabase
  readonly selling: Selling
  readonly sync: Sync
  /** A quote of one refrigerator with this serial, for a buyer of its own. */
  quote(serial: string, buyer: number): Promise<BuyerQuote>
  /** This till's own sale under that order. */
  saleOf(orderId: string): Promise<Sale | null>
  /** Another till's sale, asked of the platform. */
  fetch(receipt: string): Promise<Sale | null>
  enrol(code: string): Promise<void>
  /** What was last staged in `storage`. */
  staged: string | null
  /** Whether ever anything was. */
  wasStaged: boolean
  /** Dies at its n-th next transaction: before it, or once it is complete. */
  dieAt(transaction: number, when: 'before' | 'after', onDeath: () => void): void
  die(): void
  close(): Promise<void>
}

export interface TabOptions {
  readonly given: Given
  readonly till: string
  readonly ports: Ports
  readonly factory: IDBFactory
  readonly onError: (error: unknown) => void
}

/** @throws CheckoutError `STORAGE_…` */
export async function openTab({ given, till, ports: all, factory, onError }: TabOptions): Promise<Tab> {
  const fate = createFate()
  const storage = createFailingDatabase(factory)
  const ports = { ...fatedPorts(all, fate), indexedDb: storage.indexedDb }
  let deadline: { left: number; readonly when: 'before' | 'after'; readonly onDeath: () => void } | null = null
  const die = (): void => {
    if (fate.state === 'gone') return
    fate.end()
    storage.cutOff()
    opened.close()
  }
  const strike = (when: 'before' | 'after') => (): void => {
    if (deadline?.when !== when || --deadline.left > 0 || fate.state === 'gone') return
    deadline.onDeath()
    die()
  }
  const opened = await openOutboxDatabase(`till:${till}`, ports.indexedDb, ports.timers)
  const db = fatedDatabase(opened, fate, { before: strike('before'), after: strike('after') })
  const events = createEmitter<OutboxEvents>(onError)
  const closing = new AbortController()
  const localFacts = createLocalFacts({ db })
  const isOnline = (): boolean => ports.connectivity.online() && sync.isLineUp
  const watch = createClockWatch(ports.clock)
  const terms = createTerms({
    releaseInForce: () => given.held,
    localFacts,
    watch,
    clock: ports.clock,
    isOnline,
    place: { region: store.region, channel: 'store' },
  })
  const context: OutboxContext = {
    db,
    store: store.id,
    till,
    tab: toHex(ports.random.bytes(8)),
    ports,
    events,
    zone: () => terms.zone,
    clock: () => terms.clock,
  }
  const client = createPlatformClient(
    () => apiAddress,
    ports,
    (ms) => watch.hear(ms),
  )
  const sync = createSync({ context, client, ports, onChange: () => undefined, onError })
  const inquire = createInquiry(() => Promise.resolve(client), localFacts, isOnline)
  const presence = createTabPresence(context, ports.connectivity)
  const buyers = createBuyers({ context, localFacts, inquire, platform: () => given.held.content.platform })
  const { signal } = closing
  const serials = createSerialAnswers({ context, inquire, onAnswer: () => undefined, onError, signal })
  const finder = createSaleFinder({ context, inquire })
  opened.onForcedClose(() => events.emit('changed', null))
  const stocktake = openStocktake({
    context,
    ports,
    isOnline,
    onError,
    signal: closing.signal,
    async onLoss() {
      await localFacts.reload()
      sync.kick()
    },
  })
  const status = createStatusKeeper({
    stocktake: () => Promise.resolve(stocktake),
    onError,
    terms,
    timers: ports.timers,
    issued: () => given.held.trusted.issued ?? null,
    fault: () => null,
    isOnline,
    isEnrolled: () => localFacts.keys !== null,
    isSyncing: () => sync.isSyncing,
    training: false,
    onChange: () => undefined,
  })
  const selling = createSelling({
    context,
    terms,
    buyers,
    serials,
    ready: () => Promise.resolve(),
    sync,
    status,
    isOnline,
    finder,
    answerTimeoutMs: 2_000,
    onTimeout: 'accept',
    onError,
    signal,
  })
  events.on('changed', () => void status.recount().catch(onError))
  events.on('sale', (id) => void localFacts.reloadSale(id).catch(onError))
  const leave = joinTabs(context, ports.broadcast, () => {
    localFacts.reload().catch(onError)
    sync.kick()
  })
  fate.onEnd(leave)
  const nothing = { load: () => undefined, start: () => undefined, look: () => undefined, close: () => undefined }
  const life = createLife({
    context,
    keeper: heldKeeper(given),
    localFacts,
    tabs: presence,
    sync,
    status,
    warmer: nothing,
    late: { ...nothing, scan: () => null as never },
    retentionDays: 180,
    enrol: null,
    onError,
    closing,
    release() {
      leave()
      presence.leave()
      fate.end()
      db.close()
    },
  })
  await life.ready()

  return {
    id: context.tab,
    fate,
    storage,
    selling,
    sync,
    async quote(serial, number) {
      const { barcode, price } = magicItems.grade_1
      const buyer = await buyers.capture({ ...person, idNumber: idNumberOf(number) })
      const cart = { lines: [{ id: 'L1', item: { gtin: barcode, price, serial } }] }
      const subject = { cart, tag: buyer.tag, entitlement: null, serials: serials.facts(cart) }
      return { ...quote(cart, terms.context(subject)), buyer }
    },
    saleOf: async (orderId) => (await findSales(context, { orderId }))[0] ?? null,
    fetch: async (receipt) => (await finder.find({ receipt }))[0] ?? null,
    async enrol(code) {
      await enrolTill(context, client, code, given.held.content.platform.sealingKey)
      await localFacts.reload()
      sync.resume()
    },
    staged: null,
    wasStaged: false,
    dieAt: (left, when, onDeath) => void (deadline = { left, when, onDeath }),
    die,
    close: life.close,
  }
}

/** The release is held from the start, and nothing newer is ever there. */
function heldKeeper({ held }: Given): ReleaseKeeper {
  const nothing = (): Promise<void> => Promise.resolve()
  return { held, fault: null, load: nothing, start: nothing, close: nothing } as unknown as ReleaseKeeper
}
