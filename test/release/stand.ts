/** A signed repository in memory with a server before it, for the tests of this folder. */
import { concatBytes, utf8, type Bytes } from '../../src/core/bytes.ts'
import type { ByteStore, Clock, Fetch } from '../../src/core/ports.ts'
import { createLibrary, type Library, type LibraryOptions } from '../../src/release/library.ts'
import type { ReleaseFiles } from '../../src/catalog/release-files.ts'
import type { ReleaseStore } from '../../src/release/release-store.ts'
import { createMemoryReleaseStore } from '../support/memory-release-store.ts'
import { createTrustClient, type TrustClient } from '../../src/trust/client.ts'
import { generateSigner, type RoleSigner } from '../../src/trust/signer.ts'
import type { MetadataStore } from '../../src/trust/store.ts'
import { resignTimestamp, writeRelease, type RoleSetup } from '../../src/trust/writer.ts'

const dayMs = 86_400_000
const address = 'https://till.test/repository/'

export interface Stand {
  readonly root: Bytes
  readonly files: Map<string, Bytes>
  /** Addresses asked for since the last look, below the repository. */
  readonly asked: string[]
  readonly clock: Clock & { nowMs: number; runMs: number }
  readonly fetch: Fetch
  /** Signs and puts up a release with exactly these target files. */
  publish(targets: Readonly<Record<string, Bytes>>): Promise<void>
  /** The same release, confirmed anew. */
  confirm(): Promise<void>
  readonly trust: (store: MetadataStore) => TrustClient
}

export async function createStand(startMs: number = Date.parse('2026-03-06T10:00:00+08:00')): Promise<Stand> {
  const signer = async (): Promise<RoleSetup> => setup(await generateSigner())
  const setup = (key: RoleSigner): RoleSetup => ({ keys: [key], threshold: 1, signers: [key], lifetimeMs: 30 * dayMs })
  const roles = {
    root: await signer(),
    targets: await signer(),
    snapshot: await signer(),
    timestamp: await signer(),
    brands: await signer(),
  }
  const files = new Map<string, Bytes>()
  const asked: string[] = []
  const clock = { nowMs: startMs, runMs: 0, now: () => clock.nowMs, monotonic: () => clock.runMs }
  const fetch: Fetch = async (url) => {
    const path = decodeURIComponent(url.slice(address.length))
    asked.push(path)
    const body = files.get(path)
    return body ? new Response(body) : new Response('', { status: 404 })
  }
  const stand = {
    files,
    asked,
    clock,
    fetch,
    async publish(targets: Readonly<Record<string, Bytes>>) {
      const release = await writeRelease({
        previous: files.size > 0 ? files : null,
        nowMs: clock.nowMs,
        roles,
        delegations: [{ role: 'brands', paths: ['brands.json', 'models/*/*', 'redeemed/*'] }],
        targets: { brands: new Map(Object.entries(targets)) },
      })
      for (const [path, bytes] of release) files.set(path, bytes)
    },
    async confirm() {
      for (const [path, bytes] of await resignTimestamp(files, clock.nowMs, roles.timestamp)) files.set(path, bytes)
    },
    trust: (store: MetadataStore) =>
      createTrustClient({
        root: files.get('metadata/1.root.json') ?? concatBytes(),
        store,
        fetch,
        metadataUrl: `${address}metadata/`,
        targetUrl: `${address}targets/`,
        clock,
      }),
    get root() {
      return files.get('metadata/1.root.json') ?? concatBytes()
    },
  }
  return stand
}

/** Content of a release as these tests look at it: each path with its text. */
export type Texts = Readonly<Record<string, string>>

export function textsOf(files: ReleaseFiles): Texts {
  return Object.fromEntries(files.paths.map((path) => [path, new TextDecoder().decode(files.read(path))]))
}

export interface Device {
  readonly bytes: ByteStore & { readonly values: Map<string, Bytes> }
  readonly store: ReleaseStore
}

export function createDevice(): Device {
  return { bytes: memoryBytes(), store: createMemoryReleaseStore() }
}

export function memoryBytes(): Device['bytes'] {
  const values = new Map<string, Bytes>()
  return {
    values,
    keys: async () => [...values.keys()],
    getMany: async (keys) => keys.map((key) => values.get(key)),
    setMany: async (entries) => entries.forEach(([key, value]) => values.set(key, value.slice())),
    deleteMany: async (keys) => keys.forEach((key) => values.delete(key)),
  }
}

export function openLibrary(stand: Stand, device: Device, extra: Partial<LibraryOptions<Texts>> = {}): Library<Texts> {
  return createLibrary({
    trust: stand.trust,
    store: device.store,
    bytes: device.bytes,
    locks: null,
    lockName: 'refresh',
    open: textsOf,
    confirm: (content) => content,
    ...extra,
  })
}

export const release = (entries: Readonly<Record<string, string>>): Record<string, Bytes> =>
  Object.fromEntries(Object.entries(entries).map(([path, text]) => [path, utf8(text)]))
