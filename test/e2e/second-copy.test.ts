/** Two copies of the SDK on one page, from two bundles, open one till: they sell into one chain. */
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { expectAllThere } from '../support/acknowledged.ts'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage } from '../support/page-server.ts'
import { seededRandom } from '../support/random.ts'
import { startSellingStand, type SellingStand } from '../support/selling-stand.ts'

const patience = { timeout: 60_000, interval: 20 }
let stand: SellingStand
let browser: Browser

beforeAll(async () => {
  stand = await startSellingStand(seededRandom(20_261_201))
  browser = await chromium.launch(await chromiumLaunch())
})
afterAll(async () => {
  await browser.close()
  await stand.close()
})

const told = (tell: string, tab: string): number =>
  stand.told.filter((each) => each.tell === tell && each.tab === tab).length

it('sells one till honestly, the script tag beside a host’s own bundle and another version of Dexie', async () => {
  const page = await browser.newPage()
  // What a host's own, older Dexie leaves.
  await page.addInitScript(() => Object.assign(globalThis, { [Symbol.for('Dexie')]: { semVer: '3.2.7' } }))
  stand.errand = 'wait'
  await page.goto(stand.url('tag'))
  await vi.waitFor(() => expect(told('started', 'tag')).toBe(1), patience)
  const define = { TradeinCheckout: 'SecondCopy', 'location.search': '"?tab=bundle"' }
  const scripts = [
    await bundlePage(new URL('../../dist/index.js', import.meta.url), { globalName: 'SecondCopy' }),
    await bundlePage(new URL('../support/selling-page.ts', import.meta.url), { define }),
  ]
  for (const [n, body] of scripts.entries()) {
    await page.route(`**/second-${n}.js`, (route) => route.fulfill({ contentType: 'text/javascript', body }))
    await page.addScriptTag({ url: `second-${n}.js` })
  }
  await vi.waitFor(() => expect(told('started', 'bundle')).toBe(1), patience)

  stand.line = 'cut'
  stand.errand = 'sell'
  for (const tab of ['tag', 'bundle']) await vi.waitFor(() => expect(told('sold', tab)).toBeGreaterThan(1), patience)
  stand.line = 'good'
  for (const tab of ['tag', 'bundle']) {
    const before = told('sold', tab)
    await vi.waitFor(() => expect(told('sold', tab)).toBeGreaterThan(before + 1), patience)
  }
  stand.errand = 'send'
  await vi.waitFor(() => expectAllThere(stand), patience)
  for (const tab of ['tag', 'bundle'])
    await vi.waitFor(() => {
      const sent = stand.told.filter((each) => each.tell === 'sent' && each.tab === tab)
      expect(sent.at(-1)).toMatchObject({ status: { unsent: 0, held: 0 }, tasks: [] })
    }, patience)
})
