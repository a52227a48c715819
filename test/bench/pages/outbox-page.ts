/** The page side of the outbox benchmarks: the real client on real storage; only the network is staged. */
import { createCheckout } from '../../../src/checkout.ts'
import type { Checkout } from '../../../src/client.ts'
import { sampleRules } from '../../../src/testing/authority.ts'
import { magicItems } from '../../../src/testing/magic.ts'
import { createSimulation, type Simulation } from '../../../src/testing/simulation.ts'
import { idNumberOf } from '../../support/buyers.ts'

const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timers: {
    after: (ms: number, task: () => void) => {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
  },
}
const offline = {
  mode: 'provisional',
  count: 100_000,
  amount: '99999999.00',
  hours: 100_000,
  clause: 'offline',
} as const

async function stage(
  till: string,
): Promise<{ readonly simulation: Simulation; readonly open: (roundTripMs?: number) => Promise<Checkout> }> {
  const simulation = await createSimulation({
    running: clock,
    start: new Date().toISOString(),
    ruleSets: [{ ...sampleRules, offline: { ...offline, clause: sampleRules.offline.clause } }],
    magic: false,
  })
  const { network } = simulation
  const open = async (roundTripMs = 0): Promise<Checkout> => {
    const slots = { free: 6, waiting: [] as (() => void)[] }
    const checkout = await createCheckout({
      ...simulation.options,
      till,
      ports: {
        // Six connections at once, as over HTTP/1.1.
        fetch: async (url, init) => {
          if (slots.free === 0) await new Promise<void>((resolve) => slots.waiting.push(resolve))
          else slots.free--
          if (roundTripMs > 0) await new Promise((resolve) => setTimeout(resolve, roundTripMs))
          try {
            return await network.fetch(url, init)
          } finally {
            const next = slots.waiting.shift()
            if (next) next()
            else slots.free++
          }
        },
        connectivity: { online: () => !network.isCut, subscribe: (listener) => network.onChange(listener) },
      },
    })
    await checkout.ready()
    return checkout
  }
  return { simulation, open }
}

/** Milliseconds of each. */
export interface SaleTimes {
  /** Captures the buyer and reserves. */
  readonly reserve: number[]
  readonly commit: number[]
  /** Raw adds of the same bytes, one after each of the two. */
  readonly raw: number[]
}

/** Sales as a till without a line makes them, each call followed by a raw add of the same bytes. */
async function sales(count: number): Promise<SaleTimes> {
  const { simulation, open } = await stage('o1')
  const checkout = await open()
  await checkout.enrol(simulation.code)
  await checkout.sync()
  simulation.network.cut()
  const addRaw = await openRaw()
  const times: SaleTimes = { reserve: [], commit: [], raw: [] }
  async function measured<T>(samples: number[], task: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await task()
    samples.push(performance.now() - start)
    return result
  }
  const { barcode, price } = magicItems.grade_1
  for (let i = 0; i < count; i++) {
    const lines = [{ id: 'L1', item: { gtin: barcode, price, serial: `RH${String(100000 + i)}` } }]
    const person = { name: '张三', phone: '13800000000', idNumber: idNumberOf(i) }
    const priced = checkout.quote({ buyer: await checkout.buyer(person), lines })
    const reserved = await measured(times.reserve, async () => {
      // Sealed within what is measured: the buyer of the sale that is measured next to it.
      await checkout.buyer(person)
      return checkout.reserve(priced, { orderId: `O-${String(i)}` })
    })
    if (reserved.status !== 'provisional') throw new Error(`not reserved: ${JSON.stringify(reserved).slice(0, 500)}`)
    const { sale } = reserved
    const bytes = JSON.stringify(sale)
    await measured(times.raw, () => addRaw({ bytes }))
    const payments = [{ method: 'cash', amount: sale.quote.payable, reference: null }]
    const committed = await measured(times.commit, () => checkout.commit(sale.id, { payments }))
    if (committed.status !== 'provisional') throw new Error(`not committed: ${JSON.stringify(committed).slice(0, 500)}`)
    await measured(times.raw, () => addRaw({ bytes }))
  }
  await checkout.close()
  return times
}

function openRaw(): Promise<(value: object) => Promise<void>> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('raw', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('rows', { autoIncrement: true })
    request.onerror = () => reject(new Error('raw'))
    request.onsuccess = () => {
      const db = request.result
      resolve(
        (value) =>
          new Promise((done) => {
            const transaction = db.transaction('rows', 'readwrite', { durability: 'strict' })
            transaction.objectStore('rows').add(value)
            transaction.oncomplete = () => done()
          }),
      )
    }
  })
}

export interface Queue {
  readonly readyMs: number
  readonly drainMs: number
  readonly sent: number
  readonly heapMb: number
}

/** A queue of real sales, each reserved and paid without a line: how long until the till is ready, and until all are drained at `roundTripMs`. */
async function queue(sales: number, roundTripMs: number): Promise<Queue> {
  const { simulation, open } = await stage('o2')
  const first = await open()
  await first.enrol(simulation.code)
  await first.sync()
  simulation.network.cut()
  const { barcode, price } = magicItems.grade_1
  for (let i = 0; i < sales; i++) {
    const buyer = await first.buyer({ name: '张三', phone: '13800000000', idNumber: idNumberOf(i) })
    const item = { gtin: barcode, price, serial: `RH${String(100000 + i)}` }
    const quote = first.quote({ buyer, lines: [{ id: 'L1', item }] })
    const payments = [{ method: 'cash', amount: quote.payable, reference: null }]
    await first.sell(quote, { orderId: `O-${String(i)}`, payments })
  }
  await first.close()

  const start = performance.now()
  const checkout = await open(roundTripMs)
  const readyMs = performance.now() - start
  const { unsent } = checkout.status
  const before = heapMb()
  const begin = performance.now()
  simulation.network.restore()
  while (checkout.status.unsent !== 0) await new Promise((resolve) => setTimeout(resolve, 50))
  const drainMs = performance.now() - begin
  const heap = heapMb() - before
  await checkout.close()
  return { readyMs, drainMs, sent: unsent ?? 0, heapMb: heap }
}

function heapMb(): number {
  return ((performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0) / 1e6
}

/** What the benchmarks call by name. */
export interface OutboxBench {
  readonly sales: typeof sales
  readonly queue: typeof queue
}
;(globalThis as { bench?: OutboxBench }).bench = { sales, queue }
