/** A trusted release: verified metadata, and the search for target files in it (specification 5.6.7). */
import { sha256Hex, type Bytes } from '../core/bytes.ts'
import type { Instant } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import { hasOwn } from '../core/own.ts'
import { delegatorOf, listedRoles, metaOf, verifyTargets, type Delegator } from './checks.ts'
import { delegationsOf, hashOfPath, type Delegation } from './delegations.ts'
import type { TrustLimits } from './limits.ts'
import type { Metadata, MetaFile, RootSigned, SnapshotSigned, TargetsSigned, TimestampSigned } from './metadata.ts'
import { quoteName, type Floors } from './store.ts'
import type { TargetFile } from './target-file.ts'

/** A release whose every part was verified from the pinned root. */
export interface TrustedRelease {
  /** Version by role name, of each role the snapshot lists, and `root`, `timestamp`, `snapshot`. */
  readonly versions: Readonly<Record<string, number>>
  /** SHA-256 of the snapshot file, 64 hexadecimal digits: it pins every role's content, so it names the release. */
  readonly snapshotHash: string
  /** When the authority signed the release; null in a repository that does not say. */
  readonly issued: Instant | null
  /** When its timestamp expires. */
  readonly expires: Instant
  /** What to raise the floors to, once this release is durable. */
  readonly floors: Floors
  /** The verified files under the store's keys: what {@link MetadataStore.write} takes. It grows as roles are loaded. */
  readonly metadata: ReadonlyMap<string, Bytes>
  /** True when target files carry their hash in their name on the server. */
  readonly consistentSnapshot: boolean
  /**
   * The file at `path`; null when no role that may speak for it knows it.
   * @throws {@link CheckoutError} when a role on the way cannot be loaded or verified
   */
  target(path: string): Promise<TargetFile | null>
  /** Every file that {@link TrustedRelease.target} would find, in the order of the roles. */
  listTargets(): Promise<readonly TargetFile[]>
}

/** A delegated or top-level targets file: from the store, or else from the network where that is allowed. */
export type TargetsSource = (
  name: string,
  meta: MetaFile,
  verify: (bytes: Bytes) => Promise<Metadata<TargetsSigned>>,
) => Promise<Metadata<TargetsSigned>>

export interface ReleaseParts {
  readonly root: Metadata<RootSigned>
  readonly rootFiles: ReadonlyMap<string, Bytes>
  readonly timestamp: Metadata<TimestampSigned>
  readonly snapshot: Metadata<SnapshotSigned>
  readonly source: TargetsSource
  readonly limits: TrustLimits
  /** The fixed start time of the update (5.1). */
  readonly nowMs: number
}

interface Role extends Delegator {
  readonly name: string
  /** The file that delegates to it; the release itself for the top-level targets. */
  readonly delegatedBy: object
}

