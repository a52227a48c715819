/** The outbox on a real browser's storage, locks, channels and keys; only the network is staged. */
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../../src/checkout.ts'
import type { BuyerQuote, Checkout } from '../../../src/client.ts'
import { magicItems } from '../../../src/testing/magic.ts'
import { createSimulation, type Simulation } from '../../../src/testing/simulation.ts'
import { buyers } from '../../support/buyers.ts'

const opened: Checkout[] = []
let tills = 0
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

interface Stage {
  readonly simulation: Simulation
  readonly till: string
  readonly open: () => Promise<Checkout>
}

async function stage(): Promise<Stage> {
  const clock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    timers: { after: (ms: number, task: () => void) => clearTimeout.bind(null, setTimeout(task, ms)) },
  }
  const simulation = await createSimulation({ running: clock, start: new Date().toISOString() })
  const till = `b${String(Date.now())}-${String(tills++)}`
  const open = async (): Promise<Checkout> => {
    const { network } = simulation
    const checkout = await createCheckout({
      ...simulation.options,
      till,
      ports: {
        fetch: network.fetch,
        connectivity: { online: () => !network.isCut, subscribe: (listener) => network.onChange(listener) },
      },
    })
    opened.push(checkout)
    await checkout.ready()
    return checkout
  }
  return { simulation, till, open }
}

async function enrolled(): Promise<Stage & { readonly checkout: Checkout }> {
  const staged = await stage()
  const checkout = await staged.open()
  expect(await checkout.enrol(staged.simulation.code)).toMatchObject({ status: 'enrolled' })
  await expect.poll(() => checkout.status.unsent).toBe(0)
  return { ...staged, checkout }
}

let serials = 0
async function quoteOne(
  checkout: Checkout,
  serial = `RH${String(200000 + serials++)}`,
  person = buyers[0]!,
): Promise<BuyerQuote> {
  const { barcode, price } = magicItems.grade_1
  return checkout.quote({
    buyer: await checkout.buyer(person),
    lines: [{ id: 'L1', item: { gtin: barcode, price, serial } }],
  })
}

