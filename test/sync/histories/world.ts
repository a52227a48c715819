/** Where a history happens: a platform with its ledger, a line, devices with their tabs, a clock that stands still. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Broadcast, Fetch, Ports } from '../../../src/core/ports.ts'
import { openOutboxDatabase, type RecordRow, type SaleRow, type TaskRow } from '../../../src/outbox/database.ts'
import { createClock, type StagedClock } from '../../../src/testing/clock.ts'
import { createMemoryPlatform, type MemoryPlatform } from '../../../src/testing/memory-platform.ts'
import { createMemoryBytes, createMemoryLocks, createRandom } from '../../../src/testing/memory-ports.ts'
import { createNetwork, type StagedNetwork } from '../../../src/testing/network.ts'
import { apiAddress, givenOnce, start } from './authority.ts'
import { openTab, type Tab } from './tab.ts'
import { countTurns, rest } from './turns.ts'

export const code = 'HISTORY'
export const tills = ['03', '04'] as const

export interface Rows {
  readonly records: readonly RecordRow[]
  readonly sales: readonly SaleRow[]
  readonly tasks: readonly TaskRow[]
  readonly meta: ReadonlyMap<string, unknown>
}

/** One browser profile. */
export interface Device {
  readonly till: string
  readonly factory: IDBFactory
  readonly tabs: Tab[]
  /** How far its wall clock is from the platform's, milliseconds. */
  skewMs: number
  /** What its requests go over; the world's network by default. */
  line: Fetch
  /** It was once so far from it that no clock of this till is believed any more. */
  isClockDoubted: boolean
  open(): Promise<Tab>
  /** What its database holds at this instant, unfinished transactions included. */
  rows(): Rows
}

export interface World {
  readonly clock: StagedClock
  readonly network: StagedNetwork
  readonly platform: MemoryPlatform
  readonly devices: Device[]
  /** What the tabs told of in the background. */
  readonly errors: unknown[]
  /** Answers a request in the platform's place; null: the platform does. */
  intercept: (path: string, body: string) => Response | null
  /** The record that is for ever refused, once it was met; empty: none was, and none will be. */
  poisoned: string | null
  device(till: string, factory?: IDBFactory): Device
}

/** Two tills that were enrolled when the shop opened: what their databases and the platform hold then. */
interface Opening {
  readonly platform: string
  readonly rows: readonly Rows[]
}

let opening: Promise<Opening> | null = null

async function enrolOnce(): Promise<Opening> {
  const world = await createEmptyWorld(true, 1)
  for (const till of tills) await (await world.device(till).open()).enrol(code)
  await rest()
  const rows = world.devices.map((device) => device.rows())
  for (const { tabs } of world.devices) for (const tab of tabs) tab.die()
  return { platform: world.platform.save(), rows }
}

/** A world of two enrolled tills, each with one tab open. */
export async function createWorld(locks: boolean): Promise<World> {
  const { platform, rows } = await (opening ??= enrolOnce())
  const world = await createEmptyWorld(locks, 100)
  world.platform.store.load(platform)
  for (const [i, till] of tills.entries()) {
    const device = world.device(till)
    await fill(device, rows[i]!)
    await device.open()
  }
  await rest()
  return world
}

async function fill({ factory, till }: Device, { records, meta }: Rows): Promise<void> {
  const db = await openOutboxDatabase(`till:${till}`, { factory, keyRange: IDBKeyRange })
  await db.write(['records', 'meta'], async (tables) => {
    await tables.records.bulkPut(records)
    await tables.meta.bulkPut([...meta].map(([key, value]) => ({ key, value }) as never))
  })
  db.close()
}

/** @param seed of what is minted: a till that goes on from another's rows must not mint the same again */
async function createEmptyWorld(locks: boolean, seed: number): Promise<World> {
  countTurns()
  const given = await givenOnce()
  const clock = createClock(start, rest)
  const network = createNetwork(clock.timers)
  const { secrets, authority: releases } = given
  const platform = await createMemoryPlatform({ clock, secrets, releases, magic: false })
  await platform.addCode(code, { reusable: true })
  const world: World = {
    clock,
    network,
    platform,
    devices: [],
    errors: [],
    intercept: () => null,
    poisoned: null,
    device,
  }
  network.serve(apiAddress, async (request) => {
    const path = request.url.slice(apiAddress.length)
    return world.intercept(path, await request.clone().text()) ?? platform.handle(path, request)
  })

  function device(till: string, factory = new IDBFactory()): Device {
    const random = createRandom(seed + world.devices.length)
    const shared = locks ? createMemoryLocks() : null
    const bytes = createMemoryBytes()
    const keepsake = createMemoryBytes()
    const channels = new Set<Set<(message: string) => void>>()
    const channel = (): Broadcast => {
      const own = new Set<(message: string) => void>()
      channels.add(own)
      return {
        post(message) {
          for (const other of channels)
            if (other !== own) for (const listener of [...other]) setImmediate(() => listener(message))
        },
        subscribe(listener) {
          own.add(listener)
          return () => void own.delete(listener)
        },
      }
    }
    const made: Device = {
      till,
      factory,
      tabs: [],
      line: network.fetch,
      skewMs: 0,
      isClockDoubted: false,
      async open() {
        const ports: Ports = {
          clock: { now: () => clock.now() + made.skewMs, monotonic: () => clock.monotonic() },
          random,
          fetch: (url, init) => made.line(url, init),
          timers: clock.timers,
          locks: shared,
          broadcast: channel(),
          connectivity: { online: () => !network.isCut, subscribe: (listener) => network.onChange(listener) },
          indexedDb: { factory, keyRange: IDBKeyRange },
          bytes,
          keepsake,
          persistence: null,
        }
        const onError = (error: unknown): void => void world.errors.push(error)
        const tab = await openTab({ given, till, ports, factory, onError })
        made.tabs.push(tab)
        return tab
      },
      rows: () => rowsIn(factory, `till:${till}`),
    }
    world.devices.push(made)
    return made
  }
  return world
}

/** What of fake-indexeddb's own rows can be read without a transaction, and so without a turn. */
interface RawStores {
  readonly _databases: ReadonlyMap<
    string,
    { readonly rawObjectStores: ReadonlyMap<string, { readonly records: { values(): Iterable<{ value: unknown }> } }> }
  >
}

function rowsIn(factory: IDBFactory, name: string): Rows {
  const stores = (factory as unknown as RawStores)._databases.get(name)?.rawObjectStores
  const all = (store: string): unknown[] => [...(stores?.get(store)?.records.values() ?? [])].map(({ value }) => value)
  const meta = all('meta') as { readonly key: string; readonly value: unknown }[]
  const records = all('records') as RecordRow[]
  return {
    records: records.sort((a, b) => a.epoch - b.epoch || a.seq - b.seq),
    sales: all('sales') as SaleRow[],
    tasks: all('tasks') as TaskRow[],
    meta: new Map(meta.map(({ key, value }) => [key, value])),
  }
}