/** Loads the top-level targets (5.6) and gives the release. */
export async function openRelease(parts: ReleaseParts): Promise<TrustedRelease> {
  const { root, timestamp, snapshot, limits } = parts
  const files = new Map(parts.rootFiles).set('timestamp', timestamp.bytes).set('snapshot', snapshot.bytes)
  const loads = new WeakMap<object, Map<string, Promise<TargetsSigned>>>()
  const top: Role = { name: 'targets', delegatedBy: snapshot, ...delegatorOf(root, 'targets') }

  // By the delegating *file* and the name: what one delegator's keys vouch for says nothing to another,
  // and two delegators of one name can have been accepted by different keys themselves.
  function load(role: Role): Promise<TargetsSigned> {
    const { name, delegatedBy } = role
    const siblings = loads.get(delegatedBy) ?? new Map<string, Promise<TargetsSigned>>()
    loads.set(delegatedBy, siblings)
    const known = siblings.get(name)
    if (known) return known
    const loading = verified(role)
    siblings.set(name, loading)
    // What failed may be asked for again.
    loading.catch(() => siblings.delete(name))
    return loading
  }

  async function verified(role: Role): Promise<TargetsSigned> {
    const meta = metaOf(snapshot, `${role.name}.json`)
    if (!meta) {
      throw new CheckoutError('METADATA_MISMATCH', `the snapshot does not list ${role.name}`, {
        field: `${role.name}.json`,
      })
    }
    const metadata = await parts.source(role.name, meta, (bytes) =>
      verifyTargets(role.name, bytes, meta, role, parts.nowMs),
    )
    files.set(quoteName(role.name), metadata.bytes)
    return metadata.signed
  }

  async function target(path: string): Promise<TargetFile | null> {
    const stack: Role[] = [top]
    const visited = new Set<string>()
    let pathHash = ''
    for (let role = stack.pop(); role; role = stack.pop()) {
      if (visited.has(role.name)) continue // 5.6.7.1: cycles
      if (visited.size > limits.delegationVisits) return null // 5.6.7.1: as many roles as we are ready to look into
      visited.add(role.name)
      const targets = await load(role)
      const found = hasOwn(targets.targets, path) ? targets.targets[path] : undefined
      if (found) return { path, length: found.length, hashes: found.hashes, role: role.name }
      const delegations = delegationsOf(targets)
      if (pathHash === '' && delegations.some(({ byHash }) => byHash)) pathHash = await hashOfPath(path)
      const next: Delegation[] = []
      for (const delegation of delegations) {
        if (!delegation.covers(path, pathHash)) continue
        next.push(delegation)
        if (!delegation.terminating) continue
        stack.length = 0 // 5.6.7.2.1: nothing but this role and those below it may answer
        break
      }
      // 5.6.7.2: order of appearance, the first on top.
      for (const delegation of next.reverse()) stack.push(delegated(targets, delegation))
    }
    return null
  }

  async function loadAll(): Promise<readonly TargetsSigned[]> {
    const all: TargetsSigned[] = []
    const seen = new Set<string>()
    for (let level = [top]; level.length > 0;) {
      const loaded = await inParallel(level, limits.parallelFetches, load)
      all.push(...loaded)
      const next: Role[] = []
      for (const [i, role] of level.entries()) {
        const targets = loaded[i] as TargetsSigned
        for (const delegation of delegationsOf(targets)) {
          const child = delegated(targets, delegation)
          const id = JSON.stringify([role.name, child.name])
          if (seen.has(id) || child.name === role.name) continue
          if (seen.size >= limits.listedRoles) {
            throw new CheckoutError('METADATA_TOO_LARGE', 'the release delegates to too many roles', {
              field: 'delegations',
              expected: `at most ${limits.listedRoles}`,
            })
          }
          seen.add(id)
          next.push(child)
        }
      }
      level = next
    }
    return all
  }

  let listing: Promise<readonly TargetFile[]> | null = null

  function listTargets(): Promise<readonly TargetFile[]> {
    if (listing) return listing
    listing = listAll()
    listing.catch(() => (listing = null))
    return listing
  }

  async function listAll(): Promise<readonly TargetFile[]> {
    const paths = new Set((await loadAll()).flatMap(({ targets }) => Object.keys(targets)))
    const found: TargetFile[] = []
    for (const path of paths) {
      const file = await target(path)
      if (file) found.push(file)
    }
    return found
  }

  await load(top)
  const tops = {
    root: root.signed.version,
    timestamp: timestamp.signed.version,
    snapshot: snapshot.signed.version,
  }
  const listed = listedRoles(snapshot)
  return {
    versions: { ...tops, ...listed },
    snapshotHash: await sha256Hex(snapshot.bytes),
    issued: timestamp.signed.issued ?? null,
    expires: timestamp.signed.expires,
    floors: {
      ...tops,
      roles: listed,
      keys: { timestamp: root.signed.roles.timestamp.keyids, snapshot: root.signed.roles.snapshot.keyids },
    },
    metadata: files,
    consistentSnapshot: root.signed.consistent_snapshot ?? false,
    target,
    listTargets,
  }
}

function delegated(delegatedBy: TargetsSigned, { name, role, keys }: Delegation): Role {
  return { name, delegatedBy, role, keys }
}

async function inParallel<In, Out>(
  inputs: readonly In[],
  width: number,
  task: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const outputs: Out[] = []
  const queue = inputs.entries()
  const worker = async (): Promise<void> => {
    for (const [i, input] of queue) outputs[i] = await task(input)
  }
  await Promise.all(Array.from({ length: Math.min(width, inputs.length) }, worker))
  return outputs
}
