/** The reference platform under the conformance suite, in this process, on a data folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../examples/platform/database.ts'
import { openPlatform, type RunningPlatform } from '../../examples/platform/run.ts'
import { publishFiles } from '../../src/authority/project/repository-folder.ts'
import { toBase64Url } from '../../src/core/bytes.ts'
import { importPlatformKeys } from '../../src/platform/keys.ts'
import { issueEntitlement } from '../../src/scheme/entitlement-issuer.ts'
import { createAuthority } from '../../src/testing/authority.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { createClock } from '../../src/testing/clock.ts'
import { publishedRules, type PlatformUnderTest } from './test-till.ts'

/** With the addresses beside the record API. */
export interface SqlPlatform extends PlatformUnderTest {
  /** `path` from the root: `"/admin/reviews"`. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** What it reported: a test that expects some takes them out. */
  readonly faults: unknown[]
  readonly database: () => Database
  /** Folder of what it publishes. */
  readonly repository: () => string
  /** Another release: these rule sets alone. */
  publish(ruleSets: readonly RuleSet[]): Promise<void>
}

export const adminToken = 'a-token-for-tests'
const origin = 'http://platform.test'
const api = `${origin}/api/`

/** @param databaseUrl PostgreSQL; the embedded database without it */
export async function startSqlPlatform(databaseUrl?: string): Promise<SqlPlatform> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tradein-platform-'))
  const clock = createClock('2026-03-06T10:00:00+08:00')
  const faults: unknown[] = []
  const open = (): Promise<RunningPlatform> =>
    openPlatform({
      dataFolder,
      ...(databaseUrl !== undefined && { databaseUrl }),
      clock,
      listings: 10,
      registerFolder: null,
      store: { id: 'TY-0001', region: '140100' },
      till: '03',
      adminToken,
      report: (error) => void faults.push(error),
    })
  let platform = await open()
  const { info, secrets } = platform
  const { entitlementKey } = await importPlatformKeys(secrets)
  // The suite's own release, of the magic items, takes the place of the sample's.
  const authority = await createAuthority({ platform: info, clock, ruleSets: publishedRules })
  rmSync(platform.authority.repository, { recursive: true })
  // As the authority's tool does, which tells nobody.
  const publish = async (): Promise<void> => {
    await publishFiles(platform.authority.repository, authority.files)
  }
  await publish()
  let codes = 0
  return {
    info,
    clock,
    faults,
    database: () => platform.database,
    fetch: async (path, init) => platform.fetch(new Request(api + path, init)),
    request: async (path, init) => platform.fetch(new Request(origin + path, init)),
    release: () => authority.release(),
    async issueCode({ store = null, till = null, place = null } = {}) {
      const code = `CODE-${toBase64Url(crypto.getRandomValues(new Uint8Array(6)))}-${++codes}`
      await platform.store.addCode({ code, store, till, reusable: false, usedBy: null, place })
      return code
    },
    revoke: (keyId) => platform.store.revoke(keyId),
    settle: (...args) => platform.service.settle(...args),
    settlements: async (id) => (await platform.store.sale(id))?.settlements,
    importOutbox: (bytes) => platform.service.importOutbox(bytes),
    issueEntitlement: (entitlement) =>
      issueEntitlement({ region: null, channel: null, buyer: 'any', ...entitlement }, entitlementKey),
    repository: () => platform.authority.repository,
    async publish(ruleSets) {
      await authority.publish({ ruleSets })
      await publish()
    },
    async resign() {
      await authority.resign()
      await publish()
    },
    async records() {
      const records = platform.database.selectFrom('records').select('jws')
      return (await records.orderBy('store').orderBy('till').orderBy('epoch').orderBy('seq').execute()).map(
        ({ jws }) => jws,
      )
    },
    async restart() {
      await platform.close()
      platform = await open()
    },
    async dispose() {
      await platform.close()
      rmSync(dataFolder, { recursive: true, force: true })
      if (faults.length > 0) throw new AggregateError(faults, 'the platform failed')
    },
  }
}
