/** What each built file leaves on the page that loads it, in Chromium. */
import { readFileSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage } from '../support/page-server.ts'

const dist = (file: string): URL => new URL(`../../dist/${file}`, import.meta.url)
let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await chromium.launch(await chromiumLaunch())
  page = await browser.newPage()
})
afterAll(() => browser.close())

const names = (): Promise<string[]> => page.evaluate(() => Reflect.ownKeys(globalThis).map(String))

/** Names that are there once the script has run in a new page, and were not before. */
async function leftBy(content: string): Promise<readonly string[]> {
  const faults: string[] = []
  page.once('pageerror', (error) => faults.push(error.message))
  await page.goto('about:blank')
  const before = new Set(await names())
  await page.addScriptTag({ content })
  const after = await names()
  expect(faults).toEqual([])
  return after.filter((name) => !before.has(name)).sort()
}

it('is one name, of the script tag’s file', async () => {
  expect(await leftBy(readFileSync(dist('tradein-checkout.global.js'), 'utf8'))).toEqual(['TradeinCheckout'])
})

// The packages are the host's to install, and leave on its page what they leave for others that use them.
const ofZod = ['__zod_globalConfig', '__zod_globalRegistry']
const ofLit = ['litElementVersions', 'litHtmlVersions', 'litPropertyMetadata', 'reactiveElementVersions']

it.each([
  ['index.js', ofZod],
  ['verify.js', ofZod],
  ['cart.js', ofZod],
  ['receipt.js', ofZod],
  ['scan.js', ofZod],
  ['elements.js', ofLit],
  ['elements-define.js', ofLit],
])('is nothing of ours, of %s in a host’s bundle', async (file, ofPackages) => {
  const left = await leftBy(await bundlePage(dist(file)))
  expect(left.filter((name) => !ofPackages.includes(name))).toEqual([])
})
