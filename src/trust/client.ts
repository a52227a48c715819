/**
 * The trust client: a TUF 1.0 client for pages, workers and Node. It trusts nothing but the root that the
 * integrator pinned; the store and the network are both untrusted input.
 */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { loaded } from '../core/late.ts'
import type { Clock, Fetch, Timers } from '../core/ports.ts'
import { floorsUnder, readRootChain, requireFile } from './cached.ts'
import {
  requireFloors,
  requireNoRollback,
  requireTimestampNames,
  requireUnexpired,
  snapshotMeta,
  verifySnapshot,
  verifyTimestamp,
} from './checks.ts'
import { download, fetchChecked, type Downloader, type DownloadOptions } from './download.ts'
import { defaultLimits, type TrustLimits } from './limits.ts'
import { openRelease, type TargetsSource, type TrustedRelease } from './release.ts'
import { quoteName, type MetadataStore } from './store.ts'
import { requireTarget, targetAddress, type TargetFile } from './target-file.ts'
import type { UpdateContext } from './workflow.ts'

export interface TrustOptions {
  /** The pinned initial root metadata: the file's bytes. */
  readonly root: Uint8Array
  readonly store: MetadataStore
  readonly fetch: Fetch
  /** Address of the metadata: `"https://till.example/repository/metadata/"`. */
  readonly metadataUrl: string
  /** Address of the target files: `"https://till.example/repository/targets/"`. */
  readonly targetUrl: string
  readonly clock: Pick<Clock, 'now'>
  /** With it, a download that falls silent is given up after {@link TrustLimits.stallMs}. */
  readonly timers?: Timers
  readonly limits?: Partial<TrustLimits>
  /**
   * `release` (default): a refresh changes nothing in the store; {@link TrustClient.save} keeps a release whole,
   * when the caller is ready for it. An expired timestamp can still be loaded: its age is the caller's to judge.
   * `specification`: each file is kept as soon as it is trusted, and nothing expired is loaded.
   */
  readonly keeping?: 'release' | 'specification'
  /** `all` loads every delegated role with the release; `needed` loads a role when a path leads to it. Default `all`. */
  readonly roles?: 'all' | 'needed'
}

export interface RequestOptions {
  readonly signal?: AbortSignal
}

export interface TrustClient {
  /**
   * The stored release, verified again from the pinned root; null when none is stored.
   * @throws {@link CheckoutError} `METADATA_…` when what is stored cannot be trusted: refresh then
   */
  load(): Promise<TrustedRelease | null>
  /**
   * The newest release by the whole client workflow. When it fails, what was trusted before stays trusted.
   * @throws {@link CheckoutError} `METADATA_…`, `TRANSPORT_FAILED`, `ABORTED`
   */
  refresh(options?: RequestOptions): Promise<TrustedRelease>
  /** Keeps a release's metadata in the store in one write, and drops what no longer belongs to it. */
  save(trusted: TrustedRelease): Promise<void>
  /** The file at `path` in the release that was loaded or refreshed last. @throws {@link CheckoutError} `CATALOG_MISSING` before that */
  target(path: string): Promise<TargetFile | null>
  /**
   * The content of a target file, its length and hash checked (5.7).
   * @throws {@link CheckoutError} `TARGET_MISMATCH`, `TARGET_TOO_LARGE`, `TARGET_UNKNOWN`, `TRANSPORT_FAILED`, `ABORTED`
   */
  fetchTarget(file: TargetFile, options?: RequestOptions): Promise<Bytes>
}

