/**
 * Chromium loses a till's storage: its database thrown away as it does with one that is corrupt, site data cleared under the
 * running page, a disk that fills up. What was acknowledged reaches the platform all the same, and the loss is told.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startBrowser, type BrowserProcess } from '../../support/browser-process.ts'
import { seededRandom } from '../../support/random.ts'
import type { Told } from '../../support/selling-page.ts'
import { startSellingStand, type SellingStand } from '../../support/selling-stand.ts'

const patience = { timeout: 90_000, interval: 50 }
type Sent = Extract<Told, { readonly tell: 'started' | 'sent' }>

interface Scene {
  readonly stand: SellingStand
  readonly profile: string
  readonly browser: () => BrowserProcess
  readonly restart: () => Promise<void>
  readonly open: (tab: string) => Promise<Page>
}

async function scene(profile: string): Promise<Scene> {
  const stand = await startSellingStand(seededRandom(7))
  let browser = await startBrowser(profile)
  onTestFinished(async () => {
    await browser.kill()
    await stand.close()
  })
  return {
    stand,
    profile,
    browser: () => browser,
    async restart() {
      browser = await startBrowser(profile)
    },
    async open(tab) {
      const page = await browser.browser.contexts()[0]!.newPage()
      await page.goto(stand.url(tab))
      await until(stand, () => stand.told.some((told) => told.tab === tab && told.tell === 'started'))
      return page
    },
  }
}

async function temporaryProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'))
  onTestFinished(() => rm(profile, { recursive: true, force: true }))
  return profile
}

/** Fails with what the page told last. */
async function until(stand: SellingStand, isSo: () => boolean): Promise<void> {
  await vi.waitUntil(isSo, patience).catch(() => {
    throw new Error(JSON.stringify(stand.told.slice(-6)).slice(0, 4_000))
  })
}

/** Sells so many orders in the tab that asks; then it waits. */
async function sellOrders(stand: SellingStand, count: number): Promise<void> {
  const sold = (): number => stand.told.filter(({ tell }) => tell === 'sold').length
  const before = sold()
  stand.errand = 'sell'
  await until(stand, () => sold() >= before + count)
  stand.errand = 'wait'
  await until(stand, () => stand.isIdle())
}

/** Copies are written behind the acknowledgement: waits until the browser has one of each sale. */
async function untilCopied(stand: SellingStand, page: Page): Promise<void> {
  const isCopied = async (): Promise<boolean> => {
    const kept = await page.evaluate(async () => {
      const caching = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
      return (await Promise.all(caching.map((cache) => cache.keys()))).flat().map(({ url }) => url)
    })
    return acknowledged(stand).every((id) => kept.some((url) => url.includes(id)))
  }
  await vi.waitUntil(isCopied, patience)
}

/** Ids of the sales that a cashier was told were saved. */
function acknowledged(stand: SellingStand): readonly string[] {
  const saved = new Set(['confirmed', 'provisional', 'review'])
  return stand.told.flatMap((told) =>
    told.tell === 'outcome' && told.deed === 'reserve' && saved.has(told.status) ? (told.sale ?? []) : [],
  )
}

function lastOf(stand: SellingStand, tab: string): Sent | undefined {
  return stand.told
    .filter((told): told is Sent & { tab: string } => told.tab === tab && 'status' in told && 'tasks' in told)
    .pop()
}
const tellsOfLoss = (sent: Sent | undefined): boolean =>
  sent?.tasks.some(({ kind }) => kind === 'storage_lost') ?? false

async function expectAllAtThePlatform(stand: SellingStand): Promise<void> {
  stand.line = 'good'
  stand.errand = 'send'
  const missing = async (): Promise<readonly string[]> => {
    const there = new Set((await stand.sales()).map(({ id }) => id))
    return acknowledged(stand).filter((id) => !there.has(id))
  }
  await vi.waitUntil(async () => (await missing()).length === 0, patience).catch(() => undefined)
  expect(await missing()).toEqual([])
  expect(stand.told.filter(({ tell, tab }) => tell === 'fault' && tab !== 'second')).toEqual([])
}

