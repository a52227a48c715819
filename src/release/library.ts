/**
 * The library keeps the release: it loads it from the device, verified again from the pinned root,
 * refreshes it, and switches from one release to the next in a single transaction.
 */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { loaded } from '../core/late.ts'
import type { ByteStore, Locks } from '../core/ports.ts'
import type { RequestOptions, TrustClient } from '../trust/client.ts'
import type { TrustedRelease } from '../trust/release.ts'
import type { MetadataStore } from '../trust/store.ts'
import type { TargetFile } from '../trust/target-file.ts'
import { examineFile } from '../catalog/open-catalog.ts'
import type { DownloadProgress } from './gather.ts'
import { fileKey, releaseFiles, type ReleaseFiles } from '../catalog/release-files.ts'
import { readEarly, readStored, type EarlyFiles } from './stored-files.ts'
import { emptyState, type ReleaseStore, type StoredRelease, type StoredState } from './release-store.ts'

export interface LibraryOptions<Content> {
  /** Makes the trust client over the library's metadata store. */
  readonly trust: (store: MetadataStore) => TrustClient
  readonly store: ReleaseStore
  readonly bytes: ByteStore
  readonly locks: Locks | null
  /** Name of the lock that one refresh at a time holds, over all tabs: one for each database. */
  readonly lockName: string
  /**
   * Reads a release's files into what the stages use. Whatever it throws refuses the release whole,
   * and the one in force stays.
   */
  readonly open: (files: ReleaseFiles, trusted: TrustedRelease) => Content | Promise<Content>
  /** The content of the same files under metadata that confirms them anew. */
  readonly confirm: (content: Content, trusted: TrustedRelease) => Content
  /** Which paths to keep on this device; all by default. */
  readonly wants?: (path: string) => boolean
}

/** A release in memory. */
export interface ReleaseInForce<Content> {
  readonly content: Content
  readonly files: ReleaseFiles
  readonly trusted: TrustedRelease
}

export interface RefreshOptions extends RequestOptions {
  readonly onProgress?: (progress: DownloadProgress) => void
}

export interface LibraryRefresh<Content> {
  /** `unchanged`: the same files; the authority may have confirmed them again. */
  readonly status: 'updated' | 'unchanged'
  readonly held: ReleaseInForce<Content>
}

export interface Library<Content> {
  /** The release in force; null before {@link Library.load} or a first refresh. */
  readonly held: ReleaseInForce<Content> | null
  /**
   * The stored release, every signature and every file checked again; null when none is stored. If
   * the newest cannot be read, the one before it, while that is still kept.
   * @throws {@link CheckoutError} why what is stored cannot be used: refresh then
   */
  load(): Promise<ReleaseInForce<Content> | null>
  /**
   * The newest release: fetches what changed, and switches to it once all of it is verified and stored.
   * @throws {@link CheckoutError} the release in force stays in force
   */
  refresh(options?: RefreshOptions): Promise<LibraryRefresh<Content>>
  /**
   * Further files of the release in force, for a page that keeps a part of it.
   * @throws {@link CheckoutError} `CATALOG_MISSING`, `TARGET_UNKNOWN`, or why one cannot be fetched
   */
  fetch(paths: readonly string[], options?: RefreshOptions): Promise<ReleaseFiles>
  /** Resolves when what goes on after {@link Library.load} is done: floors raised, old files dropped. */
  settled(): Promise<void>
  close(): void
}