describe('the outbox in Chromium', () => {
  it('acknowledges a sale only after its strict transaction is complete', async () => {
    const written: { readonly database: string; readonly durability: string; isComplete: boolean }[] = []
    // Dexie binds the method as it opens, so it is watched from before that.
    const original = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')!
      .value as IDBDatabase['transaction']
    IDBDatabase.prototype.transaction = function (...args) {
      const transaction = original.apply(this, args)
      if (transaction.mode !== 'readwrite') return transaction
      const entry = { database: this.name, durability: transaction.durability as string, isComplete: false }
      written.push(entry)
      transaction.addEventListener('complete', () => (entry.isComplete = true))
      return transaction
    }
    try {
      const { checkout, simulation, till } = await enrolled()
      simulation.network.cut()
      const quote = await quoteOne(checkout)
      written.length = 0
      const acknowledged = checkout
        .reserve(quote, { orderId: 'A-1' })
        .then(() => written.filter(({ database }) => database.endsWith(till)).map((entry) => ({ ...entry })))
      const [first, ...others] = await acknowledged
      expect(first).toMatchObject({ durability: 'strict', isComplete: true })
      expect(new Set(others.map(({ durability }) => durability))).toEqual(new Set(others.length > 0 ? ['strict'] : []))
    } finally {
      IDBDatabase.prototype.transaction = original
    }
  })

  it('sells on when its connection is taken away, and says with a code when its database is', async () => {
    const { checkout, till, simulation } = await enrolled()
    const { environment, store } = simulation.options
    const name = `tradein-outbox:${environment}:${store.id}:${till}`
    await checkout.reserve(await quoteOne(checkout), { orderId: 'A-1' })
    // Who upgrades makes every other connection close; calling it off leaves the data as it was.
    const upgrade = indexedDB.open(name, 1_000)
    upgrade.onupgradeneeded = () => upgrade.transaction?.abort()
    await new Promise((resolve) => (upgrade.onerror = resolve))
    const second = await quoteOne(checkout, undefined, buyers[1])
    expect(await checkout.reserve(second, { orderId: 'A-2' })).toMatchObject({ status: 'confirmed' })
    expect((await checkout.sales.recent()).map(({ orderId }) => orderId)).toEqual(['A-2', 'A-1'])

    const third = await quoteOne(checkout, undefined, buyers[2])
    const deletion = indexedDB.deleteDatabase(name)
    await new Promise((resolve) => (deletion.onsuccess = resolve))
    expect(await checkout.reserve(third, { orderId: 'A-3' })).toMatchObject({
      status: 'not_durable',
      cause: { code: 'NOT_ENROLLED' },
    })
    await expect(checkout.invoice(second.buyer!.sale)).rejects.toMatchObject({ code: 'SALE_UNKNOWN' })
  })

  it('makes one sale of one order in two tabs at once, and one of them sends it', async () => {
    const { checkout, simulation, open } = await enrolled()
    const other = await open()
    const [one, two] = [await quoteOne(checkout, 'RH300001'), await quoteOne(other, 'RH300001')]
    const outcomes = await Promise.all([
      checkout.reserve(one, { orderId: 'A-1' }),
      other.reserve(two, { orderId: 'A-1' }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['confirmed', 'confirmed'])
    expect(simulation.platform.store.sales()).toHaveLength(1)
    await expect.poll(() => [checkout.status.unsent, other.status.unsent]).toEqual([0, 0])
  })

  it('shows a tab what another tab sold', async () => {
    const { checkout, open } = await enrolled()
    const other = await open()
    await checkout.reserve(await quoteOne(checkout, 'RH300002'), { orderId: 'A-1' })
    const codes = (): readonly string[] =>
      other
        .verify({ gtin: magicItems.grade_1.barcode, price: '4999.00', serial: 'RH300002' })
        .reasons.map(({ code }) => code)
    await expect.poll(codes).toContain('serial_redeemed_here')
  })

  it('goes on after a restart with a key that cannot be read out', async () => {
    const { checkout, simulation, open, till } = await enrolled()
    simulation.network.cut()
    await checkout.reserve(await quoteOne(checkout), { orderId: 'A-1' })
    await checkout.close()
    const again = await open()
    expect(again.status).toMatchObject({ enrolled: true, unsent: 1 })
    const { privateKey, tagKey } = (await readRow(till, 'meta', 'keys')) as { privateKey: CryptoKey; tagKey: CryptoKey }
    expect([privateKey.extractable, tagKey.extractable]).toEqual([false, false])
    await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow()
    simulation.network.restore()
    await expect.poll(() => again.status.unsent).toBe(0)
  })

  it('keeps nothing readable of the buyer at rest', async () => {
    const { checkout, till } = await enrolled()
    const quote = await quoteOne(checkout, 'RH300003', buyers[1])
    const payments = [{ method: 'cash', amount: quote.payable, reference: null }] as const
    expect(await checkout.sell(quote, { orderId: 'A-1', payments })).toMatchObject({ status: 'confirmed' })
    const stored = JSON.stringify(await readAll(till))
    const decoded = stored.replace(/[A-Za-z0-9_-]{40,}/g, (text) => {
      try {
        return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
      } catch {
        return text
      }
    })
    expect(stored).toContain('RH300003')
    for (const secret of [buyers[1]!.name, buyers[1]!.phone, buyers[1]!.idNumber]) {
      expect(stored.includes(secret)).toBe(false)
      expect(decoded.includes(secret)).toBe(false)
    }
  })
})

function openDatabase(till: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`tradein-outbox:sandbox:TY-0001:${till}`)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('cannot open'))
  })
}

async function readRow(till: string, store: string, key: string): Promise<unknown> {
  const db = await openDatabase(till)
  const row = await done(db.transaction(store).objectStore(store).get(key) as IDBRequest<{ value: unknown }>)
  db.close()
  return row.value
}

async function readAll(till: string): Promise<unknown> {
  const db = await openDatabase(till)
  const all = await Promise.all(
    [...db.objectStoreNames].map((store) =>
      done(db.transaction(store).objectStore(store).getAll() as IDBRequest<unknown[]>),
    ),
  )
  db.close()
  return all
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('cannot read'))
  })
}
