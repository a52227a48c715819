/** What the catalogue benchmarks run inside Chromium: ours, the peers and the limit, each started by name. */
import { Dexie, type Table } from 'dexie'
import { getMany, keys, setMany } from 'idb-keyval'
import { packsOf } from '../../../src/release/byte-packs.ts'
import { createByteStore } from '../../../src/release/byte-store.ts'
import { createLibrary, type Library } from '../../../src/release/library.ts'
import type { SegmentCatalog } from '../../../src/catalog/part.ts'
import type { Listing } from '../../../src/catalog/listing.ts'
import { createReleaseDatabase } from '../../../src/release/release-database.ts'
import { sha256, type Bytes } from '../../../src/core/bytes.ts'
import { confirmedContent, openReleaseContent, type OpenRelease } from '../../../src/release/release-content.ts'
import { createTrustClient } from '../../../src/trust/client.ts'
import { verify } from '../../../src/verify/verify.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }

function openLibrary(root: string, name: string): Library<OpenRelease> {
  const indexedDb = { factory: indexedDB, keyRange: IDBKeyRange }
  return createLibrary({
    trust: (store) =>
      createTrustClient({
        root: new TextEncoder().encode(root),
        store,
        fetch: (url, init) => fetch(url, init),
        clock,
        metadataUrl: `${location.origin}/repository/metadata/`,
        targetUrl: `${location.origin}/repository/targets/`,
      }),
    store: createReleaseDatabase(indexedDb, `${name}-release`),
    bytes: createByteStore(indexedDB, `${name}-bytes`),
    locks: {
      request: (lock, options, task) =>
        navigator.locks.request(lock, options, (held) => task(held !== null)) as ReturnType<typeof task>,
    },
    lockName: name,
    open: openReleaseContent,
    confirm: confirmedContent,
  })
}

function firstVerdict({ release }: OpenRelease, gtin: string): string {
  return (
    verify(
      { gtin, price: '1000.00' },
      {
        release,
        facts: { freshness: 'fresh', clock: 'trusted', serials: {}, quotaUsed: {}, entitlement: null, offline: null },
        setting: { at: new Date().toISOString(), region: '140100', channel: 'store' },
      },
    ).listing?.model ?? ''
  )
}

function rowTable(): Table<Listing & { id: number }, number> {
  const database = new Dexie('rows')
  database.version(1).stores({ rows: 'id, gtin, model' })
  return database.table('rows')
}

/** The longest time that nothing else could run on the main thread, milliseconds, until the returned function is called. */
function watchMainThread(): () => number {
  let longest = 0
  let isOver = false
  const { port1, port2 } = new MessageChannel()
  let last = performance.now()
  port1.onmessage = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) port2.postMessage(0)
  }
  port2.postMessage(0)
  return () => {
    isOver = true
    return Math.max(longest, performance.now() - last)
  }
}

async function timed<T>(task: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now()
  const value = await task()
  return { ms: performance.now() - start, value }
}

/** p50 and p99 of single calls, microseconds; calls are timed in batches where one is below the clock's grain. */
async function quantiles(
  rounds: number,
  batch: number,
  call: (i: number) => unknown,
): Promise<{ p50: number; p99: number }> {
  const samples: number[] = []
  for (let round = 0, i = 0; round < rounds; round++) {
    const start = performance.now()
    for (let k = 0; k < batch; k++, i++) {
      const result = call(i)
      // Dexie's promises are not the platform's.
      if (typeof result === 'object') await (result as PromiseLike<unknown>)
    }
    samples.push(((performance.now() - start) * 1000) / batch)
  }
  samples.sort((a, b) => a - b)
  return { p50: samples[Math.floor(rounds / 2)] ?? 0, p99: samples[Math.floor(rounds * 0.99)] ?? 0 }
}

/** Reads every field, as a caller that shows a listing does. */
function readFields(listing: Listing | undefined): number {
  let sum = 0
  if (listing) for (const field in listing) sum += String(listing[field as keyof Listing]).length
  return sum
}

const listingsOf = async (): Promise<(Listing & { id: number })[]> =>
  (await (await fetch('/listings.json')).json()) as (Listing & { id: number })[]

const served = async (path: string): Promise<Bytes> =>
  new Uint8Array(await (await fetch(`/repository/${path}`)).arrayBuffer())

