/** A new version of the register's page, and of its service worker, is deployed in the middle of a sale. */
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { chromium } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { listen } from '../../examples/platform/listen.ts'
import { openPlatform } from '../../examples/platform/run.ts'
import type { Checkout } from '../../src/client.ts'
import { buyers } from '../support/buyers.ts'
import { chromiumLaunch, newPage } from '../support/chromium.ts'
import { registerPage } from '../support/register-page.ts'
import { sampleRows } from '../support/sample-rows.ts'

const patience = { timeout: 60_000 }
const built = resolve(import.meta.dirname, '../../build/register')

/** As a build of changed code: every chunk has another name, the old ones are gone, and the worker is another. */
async function deploy(folder: string): Promise<readonly string[]> {
  const listed = JSON.parse(await readFile(join(folder, 'files.json'), 'utf8')) as readonly string[]
  const chunks = listed.flatMap((file) => /^chunks\/(.+)$/.exec(file)?.[1] ?? [])
  const renamed = (text: string): string => chunks.reduce((now, name) => now.replaceAll(name, `new-${name}`), text)
  for (const name of chunks) await rename(join(folder, 'chunks', name), join(folder, 'chunks', `new-${name}`))
  const files = ['register.js', 'files.json', ...chunks.map((name) => `chunks/new-${name}`)]
  for (const file of files) await writeFile(join(folder, file), renamed(await readFile(join(folder, file), 'utf8')))
  const worker = join(folder, 'service-worker.js')
  await writeFile(worker, `${await readFile(worker, 'utf8')}\n// deployed anew`)
  return chunks
}

it('is finished on the page that began it, and the new page has it and sells on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deployed-'))
  const pageFolder = join(folder, 'page')
  await cp(built, pageFolder, { recursive: true })
  const platform = await openPlatform({
    dataFolder: join(folder, 'data'),
    clock: { now: () => Date.now() },
    listings: 60,
    registerFolder: pageFolder,
    store: { id: 'TY-0001', region: '140100' },
    till: '03',
    report: () => undefined,
  })
  const { stop, port } = await listen(platform, { host: 'localhost', port: 0 })
  const browser = await chromium.launch(await chromiumLaunch())
  onTestFinished(async () => {
    await browser.close()
    await stop(0)
    await platform.close()
    await rm(folder, { recursive: true, force: true })
  })
  const table = await readFile(join(folder, 'data/authority/tables/listings.csv'))
  const item = sampleRows(parse(table, { columns: true, bom: true })).find(({ category }) => category === '冰箱')!
  const page = await newPage(await browser.newContext())
  const till = registerPage(page)
  const begin = async (n: number): Promise<void> => {
    await till.scan(item.barcode)
    await till.type(item.price)
    await till.scan(`SN${60_000_000 + n}`)
    await till.buyer(buyers[n]!)
    await till.reserve()
  }
  const standings = (): Promise<unknown> =>
    page.evaluate(async () => {
      const { checkout } = document.querySelector('tradein-till') as unknown as { readonly checkout: Checkout }
      const recent = await checkout.sales.recent()
      return recent.map(({ state, standing }) => `${state} ${standing}`)
    })

  await page.goto(`http://localhost:${port}/`)
  await till.ready()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await begin(0)

  const gone = await deploy(pageFolder)
  const isTakenOver = page.evaluate(
    (): Promise<void> =>
      new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', () => done())),
  )
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update()
  })
  await isTakenOver
  await till.paid()
  await expect.poll(standings, patience).toEqual(['committed confirmed'])
  // What the old page may still fetch late.
  const statuses = await page.evaluate(
    (names) => Promise.all(names.map(async (name) => (await fetch(`chunks/${name}`)).status)),
    gone,
  )
  expect(new Set(statuses)).toEqual(new Set([200]))

  await page.reload()
  await till.ready()
  await begin(1)
  await till.paid()
  await expect.poll(standings, patience).toEqual(['committed confirmed', 'committed confirmed'])
})
