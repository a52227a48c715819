/** The register page as `npm start` serves it, driven by keyboard and scanner alone. */
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buyers } from '../support/buyers.ts'
import { chromiumLaunch, newPage, picturesFolder } from '../support/chromium.ts'
import { startPlatform, type PlatformProcess } from '../support/platform-process.ts'
import { registerPage, type RegisterPage } from '../support/register-page.ts'
import { sampleRows, type SampleRow } from '../support/sample-rows.ts'

const pictures = picturesFolder.pathname
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let platform: PlatformProcess
let browser: Browser
let context: BrowserContext
let till: RegisterPage
let faults: string[]
let rows: readonly SampleRow[]
let sold = 0

beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  platform = await startPlatform()
  rows = sampleRows(
    parse(readFileSync(join(platform.dataFolder, 'authority/tables/listings.csv')), { columns: true, bom: true }),
  )
  browser = await chromium.launch(await chromiumLaunch())
})
afterAll(async () => {
  await browser.close()
  await platform.dispose()
})
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await newPage(context)
  faults = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    // A missing next root is how a client learns that there is none (TUF 5.3.3).
    if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text())
  })
  till = registerPage(page)
  await page.goto(platform.url)
  await till.ready()
})
afterEach(async () => {
  await picture('last')
  await context.close()
  expect(faults).toEqual([])
})

const picture = (name: string): Promise<unknown> => till.page.screenshot({ path: `${pictures}${name}.png` })
const serial = (): string => `SN${String(10_000_000 + sold++)}`
const first = (category: string, grade: string): SampleRow =>
  rows.find((row) => row.category === category && row.grade === grade)!

describe('an approved sale', () => {
  it('goes from scan to a verifiable receipt by keyboard alone', async () => {
    const item = first('空调', '1级')
    await till.scan(item.barcode)
    await till.type(item.price)
    await till.scan(serial())
    await till.line().and(till.page.locator('[data-status="eligible"]')).waitFor()
    await till.buyer(buyers[0]!)
    await picture('approved')
    await till.reserve()
    await till.paid()
    await till.receipt().locator('svg').waitFor()
    await picture('receipt')
    const text = (await till.receipt().textContent()) ?? ''
    for (const part of ['不是发票', item.model, item.barcode, '平台已确认']) expect(text).toContain(part)
    await till.press('F9')
    await till.ready()
    expect(await till.recent().count()).toBe(1)
  })
})

describe('a refused item', () => {
  it('above its filed price is red, says by how much and what to do, and gets no subsidy', async () => {
    const item = first('电视', '1级')
    await till.scan(item.barcode)
    await till.type(`${String(Number.parseInt(item.filedPrice, 10) + 100)}.00`)
    await till.line().locator('[data-reason="price_over_filed"]').waitFor()
    await till.scan(serial())
    await picture('refused')
    expect(await till.line().getAttribute('data-status')).toBe('ineligible')
    expect(await till.total('subsidy')).toContain('0.00')
    expect(await till.line().locator('[data-reason="price_over_filed"]').textContent()).toMatch(/100\.00.*→/s)
  })

  it('with a barcode that is not listed says so, and one that was misread is named a misread', async () => {
    await till.scan('6901234567892')
    await till.line().locator('[data-reason="model_unlisted"]').waitFor()
    await till.press('Escape')
    await till.scan('6901234567893')
    await till.notice('scan_refused').waitFor()
  })

  it('whose serial number was sold on this till before is refused', async () => {
    const item = first('冰箱', '1级')
    const unit = serial()
    for (const round of [1, 2]) {
      await till.scan(item.barcode)
      await till.type(item.price)
      await till.scan(unit)
      if (round === 2) break
      await till.buyer(buyers[1]!)
      await till.reserve()
      await till.paid()
      await till.press('F9')
    }
    await till.line().locator('[data-reason="serial_redeemed_here"]').waitFor()
  })
})

describe('the page', () => {
  it('finds a model by typing a part of it, and says so when there is none', async () => {
    const item = first('洗衣机', '1级')
    await till.type(item.model)
    await till.page.locator('tradein-till [part="hits"] button').first().waitFor()
    await till.page.locator('tradein-till [part="hits"] button').first().click()
    await till.line().filter({ hasText: item.model }).waitFor()
    await till.press('Escape')
    await till.type('ZZZZ-NOTHING')
    await till.notice('nothing_found').waitFor()
  })

  it('refuses a wrong ID number and marks the field, without showing the number again', async () => {
    const { phone, name } = buyers[2]!
    await till.press('F2')
    for (const [i, text] of [phone, name, '140105199001011234'].entries()) {
      await till.page.keyboard.type(text, { delay: 70 })
      if (i < 2) await till.press('Tab')
    }
    await till.press('Enter')
    await till.notice('buyer_refused').waitFor()
    expect(await till.page.locator('tradein-till input[name="idNumber"]').getAttribute('aria-invalid')).toBe('true')
    expect(await till.page.locator('tradein-till').textContent()).not.toContain('140105199001011234')
  })

  it('names a payment code and keeps nothing of it', async () => {
    await till.scan('134567890123456789')
    await till.notice('payment_code').waitFor()
    expect(await till.page.content()).not.toContain('134567890123456789')
  })

  it('speaks English', async () => {
    await till.page.locator('tradein-till [data-action="language"]').click()
    await till.page.getByText('Scan the barcode, or type the model').waitFor()
    await picture('english')
  })

  it('has no accessibility fault that axe can find', async () => {
    const item = first('空调', '1级')
    await till.scan(item.barcode)
    await till.type(item.price)
    await till.page.evaluate(axeSource)
    const violations = await till.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
      )
    })
    expect(violations).toEqual([])
  })
})
