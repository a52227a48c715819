/**
 * A repository whose every document can be bent before it is published, and which remembers what was asked of it.
 * Unlike the writer in `src`, it publishes what no honest authority would.
 */
import { sha256Hex, toHex, utf8, utf8ToText, type Bytes } from '../../../src/core/bytes.ts'
import { msToUtc } from '../../../src/core/clock.ts'
import { canonicalBytes } from '../../../src/trust/canonical.ts'
import type {
  DelegatedRole,
  MetaFile,
  RootSigned,
  Signature,
  SnapshotSigned,
  TargetsSigned,
  TimestampSigned,
  TopLevelRole,
} from '../../../src/trust/metadata.ts'
import type { RoleSigner } from '../../../src/trust/signer.ts'
import { pooledSigner, type KeyKind } from './signers.ts'

type Mutable<T> = T extends readonly (infer Member)[]
  ? Mutable<Member>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T
type Signed = RootSigned | TimestampSigned | SnapshotSigned | TargetsSigned

/** What was asked for: a role's quoted name with the version in the URL, or null where there was none. */
export type MetadataRequest = readonly [role: string, version: number | null]

export interface Envelope {
  signatures: Mutable<Signature>[]
  signed: Record<string, unknown>
}

const dayMs = 86_400_000
const base = 'https://repository.example/'
export const metadataUrl: string = `${base}metadata/`
export const targetUrl: string = `${base}targets/`
const topLevel = ['root', 'targets', 'snapshot', 'timestamp'] as const

export interface Simulator {
  /** When the scenario starts. */
  readonly nowMs: number
  readonly root: Mutable<RootSigned>
  readonly timestamp: Mutable<TimestampSigned>
  readonly snapshot: Mutable<SnapshotSigned>
  /** Every published version by role, the first at index 0. */
  readonly published: Map<string, Bytes[]>
  /** Who signs a role when it is published, whatever its delegator says. */
  readonly signers: Map<string, Map<string, RoleSigner>>
  readonly artifacts: Map<string, { bytes: Bytes; hashes: string[] }>
  /** Whether snapshot and timestamp state lengths and hashes. */
  withHashes: boolean
  readonly metadataRequests: MetadataRequest[]
  readonly artifactRequests: (readonly [path: string, prefix: string | null])[]
  targets(name?: string): Mutable<TargetsSigned>
  newSigner(kind?: KeyKind): Promise<RoleSigner>
  addSigner(name: string, signer: RoleSigner): void
  /** Lets `signer` sign a top-level role. */
  addKey(name: TopLevelRole, signer: RoleSigner): void
  rotateKeys(name: TopLevelRole): Promise<void>
  /** Signs and publishes each role's next version, and enters it in the role above. */
  publish(...names: readonly string[]): Promise<void>
  /** Starts a role over at version 1, as an attacker who rolls back does. */
  startOver(name: string): void
  /** Edits what was published last, signatures and all. */
  tamper(name: string, edit: (envelope: Envelope) => void): void
  addArtifact(name: string, path: string, content: string, algorithms?: readonly ('sha256' | 'sha512')[]): Promise<void>
  /** Delegates from `by` with a new key, which is the delegation's own. */
  delegate(by: string, delegation: Partial<DelegatedRole> & { readonly name: string }): Promise<RoleSigner>
  /** A targets document, empty if there is none of that name yet. */
  addRole(name: string): Mutable<TargetsSigned>
  latest(name: string): Bytes
  readonly fetch: (url: string) => Promise<Response>
}

