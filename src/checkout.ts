/** Composition root: wires the ports to the stages, starts them and closes them. */
import { createReleaseDatabase } from './release/release-database.ts'
import type { Buyer, Checkout, CheckoutOptions } from './client.ts'
import { requireFeatures } from './core/browser-ports.ts'
import { toHex } from './core/bytes.ts'
import { createEmitter } from './core/emitter.ts'
import { CheckoutError } from './core/errors.ts'
import { loaded } from './core/late.ts'
import { onceAtATime } from './core/once-at-a-time.ts'
import { parse } from './core/schema.ts'
import type { OutboxContext, OutboxEvents } from './outbox/context.ts'
import { openOutboxDatabase } from './outbox/database.ts'
import { exportOutbox } from './outbox/export.ts'
import { buyerSchema, codeSchema, dateSchema } from './till/inputs.ts'
import { createLocalFacts } from './till/local-facts.ts'
import { prune } from './outbox/retention.ts'
import { readSale } from './outbox/sale-row.ts'
import type { CheckoutEvents, Status } from './outbox/sale.ts'
import { dayTotals, recentSales } from './outbox/sales.ts'
import { readSaleOnChain } from './outbox/sale-on-chain.ts'
import { createTabPresence, joinTabs } from './till/tabs.ts'
import { askAfterReservations, openTasks, settleTask } from './outbox/tasks.ts'
import { cartSchema } from './record/schema.ts'
import { invoiceOf } from './subsidy/invoice.ts'
import type { Cart, Quote } from './subsidy/quote.ts'
import { quote as quoteCart } from './subsidy/quote-cart.ts'
import { createBuyers } from './till/buyers.ts'
import { enrolTill } from './till/enrol.ts'
import { createSaleFinder } from './till/find-sales.ts'
import { createLateParts } from './till/late-parts.ts'
import { readOptions } from './till/options.ts'
import { createTerms } from './till/terms.ts'
import { createReleaseKeeper } from './release/release-keeper.ts'
import { createSaleCalls } from './till/sale-calls.ts'
import { createSerialAnswers, verdictsOf } from './till/serial-answers.ts'
import { createSelling } from './till/selling.ts'
import { createStatusKeeper } from './till/status.ts'
import { createSync } from './sync/sync.ts'
import { tillPorts } from './till/ports.ts'
import { createTransport } from './sync/transport.ts'
import type { Facts } from './verify/verdict.ts'
import { createCatalogWarmer } from './release/warm-catalog.ts'
import { verify } from './verify/verify.ts'

/** The first start has nothing to work with: it waits this long for a release. */
const firstReleaseMs = 15_000

/**
 * Makes the client of one till. Open databases and keys are its own until {@link Checkout.close}.
 * @throws CheckoutError `OPTIONS_INVALID` naming the option, `INSECURE_CONTEXT`, `FEATURE_MISSING`, `STORAGE_…`
 */
