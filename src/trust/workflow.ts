/** The client workflow over the network (specification 5.3 to 5.6), step by step. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { floorsUnder, readBaseline, type Baseline, type Files, type OnlineFloors, type RootChain } from './cached.ts'
import {
  requireFloors,
  requireMetaFile,
  requireNoRollback,
  requireSnapshotNoRollback,
  requireTimestampNames,
  requireUnexpired,
  requireVersion,
  snapshotMeta,
  verifyNextRoot,
  verifySnapshot,
  verifyTimestamp,
} from './checks.ts'
import { download, fetchChecked, type Downloader, type DownloadOptions } from './download.ts'
import type { TrustLimits } from './limits.ts'
import type { Metadata, MetaFile, RootSigned, SnapshotSigned, TimestampSigned } from './metadata.ts'
import type { TargetsSource } from './release.ts'
import { quoteName, rootKey, type Floors } from './store.ts'

export interface UpdateContext {
  readonly downloader: Downloader
  /** Ends in `/`. */
  readonly metadataUrl: string
  readonly limits: TrustLimits
  readonly cached: Files
  readonly floors: Floors | null
  /** The fixed start time of the update (5.1). */
  readonly nowMs: number
  /** Told of each file as soon as it is trusted. */
  readonly keep: (key: string, bytes: Bytes) => Promise<void>
  readonly signal: AbortSignal | undefined
}

/** Timestamp and snapshot of an update under way, with the root above them. */
export interface UpdatedParts {
  readonly root: Metadata<RootSigned>
  readonly rootFiles: Files
  readonly timestamp: Metadata<TimestampSigned>
  readonly snapshot: Metadata<SnapshotSigned>
}

/** 5.3 to 5.5: root, timestamp, snapshot. */
export async function updateTopLevel(start: RootChain, context: UpdateContext): Promise<UpdatedParts> {
  const { root, files: rootFiles } = await updateRoot(start, context)
  const baseline = await readBaseline(root, context.cached) // 5.3.11
  const floors = floorsUnder(root, context.floors)
  const timestamp = await updateTimestamp(root, baseline, floors, context)
  const snapshot = await updateSnapshot(root, timestamp, baseline, floors, context)
  return { root, rootFiles, timestamp, snapshot }
}

async function updateRoot(start: RootChain, context: UpdateContext): Promise<RootChain> {
  let { root } = start
  const files = new Map(start.files)
  // 5.3.3 and 5.3.9: version by version, until there are no more, or as many as the limit allows have been seen.
  for (let step = 0; step < context.limits.rootRotations; step++) {
    const version = root.signed.version + 1
    const bytes = await fetchMetadata('root', `${version}.root.json`, context.limits.rootBytes, context)
    if (!bytes) break
    root = await verifyNextRoot(root, bytes) // 5.3.4, 5.3.5, 5.3.7
    files.set(rootKey(version), bytes)
    await context.keep(rootKey(version), bytes) // 5.3.8
  }
  requireUnexpired(root, 'root', context.nowMs) // 5.3.10
  return { root, files }
}

async function updateTimestamp(
  root: Metadata<RootSigned>,
  { timestamp: known }: Baseline,
  floors: OnlineFloors,
  context: UpdateContext,
): Promise<Metadata<TimestampSigned>> {
  const bytes = await required('timestamp', 'timestamp.json', context.limits.timestampBytes, context) // 5.4.1
  const next = await verifyTimestamp(root, bytes) // 5.4.2
  requireNoRollback('timestamp', next.signed.version, Math.max(known?.signed.version ?? 0, floors.timestamp)) // 5.4.3.1
  // 5.4.3.1: at the same version the file trusted before stays, whatever the new one says.
  const isSame = known?.signed.version === next.signed.version
  const timestamp = known && isSame ? known : next
  const snapshotVersion = snapshotMeta(timestamp).version
  requireNoRollback('snapshot', snapshotVersion, Math.max(known ? snapshotMeta(known).version : 0, floors.snapshot)) // 5.4.3.2
  requireUnexpired(timestamp, 'timestamp', context.nowMs) // 5.4.4
  if (!isSame) await context.keep('timestamp', bytes) // 5.4.5
  return timestamp
}

