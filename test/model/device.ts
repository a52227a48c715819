/** A till of the model as the real thing: a client on storage of its own, whose line does nothing before it is told to. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import type { Ports, Timers } from '../../src/core/ports.ts'
import { openOutboxDatabase, type OutboxDatabase } from '../../src/outbox/database.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { turn } from '../../src/testing/clock.ts'
import { createMemoryBytes, createRandom } from '../../src/testing/memory-ports.ts'
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
  readonly factory: IDBFactory
  /** A connection to look at what is stored. */
  readonly db: OutboxDatabase
  waiting: Waiting | null
  /** Whether the list of late answers may be had. */
  mayLearn: boolean
  /** The page is gone: nothing that it was about goes on. */
  die(): void
  /** Ends it; what is gone already has nothing to end but the look at its storage. */
  close(): Promise<void>
}

let seeds = 0
const down = (): Response => new Response('', { status: 503 })

export async function openDevice(
  simulation: Simulation,
  till: string,
  factory: IDBFactory = new IDBFactory(),
): Promise<ReplayedDevice> {
  const fate = createFate()
  const storage = createFailingDatabase(factory)
  const indexedDb = { factory: mortal(storage.indexedDb.factory, fate), keyRange: IDBKeyRange }
  const device: { -readonly [Member in keyof ReplayedDevice]?: ReplayedDevice[Member] } = {
    factory,
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
      bytes: createMemoryBytes(),
      async fetch(url, init = {}) {
        if (url.endsWith(endpoints.records.address)) {
          const body = init.body as string
          return new Promise<Response>((resolve, reject) => {
            device.waiting = { body, resolve, reject, response: null }
            init.signal?.addEventListener('abort', () => reject(new DOMException('closed', 'AbortError')))
          })
        }
        // The head check and the late answers come of themselves; here they come when the model says so.
        const isHeld =
          url.endsWith(endpoints.head.address) || (url.endsWith(endpoints.answers.address) && !device.mayLearn)
        return isHeld ? down() : simulation.network.fetch(url, init)
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

const patienceMs = 20_000

/** Lets the tills work until it is so; false when it does not come to that. */
export async function comesToBe(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const startMs = performance.now()
  for (;;) {
    if (await isSo()) return true
    if (performance.now() - startMs > patienceMs) return false
    await turn()
  }
}
