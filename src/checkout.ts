/** Composition root of a till: wires the ports to the stages, and the stages to the client's calls. */
import type { Checkout, CheckoutEvents, CheckoutOptions } from './client.ts'
import { requireFeatures } from './core/browser-ports.ts'
import { toHex } from './core/bytes.ts'
import { createEmitter } from './core/emitter.ts'
import { lateCalls, latePart, loaded } from './core/late.ts'
import { onceAtATime } from './core/once-at-a-time.ts'
import { parse } from './core/schema.ts'
import type { OutboxContext, OutboxEvents } from './outbox/context.ts'
import { openOutboxDatabase } from './outbox/database.ts'
import { createReleaseDatabase } from './release/release-database.ts'
import { createReleaseKeeper } from './release/release-keeper.ts'
import { createCatalogWarmer } from './release/warm-catalog.ts'
import { createBuyers } from './till/buyers.ts'
import { passEventsOn } from './till/events.ts'
import { buyerInputSchema, eventSchema, listenerSchema } from './till/inputs.ts'
import { createInquiry } from './till/inquiry.ts'
import { createLateParts } from './till/late-parts.ts'
import { createLateSync } from './till/late-sync.ts'
import { createLife } from './till/life.ts'
import { createLocalFacts } from './till/local-facts.ts'
import { readOptions } from './till/options.ts'
import { tillPorts } from './till/ports.ts'
import { createQuoting } from './till/quoting.ts'
import { createSerialAnswers } from './till/serial-answers.ts'
import { createStatusKeeper } from './till/status.ts'
import { createTabPresence, joinTabs } from './till/tabs.ts'
import { createTerms } from './till/terms.ts'
import { createUpkeep } from './till/upkeep.ts'
import { requireRoot } from './trust/pinned.ts'

/**
 * Makes the client of one till. Open databases and keys are its own until {@link Checkout.close}.
 * @throws CheckoutError `OPTIONS_INVALID` naming the option, `INSECURE_CONTEXT`, `FEATURE_MISSING`, `STORAGE_…`
 */
