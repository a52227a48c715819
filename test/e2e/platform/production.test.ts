/** The reference platform in earnest: what it refuses to start with, and what it does not serve. */
import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlatform, type PlatformSettings, type RunningPlatform } from '../../../examples/platform/run.ts'
import { checkProject, publishProject } from '../../../src/authority/project/build-project.ts'
import { initProject } from '../../../src/authority/project/init-project.ts'
import { projectSigners } from '../../../src/authority/project/project.ts'
import { generatePlatformSecrets, platformInfo, type PlatformSecrets } from '../../../src/platform/keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'tradein-production-'))
const dataFolder = join(folder, 'data')
const at = (path: string): string => join(dataFolder, path)
const nowMs = Date.parse('2026-03-06T10:00:00+08:00')
const settings: PlatformSettings = {
  dataFolder,
  clock: { now: () => nowMs },
  listings: 10,
  registerFolder: null,
  store: { id: 'TY-0001', region: '140100' },
  till: '03',
  adminToken: 'a'.repeat(32),
  isProduction: true,
  report: () => undefined,
}
const open = (change: Partial<PlatformSettings> = {}): Promise<RunningPlatform> =>
  openPlatform({ ...settings, ...change })
const keep = (secrets: PlatformSecrets): void => writeFileSync(at('platform-keys.json'), JSON.stringify(secrets))
const ask = async (platform: RunningPlatform, path: string): Promise<readonly [number, unknown]> => {
  const response = await platform.fetch(new Request(`http://platform.test${path}`))
  return [response.status, await response.json()]
}
let secrets: PlatformSecrets

beforeAll(async () => {
  secrets = await generatePlatformSecrets('https://subsidy.test/')
  const project = await initProject(at('authority'), {
    sample: { count: 10 },
    platform: platformInfo(secrets, '../api/'),
  })
  const signers = await projectSigners(project, () => Promise.resolve(null))
  await publishProject(project, await checkProject(project, { nowMs }), { nowMs, signers })
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a platform in production', { timeout: 120_000 }, () => {
  it('does not start until all that it needs is its own', async () => {
    const refused = (message: string, change?: Partial<PlatformSettings>): Promise<void> =>
      expect(open(change)).rejects.toMatchObject({
        code: 'OPTIONS_INVALID',
        message: expect.stringContaining(message) as string,
      })
    await refused('platform-keys.json is missing')
    keep(secrets)
    await refused('is an offline key that lies open')
    renameSync(at('authority/keys/offline'), join(folder, 'safe'))
    await refused('at least 32 characters', { adminToken: 'short' })
    writeFileSync(at('demo-code.txt'), 'DEMO-1')
    await refused('was a demonstration')
    rmSync(at('demo-code.txt'))
    keep({ ...secrets, entitlement: { ...secrets.entitlement, issuer: 'https://platform.example/' } })
    await refused('demonstration')
    keep(secrets)
    cpSync(at('authority/repository'), join(folder, 'kept'), { recursive: true })
    rmSync(at('authority/repository'), { recursive: true })
    await refused('has no release')
    renameSync(join(folder, 'kept'), at('authority/repository'))
  })

  it('has no code for everybody and no page’s configuration, and says when it is ready', async () => {
    const platform = await open()
    expect(platform.demoCode).toBeNull()
    expect((await ask(platform, '/config.json'))[0]).toBe(404)
    expect(await ask(platform, '/healthz')).toEqual([200, { status: 'ok' }])
    const parts = { database: true, release: true, keys: true, disk: true, open: true }
    expect(await ask(platform, '/readyz')).toEqual([200, { status: 'ready', ...parts }])
    // The daily signature needs no offline key.
    await platform.authority.resign(nowMs + 3_600_000)
    platform.retire()
    expect(await ask(platform, '/readyz')).toEqual([503, { status: 'not_ready', ...parts, open: false }])
    await platform.database.destroy()
    expect((await ask(platform, '/readyz'))[1]).toMatchObject({ database: false })
    expect((await ask(platform, '/healthz'))[0]).toBe(200)
    await platform.close().catch(() => undefined)
  })

  it('is not ready on a release that names other keys, and takes no database that a demonstration had', async () => {
    const others = await generatePlatformSecrets('https://subsidy.test/')
    keep(others)
    const platform = await open()
    expect(await ask(platform, '/readyz')).toMatchObject([503, { keys: false, database: true }])
    await platform.store.addCode({ code: 'DEMO', store: null, till: null, reusable: true, usedBy: null, place: null })
    await platform.close()
    await expect(open()).rejects.toMatchObject({ code: 'OPTIONS_INVALID', field: 'DATABASE_URL' })
  })
})