const bench = {
  async install(root: string, name: string): Promise<{ ms: number; longestTaskMs: number; size: number }> {
    const library = openLibrary(root, name)
    await library.load()
    const stop = watchMainThread()
    const { ms, value } = await timed(() => library.refresh())
    const longestTaskMs = stop()
    return { ms, longestTaskMs, size: value.held.content.release.catalog.size }
  },
  /** The target files under idb-keyval: each by itself, or together as our store keeps them. */
  async installLimit(paths: readonly string[], together: boolean): Promise<void> {
    const files = await Promise.all(paths.map(async (path): Promise<[string, Bytes]> => [path, await served(path)]))
    await setMany(together ? packsOf(files).map(([key, pack]) => [key, [...pack]]) : files)
  },
  /** Milliseconds to fetch what a release consists of. */
  async fetchTargets(paths: readonly string[]): Promise<number> {
    const queue = [...paths]
    const work = async (): Promise<void> => {
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) await served(path)
    }
    return (await timed(() => Promise.all(Array.from({ length: 6 }, work)))).ms
  },
  async installRows(): Promise<number> {
    const rows = await listingsOf()
    return (await timed(() => rowTable().bulkPut(rows))).ms
  },
  async startOurs(root: string, name: string, gtin: string): Promise<{ ms: number; model: string; heapMb: number }> {
    const library = openLibrary(root, name)
    const { ms, value } = await timed(async () => {
      const held = await library.load()
      if (!held) throw new Error('nothing installed')
      return firstVerdict(held.content, gtin)
    })
    const memory = (performance as unknown as { measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }> })
      .measureUserAgentSpecificMemory
    // A headless shell has the function and refuses it.
    const heapMb = await (memory?.call(performance).then(
      ({ bytes }) => bytes / 1e6,
      () => Number.NaN,
    ) ?? Number.NaN)
    return { ms, model: value, heapMb: library.held ? heapMb : 0 }
  },
  async startRows(gtin: string): Promise<{ ms: number; model: string }> {
    const { ms, value } = await timed(async () => {
      const byGtin = new Map<string | null, Listing>()
      const byModel = new Map<string, Listing>()
      for (const row of await rowTable().toArray()) {
        byGtin.set(row.gtin, row)
        byModel.set(row.model, row)
      }
      return byGtin.get(gtin)?.model ?? ''
    })
    return { ms, model: value }
  },
  async startLimit(): Promise<{ ms: number; bytes: number }> {
    const { ms, value } = await timed(async () => {
      const files = (await getMany<Bytes | Bytes[]>(await keys())).flatMap((value) => value ?? [])
      await Promise.all(files.map((file) => sha256(file)))
      return files.reduce((sum, file) => sum + file.length, 0)
    })
    return { ms, bytes: value }
  },
  async lookUps(root: string, name: string): Promise<Record<string, { p50: number; p99: number }>> {
    const library = openLibrary(root, name)
    const held = await library.load()
    if (!held) throw new Error('nothing installed')
    const catalog = held.content.release.catalog as SegmentCatalog
    const steps = catalog.warm()
    while (steps.next().done !== true);
    const listings = (await listingsOf()).filter(({ gtin }) => gtin !== null)
    const byGtin = new Map(listings.map((listing) => [listing.gtin ?? '', listing]))
    const byModel = new Map(listings.map((listing) => [listing.model, listing]))
    const rows = rowTable()
    // A stride that visits every listing in no order; and the few hundred products that a till sells.
    const any = (i: number): Listing => listings[(i * 7919) % listings.length] as Listing
    const sold = (i: number): Listing => listings[((i % 400) * 241) % listings.length] as Listing
    const results: Record<string, { p50: number; p99: number }> = {}
    for (let round = 0; round < 2; round++) {
      results['ours gtin'] = await quantiles(400, 250, (i) => readFields(catalog.byGtin(any(i).gtin ?? '')[0]))
      results['map gtin'] = await quantiles(400, 250, (i) => readFields(byGtin.get(any(i).gtin ?? '')))
      results['ours model'] = await quantiles(400, 250, (i) => readFields(catalog.byModel(any(i).model)[0]))
      results['map model'] = await quantiles(400, 250, (i) => readFields(byModel.get(any(i).model)))
      results['ours gtin sold'] = await quantiles(400, 250, (i) => readFields(catalog.byGtin(sold(i).gtin ?? '')[0]))
      results['map gtin sold'] = await quantiles(400, 250, (i) => readFields(byGtin.get(sold(i).gtin ?? '')))
      results['ours model sold'] = await quantiles(400, 250, (i) => readFields(catalog.byModel(sold(i).model)[0]))
      results['map model sold'] = await quantiles(400, 250, (i) => readFields(byModel.get(sold(i).model)))
      results['dexie gtin'] = await quantiles(400, 1, (i) =>
        rows
          .where('gtin')
          .equals(any(i).gtin ?? '')
          .first()
          .then(readFields),
      )
      results['dexie gtin sold'] = await quantiles(400, 1, (i) =>
        rows
          .where('gtin')
          .equals(sold(i).gtin ?? '')
          .first()
          .then(readFields),
      )
      results['dexie model'] = await quantiles(400, 1, (i) =>
        rows.where('model').equals(any(i).model).first().then(readFields),
      )
      results['dexie model sold'] = await quantiles(400, 1, (i) =>
        rows.where('model').equals(sold(i).model).first().then(readFields),
      )
    }
    return results
  },
}

export type CatalogBench = typeof bench
;(globalThis as unknown as { bench: CatalogBench }).bench = bench
