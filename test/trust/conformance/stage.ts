/** What a scenario plays on: a bent repository, and a client that keeps its trust from one run to the next. */
import { utf8ToText, type Bytes } from '../../../src/core/bytes.ts'
import { createTrustClient, type TrustClient } from '../../../src/trust/client.ts'
import type { MetadataStore } from '../../../src/trust/store.ts'
import { requireTarget } from '../../../src/trust/target-file.ts'
import { createSimulator, metadataUrl, targetUrl, type Simulator } from './simulator.ts'

export const dayMs = 86_400_000

export interface RunOptions {
  /** How long after the scenario's start the client runs, milliseconds. */
  readonly afterMs?: number
}

/** One till: each call is a run of its own that starts from what is stored. */
export interface ClientUnderTest {
  init(root: Bytes): Promise<void>
  /** True when the whole workflow succeeded. */
  refresh(options?: RunOptions): Promise<boolean>
  /** Refreshes, then fetches each path in order with the same client; true when all succeeded. */
  download(paths: readonly string[], options?: RunOptions): Promise<boolean>
  /** The trusted file of a role; undefined when there is none. Delegated names are percent-encoded. */
  file(role: string): Promise<Bytes | undefined>
  /** Every role with a trusted file. */
  roles(): Promise<readonly string[]>
  /** Contents of the target files kept, the one written last at the end. */
  downloads(): Promise<readonly string[]>
}

export interface Stage {
  readonly repository: Simulator
  readonly client: ClientUnderTest
}

export interface Scenario {
  readonly name: string
  /** True when it needs another time than now: a client with the system's clock must be given a false one. */
  readonly movesClock?: boolean
  run(stage: Stage): Promise<void>
}

/** `["root 1", "timestamp 2"]`: the trusted roles with their versions, by name. */
export async function trusted(client: ClientUnderTest): Promise<string[]> {
  const roles = [...(await client.roles())].sort()
  return Promise.all(roles.map(async (role) => `${role} ${await version(client, role)}`))
}

/** The trusted version of a role; undefined when there is none. */
export async function version(client: ClientUnderTest, role: string): Promise<number | undefined> {
  const bytes = await client.file(role)
  return bytes && (JSON.parse(utf8ToText(bytes)) as { signed: { version: number } }).signed.version
}

/** A stage whose client runs in this process over any store. */
export async function createStage(store: MetadataStore): Promise<Stage> {
  const nowMs = Date.UTC(2026, 2, 6, 2)
  const repository = await createSimulator(nowMs)
  const kept = new Map<string, Bytes>()
  let pinned: Bytes | undefined

  async function attempt(afterMs: number, task: (client: TrustClient) => Promise<void>): Promise<boolean> {
    try {
      const client = createTrustClient({
        root: pinned as Bytes,
        store,
        fetch: repository.fetch,
        metadataUrl,
        targetUrl,
        clock: { now: () => nowMs + afterMs },
        keeping: 'specification',
        roles: 'needed',
      })
      await client.refresh()
      await task(client)
      return true
    } catch {
      return false
    }
  }

  const client: ClientUnderTest = {
    async init(root) {
      pinned = root
    },
    refresh: ({ afterMs = 0 } = {}) => attempt(afterMs, async () => undefined),
    download: (paths, { afterMs = 0 } = {}) =>
      attempt(afterMs, async (trust) => {
        for (const path of paths) {
          const file = await trust.target(path)
          if (!file) throw new Error(`no role knows ${path}`)
          const known = kept.get(path)
          if (
            known &&
            (await requireTarget(file, known).then(
              () => true,
              () => false,
            ))
          )
            continue
          const bytes = await trust.fetchTarget(file)
          kept.delete(path)
          kept.set(path, bytes)
        }
      }),
    async file(role) {
      const files = await store.read()
      if (role !== 'root') return files.get(role)
      const versions = [...files.keys()].filter((key) => key.startsWith('root/')).map((key) => Number(key.slice(5)))
      return versions.length > 0 ? files.get(`root/${Math.max(...versions)}`) : pinned
    },
    async roles() {
      const names = [...(await store.read()).keys()].filter((key) => !key.startsWith('root/'))
      return ['root', ...names]
    },
    downloads: async () => [...kept.values()].map((bytes) => utf8ToText(bytes)),
  }
  return { repository, client }
}
