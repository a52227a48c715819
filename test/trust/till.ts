/** A till that follows a repository made by our own writer, over a network that a test can bend. */
import { abortReason } from '../../src/core/abort.ts'
import type { Bytes } from '../../src/core/bytes.ts'
import { createTrustClient, type TrustClient, type TrustOptions } from '../../src/trust/client.ts'
import { createMemoryMetadataStore, type MemoryMetadataStore } from '../../src/trust/store.ts'
import { writeRelease } from '../../src/trust/writer.ts'
import { releaseInput, releaseRoles } from './release-input.ts'

const base = 'https://till.example/repository/'
export const startMs: number = Date.UTC(2026, 2, 6, 2)

export interface Till {
  readonly roles: Awaited<ReturnType<typeof releaseRoles>>
  /** What the server serves, by path. */
  readonly files: Map<string, Bytes>
  readonly store: MemoryMetadataStore
  readonly asked: string[]
  readonly client: TrustClient
  nowMs: number
  /** Stands between server and till; by default it hands on what there is. */
  network: (path: string, served: Bytes | undefined) => Response | Promise<Response>
  /** Publishes a further release with another segment. */
  release(
    segment: string,
    change?: { readonly roles?: Till['roles']; readonly renew?: readonly string[] },
  ): Promise<void>
  /** Another client over the same store, as after a restart. */
  restart(options?: Partial<TrustOptions>): TrustClient
}

export function respond(served: Bytes | undefined): Response {
  return served ? new Response(served) : new Response(null, { status: 404 })
}

export async function createTill(options: Partial<TrustOptions> = {}): Promise<Till> {
  const roles = await releaseRoles()
  const files = new Map(await writeRelease(releaseInput({ roles, nowMs: startMs })))
  const root = files.get('metadata/1.root.json') as Bytes
  const store = createMemoryMetadataStore()
  const asked: string[] = []
  const restart = (more: Partial<TrustOptions> = {}): TrustClient =>
    createTrustClient({
      root,
      store,
      fetch: async (url, init) => {
        if (init?.signal?.aborted) throw abortReason(init.signal)
        const path = url.slice(base.length)
        asked.push(path)
        return till.network(path, files.get(path))
      },
      metadataUrl: `${base}metadata`,
      targetUrl: `${base}targets/`,
      clock: { now: () => till.nowMs },
      ...options,
      ...more,
    })
  const till: Till = {
    roles,
    files,
    store,
    asked,
    client: restart(),
    nowMs: startMs,
    network: (_, served) => respond(served),
    restart,
    async release(segment, change = {}) {
      const input = releaseInput({
        roles: change.roles ?? roles,
        nowMs: till.nowMs,
        previous: files,
        segment,
        renew: change.renew ?? [],
      })
      for (const [path, bytes] of await writeRelease(input)) files.set(path, bytes)
    },
  }
  return till
}
