/** The rest of the outside world in memory: chance, bytes, locks, tabs that talk, the state of the network. */
import { CheckoutError } from '../core/errors.ts'
import { abortReason } from '../core/abort.ts'
import type {
  Broadcast,
  ByteStore,
  Clock,
  Connectivity,
  IndexedDb,
  Locks,
  Persistence,
  Ports,
  Random,
  Timers,
} from '../core/ports.ts'
import { createClock, turn } from './clock.ts'
import { createNetwork, type StagedNetwork } from './network.ts'

/** Random bytes that come out the same for the same seed (mulberry32). For tests alone: anybody can foretell them. */
export function createRandom(seed = 1): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return { bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff) }
}

export interface MemoryByteStore extends ByteStore {
  /** What is stored, to look at or to spoil. */
  readonly entries: Map<string, Uint8Array<ArrayBuffer>>
}

/** A byte store that lives as long as the test. */
export function createMemoryBytes(): MemoryByteStore {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>()
  const read = (key: string): Uint8Array<ArrayBuffer> | undefined => entries.get(key)?.slice()
  return {
    entries,
    keys: () => Promise.resolve([...entries.keys()]),
    getMany: (keys) => Promise.resolve(keys.map(read)),
    setMany(values) {
      for (const [key, value] of values) entries.set(key, value.slice())
      return Promise.resolve()
    },
    deleteMany(keys) {
      for (const key of keys) entries.delete(key)
      return Promise.resolve()
    },
  }
}

/** Locks by name, in the order of asking, as Web Locks grants them in exclusive mode. */
export function createMemoryLocks(): Locks {
  const holders = new Map<string, { readonly lose: (reason: Error) => void }>()
  const queues = new Map<string, Set<() => void>>()
  const hold = <T>(name: string, task: (granted: boolean) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const holder = { lose: reject }
      const release = (): void => {
        if (holders.get(name) !== holder) return
        holders.delete(name)
        const [next] = queues.get(name) ?? []
        next?.()
      }
      holders.set(name, holder)
      void task(true).then(resolve, reject).finally(release)
    })

  return {
    request(name, { ifAvailable = false, steal = false, signal }, task) {
      if (signal?.aborted) return Promise.reject(abortReason(signal))
      if (steal) {
        holders.get(name)?.lose(new DOMException('The lock was stolen', 'AbortError'))
        return hold(name, task)
      }
      if (!holders.has(name)) return hold(name, task)
      if (ifAvailable) return task(false)
      return new Promise((resolve, reject) => {
        const queue = queues.get(name) ?? new Set()
        queues.set(name, queue)
        const leave = (): void => {
          queue.delete(grant)
          signal?.removeEventListener('abort', abort)
        }
        const abort = (): void => {
          leave()
          if (signal) reject(abortReason(signal))
        }
        // Granted in the same turn as the release: nobody can take the lock in between.
        const grant = (): void => {
          leave()
          void hold(name, task).then(resolve, reject)
        }
        queue.add(grant)
        signal?.addEventListener('abort', abort, { once: true })
      })
    },
  }
}

/** One browser profile: what the tabs of a till share. */
export interface Device {
  /** The ports of one more tab. */
  openTab(): Ports
  readonly clock: Clock & { readonly timers: Timers }
  readonly network: StagedNetwork
  readonly bytes: MemoryByteStore
  /** What outlives a loss of the database. */
  readonly keepsake: MemoryByteStore
}

export interface DeviceOptions {
  /** A staged one by default. */
  readonly clock?: Clock & { readonly timers: Timers }
  readonly network?: StagedNetwork
  readonly seed?: number
  /** By default the runtime's own; Node has none, so a test hands in a fake. */
  readonly indexedDb?: IndexedDb
  /** False: a runtime without Web Locks. */
  readonly locks?: boolean
}

/** @throws CheckoutError `FEATURE_MISSING` when there is no IndexedDB and none is given */
export function createDevice(options: DeviceOptions = {}): Device {
  const clock = options.clock ?? createClock()
  const network = options.network ?? createNetwork(clock.timers)
  const random = createRandom(options.seed)
  const locks = options.locks === false ? null : createMemoryLocks()
  const bytes = createMemoryBytes()
  const keepsake = createMemoryBytes()
  let isPersisted = false
  const persistence: Persistence = {
    persisted: () => Promise.resolve(isPersisted),
    persist: () => Promise.resolve((isPersisted = true)),
  }
  const tabs = new Set<Set<(message: string) => void>>()
  const indexedDb = options.indexedDb ?? runtimeIndexedDb()

  const openChannel = (): Broadcast => {
    const own = new Set<(message: string) => void>()
    tabs.add(own)
    return {
      post(message) {
        for (const tab of tabs) {
          if (tab !== own) for (const listener of [...tab]) void turn().then(() => listener(message))
        }
      },
      subscribe(listener) {
        own.add(listener)
        return () => void own.delete(listener)
      },
    }
  }
  const connectivity: Connectivity = {
    online: () => !network.isCut,
    subscribe: (listener) => network.onChange(listener),
  }

  return {
    clock,
    network,
    bytes,
    keepsake,
    openTab: () => ({
      clock,
      random,
      fetch: network.fetch,
      timers: clock.timers,
      locks,
      broadcast: openChannel(),
      connectivity,
      indexedDb,
      bytes,
      keepsake,
      persistence,
    }),
  }
}

/** The ports of a device with a single tab. @throws CheckoutError as {@link createDevice} */
export function createMemoryPorts(options: DeviceOptions = {}): Ports {
  return createDevice(options).openTab()
}

function runtimeIndexedDb(): IndexedDb {
  const { indexedDB: factory, IDBKeyRange: keyRange } = globalThis as Partial<typeof globalThis>
  if (factory && keyRange) return { factory, keyRange }
  throw new CheckoutError(
    'FEATURE_MISSING',
    'indexedDb: this runtime has no IndexedDB; pass one, such as the fake-indexeddb package gives',
    {
      field: 'indexedDb',
    },
  )
}
