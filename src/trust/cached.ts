/** What the store holds that still counts as a baseline: read leniently, because anything in it may be wrong. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import { requireNoRollback, verifyNextRoot, verifyPinnedRoot, verifySnapshot, verifyTimestamp } from './checks.ts'
import type { Metadata, RootSigned, SnapshotSigned, TimestampSigned } from './metadata.ts'
import { rootKey, type Floors } from './store.ts'

export type Files = ReadonlyMap<string, Bytes>

/** A root, and the files that lead to it from the pinned one. */
export interface RootChain {
  readonly root: Metadata<RootSigned>
  readonly files: Files
}

/**
 * From the pinned root as far as the stored versions lead (5.2). A stored root that does not verify ends
 * the chain: the network can supply a right one.
 */
export async function readRootChain(pinned: Bytes, cached: Files): Promise<RootChain> {
  let root = await verifyPinnedRoot(pinned)
  const files = new Map<string, Bytes>()
  for (;;) {
    const key = rootKey(root.signed.version + 1)
    const bytes = cached.get(key)
    const next = bytes && (await verifyNextRoot(root, bytes).catch(() => null))
    if (!next) return { root, files }
    root = next
    files.set(key, next.bytes)
  }
}

/** The timestamp and snapshot trusted before, for the rollback checks; null where there is none. */
export interface Baseline {
  readonly timestamp: Metadata<TimestampSigned> | null
  readonly snapshot: Metadata<SnapshotSigned> | null
}

/**
 * Stored timestamp and snapshot, if the *current* root's keys signed them. Their expiry does not matter here.
 *
 * 5.3.11: a timestamp or snapshot that the current keys did not sign is from before a key rotation; both are
 * then let go, which is how a client recovers from versions that an attacker pushed forward.
 */
export async function readBaseline(root: Metadata<RootSigned>, cached: Files): Promise<Baseline> {
  const nothing: Baseline = { timestamp: null, snapshot: null }
  try {
    const [timestampBytes, snapshotBytes] = [cached.get('timestamp'), cached.get('snapshot')]
    return {
      timestamp: timestampBytes ? await unlessDamaged(verifyTimestamp(root, timestampBytes)) : null,
      snapshot: snapshotBytes ? await unlessDamaged(verifySnapshot(root, snapshotBytes)) : null,
    }
  } catch {
    return nothing
  }
}

/** Null for a file that is not metadata at all: damage to one file says nothing about the keys of the other. */
async function unlessDamaged<T>(verified: Promise<T>): Promise<T | null> {
  try {
    return await verified
  } catch (error) {
    if (isCheckoutError(error) && error.code === 'METADATA_UNSIGNED') throw error
    return null
  }
}

/** Floors below the root's. */
export type OnlineFloors = Pick<Floors, 'timestamp' | 'snapshot' | 'roles'>
const noFloors: OnlineFloors = { timestamp: 0, snapshot: 0, roles: {} }

/**
 * The floors that hold under `root`. Rotated timestamp or snapshot keys lift all but the root's (5.3.11).
 * @throws {@link CheckoutError} `METADATA_ROLLBACK` when `root` itself is below its floor
 */
export function floorsUnder(root: Metadata<RootSigned>, floors: Floors | null): OnlineFloors {
  if (!floors) return noFloors
  requireNoRollback('root', root.signed.version, floors.root)
  const { timestamp, snapshot } = root.signed.roles
  const isRotated =
    floors.keys.timestamp.some((id) => !timestamp.keyids.includes(id)) ||
    floors.keys.snapshot.some((id) => !snapshot.keyids.includes(id))
  return isRotated ? noFloors : floors
}

/** A file that a stored release must have. @throws {@link CheckoutError} `METADATA_INVALID` */
export function requireFile(files: Files, key: string): Bytes {
  const bytes = files.get(key)
  if (!bytes) throw new CheckoutError('METADATA_INVALID', `${key} metadata is missing from the store`, { field: key })
  return bytes
}