export async function createSimulator(nowMs: number): Promise<Simulator> {
  const expires = msToUtc(nowMs + 30 * dayMs)
  const common = { spec_version: '1.0.31', version: 1, expires }
  const role = () => ({ keyids: [] as string[], threshold: 1 })
  const root: Mutable<RootSigned> = {
    ...common,
    _type: 'root',
    consistent_snapshot: true,
    keys: {},
    roles: { root: role(), targets: role(), snapshot: role(), timestamp: role() },
  }
  const timestamp: Mutable<TimestampSigned> = {
    ...common,
    _type: 'timestamp',
    meta: { 'snapshot.json': { version: 1 } },
  }
  const snapshot: Mutable<SnapshotSigned> = { ...common, _type: 'snapshot', meta: {} }
  const targetsByRole = new Map<string, Mutable<TargetsSigned>>([
    ['targets', { ...common, _type: 'targets', targets: {} }],
  ])

  const published = new Map<string, Bytes[]>()
  const signers = new Map<string, Map<string, RoleSigner>>()
  const artifacts = new Map<string, { bytes: Bytes; hashes: string[] }>()
  const used = new Map<KeyKind, number>()

  const simulator: Simulator = {
    nowMs,
    root,
    timestamp,
    snapshot,
    published,
    signers,
    artifacts,
    withHashes: false,
    metadataRequests: [],
    artifactRequests: [],

    targets(name = 'targets'): Mutable<TargetsSigned> {
      const found = targetsByRole.get(name)
      if (!found) throw new Error(`no role ${name}`)
      return found
    },

    async newSigner(kind: KeyKind = 'ecdsa'): Promise<RoleSigner> {
      const index = used.get(kind) ?? 0
      used.set(kind, index + 1)
      return pooledSigner(kind, index)
    },

    addSigner(name: string, signer: RoleSigner): void {
      signers.set(name, (signers.get(name) ?? new Map<string, RoleSigner>()).set(signer.keyId, signer))
    },

    addKey(name: TopLevelRole, signer: RoleSigner): void {
      root.keys[signer.keyId] = signer.key
      root.roles[name].keyids.push(signer.keyId)
      simulator.addSigner(name, signer)
    },

    async rotateKeys(name: TopLevelRole): Promise<void> {
      root.roles[name].keyids = []
      signers.set(name, new Map())
      for (let i = 0; i < root.roles[name].threshold; i++) simulator.addKey(name, await simulator.newSigner())
    },

    async publish(...names: readonly string[]): Promise<void> {
      for (const name of names) {
        const signed = documentOf(name)
        const versions = published.get(name) ?? []
        if (published.has(name)) signed.version += 1
        const bytes = await sign(name, signed)
        published.set(name, [...versions, bytes])
        const meta: MetaFile = {
          version: signed.version,
          ...(simulator.withHashes && { length: bytes.length, hashes: { sha256: await sha256Hex(bytes) } }),
        }
        if (name === 'snapshot') timestamp.meta['snapshot.json'] = meta
        else if (name !== 'root' && name !== 'timestamp') snapshot.meta[`${name}.json`] = meta
      }
    },

    startOver(name: string): void {
      published.delete(name)
      documentOf(name).version = 1
    },

    tamper(name: string, edit: (envelope: Envelope) => void): void {
      const versions = published.get(name) ?? []
      const envelope = JSON.parse(utf8ToText(versions.pop() as Bytes)) as Envelope
      edit(envelope)
      versions.push(utf8(JSON.stringify(envelope)))
    },

    async addArtifact(
      name: string,
      path: string,
      content: string,
      algorithms: readonly ('sha256' | 'sha512')[] = ['sha256'],
    ): Promise<void> {
      const bytes = utf8(content)
      const hashes: Record<string, string> = {}
      for (const algorithm of algorithms) {
        hashes[algorithm] = toHex(new Uint8Array(await crypto.subtle.digest(algorithm.replace('sha', 'SHA-'), bytes)))
      }
      simulator.targets(name).targets[path] = { length: bytes.length, hashes }
      artifacts.set(path, { bytes, hashes: Object.values(hashes) })
    },

    async delegate(by: string, delegation: Partial<DelegatedRole> & { readonly name: string }): Promise<RoleSigner> {
      const signer = await simulator.newSigner()
      const delegator = simulator.targets(by)
      delegator.delegations ??= { keys: {}, roles: [] }
      delegator.delegations.keys[signer.keyId] = signer.key
      const patterns = delegation.path_hash_prefixes ? {} : { paths: ['*'] }
      const entry = { keyids: [signer.keyId], threshold: 1, terminating: false, ...patterns, ...delegation }
      delegator.delegations.roles?.push(entry as Mutable<DelegatedRole>)
      simulator.addSigner(delegation.name, signer)
      simulator.addRole(delegation.name)
      return signer
    },

    addRole(name: string): Mutable<TargetsSigned> {
      const document = targetsByRole.get(name) ?? { ...common, _type: 'targets', targets: {} }
      targetsByRole.set(name, document)
      return document
    },

    latest(name: string): Bytes {
      return published.get(name)?.at(-1) as Bytes
    },

    fetch: async (url: string): Promise<Response> => {
      const found = answer(url.slice(base.length))
      return found ? new Response(found) : new Response(null, { status: 404 })
    },
  }

  function documentOf(name: string): Mutable<Signed> {
    if (name === 'root') return root
    if (name === 'timestamp') return timestamp
    return name === 'snapshot' ? snapshot : simulator.targets(name)
  }

  async function sign(name: string, signed: Mutable<Signed>): Promise<Bytes> {
    const data = canonicalBytes(signed)
    const list = [...(signers.get(name)?.values() ?? [])]
    const signatures = await Promise.all(
      list.map(async (signer) => ({ keyid: signer.keyId, sig: await signer.sign(data) })),
    )
    return utf8(JSON.stringify({ signatures, signed }))
  }

  function answer(path: string): Bytes | undefined {
    const file = /^metadata\/(.+)\.json$/.exec(path)?.[1]
    if (file !== undefined) return metadataAnswer(file)
    const target = /^targets\/((?:.+\/)?)([^/]+)$/.exec(path)
    return target ? artifactAnswer(target[1] ?? '', target[2] ?? '') : undefined
  }

  function metadataAnswer(file: string): Bytes | undefined {
    const [number = '', ...rest] = file.split('.')
    const isVersioned = rest.join('.') === 'root' || (root.consistent_snapshot === true && file !== 'timestamp')
    const name = isVersioned ? rest.join('.') : file
    simulator.metadataRequests.push([name, isVersioned ? Number(number) : null])
    const versions = published.get(decodeURIComponent(name))
    return isVersioned ? versions?.[Number(number) - 1] : versions?.at(-1)
  }

  function artifactAnswer(folder: string, file: string): Bytes | undefined {
    const [first = '', ...rest] = file.split('.')
    const prefix = root.consistent_snapshot === true ? first : null
    const path = decodeURIComponent(folder + (prefix === null ? file : rest.join('.')))
    simulator.artifactRequests.push([path, prefix])
    const artifact = artifacts.get(path)
    return artifact && (prefix === null || artifact.hashes.includes(prefix)) ? artifact.bytes : undefined
  }

  for (const name of topLevel) simulator.addKey(name, await simulator.newSigner())
  await simulator.publish('targets', 'snapshot', 'timestamp', 'root')
  return simulator
}
