/** A till of the model as the real thing: a client on storage of its own, whose line does nothing before it is told to. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import type { Ports, Timers } from '../../src/core/ports.ts'
import { openOutboxDatabase, type OutboxDatabase } from '../../src/outbox/database.ts'
import { fromBase64Url, utf8ToText } from '../../src/core/bytes.ts'
import { mediaTypes } from '../../src/record/protocol.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { turn } from '../../src/testing/clock.ts'
import { createMemoryBytes, createRandom, type MemoryByteStore } from '../../src/testing/memory-ports.ts'
import type { Simulation } from '../../src/testing/simulation.ts'
import { createFailingDatabase } from '../support/failing-database.ts'
import { createFate, fatedPorts, type Fate } from '../sync/histories/fate.ts'

/** A record on its way, as long as nobody has said what became of it. */
export interface Waiting {
  readonly body: string
  readonly resolve: (response: Response) => void
  readonly reject: (error: Error) => void
  /** The platform's, once it had the record. */
  response: Response | null
}

export interface ReplayedDevice {
  readonly checkout: Checkout
  readonly disk: Disk
  /** A connection to look at what is stored. */
  readonly db: OutboxDatabase
  waiting: Waiting | null
  /** Whether the list of late answers is there to be had; once. */
  mayLearn: boolean
  /** The page is gone: nothing that it was about goes on. */
  die(): void
  /** Ends it; what is gone already has nothing to end but the look at its storage. */
  close(): Promise<void>
}

/** What a device keeps when its page is gone. */
interface Disk {
  readonly factory: IDBFactory
  readonly bytes: MemoryByteStore
  readonly keepsake: MemoryByteStore
}

let seeds = 0
const down = (): Response => new Response('', { status: 503 })

export async function openDevice(
  simulation: Simulation,
  till: string,
  disk: Disk = { factory: new IDBFactory(), bytes: createMemoryBytes(), keepsake: createMemoryBytes() },
): Promise<ReplayedDevice> {
  const fate = createFate()
  const { factory, bytes, keepsake } = disk
  const storage = createFailingDatabase(factory)
  const indexedDb = { factory: mortal(storage.indexedDb.factory, fate), keyRange: IDBKeyRange }
  const device: { -readonly [Member in keyof ReplayedDevice]?: ReplayedDevice[Member] } = {
    disk,
    waiting: null,
    mayLearn: false,
  }
  const ports: Ports = fatedPorts(
    {
      ...simulation.till(till, { indexedDb }).device.openTab(),
      clock: simulation.clock,
      // Two openings with one seed would mint the same ids.
      random: createRandom(++seeds),
      timers: untimed,
      connectivity: { online: () => false, subscribe: () => () => undefined },
      bytes,
      keepsake,
      async fetch(url, init = {}) {
        if (url.endsWith(endpoints.records.address)) {
          const body = init.body as string
          return new Promise<Response>((resolve, reject) => {
            device.waiting = { body, resolve, reject, response: null }
            init.signal?.addEventListener('abort', () => reject(new DOMException('closed', 'AbortError')))
          })
        }
        // The model has no head check. Late answers are asked for all the time; here they are there when the model says so.
        if (url.endsWith(endpoints.head.address)) return down()
        if (url.endsWith(endpoints.answers.address) && !device.mayLearn)
          return noNews(init.body as string, simulation.clock.instant())
        if (url.endsWith(endpoints.answers.address)) device.mayLearn = false
        return simulation.network.fetch(url, init)
      },
    },
    fate,
  )
  const { options } = simulation.till(till, { indexedDb })
  device.checkout = await createCheckout({ ...options, ports, answerTimeoutMs: 0 })
  await device.checkout.ready()
  const { environment, store } = options
  const db = await openOutboxDatabase(`tradein-outbox:${environment}:${store.id}:${till}`, {
    factory,
    keyRange: IDBKeyRange,
  })
  const { checkout } = device
  return Object.assign(device as ReplayedDevice, {
    db,
    die() {
      fate.end()
      storage.cutOff()
    },
    async close() {
      db.close()
      if (fate.state === 'alive') await checkout.close()
    },
  })
}

/** A disk with the same on it. */
export async function copyOf({ factory, bytes, keepsake }: Disk): Promise<Disk> {
  const copied = async ({ entries }: MemoryByteStore): Promise<MemoryByteStore> => {
    const copy = createMemoryBytes()
    await copy.setMany([...entries])
    return copy
  }
  return { factory: await copiedDatabases(factory), bytes: await copied(bytes), keepsake: await copied(keepsake) }
}

/** An empty list, in answer to a request for it. */
function noNews(jws: string, serverTime: string): Response {
  const { cursor } = JSON.parse(utf8ToText(fromBase64Url(jws.split('.')[1]!))) as { readonly cursor: string | null }
  return new Response(JSON.stringify({ answers: [], cursor: cursor ?? '0', more: false, serverTime }), {
    headers: { 'content-type': mediaTypes.answer },
  })
}

/** Storage that a page which is gone cannot open again. */
function mortal(factory: IDBFactory, fate: Fate): IDBFactory {
  const open: IDBFactory['open'] = (...given) => {
    if (fate.state === 'gone') throw new DOMException('the page is gone', 'SecurityError')
    return factory.open(...given)
  }
  return Object.assign(Object.create(factory) as IDBFactory, { open })
}

/** No wait is ever over but one of no length: what a till waits for is what the model does next. */
const untimed: Timers = {
  after(ms, task) {
    if (ms > 0) return () => undefined
    const timer = setImmediate(task)
    return () => clearImmediate(timer)
  },
}

const patienceMs = 2_000

/** Lets the tills work until it is so; false when it does not come to that. */
export async function comesToBe(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const startMs = performance.now()
  for (;;) {
    if (await isSo()) return true
    if (performance.now() - startMs > patienceMs) return false
    await turn()
  }
}
