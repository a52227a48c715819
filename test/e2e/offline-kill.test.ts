/** Sells without a line, is killed, starts again without a line, comes back: each record is on the platform exactly once. */
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser, type BrowserProcess } from '../support/browser-process.ts'
import { buyers } from '../support/buyers.ts'
import { newPage, picturesFolder } from '../support/chromium.ts'
import { startPlatform, type PlatformProcess } from '../support/platform-process.ts'
import { registerPage, type RegisterPage } from '../support/register-page.ts'
import { sampleRows, type SampleRow } from '../support/sample-rows.ts'

const pictures = picturesFolder.pathname
let platform: PlatformProcess
let profile: string
let browser: BrowserProcess
let items: SampleRow[]

beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  platform = await startPlatform()
  profile = await mkdtemp(join(tmpdir(), 'profile-'))
  const rows = sampleRows(
    parse(readFileSync(join(platform.dataFolder, 'authority/tables/listings.csv')), { columns: true, bom: true }),
  )
  items = rows.filter((row) => row.category === '冰箱' && row.grade === '1级')
})
afterAll(async () => {
  await browser.kill()
  await platform.dispose()
  await rm(profile, { recursive: true, force: true })
})

async function openTill(): Promise<RegisterPage> {
  browser = await startBrowser(profile)
  const page = await newPage(browser.browser.contexts()[0]!)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(platform.url)
  return registerPage(page)
}

async function sell(till: RegisterPage, i: number): Promise<void> {
  const item = items[i]!
  await till.scan(item.barcode)
  await till.type(item.price)
  await till.scan(`SN${String(20_000_000 + i)}`)
  await till.buyer(buyers[i]!)
  await till.reserve()
  await till.paid()
}

const unsent = (till: RegisterPage, text: string): Promise<void> =>
  till.chip('unsent').filter({ hasText: text }).waitFor()

it('keeps every sale through a lost line and a killed browser, and sends each record once', async () => {
  const before = await openTill()
  await before.ready()
  await sell(before, 0)
  await unsent(before, '0')
  await before.press('F9')

  await platform.stop()
  await sell(before, 1)
  await before.page.screenshot({ path: `${pictures}offline.png` })
  expect(await before.receipt().textContent()).toContain('待平台确认')
  await before.press('F9')
  await sell(before, 2)
  await browser.kill()

  const after = await openTill()
  await after.page.locator('tradein-till [data-chip="online"].warn').waitFor()
  await unsent(after, '4')
  expect(await after.recent().count()).toBe(3)
  const kept = await after.page.evaluate(async () =>
    (await document.querySelector('tradein-till')!.checkout!.sales.recent(10)).map(({ id }) => id),
  )

  platform = await startPlatform({ dataFolder: platform.dataFolder, port: Number(new URL(platform.url).port) })
  await unsent(after, '0')
  await after.page.locator('tradein-till [data-sale][data-standing="confirmed"]').nth(2).waitFor()
  await after.page.screenshot({ path: `${pictures}online-again.png` })

  await platform.stop()
  const database = await PGlite.create(join(platform.dataFolder, 'database'))
  const { rows: records } = await database.query<{ id: string; kind: string; sale: string | null; linked: boolean }>(
    'SELECT id, kind, sale, linked FROM records ORDER BY epoch, seq',
  )
  await database.close()
  expect(records.map(({ kind }) => kind)).toEqual([
    'epoch',
    'reserve',
    'commit',
    'reserve',
    'commit',
    'reserve',
    'commit',
  ])
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  expect(records.every(({ linked }) => linked)).toBe(true)
  expect(new Set(records.flatMap(({ sale }) => sale ?? []))).toEqual(new Set(kept))
})