export async function createCheckout(options: CheckoutOptions): Promise<Checkout> {
  requireFeatures()
  const settings = readOptions(options, (globalThis as { location?: { href: string } }).location?.href)
  const { environment, repository, store, till, channel } = settings
  const name = `tradein-outbox:${environment}:${store.id}:${till}`
  const { ports, closePorts } = tillPorts(options.ports ?? {}, name, `tradein-files:${environment}`)

  const events = createEmitter<CheckoutEvents>()
  const outboxEvents = createEmitter<OutboxEvents>()
  const closing = new AbortController()
  const report = (error: unknown): void => events.emit('error', error)
  const db = await openOutboxDatabase(name, ports.indexedDb)
  const known = createLocalFacts({ db })
  const keeper = await createReleaseKeeper({
    ports,
    store: createReleaseDatabase(ports.indexedDb, `tradein-release:${environment}`),
    root: settings.root,
    repository,
    lockName: `tradein-release:${environment}/refresh`,
    onChange: () => {
      statusKeeper.look()
      sync.kick()
      warmer.look()
    },
    onProgress: (done, total) => events.emit('progress', { done, total }),
    onError: report,
  })
  const isOnline = (): boolean => ports.connectivity.online() && sync.isLineUp
  const present = createTerms({
    held: () => keeper.held,
    known,
    watch: keeper.watch,
    clock: ports.clock,
    isOnline,
    serials: (cart) => serials.facts(cart),
    region: store.region,
    channel,
    isLive: environment === 'production',
  })
  const context: OutboxContext = {
    db,
    store: store.id,
    till,
    tab: toHex(ports.random.bytes(8)),
    ports,
    events: outboxEvents,
    zone: () => present.zone,
    clock: () => present.clock,
  }
  const platform = () => keeper.held?.content.platform ?? null
  const transport = createTransport(() => {
    const api = platform()?.api
    return api === undefined ? null : new URL(api, repository).href
  }, ports)
  const sync = createSync({ context, transport, ports, onChange: () => statusKeeper.look(), onError: report })
  const buyers = createBuyers({ context, known, transport, platform, isOnline })
  const serials = createSerialAnswers({
    context,
    known,
    transport,
    isOnline,
    onAnswer: () => events.emit('change', statusKeeper.read()),
    onError: report,
    signal: closing.signal,
  })
  const finder = createSaleFinder({ context, known, transport, isOnline })
  const selling = createSelling({
    context,
    fetch: (reference) => finder.fetch(reference),
    terms: present.terms,
    kick: sync.kick,
    isOnline,
    answerTimeoutMs: settings.answerTimeoutMs,
    onTimeout: settings.onTimeout,
    signal: closing.signal,
  })

  const statusKeeper = createStatusKeeper({
    context,
    present,
    timers: ports.timers,
    issued: () => keeper.held?.trusted.issued ?? null,
    isOnline,
    isEnrolled: () => known.keys !== null,
    isSyncing: () => sync.isSyncing,
    onChange: (status) => events.emit('change', status),
  })
  const warmer = createCatalogWarmer({
    tables: () => keeper.held?.content.warm ?? null,
    timers: ports.timers,
    onError: report,
  })
  const receiptPart = () => import('./receipt/sale-receipt.ts')
  const late = createLateParts({ connectivity: ports.connectivity, further: [receiptPart], onError: report })
  const tabs = createTabPresence(context)
  const relearn = onceAtATime(() => known.reload())
  const open = (): void => {
    if (closing.signal.aborted) throw new CheckoutError('CLOSED', 'this client was closed: make another')
  }

  outboxEvents.on('changed', () => void statusKeeper.recount().catch(report))
  outboxEvents.on('task', (task) => events.emit('task', task))
  outboxEvents.on('sale', (id) => void tellSale(id).catch(report))
  async function tellSale(id: string): Promise<void> {
    await known.reloadSale(id)
    const sale = await readSale(db, id)
    if (sale && !closing.signal.aborted) events.emit('sale', sale)
  }
  const leaveTabs = joinTabs(context, ports.broadcast, () => {
    void relearn().catch(report)
    sync.kick()
  })

  async function start(): Promise<Status> {
    await Promise.all([known.reload(), keeper.load()])
    await tabs.enter()
    await askAfterReservations(context, (tab) => tabs.isAlive(tab))
    await statusKeeper.recount()
    sync.start()
    statusKeeper.start()
    const first = keeper.start().catch(report)
    if (!keeper.held)
      await Promise.race([first, new Promise<void>((resolve) => void ports.timers.after(firstReleaseMs, resolve))])
    warmer.start()
    late.load()
    void prune(context, settings.retentionDays).catch(report)
    return statusKeeper.read()
  }
  let starting: Promise<Status> | null = null
  const ready = (): Promise<Status> => (starting ??= start())

  const priceOf = (cart: Cart, buyer: Buyer | null): Quote =>
    quoteCart(cart, present.context(cart, buyer, buyers.entitlement(buyer)))
  async function askSerials(cart: Cart, buyer: Buyer | null): Promise<Facts['serials']> {
    await serials.settle(verdictsOf(priceOf(cart, buyer)), settings.answerTimeoutMs)
    return serials.facts(cart)
  }

  const client: Checkout = {
    async ready() {
      open()
      await ready()
      return statusKeeper.read()
    },
    get status() {
      return statusKeeper.read()
    },
    get ruleSet() {
      return present.ruleSet
    },
    on: (event, listener) => events.on(event, listener),

    scan: (raw, { origin = 'text' } = {}) => late.scan(raw, { origin }),
    search: (text, limit) => present.release?.catalog.search(text, limit) ?? [],
    listings(item) {
      const { listing, candidates } = client.verify(item)
      return listing ? [listing, ...candidates.filter((each) => each !== listing)] : candidates
    },
    brandName: (id) => present.release?.catalog.brand(id)?.names[0] ?? id,
    verify(item) {
      const verdict = verify(item, present.context({ lines: [{ id: 'item', item }] }, null, null))
      serials.notice([verdict])
      return verdict
    },
    async buyer(input) {
      open()
      await ready()
      return buyers.capture(input)
    },
    quote({ buyer = null, ...input }) {
      const cart = parse(cartSchema, input, '')
      const handle: Buyer | null = buyer && parse(buyerSchema, buyer, 'buyer')
      const priced = priceOf(cart, handle)
      serials.notice(verdictsOf(priced))
      return { ...priced, buyer: handle }
    },

    ...createSaleCalls({ selling, buyers, open, ready, serials: askSerials }),
    async receipt(id, locale = 'zh-CN') {
      open()
      const sold = await readSaleOnChain(db, id)
      const { saleReceipt } = await loaded(receiptPart())
      const ruleSets = present.release?.ruleSets ?? []
      const brandName = (brand: string): string => client.brandName(brand)
      return saleReceipt({ sold, store: store.id, till, signer: known.keys, ruleSets, brandName }, locale)
    },
    invoice: async (id) => invoiceOf((await readSaleOnChain(db, id)).sale),

    tasks: () => openTasks(db),
    async settle(task, note) {
      open()
      await settleTask(context, task, note)
    },
    sales: {
      find: (by) => finder.find(by),
      recent: (limit = 20) => recentSales(context, limit),
    },
    day: async (date) => dayTotals(context, parse(dateSchema, date, 'date')),

    async sync() {
      open()
      await ready()
      return sync.sync()
    },
    async refresh() {
      open()
      await ready()
      const refreshed = await keeper.refresh()
      if (refreshed.status === 'failed') return refreshed
      return {
        status: refreshed.status,
        issued: keeper.held?.trusted.issued ?? '',
        listings: present.release?.catalog.size ?? 0,
      }
    },
    async enrol(code) {
      open()
      parse(codeSchema, code, 'code')
      await ready()
      try {
        const { keyId } = await enrolTill(context, transport, code)
        await known.reload()
        sync.resume()
        statusKeeper.look()
        return { status: 'enrolled', keyId }
      } catch (error) {
        return { status: 'refused', error }
      }
    },
    outbox: { export: () => exportOutbox(context) },
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      statusKeeper.close()
      warmer.close()
      late.close()
      await Promise.all([sync.close(), keeper.close()])
      // Last of all: what closing changed, the other tabs are still told.
      leaveTabs()
      tabs.leave()
      events.clear()
      outboxEvents.clear()
      db.close()
      closePorts()
    },
  }
  return client
}
