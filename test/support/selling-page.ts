/** Runs in a page: a till that takes orders from its server, sells them, and tells each step and each acknowledgement there. */
import type { createCheckout } from '../../src/checkout.ts'
import type { BuyerInput, Checkout, CheckoutOptions, Status } from '../../src/client.ts'
import type { Task } from '../../src/outbox/sale.ts'

/** What the customer at the till wants, and what comes of it in the end. */
export interface Order {
  readonly id: string
  readonly plan: 'pay' | 'cancel' | 'refund'
  readonly item: { readonly gtin: string; readonly price: string; readonly serial: string }
  readonly person: BuyerInput
}
export type Step = 'buyer' | 'reserving' | 'reserved' | 'paying' | 'paid' | 'undoing' | 'undone'
export type Deed = 'reserve' | 'commit' | 'cancel' | 'refund'

/** What the page is to do next. */
export type Errand =
  | { readonly do: 'sell'; readonly order: Order }
  | { readonly do: 'wait' }
  | { readonly do: 'send' }
  | { readonly do: 'keys' }
  /** Go to another page, which goes back when it is to do anything else: where the browser kept this one, it goes on. */
  | { readonly do: 'leave' }
  /** Of the page that was gone to: open the till's database as newer code of the same layout would. */
  | { readonly do: 'upgrade' }

export interface Keys {
  readonly extractable: readonly boolean[]
  /** Name of the error with which the browser refuses to hand the key out; null: it handed it out. */
  readonly refusal: string | null
}

export type Told =
  /** As the till is found, before it is enrolled where it is not. */
  | { readonly tell: 'opened'; readonly status: Status; readonly tasks: readonly Task[] }
  | {
      readonly tell: 'started'
      readonly status: Status
      readonly tasks: readonly Task[]
      readonly browser: string
      /** What this browser lacks of what the SDK uses where it is there. */
      readonly lacks: readonly string[]
    }
  | { readonly tell: 'step'; readonly step: Step; readonly order: string }
  /** A call's outcome, as the cashier has it. */
  | {
      readonly tell: 'outcome'
      readonly deed: Deed
      readonly order: string
      readonly status: string
      readonly sale: string | null
      readonly durability: readonly string[]
    }
  | { readonly tell: 'sold'; readonly order: string }
  /** The browser's storage failed, and the cashier was told. */
  | { readonly tell: 'failed'; readonly order: string; readonly code: string }
  | { readonly tell: 'sent'; readonly status: Status; readonly tasks: readonly Task[] }
  | { readonly tell: 'keys'; readonly keys: Keys }
  /** By the page that was gone to. */
  | { readonly tell: 'away' }
  | { readonly tell: 'upgraded'; readonly upgrade: 'done' | 'blocked' | 'failed' }
  /** Out of the back-forward cache, with so many tabs that show by a lock that they live. A page that the browser did not keep starts anew instead. */
  | { readonly tell: 'back'; readonly tabs: number }
  | { readonly tell: 'fault'; readonly message: string }

interface Config extends Pick<CheckoutOptions, 'environment' | 'platform' | 'root' | 'store' | 'till'> {
  readonly code: string
}
declare const TradeinCheckout: { readonly createCheckout: typeof createCheckout }

const query = new URLSearchParams(location.search)
const tab = query.get('tab') ?? ''

async function tell(told: Told): Promise<void> {
  await fetch(`/told?tab=${tab}`, { method: 'POST', body: JSON.stringify(told) })
}

// Dexie binds the method as it opens, so it is watched from before that.
const durability: string[] = []
let transactions = 0
const transaction = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')!
  .value as IDBDatabase['transaction']
IDBDatabase.prototype.transaction = function (...args) {
  const opened = transaction.apply(this, args)
  transactions++
  for (const end of ['complete', 'abort']) opened.addEventListener(end, () => transactions--)
  if (opened.mode === 'readwrite' && this.name.startsWith('tradein-outbox'))
    opened.addEventListener('complete', () => durability.push(opened.durability))
  return opened
}

/** Stops the page for a debugger that listens, between two transactions: a browser that freezes pages spares those that hold a database. */
function freeze(): void {
  if (transactions > 0) setTimeout(freeze)
  else debugger
}
Object.assign(globalThis, { freeze })

const uses: Readonly<Record<string, () => unknown>> = {
  'Web Locks': () => navigator.locks,
  BroadcastChannel: () => globalThis.BroadcastChannel,
  'navigator.storage': () => navigator.storage,
  'Storage Buckets': () => (navigator as { readonly storageBuckets?: unknown }).storageBuckets,
  'service worker': () => navigator.serviceWorker,
  BarcodeDetector: () => (globalThis as { readonly BarcodeDetector?: unknown }).BarcodeDetector,
  Ed25519: () => crypto.subtle.generateKey('Ed25519', false, ['sign']),
}

