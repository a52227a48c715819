/** The browser tests of trust, release and outbox, bundled for an old engine and run in its own page. */
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { chromiumLaunch } from '../support/chromium.ts'
import { servePage, type PageServer } from '../support/page-server.ts'
import { bundleForEngine } from './bundle.ts'
import type { InPage } from './vitest-in-page.ts'

const files = ['trust/conformance', 'trust/release', 'release/library', 'outbox/outbox']

type PageWindow = typeof globalThis & { inPage: InPage }
interface OpenPage {
  readonly page: Page
  readonly names: readonly string[]
  readonly faults: readonly string[]
}

const servers: PageServer[] = []
const browser: Browser = await chromium.launch(await chromiumLaunch())
const pages = new Map<string, OpenPage>()
for (const file of files) pages.set(file, await open(file))

async function open(file: string): Promise<OpenPage> {
  const server = await servePage(await bundleForEngine(file), new Map())
  servers.push(server)
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  await page.goto(server.url)
  const names = await page.evaluate(() => (globalThis as PageWindow).inPage.names).catch(() => [])
  return { page, names, faults }
}

afterAll(async () => {
  await browser.close()
  for (const server of servers) await server.close()
})

it('is the engine that was asked for', () => {
  expect(browser.version().split('.')[0]).toBe(process.env.CHROMIUM)
})

describe.each(files)('%s', (file) => {
  const { page, names, faults } = pages.get(file)!
  it('starts', () => {
    expect(faults).toEqual([])
    expect(names).not.toEqual([])
  })
  it.each(names.map((name, place) => ({ name, place })))('$name', async ({ place }) => {
    expect(await page.evaluate((at) => (globalThis as PageWindow).inPage.run(at), place)).toBeNull()
  })
})