export async function createCheckout(options: CheckoutOptions): Promise<Checkout> {
  requireFeatures()
  const settings = readOptions(options, (globalThis as { location?: { href: string } }).location?.href)
  const {
    environment,
    repository,
    root,
    store,
    till,
    channel,
    schemes,
    answerTimeoutMs,
    onTimeout,
    retentionDays,
    training,
  } = settings
  // Tills of several stores may share an origin: a colon in an id is none of the name's own.
  const ids = [store.id, till].map((id) => id.replace(/[%:]/g, encodeURIComponent))
  const name = [training ? 'tradein-training' : 'tradein-outbox', environment, ...ids].join(':')
  const place = `${environment}:${repository}`
  await requireRoot(root)
  const { ports, closePorts } = tillPorts(settings.ports, name, `tradein-files:${place}`)

  const events = createEmitter<CheckoutEvents>()
  const outboxEvents = createEmitter<OutboxEvents>()
  const closing = new AbortController()
  const onError = (error: unknown): void => events.emit('error', error)
  const db = await openOutboxDatabase(name, ports.indexedDb, ports.timers)
  db.onForcedClose(() => outboxEvents.emit('changed', null))
  const localFacts = createLocalFacts({ db })
  const keeper = await createReleaseKeeper({
    ports,
    root,
    repository,
    isLive: environment === 'production',
    store: createReleaseDatabase(ports.indexedDb, `tradein-release:${place}`, ports.timers),
    lockName: `tradein-release:${place}/refresh`,
    onChange() {
      status.look()
      sync.kick()
      warmer.look()
    },
    onProgress: (done, total) => events.emit('progress', { done, total }),
    onError,
  })
  const platform = () => keeper.held?.content.platform ?? null
  const isOnline = (): boolean => ports.connectivity.online() && sync.isLineUp
  const terms = createTerms({
    releaseInForce: () => keeper.held,
    localFacts,
    watch: keeper.watch,
    clock: ports.clock,
    isOnline,
    place: { region: store.region, channel, ...(schemes && { schemes }) },
  })
  const context: OutboxContext = {
    db,
    store: store.id,
    till,
    tab: toHex(ports.random.bytes(8)),
    ports,
    events: outboxEvents,
    zone: () => terms.zone,
    clock: () => terms.clock,
  }
  const apiBase = (): string | null => {
    const api = platform()?.api
    return api === undefined ? null : new URL(api, repository).href
  }
  const client = latePart(async () => {
    if (training) return (await loaded(import('./sync/training-client.ts'))).createTrainingClient(ports.clock)
    const { createPlatformClient } = await loaded(import('./sync/platform-client.ts'))
    return createPlatformClient(apiBase, ports, (ms) => outboxEvents.emit('time', ms))
  })
  const sync = createLateSync(async () => {
    const { createSync } = await loaded(import('./sync/sync.ts'))
    return createSync({ context, client: await client(), ports, onChange: () => status.look(), onError })
  }, onError)
  const stocktake = latePart(async () => {
    const { openStocktake } = await loaded(import('./till/stock.ts'))
    return openStocktake({
      context,
      // Practice that is lost is no loss.
      ports: training ? { ...ports, keepsake: null } : ports,
      isOnline,
      onError,
      signal: closing.signal,
      async onLoss() {
        await localFacts.reload()
        sync.kick()
      },
    })
  })
  const status = createStatusKeeper({
    stocktake,
    onError,
    terms,
    timers: ports.timers,
    issued: () => keeper.held?.trusted.issued ?? null,
    fault: () => keeper.fault?.code ?? null,
    isOnline,
    isEnrolled: () => localFacts.keys !== null,
    training,
    isSyncing: () => sync.isSyncing,
    onChange: (now) => events.emit('change', now),
  })
  const tables = () => keeper.held?.content.warm ?? null
  const warmer = createCatalogWarmer({ tables, timers: ports.timers, onError })
  /** What nearly every part works with; each takes its own. */
  const parts = {
    context,
    terms,
    localFacts,
    keeper,
    client,
    inquire: createInquiry(client, localFacts, isOnline),
    sync,
    status,
    isOnline,
    onError,
    signal: closing.signal,
  }

  passEventsOn({ ...parts, events })
  outboxEvents.on('time', (ms) => {
    keeper.watch.hear(ms)
    status.look()
  })
  const tabs = createTabPresence(context, ports.connectivity)
  const relearn = onceAtATime(() => localFacts.reload())
  const leaveTabs = joinTabs(context, ports.broadcast, () => {
    relearn().catch(onError)
    sync.kick()
  })
  const finder = latePart(async () => (await loaded(import('./till/find-sales.ts'))).createSaleFinder(parts))
  const receiptPart = () => import('./receipt/sale-receipt.ts')
  const selling = latePart(async () => {
    const { createSelling } = await loaded(import('./till/selling.ts'))
    return createSelling({ ...parts, buyers, serials, ready, finder: await finder(), answerTimeoutMs, onTimeout })
  })
  const bookkeeping = latePart(async () => {
    const { createBookkeeping } = await loaded(import('./till/bookkeeping.ts'))
    return createBookkeeping({ ...parts, finder: await finder(), brandName, receiptPart, training, requireOpen })
  })
  const late = createLateParts({
    connectivity: ports.connectivity,
    further: [selling, bookkeeping, receiptPart],
    onError,
  })
  const life = createLife({
    ...parts,
    tabs,
    warmer,
    late,
    retentionDays,
    enrol: training
      ? async () => (await loaded(import('./till/enrol.ts'))).enrolTill(context, await client(), 'training', null)
      : null,
    closing,
    release() {
      // Last of all: what closing changed, the other tabs are still told.
      leaveTabs()
      tabs.leave()
      events.clear()
      outboxEvents.clear()
      db.close()
      closePorts()
    },
  })
  const { ready, requireOpen } = life

  const buyers = createBuyers({ ...parts, platform })
  const serials = createSerialAnswers({ ...parts, onAnswer: () => events.emit('change', status.read()) })
  const quoting = createQuoting({ scan: late.scan, terms, buyers, serials })
  const { brandName } = quoting
  return {
    async ready() {
      await ready()
      keeper.requireOurs()
      return status.read()
    },
    get status() {
      return status.show()
    },
    get ruleSets() {
      return terms.ruleSets
    },
    on(event, listener) {
      parse(eventSchema, event, 'event')
      parse(listenerSchema, listener, 'listener')
      return events.on(event, listener)
    },
    ...quoting,
    async buyer(input) {
      // A host may clear its form before the till is ready.
      const given = parse(buyerInputSchema, input, '')
      await ready()
      return buyers.capture(given)
    },
    ...lateCalls(['reserve', 'sell', 'commit', 'cancel', 'refund', 'fulfil'], selling),
    ...lateCalls(['receipt', 'invoice', 'tasks', 'settle', 'day'], bookkeeping),
    sales: lateCalls(['find', 'recent'], async () => (await bookkeeping()).sales),
    outbox: lateCalls(['export', 'import', 'resend'], async () => (await bookkeeping()).outbox),
    ...createUpkeep({ ...parts, ready }),
    close: life.close,
  }
}
