import { generatePlatformSecrets, platformInfo } from '../../src/platform/keys.ts'
import { createAuthority, sampleRules } from '../../src/testing/authority.ts'
import { createClock } from '../../src/testing/clock.ts'
import { createMemoryPlatform } from '../../src/testing/memory-platform.ts'
import { platformSuite } from './platform-suite.ts'
import { tokenRules } from './test-till.ts'

platformSuite('the platform in memory', async () => {
  const clock = createClock('2026-03-06T10:00:00+08:00')
  const secrets = await generatePlatformSecrets('https://simulator.test/')
  const info = platformInfo(secrets, 'https://simulator.test/api/')
  const authority = await createAuthority({ platform: info, clock, ruleSets: [sampleRules, tokenRules] })
  let platform = await createMemoryPlatform({ clock, secrets, releases: authority })
  let codes = 0
  return {
    info,
    clock,
    fetch: (path, init) => platform.handle(path, new Request(`https://simulator.test/api/${path}`, init)),
    release: () => authority.release(),
    async issueCode(options) {
      const code = `CODE-${++codes}`
      await platform.addCode(code, options)
      return code
    },
    revoke: (keyId) => platform.revoke(keyId),
    settle: (...args) => platform.settle(...args),
    importOutbox: (bytes) => platform.importOutbox(bytes),
    issueEntitlement: (entitlement) => platform.issueEntitlement({ region: null, channel: null, ...entitlement }),
    resign: () => authority.resign(),
    records: async () => platform.store.records().map(({ jws }) => jws),
    async restart() {
      platform = await createMemoryPlatform({ clock, secrets, releases: authority, saved: platform.save() })
    },
    dispose: async () => undefined,
  }
})
