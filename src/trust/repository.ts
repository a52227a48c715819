/** What a repository folder holds, read back by its writer: the latest version of every role. */
import { utf8ToText, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { metaOf } from './checks.ts'
import {
  decode,
  rootSchema,
  snapshotSchema,
  targetsSchema,
  timestampSchema,
  type Metadata,
  type RootSigned,
  type SnapshotSigned,
  type TargetsSigned,
  type TimestampSigned,
} from './metadata.ts'
import { quoteName } from './store.ts'

/** Files by path below the repository's address: `"metadata/timestamp.json"`, `"targets/models/haier/9f86….1.seg"`. */
export type RepositoryFiles = ReadonlyMap<string, Bytes>

/** The release that a repository serves now, unverified: it is the writer's own. */
export interface WrittenRelease {
  readonly root: Metadata<RootSigned>
  readonly timestamp: Metadata<TimestampSigned>
  readonly snapshot: Metadata<SnapshotSigned>
  /** By role name: `targets` and every delegated role that a delegation reaches. */
  readonly targets: ReadonlyMap<string, Metadata<TargetsSigned>>
}

export function metadataPath(role: string, version: number | null): string {
  return `metadata/${version === null ? '' : `${version}.`}${quoteName(role)}.json`
}

/** @throws {@link CheckoutError} `METADATA_INVALID` when a file is missing or unreadable */
export function readRepository(files: RepositoryFiles): WrittenRelease {
  const root = decode(latestRoot(files), rootSchema, 'root')
  const timestamp = decode(requirePath(files, metadataPath('timestamp', null)), timestampSchema, 'timestamp')
  const snapshot = decode(
    requirePath(files, metadataPath('snapshot', timestamp.signed.meta['snapshot.json'].version)),
    snapshotSchema,
    'snapshot',
  )
  const targets = new Map<string, Metadata<TargetsSigned>>()
  for (const queue = ['targets']; queue.length > 0;) {
    const role = queue.shift() ?? ''
    if (targets.has(role)) continue
    const version = metaOf(snapshot, `${role}.json`)?.version ?? 0
    const metadata = decode(requirePath(files, metadataPath(role, version)), targetsSchema, role)
    targets.set(role, metadata)
    queue.push(...(metadata.signed.delegations?.roles ?? []).map(({ name }) => name))
  }
  return { root, timestamp, snapshot, targets }
}

/** The newest root file. @throws {@link CheckoutError} `METADATA_INVALID` when there is none */
export function latestRoot(files: RepositoryFiles): Bytes {
  const versions = [...files.keys()].map((path) => Number(/^metadata\/(\d+)\.root\.json$/.exec(path)?.[1] ?? 0))
  return requirePath(files, metadataPath('root', Math.max(0, ...versions)))
}

/** The text of the first root, for integrators to pin. */
export function firstRootText(files: RepositoryFiles): string {
  return utf8ToText(requirePath(files, metadataPath('root', 1)), 'root')
}

function requirePath(files: RepositoryFiles, path: string): Bytes {
  const bytes = files.get(path)
  if (!bytes) throw new CheckoutError('METADATA_INVALID', `${path} is missing from the repository`, { field: path })
  return bytes
}