it('sends what it had acknowledged after its database was thrown away, and tells of the loss', async () => {
  const { stand, profile, browser, restart, open } = await scene(await temporaryProfile())
  stand.errand = 'wait'
  const page = await open('first')
  stand.line = 'cut'
  await sellOrders(stand, 4)
  await untilCopied(stand, page)
  const waiting = acknowledged(stand).length
  expect(waiting).toBeGreaterThanOrEqual(4)
  await browser().kill()
  // What Chromium itself does with a store that it finds corrupt.
  for (const name of await readdir(join(profile, 'Default/IndexedDB')))
    await rm(join(profile, 'Default/IndexedDB', name), { recursive: true })
  await restart()
  stand.line = 'good'
  await open('second')
  expect(tellsOfLoss(lastOf(stand, 'second'))).toBe(true)
  await expectAllAtThePlatform(stand)
}, 240_000)

it('goes on after all site data was cleared under the running page', async () => {
  const { stand, browser, open } = await scene(await temporaryProfile())
  stand.errand = 'wait'
  const page = await open('first')
  stand.line = 'cut'
  await sellOrders(stand, 3)
  const session = await browser().browser.contexts()[0]!.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: new URL(stand.url('first')).origin, storageTypes: 'all' })
  stand.errand = 'send'
  await until(stand, () => tellsOfLoss(lastOf(stand, 'first')))
  const { status } = lastOf(stand, 'first')!
  expect(status.enrolled).toBe(false)
  expect(status.unsent).not.toBe(0)
  await expectAllAtThePlatform(stand)
}, 240_000)

it.skipIf(!canMount())(
  'keeps its word through a disk that is full, two kills and a disk that is free again (needs the right to mount a tmpfs)',
  async () => {
    const folder = await smallDisk()
    const { stand, browser, restart, open } = await scene(join(folder, 'profile'))
    stand.errand = 'wait'
    await open('first')
    stand.line = 'cut'
    await sellOrders(stand, 3)
    const saved = acknowledged(stand).length
    const isRefused = (told: Told): boolean =>
      told.tell === 'failed' || (told.tell === 'outcome' && told.status === 'not_durable')
    await fill(folder, 'filler')
    stand.errand = 'sell'
    await until(stand, () => stand.told.filter(isRefused).length >= 2)
    // The fault goes with its cause, without a reload.
    await rm(join(folder, 'filler'))
    const between = acknowledged(stand).length
    await until(stand, () => acknowledged(stand).length >= between + 2)
    await fill(folder, 'filler')
    await browser().kill()
    stand.errand = 'wait'
    await restart()
    const page = await browser().browser.contexts()[0]!.newPage()
    await page.goto(stand.url('second')).catch(() => undefined)
    await browser().kill()
    await rm(join(folder, 'filler'))
    await restart()
    stand.line = 'good'
    await open('third')
    expect(acknowledged(stand).length).toBeGreaterThan(saved + 1)
    await expectAllAtThePlatform(stand)
    process.stdout.write(
      `full disk: ${acknowledged(stand).length} acknowledged, loss told: ${String(tellsOfLoss(lastOf(stand, 'third')))}\n`,
    )
  },
  300_000,
)

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A tmpfs that a profile just fits on. */
async function smallDisk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', folder], { stdio: 'ignore' })
  onTestFinished(async () => {
    execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
    await rm(folder, { recursive: true, force: true })
  })
  return folder
}

/** Leaves nothing. */
async function fill(folder: string, name: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  await writeFile(join(folder, name), Buffer.alloc(bavail * bsize)).catch((error: unknown) => {
    // The browser was quicker: the disk is as full.
    if ((error as { readonly code?: string }).code !== 'ENOSPC') throw error
  })
}
