/** The register page, as the reference platform serves it, sells once by keyboard and scanner in Firefox and WebKit. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, it, onTestFinished, vi } from 'vitest'
import { person } from '../support/buyers.ts'
import { driveFirefox, driveWebKit, type DrivenPage } from '../support/driven-page.ts'
import { missingEngine } from '../support/engine-process.ts'
import { startPlatform } from '../support/platform-process.ts'
import { pressAll, scanOf } from '../support/register-page.ts'
import { sampleRows } from '../support/sample-rows.ts'

/** The first element that fits, whichever shadow it stands in. */
function find(selector: string): Element | null {
  const roots: (Document | ShadowRoot)[] = [document]
  for (const root of roots) {
    const found = root.querySelector(selector)
    if (found) return found
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot)
  }
  return null
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

async function drive(profile: string, url: string): Promise<DrivenPage> {
  return process.env.ENGINE === 'webkit' ? driveWebKit(profile, url, await freePort()) : driveFirefox(profile, url)
}

const missing = missingEngine()
if (missing !== null) it.skip(missing)
else
  it('sells from scan to a confirmed receipt by keyboard alone', async () => {
    const platform = await startPlatform()
    onTestFinished(() => platform.dispose())
    const profile = await mkdtemp(join(tmpdir(), 'profile-'))
    onTestFinished(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
    const page = await drive(profile, platform.url)
    onTestFinished(() => page.close())

    const text = (selector: string): Promise<unknown> =>
      page.evaluate(`(${find.toString()})(${JSON.stringify(selector)})?.textContent ?? null`)
    const there = (selector: string): Promise<unknown> =>
      vi.waitFor(async () => expect(await text(selector)).not.toBeNull(), { timeout: 60_000, interval: 100 })
    const scan = (code: string): Promise<unknown> =>
      page.evaluate(`(${pressAll.toString()})(${JSON.stringify(scanOf(code))})`)

    const table = readFileSync(join(platform.dataFolder, 'authority/tables/listings.csv'))
    const item = sampleRows(parse(table, { columns: true, bom: true })).find(
      ({ category, grade }) => category === '空调' && grade === '1级',
    )!
    await there('input[name="ask"]')
    await there('[data-chip="freshness"].good')
    await scan(item.barcode)
    await page.type(item.price)
    await page.press('Enter')
    await scan('SN10000001')
    await there('[data-line][data-status="eligible"]')
    await page.press('F2')
    for (const value of [person.phone, 'Zhang San']) {
      await page.type(value)
      await page.press('Tab')
    }
    await page.type(person.idNumber)
    await page.press('Enter')
    await there('[data-buyer="sealed"]')
    await page.press('F4')
    await there('[data-action="paid"]')
    await page.press('F8')
    await there('.tradein-receipt svg')
    const receipt = String(await text('.tradein-receipt'))
    for (const part of ['不是发票', item.model, item.barcode, '平台已确认']) expect(receipt).toContain(part)
  })
