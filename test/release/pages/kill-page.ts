/** A page that refreshes its library and stands still at a chosen point of its writing, to be killed there. */
import { createByteStore } from '../../../src/release/byte-store.ts'
import type { SegmentCatalog } from '../../../src/catalog/part.ts'
import { createLibrary, type ReleaseInForce, type Library } from '../../../src/release/library.ts'
import { openCatalog } from '../../../src/catalog/open-catalog.ts'
import { createReleaseDatabase } from '../../../src/release/release-database.ts'
import { createTrustClient } from '../../../src/trust/client.ts'

/** `before` a write, `during` it (begun, not waited for), `after` it. */
export type Moment = 'before' | 'during' | 'after'

/** What is written, in the order of a refresh and the start after it. */
export type Write = 'files' | 'switch' | 'settle' | 'collect'

const never = new Promise<never>(() => undefined)
let updates = 0
let killWrite: Write | null = null
let killMoment: Moment = 'before'

/** Stands still at the chosen write, and says so in the title. */
async function watched<T>(name: Write, write: () => Promise<T>): Promise<T> {
  const isHere = name === killWrite
  const stand = async (): Promise<void> => {
    if (!isHere) return
    document.title = 'kill'
    await never
  }
  if (killMoment === 'before') await stand()
  const written = write()
  if (killMoment === 'during') await stand()
  const result = await written
  if (killMoment === 'after') await stand()
  return result
}

function open(root: string): Library<SegmentCatalog> {
  const bytes = createByteStore(indexedDB, 'bytes')
  const database = createReleaseDatabase({ factory: indexedDB, keyRange: IDBKeyRange }, 'release')
  return createLibrary({
    trust: (store) =>
      createTrustClient({
        root: new TextEncoder().encode(root),
        store,
        fetch: (url, init) => fetch(url, init),
        clock: { now: () => Date.now() },
        metadataUrl: `${location.origin}/repository/metadata/`,
        targetUrl: `${location.origin}/repository/targets/`,
      }),
    store: {
      ...database,
      update: (change) => watched(updates++ === 0 ? 'switch' : 'settle', () => database.update(change)),
    },
    bytes: {
      ...bytes,
      setMany: (entries) => watched('files', () => bytes.setMany(entries)),
      deleteMany: (keys) => watched('collect', () => bytes.deleteMany(keys)),
    },
    locks: null,
    lockName: 'refresh',
    open: (files) => openCatalog(files).catalog,
    confirm: (content) => content,
  })
}

/** Every listing and its price, as the catalogue in force gives them. */
function contentOf(held: ReleaseInForce<SegmentCatalog> | null, gtins: readonly string[]): string {
  return held
    ? gtins
        .map((gtin) =>
          held.content
            .byGtin(gtin)
            .map(({ model, filedPrice }) => `${model} ${filedPrice}`)
            .join(),
        )
        .join(';')
    : 'nothing'
}

const page = {
  /** Starts, refreshes and starts again. */
  async refresh(root: string, at: Write | null, moment: Moment): Promise<void> {
    killWrite = at
    killMoment = moment
    const library = open(root)
    await library.load()
    await library.settled()
    await library.refresh()
    const restarted = open(root)
    await restarted.load()
    await restarted.settled()
  },
  /** What a start without a network gives, and what a refresh then makes of it. */
  async look(root: string, gtins: readonly string[]): Promise<{ started: string; refreshed: string }> {
    const library = open(root)
    const started = contentOf(await library.load(), gtins)
    await library.settled()
    return { started, refreshed: contentOf((await library.refresh()).held, gtins) }
  },
}

export type KillPage = typeof page
;(globalThis as unknown as { page: KillPage }).page = page