async function lacking(): Promise<readonly string[]> {
  const lacks: string[] = []
  for (const [name, use] of Object.entries(uses)) {
    const found = await Promise.resolve()
      .then(use)
      .catch(() => undefined)
    if (found === undefined || found === null) lacks.push(name)
  }
  return lacks
}
function hide(names: readonly string[]): void {
  for (const name of names) {
    if (name === 'locks') Object.defineProperty(Navigator.prototype, name, { get: () => undefined })
    else Object.defineProperty(globalThis, name, { value: undefined })
  }
}

async function sell(checkout: Checkout, { id: order, plan, item, person }: Order): Promise<void> {
  const step = (name: Step): void => void tell({ tell: 'step', step: name, order })
  const outcome = (
    deed: Deed,
    { status, sale }: { readonly status: string; readonly sale: string | null },
  ): Promise<void> => tell({ tell: 'outcome', deed, order, status, sale, durability: durability.splice(0) })

  step('buyer')
  const quote = checkout.quote({ buyer: await checkout.buyer(person), lines: [{ id: '1', item }] })
  durability.length = 0
  step('reserving')
  const reserved = await checkout.reserve(quote, { orderId: order })
  const { id: sale, quote: asked } = ('sale' in reserved ? reserved.sale : null) ?? { id: null, quote }
  void outcome('reserve', { status: reserved.status, sale })
  step('reserved')
  let isPaid = reserved.status === 'committed'
  if (sale !== null && ['confirmed', 'provisional', 'review'].includes(reserved.status)) {
    if (plan === 'cancel') {
      step('undoing')
      const { status } = await checkout.cancel(sale, 'the customer left')
      void outcome('cancel', { status, sale })
    } else {
      step('paying')
      const payments = [{ method: 'cash', amount: asked.payable, reference: null }] as const
      const { status } = await checkout.commit(sale, { payments })
      void outcome('commit', { status, sale })
      step('paid')
      isPaid = status !== 'not_durable' && status !== 'differs'
    }
  }
  if (sale !== null && isPaid && plan === 'refund') {
    step('undoing')
    const { status } = await checkout.refund(sale, 'all')
    void outcome('refund', { status, sale })
  }
  step('undone')
  await tell({ tell: 'sold', order })
}

async function keysOf({ environment, store, till }: Config): Promise<Keys> {
  const read = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => fail(new Error('cannot read'))
    })
  const database = await read(indexedDB.open(`tradein-outbox:${environment}:${store.id}:${till}`))
  const row = (await read(database.transaction('meta').objectStore('meta').get('keys'))) as {
    readonly value: { readonly privateKey: CryptoKey; readonly tagKey: CryptoKey }
  }
  database.close()
  const { privateKey, tagKey } = row.value
  const refusal = await crypto.subtle.exportKey('jwk', privateKey).then(
    () => null,
    (error: unknown) => (error as Error).name,
  )
  return { extractable: [privateKey.extractable, tagKey.extractable], refusal }
}

async function leave(): Promise<void> {
  const isBack = new Promise((done) => addEventListener('pageshow', done, { once: true }))
  location.href = `/away?tab=${tab}`
  await isBack
  const { held = [] } = await navigator.locks.query()
  await tell({ tell: 'back', tabs: held.filter(({ name }) => name?.includes('/tab/')).length })
}

async function run(): Promise<void> {
  const lacks = await lacking()
  hide(query.getAll('without'))
  const config = (await (await fetch('/config.json')).json()) as Config
  const { environment, platform, root, store, till, code } = config
  const checkout = await TradeinCheckout.createCheckout({
    ...{ environment, platform, root, store, till },
    // Which tab it is that sends.
    ports: { fetch: (url, init) => fetch(url.includes('/api/') ? `${url}?tab=${tab}` : url, init) },
  })
  await checkout.ready()
  await tell({ tell: 'opened', status: checkout.status, tasks: await checkout.tasks() })
  while (!checkout.status.enrolled) {
    const enrolled = await checkout.enrol(code)
    if (enrolled.status === 'refused') await new Promise((done) => setTimeout(done, 200))
  }
  await tell({
    tell: 'started',
    status: checkout.status,
    tasks: await checkout.tasks(),
    browser: navigator.userAgent,
    lacks,
  })
  for (;;) {
    const errand = (await (await fetch(`/next?tab=${tab}`)).json()) as Errand
    if (errand.do === 'sell')
      await sell(checkout, errand.order).catch((error: unknown) => {
        const { code = '' } = error as { readonly code?: string }
        if (!code.startsWith('STORAGE_')) throw error
        return tell({ tell: 'failed', order: errand.order.id, code })
      })
    if (errand.do === 'send') {
      await checkout.sync()
      await tell({ tell: 'sent', status: checkout.status, tasks: await checkout.tasks() })
    }
    if (errand.do === 'keys') await tell({ tell: 'keys', keys: await keysOf(config) })
    if (errand.do === 'leave') await leave()
    if (errand.do === 'wait') await new Promise((done) => setTimeout(done, 50))
  }
}

run().catch((error: unknown) => {
  const { name, code, message, stack } = error as Error & { readonly code?: string }
  return tell({ tell: 'fault', message: `${name} ${code ?? ''} ${message}\n${stack ?? ''}` })
})
