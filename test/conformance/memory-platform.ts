/** The platform in memory under the conformance suite, with the authority behind it. */
import { generatePlatformSecrets, platformInfo, type PlatformSecrets } from '../../src/platform/keys.ts'
import { createAuthority, type Authority, type AuthorityOptions } from '../../src/testing/authority.ts'
import { createClock } from '../../src/testing/clock.ts'
import { createMemoryPlatform, type MemoryPlatform } from '../../src/testing/memory-platform.ts'
import { publishedRules, type PlatformUnderTest } from './test-till.ts'

export interface MemoryPlatformUnderTest extends PlatformUnderTest {
  readonly authority: Authority
  readonly secrets: PlatformSecrets
  /** As it is since the last restart. */
  readonly memory: () => MemoryPlatform
}

export async function startMemoryPlatform(
  content: Partial<Pick<AuthorityOptions, 'listings' | 'ruleSets' | 'redeemed'>> & { readonly start?: string } = {},
): Promise<MemoryPlatformUnderTest> {
  const { start = '2026-03-06T10:00:00+08:00', ...published } = content
  const clock = createClock(start)
  const secrets = await generatePlatformSecrets('https://simulator.test/')
  const info = platformInfo(secrets, 'https://simulator.test/api/')
  const authority = await createAuthority({ platform: info, clock, ruleSets: publishedRules, ...published })
  let platform = await createMemoryPlatform({ clock, secrets, releases: authority })
  let codes = 0
  return {
    info,
    clock,
    authority,
    secrets,
    memory: () => platform,
    fetch: (path, init) => platform.handle(path, new Request(`https://simulator.test/api/${path}`, init)),
    release: () => authority.release(),
    async issueCode(options) {
      const code = `CODE-${++codes}`
      await platform.addCode(code, options)
      return code
    },
    revoke: (keyId) => platform.revoke(keyId),
    settle: (...args) => platform.settle(...args),
    settlements: async (id) => (await platform.store.sale(id))?.settlements,
    importOutbox: (bytes) => platform.importOutbox(bytes),
    issueEntitlement: (entitlement) => platform.issueEntitlement({ region: null, channel: null, ...entitlement }),
    resign: () => authority.resign(),
    records: async () => platform.store.records().map(({ jws }) => jws),
    async restart() {
      platform = await createMemoryPlatform({ clock, secrets, releases: authority, saved: platform.save() })
    },
    dispose: async () => undefined,
  }
}