async function updateSnapshot(
  root: Metadata<RootSigned>,
  timestamp: Metadata<TimestampSigned>,
  { snapshot: known }: Baseline,
  floors: OnlineFloors,
  context: UpdateContext,
): Promise<Metadata<SnapshotSigned>> {
  const meta = snapshotMeta(timestamp)
  if (known && (await isStillGood(known, timestamp, context.nowMs))) {
    requireFloors(known, floors)
    return known
  }
  const isConsistent = root.signed.consistent_snapshot ?? false
  const file = isConsistent ? `${meta.version}.snapshot.json` : 'snapshot.json'
  const limit = boundOf(meta, context.limits.snapshotBytes)
  const next = await fetchChecked(
    isConsistent ? 'default' : 'no-store',
    (cache) => required('snapshot', file, limit, context, cache), // 5.5.1
    async (bytes) => {
      await requireMetaFile('snapshot', bytes, meta) // 5.5.2
      const read = await verifySnapshot(root, bytes) // 5.5.3
      requireVersion('snapshot', read.signed.version, meta.version) // 5.5.4
      return read
    },
  )
  if (known) requireSnapshotNoRollback(next, known) // 5.5.5
  requireFloors(next, floors)
  requireUnexpired(next, 'snapshot', context.nowMs) // 5.5.6
  await context.keep('snapshot', next.bytes) // 5.5.7
  return next
}

/** A stored snapshot is used again when it is exactly the one that the timestamp names. */
async function isStillGood(
  known: Metadata<SnapshotSigned>,
  timestamp: Metadata<TimestampSigned>,
  nowMs: number,
): Promise<boolean> {
  try {
    await requireTimestampNames(timestamp, known)
    requireUnexpired(known, 'snapshot', nowMs)
    return true
  } catch {
    return false
  }
}

/** 5.6.1 and 5.6.6 for targets and delegated roles: the stored file where it verifies, else the served one. */
export function targetsFromNetwork(context: UpdateContext, consistentSnapshot: boolean): TargetsSource {
  return async (name, meta, verify) => {
    const stored = context.cached.get(quoteName(name))
    const known = stored && (await verify(stored).catch(() => null))
    if (known) return known
    const quoted = quoteName(name)
    const file = consistentSnapshot ? `${meta.version}.${quoted}.json` : `${quoted}.json`
    const limit = boundOf(meta, context.limits.targetsBytes)
    const metadata = await fetchChecked(
      consistentSnapshot ? 'default' : 'no-store',
      (cache) => required(name, file, limit, context, cache),
      verify,
    )
    await context.keep(quoted, metadata.bytes)
    return metadata
  }
}

/** A signed length can be smaller than our own limit, never larger: whoever signs may be the attacker. */
function boundOf({ length }: MetaFile, limitBytes: number): number {
  return Math.min(length ?? limitBytes, limitBytes)
}

async function fetchMetadata(
  name: string,
  file: string,
  limitBytes: number,
  context: UpdateContext,
  cache: DownloadOptions['cache'] = 'no-store',
): Promise<Bytes | null> {
  const { downloader, metadataUrl, signal } = context
  return download(downloader, {
    url: metadataUrl + file,
    name: `${name} metadata`,
    limitBytes,
    tooLarge: 'METADATA_TOO_LARGE',
    cache,
    signal,
  })
}

async function required(
  name: string,
  file: string,
  limitBytes: number,
  context: UpdateContext,
  cache?: DownloadOptions['cache'],
): Promise<Bytes> {
  const bytes = await fetchMetadata(name, file, limitBytes, context, cache)
  if (bytes) return bytes
  throw new CheckoutError('TRANSPORT_FAILED', `${name} metadata is not on the server`, {
    field: name,
    received: 'HTTP 404',
  })
}
