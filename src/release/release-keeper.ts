/** The release on this till: loaded from the device at the start, kept fresh from the network, and the clock floor with it. */
import { createClockWatch, type ClockWatch } from './clock-watch.ts'
import { createLibrary, type ReleaseInForce } from './library.ts'
import type { ReleaseStore } from './release-store.ts'
import { childController } from '../core/abort.ts'
import { instantToMs } from '../core/clock.ts'
import { CheckoutError, type ErrorCode } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import { storageFault } from '../core/storage-fault.ts'
import { confirmedContent, openReleaseContent, type OpenRelease } from './release-content.ts'
import { requireProduction } from '../scheme/scheme-file.ts'
import { createTrustClient } from '../trust/client.ts'
import { createFreshKeeper } from './keep-fresh.ts'

export interface ReleaseKeeper {
  readonly held: ReleaseInForce<OpenRelease> | null
  readonly watch: ClockWatch
  /** Why there is no newer release, or none at all; null once a refresh succeeded. */
  readonly fault: CheckoutError | null
  /** @throws CheckoutError {@link ReleaseKeeper.fault} where no release is held because the repository is another's */
  requireOurs(): void
  /** The stored release, if there is one that can be trusted; tells of what cannot. */
  load(): Promise<void>
  /** Goes on refreshing by itself. Resolves after the first attempt. */
  start(): Promise<void>
  refresh(): Promise<RefreshResult>
  close(): Promise<void>
}

/** After so long a refresh is given up, and with it the lock that other tabs wait for, milliseconds: an hour for 100 MB at 30 kB/s. */
const refreshLimitMs = 3_600_000

export type RefreshResult =
  { readonly status: 'updated' | 'unchanged' } | { readonly status: 'failed'; readonly error: unknown }

export interface ReleaseKeeperOptions {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'fetch' | 'timers' | 'locks' | 'connectivity' | 'bytes'>
  readonly store: ReleaseStore
  readonly root: Uint8Array
  /** Address of the signed repository, absolute, ending in `/`. */
  readonly repository: string
  /** True in production, where a sandbox's release is refused. */
  readonly isLive: boolean
  readonly lockName: string
  readonly onChange: () => void
  readonly onProgress: (done: number, total: number) => void
  readonly onError: (error: unknown) => void
}

export async function createReleaseKeeper(options: ReleaseKeeperOptions): Promise<ReleaseKeeper> {
  const { ports, store, root, repository, lockName } = options
  const { clock, fetch } = ports
  const watch = createClockWatch(clock, (await store.read()).clockFloorMs)
  const closing = new AbortController()
  const library = createLibrary({
    trust: (metadata) =>
      createTrustClient({
        root,
        store: metadata,
        fetch,
        clock,
        timers: ports.timers,
        metadataUrl: `${repository}metadata/`,
        targetUrl: `${repository}targets/`,
      }),
    store,
    bytes: ports.bytes,
    locks: ports.locks,
    lockName,
    open(files, trusted) {
      const content = openReleaseContent(files, trusted)
      if (options.isLive) requireProduction(content.release.ruleSets)
      return content
    },
    confirm: confirmedContent,
  })
  const issuedMs = (held: ReleaseInForce<OpenRelease> | null): number =>
    held?.trusted.issued ? instantToMs(held.trusted.issued) : 0
  const keepFloor = async (): Promise<void> => {
    const floorMs = watch.floorMs()
    await store
      .update((state) => ({ ...state, clockFloorMs: Math.max(floorMs, issuedMs(library.held)) }))
      .catch(options.onError)
  }

  let last: RefreshResult = { status: 'unchanged' }
  let fault: CheckoutError | null = null
  const note = (error: unknown): void => {
    const found = storageFault(error)
    // That there is no line says nothing against what was found wrong before.
    if (found.code !== 'TRANSPORT_FAILED' || fault === null) fault = found
    options.onError(found)
  }
  const attempt = async (): Promise<boolean> => {
    const before = issuedMs(library.held)
    const deadline = childController(closing.signal)
    const callOff = ports.timers.after(refreshLimitMs, () => deadline.abort())
    try {
      const { status, held } = await library.refresh({
        signal: deadline.signal,
        onProgress: ({ bytesDone, bytes }) => options.onProgress(bytesDone, bytes),
      })
      if (issuedMs(held) > before) watch.accept(issuedMs(held))
      last = { status }
      fault = null
      await keepFloor()
    } catch (cause) {
      const isLate = deadline.signal.aborted && !closing.signal.aborted
      const error = isLate ? tooSlow(cause) : cause
      last = { status: 'failed', error }
      if (!closing.signal.aborted) note(error)
    } finally {
      callOff()
      deadline.abort()
    }
    options.onChange()
    return last.status !== 'failed'
  }
  const keeper = createFreshKeeper(attempt, ports)

  return {
    get held() {
      return library.held
    },
    watch,
    get fault() {
      return fault
    },
    requireOurs() {
      if (!library.held && fault && foreign.includes(fault.code)) throw fault
    },
    async load() {
      try {
        const held = await library.load()
        if (held) watch.raise(issuedMs(held))
      } catch (error) {
        note(error)
      }
      options.onChange()
    },
    async start() {
      keeper.start()
      await keeper.refresh()
    },
    async refresh() {
      await keeper.refresh()
      return last
    },
    async close() {
      closing.abort()
      keeper.close()
      await library.settled()
      await keepFloor()
      library.close()
    },
  }
}

/** What no line and no waiting puts right. */
const foreign: readonly ErrorCode[] = ['METADATA_UNSIGNED', 'OPTIONS_INVALID']

function tooSlow(cause: unknown): CheckoutError {
  return new CheckoutError('TRANSPORT_FAILED', 'the release could not be fetched in time: the line is too slow', {
    field: 'release',
    expected: `at most ${refreshLimitMs / 60_000} minutes`,
    cause,
  })
}