/** @throws {@link CheckoutError} `METADATA_…` from its calls when the pinned root is not a root at all */
export function createTrustClient(options: TrustOptions): TrustClient {
  const { store, clock, keeping = 'release', roles = 'all' } = options
  const limits: TrustLimits = { ...defaultLimits, ...options.limits }
  const downloader: Downloader = { fetch: options.fetch, timers: options.timers ?? null, limits }
  const pinned = new Uint8Array(options.root)
  const metadataUrl = withSlash(options.metadataUrl)
  const targetUrl = withSlash(options.targetUrl)
  let current: TrustedRelease | null = null

  async function whole(trusted: TrustedRelease): Promise<TrustedRelease> {
    if (roles === 'all') await trusted.listTargets()
    return (current = trusted)
  }

  return {
    async load() {
      const nowMs = clock.now()
      const [cached, floors] = await Promise.all([store.read(), store.floors()])
      if (!cached.has('timestamp')) return null
      const { root, files: rootFiles } = await readRootChain(pinned, cached)
      requireUnexpired(root, 'root', nowMs)
      const lowest = floorsUnder(root, floors)
      const timestamp = await verifyTimestamp(root, requireFile(cached, 'timestamp'))
      requireNoRollback('timestamp', timestamp.signed.version, lowest.timestamp)
      requireNoRollback('snapshot', snapshotMeta(timestamp).version, lowest.snapshot)
      if (keeping === 'specification') requireUnexpired(timestamp, 'timestamp', nowMs)
      const snapshot = await verifySnapshot(root, requireFile(cached, 'snapshot'))
      await requireTimestampNames(timestamp, snapshot)
      requireFloors(snapshot, lowest)
      requireUnexpired(snapshot, 'snapshot', nowMs)
      const source: TargetsSource = async (name, _, verify) => verify(requireFile(cached, quoteName(name)))
      return whole(await openRelease({ root, rootFiles, timestamp, snapshot, source, limits, nowMs }))
    },

    async refresh({ signal } = {}) {
      const nowMs = clock.now() // 5.1
      const [cached, floors] = await Promise.all([store.read(), store.floors()])
      const keep: UpdateContext['keep'] = async (key, bytes) => {
        if (keeping === 'specification') await store.write(new Map([[key, bytes]]))
      }
      const context: UpdateContext = { downloader, metadataUrl, limits, cached, floors, nowMs, keep, signal }
      const { targetsFromNetwork, updateTopLevel } = await loaded(import('./workflow.ts'))
      const parts = await updateTopLevel(await readRootChain(pinned, cached), context)
      const source = targetsFromNetwork(context, parts.root.signed.consistent_snapshot ?? false)
      return whole(await openRelease({ ...parts, source, limits, nowMs }))
    },

    async save(trusted) {
      const changes = new Map<string, Bytes | null>()
      for (const key of (await store.read()).keys()) changes.set(key, null)
      for (const [key, bytes] of trusted.metadata) changes.set(key, bytes)
      await store.write(changes)
    },

    async target(path) {
      return trustedNow(current).target(path)
    },

    async fetchTarget(file, { signal } = {}) {
      if (file.length > limits.targetFileBytes) {
        throw new CheckoutError('TARGET_TOO_LARGE', `${file.path} is larger than it may be`, {
          field: file.path,
          expected: `at most ${limits.targetFileBytes} bytes`,
        })
      }
      const { consistentSnapshot } = trustedNow(current)
      const url = targetUrl + targetAddress(file, consistentSnapshot)
      const fetchOnce = async (cache: DownloadOptions['cache']): Promise<Bytes> => {
        const limitBytes = file.length
        const bytes = await download(downloader, {
          url,
          name: file.path,
          limitBytes,
          tooLarge: 'TARGET_TOO_LARGE',
          cache,
          signal,
        })
        if (bytes) return bytes
        throw new CheckoutError('TRANSPORT_FAILED', `${file.path} is not on the server`, {
          field: file.path,
          received: 'HTTP 404',
        })
      }
      return fetchChecked(consistentSnapshot ? 'default' : 'no-store', fetchOnce, async (bytes) => {
        await requireTarget(file, bytes)
        return bytes
      })
    },
  }
}

function trustedNow(trusted: TrustedRelease | null): TrustedRelease {
  if (trusted) return trusted
  throw new CheckoutError('CATALOG_MISSING', 'no release is trusted yet: load or refresh first')
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
