/** The checks of the client workflow (specification §5), each a function of bytes and what is trusted already. */
import { sha256Hex, toHex, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { hasOwn } from '../core/own.ts'
import { signerOf } from './keys.ts'
import type { Floors } from './store.ts'
import {
  decode,
  rootSchema,
  snapshotSchema,
  targetsSchema,
  timestampSchema,
  type Hashes,
  type KeyRole,
  type Metadata,
  type MetaFile,
  type RootSigned,
  type SnapshotSigned,
  type TargetsSigned,
  type TimestampSigned,
  type TufKey,
} from './metadata.ts'

/** Who may sign a role: the key ids and threshold that its delegator states, and the delegator's keys. */
export interface Delegator {
  readonly role: KeyRole
  readonly keys: Readonly<Record<string, TufKey>>
}

/**
 * A threshold of *different keys* must have signed (5.3.4, 5.4.2, 5.5.3, 5.6.3). Key ids are names, and a key can
 * be written in several ways: one key under two ids, or spelled twice, counts once.
 * @throws {@link CheckoutError} `METADATA_UNSIGNED`
 */
export async function requireThreshold(
  metadata: Metadata<unknown>,
  name: string,
  { role, keys }: Delegator,
): Promise<void> {
  const signers = await Promise.all(
    metadata.signatures.map(async ({ keyid, sig }) => {
      const key = role.keyids.includes(keyid) && hasOwn(keys, keyid) ? keys[keyid] : undefined
      return key && sig !== '' ? signerOf(key, sig, metadata.signedBytes) : null
    }),
  )
  const valid = new Set(signers.filter((signer) => signer !== null)).size
  if (valid >= role.threshold) return
  throw new CheckoutError('METADATA_UNSIGNED', `${name} is not signed by enough of its keys`, {
    field: name,
    expected: `${role.threshold} valid signatures`,
    received: String(valid),
  })
}

/** Freeze attack (5.3.10, 5.4.4, 5.5.6, 5.6.5). @throws {@link CheckoutError} `METADATA_EXPIRED` */
export function requireUnexpired(
  { signed }: Metadata<{ readonly expires: string }>,
  name: string,
  nowMs: number,
): void {
  if (Date.parse(signed.expires) > nowMs) return
  throw new CheckoutError('METADATA_EXPIRED', `${name} has expired`, { field: name, received: signed.expires })
}

/** The pinned root must be signed as it itself asks (5.2). */
export async function verifyPinnedRoot(bytes: Bytes): Promise<Metadata<RootSigned>> {
  const root = decode(bytes, rootSchema, 'root')
  await requireThreshold(root, 'root', delegatorOf(root, 'root'))
  return root
}

/** The next root version (5.3.4, 5.3.5). Its expiry does not matter yet (5.3.6). */
export async function verifyNextRoot(trusted: Metadata<RootSigned>, bytes: Bytes): Promise<Metadata<RootSigned>> {
  const next = decode(bytes, rootSchema, 'root')
  // 5.3.4: signed by a threshold of the trusted root's keys and by a threshold of its own.
  await requireThreshold(next, 'root', delegatorOf(trusted, 'root'))
  await requireThreshold(next, 'root', delegatorOf(next, 'root'))
  // 5.3.5: exactly N+1.
  requireVersion('root', next.signed.version, trusted.signed.version + 1)
  return next
}

/** A timestamp's signatures (5.4.2). Its age is checked apart: an expired one still counts against a rollback. */
export async function verifyTimestamp(root: Metadata<RootSigned>, bytes: Bytes): Promise<Metadata<TimestampSigned>> {
  const timestamp = decode(bytes, timestampSchema, 'timestamp')
  await requireThreshold(timestamp, 'timestamp', delegatorOf(root, 'timestamp'))
  return timestamp
}

/** A snapshot's signatures (5.5.3). */
export async function verifySnapshot(root: Metadata<RootSigned>, bytes: Bytes): Promise<Metadata<SnapshotSigned>> {
  const snapshot = decode(bytes, snapshotSchema, 'snapshot')
  await requireThreshold(snapshot, 'snapshot', delegatorOf(root, 'snapshot'))
  return snapshot
}

/**
 * Targets metadata, top-level or delegated: 5.6.2 to 5.6.5.
 * @param delegator the *current* one: what another delegator accepted is not accepted here
 */
export async function verifyTargets(
  name: string,
  bytes: Bytes,
  meta: MetaFile,
  delegator: Delegator,
  nowMs: number,
): Promise<Metadata<TargetsSigned>> {
  await requireMetaFile(name, bytes, meta) // 5.6.2
  const targets = decode(bytes, targetsSchema, name)
  await requireThreshold(targets, name, delegator) // 5.6.3
  requireVersion(name, targets.signed.version, meta.version) // 5.6.4
  requireUnexpired(targets, name, nowMs) // 5.6.5
  return targets
}

/** Length and hashes that the referring metadata states (5.5.2, 5.6.2). @throws {@link CheckoutError} `METADATA_MISMATCH` */
export async function requireMetaFile(name: string, bytes: Bytes, meta: MetaFile): Promise<void> {
  if (meta.length !== undefined && bytes.length !== meta.length) {
    throw mismatch(name, 'length', String(meta.length), String(bytes.length))
  }
  if (meta.hashes && !(await hasHashes(bytes, meta.hashes))) throw mismatch(name, 'hash', 'the signed hash', 'another')
}

/** The version that the referring metadata states (5.5.4, 5.6.4), or N+1 for a root (5.3.5). */
export function requireVersion(name: string, received: number, expected: number): void {
  if (received !== expected) throw mismatch(name, 'version', String(expected), String(received))
}

/** @throws {@link CheckoutError} `METADATA_ROLLBACK` when `received` is below what was trusted before */
export function requireNoRollback(name: string, received: number, trusted: number): void {
  if (received >= trusted) return
  throw new CheckoutError('METADATA_ROLLBACK', `${name} is older than the one trusted before`, {
    field: name,
    expected: `version ${trusted} or later`,
    received: String(received),
  })
}

/** 5.5.5: each targets file listed before is still listed, and not at a lower version. */
export function requireSnapshotNoRollback(next: Metadata<SnapshotSigned>, trusted: Metadata<SnapshotSigned>): void {
  for (const [role, version] of Object.entries(listedRoles(trusted)))
    requireNoRollback(role, metaOf(next, `${role}.json`)?.version ?? 0, version)
}

/**
 * Version by role name of the targets files that a snapshot lists. What it says of root, timestamp and
 * itself counts for nothing: whoever holds the snapshot's key would set floors that no other key can lower.
 */
export function listedRoles({ signed }: Metadata<SnapshotSigned>): Readonly<Record<string, number>> {
  const roles: [string, number][] = []
  for (const [file, { version }] of Object.entries(signed.meta)) {
    const role = file.replace(/\.json$/, '')
    if (role !== 'root' && role !== 'timestamp' && role !== 'snapshot') roles.push([role, version])
  }
  return Object.fromEntries(roles)
}

/** A snapshot's entry; names like `constructor` are looked up as data. */
export function metaOf(snapshot: Metadata<SnapshotSigned>, file: string): MetaFile | undefined {
  return hasOwn(snapshot.signed.meta, file) ? snapshot.signed.meta[file] : undefined
}

/** Root as the delegator of a top-level role. */
export function delegatorOf(
  root: Metadata<RootSigned>,
  role: 'root' | 'timestamp' | 'snapshot' | 'targets',
): Delegator {
  return { role: root.signed.roles[role], keys: root.signed.keys }
}

const algorithmByName: Readonly<Record<string, string>> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

/** True when every hash of an algorithm we know is right, and there is at least one such. */
export async function hasHashes(bytes: Bytes, hashes: Hashes): Promise<boolean> {
  const known = Object.entries(hashes).filter(([name]) => hasOwn(algorithmByName, name))
  const right = await Promise.all(
    known.map(async ([name, digest]) => (await digestHex(name, bytes)) === digest.toLowerCase()),
  )
  return right.length > 0 && right.every(Boolean)
}

async function digestHex(name: string, bytes: Bytes): Promise<string> {
  if (name === 'sha256') return sha256Hex(bytes)
  return toHex(new Uint8Array(await crypto.subtle.digest(algorithmByName[name] ?? '', bytes)))
}

function mismatch(name: string, what: string, expected: string, received: string): CheckoutError {
  return new CheckoutError('METADATA_MISMATCH', `${name} does not have the ${what} it must have`, {
    field: `${name}.${what}`,
    expected,
    received,
  })
}

/** 5.5.2 and 5.5.4. */
export async function requireTimestampNames(
  timestamp: Metadata<TimestampSigned>,
  snapshot: Metadata<SnapshotSigned>,
): Promise<void> {
  await requireMetaFile('snapshot', snapshot.bytes, snapshotMeta(timestamp))
  requireVersion('snapshot', snapshot.signed.version, snapshotMeta(timestamp).version)
}

/** 5.5.5 against the floors: the store may have been put back, the floors were not. */
export function requireFloors(snapshot: Metadata<SnapshotSigned>, { roles }: Pick<Floors, 'roles'>): void {
  for (const [role, version] of Object.entries(roles)) {
    requireNoRollback(role, metaOf(snapshot, `${role}.json`)?.version ?? 0, version)
  }
}

export function snapshotMeta(timestamp: Metadata<TimestampSigned>): TimestampSigned['meta']['snapshot.json'] {
  return timestamp.signed.meta['snapshot.json']
}
