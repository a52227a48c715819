/** Metadata documents as a repository writes them (specification §4): built, signed, described. */
import { sha256Hex, utf8, utf8ToText, type Bytes } from '../core/bytes.ts'
import { msToUtc } from '../core/clock.ts'
import { canonicalBytes } from './canonical.ts'
import {
  decode,
  type DelegatedRole,
  type KeyRole,
  type MetaFile,
  type Metadata,
  type RootSigned,
  type Signature,
  type SnapshotSigned,
  type TargetMeta,
  type TargetsSigned,
  type TimestampSigned,
  type TopLevelRole,
  type TufKey,
} from './metadata.ts'
import type * as z from 'zod/mini'
import type { RoleKey, RoleSigner } from './signer.ts'

export const specVersion = '1.0.31'

/** Who may sign a role, and how many of them it takes. */
export interface RoleKeys {
  readonly keys: readonly RoleKey[]
  readonly threshold: number
}

/** A role that targets metadata delegates to. */
export interface DelegationInput extends RoleKeys {
  readonly role: string
  /** Shell patterns; `*` and `?` do not match `/`. */
  readonly paths: readonly string[]
  /** True: for the paths it covers, no later role is asked. */
  readonly terminating?: boolean
}

export function rootDocument(input: {
  readonly version: number
  readonly expiresMs: number
  readonly roles: Readonly<Record<TopLevelRole, RoleKeys>>
  readonly consistentSnapshot?: boolean
}): RootSigned {
  const { root, timestamp, snapshot, targets } = input.roles
  return {
    _type: 'root',
    spec_version: specVersion,
    version: input.version,
    expires: msToUtc(input.expiresMs),
    consistent_snapshot: input.consistentSnapshot ?? true,
    keys: keysById([root, timestamp, snapshot, targets]),
    roles: {
      root: keyRole(root),
      timestamp: keyRole(timestamp),
      snapshot: keyRole(snapshot),
      targets: keyRole(targets),
    },
  }
}

export function targetsDocument(input: {
  readonly version: number
  readonly expiresMs: number
  readonly targets: Readonly<Record<string, TargetMeta>>
  readonly delegations?: readonly DelegationInput[]
}): TargetsSigned {
  const delegations = input.delegations ?? []
  return {
    _type: 'targets',
    spec_version: specVersion,
    version: input.version,
    expires: msToUtc(input.expiresMs),
    targets: input.targets,
    ...(delegations.length > 0 && {
      delegations: { keys: keysById(delegations), roles: delegations.map(delegatedRole) },
    }),
  }
}

export function snapshotDocument(input: {
  readonly version: number
  readonly expiresMs: number
  /** By role name. */
  readonly roles: Readonly<Record<string, MetaFile>>
}): SnapshotSigned {
  const meta = Object.fromEntries(Object.entries(input.roles).map(([role, file]) => [`${role}.json`, file]))
  return {
    _type: 'snapshot',
    spec_version: specVersion,
    version: input.version,
    expires: msToUtc(input.expiresMs),
    meta,
  }
}

export function timestampDocument(input: {
  readonly version: number
  readonly expiresMs: number
  /** When it is signed: the freshness ladder counts from here. */
  readonly issuedMs: number
  readonly snapshot: MetaFile
}): TimestampSigned {
  return {
    _type: 'timestamp',
    spec_version: specVersion,
    version: input.version,
    expires: msToUtc(input.expiresMs),
    issued: msToUtc(input.issuedMs),
    meta: { 'snapshot.json': input.snapshot },
  }
}

/** The metadata file of a document, signed by each of `signers`. */
export async function signDocument(
  signed: RootSigned | TargetsSigned | SnapshotSigned | TimestampSigned,
  signers: readonly RoleSigner[],
): Promise<Bytes> {
  return envelope(await signatures(canonicalBytes(signed), signers), signed)
}

/**
 * The same file with more signatures: how the holders of a role's offline keys sign one after another.
 * A signature already there under the same key id is replaced.
 */
export async function addSignatures<Signed>(
  file: Bytes,
  schema: z.ZodMiniType<Signed>,
  role: string,
  signers: readonly RoleSigner[],
): Promise<Bytes> {
  const metadata: Metadata<Signed> = decode(file, schema, role)
  const added = await signatures(metadata.signedBytes, signers)
  const kept = metadata.signatures.filter(({ keyid }) => !added.some((signature) => signature.keyid === keyid))
  // What is signed is passed on as it came, with every field that this version does not know.
  return envelope([...kept, ...added], (JSON.parse(utf8ToText(file)) as { readonly signed: unknown }).signed)
}

/** What a referring document says of a metadata file: version, length and hash, so that it pins the content. */
export async function describeMetadata(version: number, file: Bytes): Promise<MetaFile> {
  return { version, length: file.length, hashes: { sha256: await sha256Hex(file) } }
}

/** What a targets document says of a file. */
export async function describeTarget(file: Bytes): Promise<TargetMeta> {
  return { length: file.length, hashes: { sha256: await sha256Hex(file) } }
}

async function signatures(data: Bytes, signers: readonly RoleSigner[]): Promise<Signature[]> {
  return Promise.all(signers.map(async (signer) => ({ keyid: signer.keyId, sig: await signer.sign(data) })))
}

function envelope(list: readonly Signature[], signed: unknown): Bytes {
  return utf8(JSON.stringify({ signatures: list, signed }))
}

function keyRole({ keys, threshold }: RoleKeys): KeyRole {
  return { keyids: keys.map(({ keyId }) => keyId), threshold }
}

function keysById(roles: readonly RoleKeys[]): Record<string, TufKey> {
  return Object.fromEntries(roles.flatMap(({ keys }) => keys.map(({ keyId, key }) => [keyId, key])))
}

function delegatedRole(input: DelegationInput): DelegatedRole {
  return { name: input.role, ...keyRole(input), terminating: input.terminating ?? false, paths: input.paths }
}
