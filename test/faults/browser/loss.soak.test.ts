/** What a browser loses behind the till's back: site data cleared under it, a disk that is full. It is put back, or told; never a 0. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingFrom } from '../../support/acknowledged.ts'
import { startBrowser, type BrowserProcess } from '../../support/browser-process.ts'
import { seededRandom } from '../../support/random.ts'
import type { Told } from '../../support/selling-page.ts'
import { startSellingStand, type SellingStand } from '../../support/selling-stand.ts'

const patience = { timeout: 180_000, interval: 50 }
vi.setConfig({ testTimeout: 900_000, hookTimeout: 120_000 })
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mounts()
let stand: SellingStand
let profile: string
let browser: BrowserProcess | null

beforeEach(async () => {
  stand = await startSellingStand(seededRandom(20_261_131))
  profile = await mkdtemp(join(tmpdir(), 'profile-'))
  browser = null
})
afterEach(async () => {
  await browser?.kill()
  await stand.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function open(tab: string, folder = profile): Promise<Page> {
  browser ??= await startBrowser(folder)
  const page = await browser.browser.contexts()[0]!.newPage()
  await page.goto(stand.url(tab))
  return page
}
async function kill(): Promise<void> {
  await browser?.kill()
  browser = null
}

const told = <T extends Told['tell']>(tell: T, tab: string): Extract<Told, { readonly tell: T }>[] =>
  stand.told.filter((each) => each.tab === tab && each.tell === tell) as unknown as Extract<
    Told,
    { readonly tell: T }
  >[]
const sold = (tab: string, atLeast: number): Promise<void> =>
  vi.waitFor(() => expect(told('sold', tab).length).toBeGreaterThanOrEqual(atLeast), patience)

/** Enrolled with a line, then three sales without one. */
async function sellOffline(page: Promise<Page>): Promise<Page> {
  stand.errand = 'wait'
  const opened = await page
  await vi.waitFor(() => expect(told('started', 'a')).toHaveLength(1), patience)
  stand.errand = 'send'
  await vi.waitFor(() => expect(told('sent', 'a').at(-1)?.status.unsent).toBe(0), patience)
  stand.line = 'cut'
  stand.errand = 'sell'
  await sold('a', 3)
  stand.errand = 'wait'
  // The sale in hand is finished, and each record has its copy beside the database.
  const begun = (): number => told('step', 'a').filter(({ step }) => step === 'buyer').length
  await vi.waitFor(() => expect(told('sold', 'a')).toHaveLength(begun()), patience)
  await vi.waitFor(async () => {
    const copies = await opened.evaluate(async () => {
      const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
      return kept.flat().length
    })
    expect(copies).toBeGreaterThan(told('outcome', 'a').length)
  }, patience)
  return opened
}

async function clear(page: Page, storageTypes: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes })
}

/** The till says that records vanished: how many, or that it does not know how many. */
const isTold = ({ status, tasks }: Pick<Extract<Told, { readonly tell: 'sent' }>, 'status' | 'tasks'>): boolean =>
  status.storage.lost !== 0 || tasks.some(({ kind }) => kind === 'storage_lost')

describe('records that vanish', () => {
  it('are put back from their copies, sent and told of, when the database alone is cleared', async () => {
    const page = await sellOffline(open('a'))
    await clear(page, 'indexeddb')
    await kill()
    await open('b')
    await vi.waitFor(() => expect(told('opened', 'b')).toHaveLength(1), patience)
    expect(isTold(told('opened', 'b')[0]!)).toBe(true)
    stand.line = 'good'
    stand.errand = 'send'
    await vi.waitFor(async () => expect(await missingFrom(stand)).toEqual([]), patience)
  })

  it('are told by the page that was open while everything was cleared', async () => {
    const page = await sellOffline(open('a'))
    await clear(page, 'all')
    stand.errand = 'send'
    await vi.waitFor(() => expect(told('sent', 'a').slice(-1).filter(isTold)).toHaveLength(1), patience)
  })

  it('are told by the platform’s word when everything was cleared and nobody saw it', async () => {
    const page = await sellOffline(open('a'))
    await page.goto('about:blank')
    await clear(page, 'all').catch(() => undefined)
    const elsewhere = await browser!.browser.contexts()[0]!.newPage()
    const session = await elsewhere.context().newCDPSession(elsewhere)
    await session.send('Storage.clearDataForOrigin', { origin: new URL(stand.url('')).origin, storageTypes: 'all' })
    stand.line = 'good'
    stand.errand = 'send'
    await open('b')
    await vi.waitFor(() => expect(told('sent', 'b').slice(-1).filter(isTold)).toHaveLength(1), patience)
  })
})

describe.skipIf(!canMount)(
  `a full disk${canMount ? '' : ' (skipped: no disk of one’s own can be mounted here)'}`,
  () => {
    it('loses nothing that was acknowledged, killed twice while it was full, without a word', async () => {
      const disk = await mkdtemp(join(tmpdir(), 'disk-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk])
      try {
        await sellOffline(open('a', disk))
        const { bavail, bsize } = await statfs(disk)
        const filler = join(disk, 'filler')
        // The last writes find no room, and say so by stopping.
        await writeFile(filler, Buffer.alloc(bavail * bsize)).catch(() => undefined)
        stand.errand = 'sell'
        // A sale that finds no room is not acknowledged, or its buyer cannot even be taken down.
        await vi.waitFor(() => {
          const unsaved = told('outcome', 'a').filter(({ status }) => status === 'not_durable')
          expect([...unsaved, ...told('fault', 'a')]).not.toEqual([])
        }, patience)
        await kill()
        stand.errand = 'wait'
        await open('b', disk)
        await vi.waitFor(
          () => expect([...told('opened', 'b'), ...told('fault', 'b')].length).toBeGreaterThan(0),
          patience,
        )
        await kill()
        await rm(filler)
        stand.line = 'good'
        stand.errand = 'send'
        await open('c', disk)
        await vi.waitFor(() => expect(told('sent', 'c').at(-1)?.status.unsent).toBe(0), patience)
        const missing = await missingFrom(stand)
        if (missing.length > 0) expect(isTold(told('sent', 'c').at(-1)!)).toBe(true)
      } finally {
        await kill()
        execFileSync('umount', ['-l', disk])
        await rm(disk, { recursive: true, force: true })
      }
    })
  },
)

function mounts(): boolean {
  const folder = join(tmpdir(), `mount-${String(process.pid)}`)
  try {
    execFileSync('mkdir', ['-p', folder])
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    execFileSync('rmdir', [folder])
  }
}