export function createLibrary<Content>(options: LibraryOptions<Content>): Library<Content> {
  const { store, bytes, locks, lockName, open, confirm, wants = () => true } = options
  let state: StoredState = emptyState
  // Whose metadata the trust client sees.
  let selected: StoredRelease | null = null
  let held: ReleaseInForce<Content> | null = null
  let settling: Promise<void> = Promise.resolve()

  const trust = options.trust({
    read: () => Promise.resolve(new Map(selected?.metadata ?? [])),
    // The library writes metadata itself, together with the pointer.
    write: () => Promise.resolve(),
    floors: () => Promise.resolve(state.floors),
  })

  async function openStored(
    stored: StoredRelease,
    reading: Promise<EarlyFiles>,
  ): Promise<ReleaseInForce<Content> | null> {
    selected = stored
    const trusted = await trust.load()
    if (!trusted) return null
    const wanted = await wantedOf(trusted)
    const files = releaseFiles(wanted, await readStored(wanted, await reading))
    return { content: await open(files, trusted), files, trusted }
  }

  async function wantedOf(trusted: TrustedRelease): Promise<readonly TargetFile[]> {
    return (await trusted.listTargets()).filter(({ path }) => wants(path))
  }

  async function load(): Promise<ReleaseInForce<Content> | null> {
    // Reading files waits for nothing: which of them count is said by the metadata, which is verified meanwhile.
    const reading = readEarly(bytes)
    reading.catch(() => undefined)
    state = await store.read()
    const failures: unknown[] = []
    for (const stored of [state.current, state.previous]) {
      if (!stored) continue
      try {
        held = await openStored(stored, reading)
        if (!held) continue
        if (stored === state.current) settling = settle(stored, held.trusted).catch(() => undefined)
        return held
      } catch (error) {
        failures.push(error)
      }
    }
    // A refresh starts from what is stored as the newest, whatever its state.
    selected = state.current
    if (failures.length === 0) return null
    // The fault of the newest release tells the most.
    throw failures[0] instanceof Error
      ? failures[0]
      : new CheckoutError('STORAGE_CORRUPT', 'The stored release cannot be read', { cause: failures[0] })
  }

  /** The release came through a restart: floors rise, and nothing older is needed any more. */
  async function settle(stored: StoredRelease, trusted: TrustedRelease): Promise<void> {
    if (!stored.survived || JSON.stringify(state.floors) !== JSON.stringify(trusted.floors)) {
      state = await store.update((before) =>
        before.current?.id !== stored.id
          ? before
          : { ...before, current: { ...before.current, survived: true }, previous: null, floors: trusted.floors },
      )
    }
    await locked(async (granted) => {
      if (granted) await collect()
    }, true)
  }

  async function collect(): Promise<void> {
    const { current, previous } = await store.read()
    const kept = new Set([...(current?.files ?? []), ...(previous?.files ?? [])])
    const dropped = (await bytes.keys()).filter((key) => !kept.has(key))
    if (dropped.length > 0) await bytes.deleteMany(dropped)
  }

  async function refresh(refreshOptions: RefreshOptions = {}): Promise<LibraryRefresh<Content>> {
    return locked(async () => {
      // Another tab may have switched while this one waited: then its release is the baseline, its files are there.
      state = await store.read()
      selected = state.current ?? selected
      const trusted = await trust.refresh(refreshOptions)
      const before = held
      if (before && before.trusted.snapshotHash === trusted.snapshotHash) {
        held = { ...before, content: confirm(before.content, trusted), trusted }
        await switchTo(held, await wantedOf(trusted))
        return { status: 'unchanged', held }
      }
      const wanted = await wantedOf(trusted)
      const files = releaseFiles(wanted, await gatherFiles(wanted, refreshOptions))
      const next = { content: await open(files, trusted), files, trusted }
      await switchTo(next, wanted)
      held = next
      return { status: 'updated', held: next }
    }, false)
  }

  async function gatherFiles(
    wanted: readonly TargetFile[],
    { signal, onProgress }: RefreshOptions,
  ): Promise<Map<string, Bytes>> {
    const known = new Map<string, Bytes>()
    for (const file of held ? await held.trusted.listTargets() : []) {
      if (held?.files.has(file.path)) known.set(fileKey(file), held.files.read(file.path))
    }
    const { gather } = await loaded(import('./gather.ts'))
    return gather(wanted, {
      store: bytes,
      held: known,
      fetch: (file) => trust.fetchTarget(file, signal && { signal }),
      examine: examineFile,
      onProgress,
    })
  }

  async function switchTo({ trusted, files }: ReleaseInForce<Content>, wanted: readonly TargetFile[]): Promise<void> {
    const stored = new Set(await bytes.keys())
    // The browser or somebody may have emptied the store meanwhile; what is verified in memory goes back.
    const lost = wanted.filter((file) => !stored.has(fileKey(file)))
    if (lost.length > 0) await bytes.setMany(lost.map((file) => [fileKey(file), files.read(file.path)]))
    const next: StoredRelease = {
      id: trusted.snapshotHash,
      version: trusted.versions['timestamp'] ?? 1,
      metadata: [...trusted.metadata],
      files: [...new Set(wanted.map(fileKey))],
      survived: false,
    }
    const basis = selected?.id ?? null
    state = await store.update((before) => switched(before, next, basis))
    selected = state.current
  }

  function locked<T>(task: (granted: boolean) => Promise<T>, ifAvailable: boolean): Promise<T> {
    return locks ? locks.request(lockName, { ifAvailable }, task) : task(true)
  }

  return {
    get held() {
      return held
    },
    load,
    refresh,
    async fetch(paths, fetchOptions = {}) {
      const trusted = held?.trusted
      if (!trusted) throw new CheckoutError('CATALOG_MISSING', 'No release is in force yet: load or refresh first')
      const files = await Promise.all(
        paths.map(async (path) => {
          const file = await trusted.target(path)
          if (!file)
            throw new CheckoutError('TARGET_UNKNOWN', `${path} is not in the release in force`, { field: path })
          return file
        }),
      )
      return releaseFiles(files, await gatherFiles(files, fetchOptions))
    },
    settled: () => settling,
    close: () => store.close(),
  }
}

/** The state with `next` in force; as it is where another tab has put a newer one there since `basis`. */
function switched(before: StoredState, next: StoredRelease, basis: string | null): StoredState {
  const { current, previous } = before
  if (current && current.id !== basis && current.version >= next.version) return before
  if (current?.id === next.id) return { ...before, current: { ...next, survived: current.survived } }
  // What is kept for a bad day is the last release known to have come through a restart.
  return { ...before, current: next, previous: current?.survived ? current : (previous ?? current) }
}
