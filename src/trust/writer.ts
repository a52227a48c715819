/**
 * The writer of a signed repository: pure functions from keys and files to the files of a static server.
 * The authority's tool runs it in Node, the simulator in a page.
 */
import { equalBytes, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { hasOwn } from '../core/own.ts'
import { canonicalBytes } from './canonical.ts'
import { requireThreshold, verifyNextRoot, type Delegator } from './checks.ts'
import {
  describeMetadata,
  describeTarget,
  rootDocument,
  signDocument,
  snapshotDocument,
  targetsDocument,
  timestampDocument,
  type DelegationInput,
  type RoleKeys,
} from './documents.ts'
import {
  decode,
  rootSchema,
  snapshotSchema,
  targetsSchema,
  timestampSchema,
  type Metadata,
  type MetaFile,
  type TargetMeta,
  type TargetsSigned,
} from './metadata.ts'
import { metadataPath, readRepository, type RepositoryFiles, type WrittenRelease } from './repository.ts'
import type { RoleSigner } from './signer.ts'
import { targetAddress } from './target-file.ts'

/** A role's keys, those of them at hand to sign now, and how long what they sign holds. */
export interface RoleSetup extends RoleKeys {
  /** Empty for an offline role whose content does not change this time. */
  readonly signers: readonly RoleSigner[]
  /** Milliseconds until what is signed now expires. */
  readonly lifetimeMs: number
}

/** A delegation among the roles of a release. Its keys are those of its role. */
export interface ReleaseDelegation {
  readonly role: string
  /** `["brands.json", "models/…/*"]`: shell patterns; `*` and `?` do not match `/`. */
  readonly paths: readonly string[]
  readonly terminating?: boolean
  /** The role that delegates; default `targets`. */
  readonly by?: string
}

export interface ReleaseInput {
  /** The repository as it stands; null for the first release. Target files need not be among them. */
  readonly previous: RepositoryFiles | null
  /** The instant of signing, milliseconds since 1970: it becomes the release's `issued`. */
  readonly nowMs: number
  /** `root`, `targets`, `snapshot`, `timestamp`, and every delegated role by name. */
  readonly roles: Readonly<Record<string, RoleSetup>>
  /** In order: the first role that covers a path and knows it is believed. */
  readonly delegations: readonly ReleaseDelegation[]
  /** Content by path, by role. A file already published may be given by its description alone. */
  readonly targets: Readonly<Record<string, ReadonlyMap<string, Bytes | TargetMeta>>>
  /** Roles to sign again although nothing in them changed, for a later expiry. */
  readonly renew?: readonly string[]
}

/**
 * A release: the files to add to the repository. `metadata/timestamp.json` is to be put up last; every
 * other file has a new name. A role whose content and keys are as before keeps its version and its signatures.
 * @throws {@link CheckoutError} `METADATA_UNSIGNED` when a role that changed has too few signers,
 * `OPTIONS_INVALID` when a role has no keys
 */
export async function writeRelease(input: ReleaseInput): Promise<Map<string, Bytes>> {
  const previous = input.previous && readRepository(input.previous)
  const files = new Map<string, Bytes>()
  await writeRoot(input, previous, files)

  // A role that was ever listed stays listed: clients refuse a snapshot that drops one (5.5.5).
  const listed: Record<string, MetaFile> = Object.fromEntries(
    Object.entries(previous?.snapshot.signed.meta ?? {}).map(([file, meta]) => [file.replace(/\.json$/, ''), meta]),
  )
  for (const role of ['targets', ...new Set(input.delegations.map(({ role }) => role))]) {
    const lowest = listed[role]?.version ?? 0
    const metadata = await writeTargets(role, input, previous?.targets.get(role) ?? null, lowest, files)
    listed[role] = await describeMetadata(metadata.signed.version, metadata.bytes)
  }
  const snapshot = await writeSnapshot(listed, input, previous, files)
  await writeTimestamp(
    snapshot,
    input.nowMs,
    setupOf(input, 'timestamp'),
    (previous?.timestamp.signed.version ?? 0) + 1,
    files,
  )
  return files
}

/** A fresh timestamp over the same snapshot: the authority's word that nothing newer exists. */
export async function resignTimestamp(
  previous: RepositoryFiles,
  nowMs: number,
  setup: RoleSetup,
): Promise<Map<string, Bytes>> {
  const { timestamp } = readRepository(previous)
  const files = new Map<string, Bytes>()
  await writeTimestamp(timestamp.signed.meta['snapshot.json'], nowMs, setup, timestamp.signed.version + 1, files)
  return files
}

/** A new root when a key, a threshold or the wish for a later expiry asks for one; signed by the old keys too. */
async function writeRoot(
  input: ReleaseInput,
  previous: WrittenRelease | null,
  files: Map<string, Bytes>,
): Promise<void> {
  const setup = setupOf(input, 'root')
  const roles = {
    root: setup,
    timestamp: setupOf(input, 'timestamp'),
    snapshot: setupOf(input, 'snapshot'),
    targets: setupOf(input, 'targets'),
  }
  const version = (previous?.root.signed.version ?? 0) + 1
  const document = rootDocument({ version, expiresMs: input.nowMs + setup.lifetimeMs, roles })
  if (previous && !isRenewed(input, 'root') && isSameContent(previous.root.signed, document)) return
  const bytes = await signDocument(document, setup.signers)
  if (previous) await verifyNextRoot(previous.root, bytes)
  else await requireThreshold(decode(bytes, rootSchema, 'root'), 'root', delegatorFrom(setup))
  files.set(metadataPath('root', version), bytes)
}

async function writeTargets(
  role: string,
  input: ReleaseInput,
  previous: Metadata<TargetsSigned> | null,
  lowest: number,
  files: Map<string, Bytes>,
): Promise<Metadata<TargetsSigned>> {
  const setup = setupOf(input, role)
  const targets: Record<string, TargetMeta> = {}
  for (const [path, content] of input.targets[role] ?? []) {
    const meta = content instanceof Uint8Array ? await describeTarget(content) : content
    targets[path] = meta
    if (content instanceof Uint8Array)
      files.set(`targets/${targetAddress({ path, hashes: meta.hashes }, true)}`, content)
  }
  const delegations: DelegationInput[] = input.delegations
    .filter(({ by = 'targets' }) => by === role)
    .map((delegation) => ({ ...delegation, ...setupOf(input, delegation.role) }))
  const document = targetsDocument({
    version: lowest + 1,
    expiresMs: input.nowMs + setup.lifetimeMs,
    targets,
    delegations,
  })
  if (
    previous &&
    !isRenewed(input, role) &&
    isSameContent(previous.signed, document) &&
    (await isSigned(previous, role, setup))
  )
    return previous
  const metadata = decode(await signDocument(document, setup.signers), targetsSchema, role)
  await requireThreshold(metadata, role, delegatorFrom(setup))
  files.set(metadataPath(role, metadata.signed.version), metadata.bytes)
  return metadata
}

async function writeSnapshot(
  roles: Readonly<Record<string, MetaFile>>,
  input: ReleaseInput,
  previous: WrittenRelease | null,
  files: Map<string, Bytes>,
): Promise<MetaFile> {
  const setup = setupOf(input, 'snapshot')
  const version = (previous?.snapshot.signed.version ?? 0) + 1
  const document = snapshotDocument({ version, expiresMs: input.nowMs + setup.lifetimeMs, roles })
  if (
    previous &&
    !isRenewed(input, 'snapshot') &&
    isSameContent(previous.snapshot.signed, document) &&
    (await isSigned(previous.snapshot, 'snapshot', setup))
  ) {
    return previous.timestamp.signed.meta['snapshot.json']
  }
  const metadata = decode(await signDocument(document, setup.signers), snapshotSchema, 'snapshot')
  await requireThreshold(metadata, 'snapshot', delegatorFrom(setup))
  files.set(metadataPath('snapshot', version), metadata.bytes)
  return describeMetadata(version, metadata.bytes)
}

async function writeTimestamp(
  snapshot: MetaFile,
  nowMs: number,
  setup: RoleSetup,
  version: number,
  files: Map<string, Bytes>,
): Promise<void> {
  const document = timestampDocument({ version, expiresMs: nowMs + setup.lifetimeMs, issuedMs: nowMs, snapshot })
  const metadata = decode(await signDocument(document, setup.signers), timestampSchema, 'timestamp')
  // Nothing is published that no client would take.
  await requireThreshold(metadata, 'timestamp', delegatorFrom(setup))
  files.set(metadataPath('timestamp', null), metadata.bytes)
}

function setupOf(input: ReleaseInput, role: string): RoleSetup {
  const setup = hasOwn(input.roles, role) ? input.roles[role] : undefined
  if (setup && setup.keys.length >= setup.threshold && setup.threshold >= 1) return setup
  throw new CheckoutError('OPTIONS_INVALID', `${role} needs at least as many keys as its threshold`, {
    field: `roles.${role}`,
  })
}

function isRenewed(input: ReleaseInput, role: string): boolean {
  return input.renew?.includes(role) ?? false
}

function delegatorFrom({ keys, threshold }: RoleKeys): Delegator {
  return {
    role: { keyids: keys.map(({ keyId }) => keyId), threshold },
    keys: Object.fromEntries(keys.map(({ keyId, key }) => [keyId, key])),
  }
}

async function isSigned(metadata: Metadata<unknown>, role: string, setup: RoleSetup): Promise<boolean> {
  return requireThreshold(metadata, role, delegatorFrom(setup)).then(
    () => true,
    () => false,
  )
}

/** Equal but for version and expiry. */
function isSameContent<Signed extends { readonly version: number; readonly expires: string }>(
  before: Signed,
  after: Signed,
): boolean {
  const bare = (signed: Signed): Bytes => canonicalBytes({ ...signed, version: 0, expires: '' })
  return equalBytes(bare(before), bare(after))
}
