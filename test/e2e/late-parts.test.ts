/** The register without a service worker, where files that its page fetches late cannot be had: each call says so, and all goes on once there is a line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { buyers } from '../support/buyers.ts'
import { chromiumLaunch, newPage } from '../support/chromium.ts'
import { startPlatform, type PlatformProcess } from '../support/platform-process.ts'
import { registerPage, type RegisterPage } from '../support/register-page.ts'
import { sampleRows, type SampleRow } from '../support/sample-rows.ts'

let platform: PlatformProcess
let browser: Browser
let context: BrowserContext
let till: RegisterPage
let item: SampleRow
let sold = 0

beforeAll(async () => {
  platform = await startPlatform()
  const table = readFileSync(join(platform.dataFolder, 'authority/tables/listings.csv'))
  item = sampleRows(parse(table, { columns: true, bom: true })).find(({ category }) => category === '空调')!
  browser = await chromium.launch(await chromiumLaunch())
})
afterAll(async () => {
  await browser.close()
  await platform.dispose()
})
beforeEach(async () => {
  context = await browser.newContext({ serviceWorkers: 'block' })
  till = registerPage(await newPage(context))
})
afterEach(() => context.close())

async function sell(): Promise<void> {
  await till.scan(item.barcode)
  await till.type(item.price)
  await till.scan(`SN${String(50_000_000 + sold++)}`)
  await till.buyer(buyers[sold]!)
  await till.reserve()
  await till.press('F8')
}
interface Said {
  readonly code: string | null
  readonly retryable: boolean | null
}
/** What the page's client says to a call: the fault's code, or null. */
const ask = (call: (checkout: Checkout) => Promise<unknown>): Promise<Said> =>
  till.page.evaluate(
    `(${call.toString()})(document.querySelector('tradein-till').checkout)
      .then(() => ({ code: null, retryable: null }), ({ code = 'none', retryable }) => ({ code, retryable }))`,
  )

async function lastSale(): Promise<object> {
  const { checkout } = document.querySelector('tradein-till') as unknown as { checkout: Checkout }
  const [sale] = await checkout.sales.recent(1)
  return { state: sale?.state, standing: sale?.standing, unsent: checkout.status.unsent }
}
function unsent(): number | null {
  return (document.querySelector('tradein-till') as unknown as { checkout: Checkout }).checkout.status.unsent
}

it('says in a code that the first receipt cannot be made, keeps the sale whole, and prints it when there is a line', async () => {
  const isReceiptPart = /chunks\/sale-receipt/
  await context.route(isReceiptPart, (route) => route.abort('internetdisconnected'))
  await till.page.goto(platform.url)
  await till.ready()
  await sell()
  await till.recent().first().waitFor()
  const receipt = async (checkout: Checkout): Promise<unknown> =>
    checkout.receipt((await checkout.sales.recent(1))[0]!.id)
  expect(await ask(receipt)).toEqual({ code: 'PART_MISSING', retryable: true })
  await expect
    .poll(() => till.page.evaluate(lastSale))
    .toEqual({ state: 'committed', standing: 'confirmed', unsent: 0 })
  await context.unroute(isReceiptPart)
  expect(await ask(receipt)).toEqual({ code: null, retryable: null })
})

it('says in a code that none of the late files could be had, and sells once the page was loaded again', async () => {
  const areParts = /chunks\//
  await till.page.goto(platform.url)
  await till.ready()
  await context.route(areParts, (route) => route.abort('internetdisconnected'))
  await till.page.reload()
  await till.ready()
  const tasks = (checkout: Checkout): Promise<unknown> => checkout.tasks()
  expect(await ask(tasks)).toEqual({ code: 'PART_MISSING', retryable: true })
  expect(await till.page.evaluate(unsent)).toBeNull()
  await context.unroute(areParts)
  await till.page.reload()
  await till.ready()
  expect(await ask(tasks)).toEqual({ code: null, retryable: null })
  await sell()
  await till.receipt().waitFor()
})
