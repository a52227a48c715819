/**
 * A till with one to five tabs sells in Chromium, and at a drawn step of a sale something is done to the browser. Afterwards
 * everything heals, and what was acknowledged is compared with what the platform has.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, vi } from 'vitest'
import { expectAllThere } from '../../support/acknowledged.ts'
import { startBrowser, type BrowserProcess } from '../../support/browser-process.ts'
import { seededRandom, type SeededRandom } from '../../support/random.ts'
import type { Step, Told } from '../../support/selling-page.ts'
import { startSellingStand, type Line, type Passage, type SellingStand } from '../../support/selling-stand.ts'

export type Fault = 'kill' | 'crash' | 'freeze' | 'stop' | 'close'
type Moment = Step | Passage['at']

const steps: readonly Moment[] = [
  'buyer',
  'reserving',
  'reserved',
  'paying',
  'paid',
  'undoing',
  'undone',
  'arriving',
  'taken',
]
const lines: readonly Line[] = ['good', 'good', 'cut', 'slow', 'lossy']
const patience = { timeout: 60_000, interval: 20 }

/** Counts, for whoever reads the run. */
export interface Tally {
  readonly faults: Record<Fault, number>
  readonly moments: Record<string, number>
  /** Outcomes that cashiers were given: `"commit provisional"`. */
  readonly outcomes: Record<string, number>
  acknowledged: number
  records: number
}

/** Prints its counts. @param faults one a round, in this order @throws AssertionError on the first thing that is lost, doubled or stuck */
export async function sellThrough(seed: number, faults: readonly Fault[]): Promise<Tally> {
  const random = seededRandom(seed)
  const stand = await startSellingStand(random)
  const profile = await mkdtemp(join(tmpdir(), 'profile-'))
  const tally: Tally = {
    faults: { kill: 0, crash: 0, freeze: 0, stop: 0, close: 0 },
    moments: {},
    outcomes: {},
    acknowledged: 0,
    records: 0,
  }
  let browser: BrowserProcess | null = null
  onTestFinished(async () => {
    await browser?.kill()
    await stand.close()
    await rm(profile, { recursive: true, force: true })
  })
  browser = await startBrowser(profile)
  await enrol(stand, browser)
  for (const fault of faults) {
    browser ??= await startBrowser(profile)
    // What may be sold without a line is bounded: two such rounds in a row would spend it.
    stand.line = random.pick(stand.line === 'cut' ? lines.filter((line) => line !== 'cut') : lines)
    const moment = await oneRound(stand, browser, random, fault)
    tally.faults[fault]++
    tally.moments[moment] = (tally.moments[moment] ?? 0) + 1
    if (fault === 'kill') browser = null
  }
  browser ??= await startBrowser(profile)
  await heal(stand, browser)
  Object.assign(tally, await expectAllThere(stand))
  for (const told of stand.told) {
    if (told.tell !== 'outcome') continue
    const name = `${told.deed} ${told.status}`
    tally.outcomes[name] = (tally.outcomes[name] ?? 0) + 1
  }
  process.stdout.write(`seed ${seed}: ${JSON.stringify(tally)}\n`)
  return tally
}

async function enrol(stand: SellingStand, browser: BrowserProcess): Promise<void> {
  stand.errand = 'wait'
  const page = await browser.browser.contexts()[0]!.newPage()
  await page.goto(stand.url('first'))
  await vi.waitFor(() => expect(stand.told.at(-1)).toMatchObject({ tell: 'started' }), patience)
  await page.close()
}

async function oneRound(
  stand: SellingStand,
  browser: BrowserProcess,
  random: SeededRandom,
  fault: Fault,
): Promise<Moment> {
  const moment = random.pick(stand.line === 'cut' ? steps.filter((step) => step !== 'taken') : steps)
  const after = 1 + random.below(3)
  const delayMs = random.below(25)
  const tabs = new Map<string, Page>()
  const context = browser.browser.contexts()[0]!
  stand.errand = 'sell'
  // Some steps are rare: then the next of any kind will do.
  let seen = 0
  let all = 0
  const struck = new Promise<string>((done, fail) => {
    stand.listener = (event) => {
      if ('tell' in event && event.tell === 'fault') fail(new Error(`${event.tab}: ${event.message}`))
      const name = 'at' in event ? event.at : event.tell === 'step' ? event.step : null
      if (name === null || !tabs.has(event.tab)) return
      all++
      if (name === moment) seen++
      if (seen === after || all === 40) {
        stand.listener = () => undefined
        setTimeout(() => done(event.tab), delayMs)
      }
    }
  })
  struck.catch(() => undefined)
  const count = fault === 'kill' ? 1 + random.below(5) : 2 + random.below(4)
  for (let n = 0; n < count; n++) {
    const page = await context.newPage()
    const tab = `${tabCount++}`
    tabs.set(tab, page)
    await page.goto(stand.url(tab))
  }
  const victim = await struck
  await inflict[fault]({ stand, browser, page: tabs.get(victim)!, others: count - 1 })
  if (fault !== 'kill') {
    stand.errand = 'wait'
    for (const page of tabs.values()) await page.close()
  }
  for (const tab of tabs.keys()) stand.lose(tab)
  return moment
}
let tabCount = 0

interface Victim {
  readonly stand: SellingStand
  readonly browser: BrowserProcess
  readonly page: Page
  readonly others: number
}

const inflict: Readonly<Record<Fault, (victim: Victim) => Promise<void>>> = {
  kill: ({ browser }) => browser.kill(),
  async crash({ stand, page }) {
    const session = await page.context().newCDPSession(page)
    const crashed = new Promise((done) => page.once('crash', done))
    void session.send('Page.crash').catch(() => undefined)
    await crashed
    await othersSell(stand, page)
  },
  async freeze({ stand, page }) {
    const session = await page.context().newCDPSession(page)
    await page.evaluate(() => {
      const turns: number[] = []
      setInterval(() => turns.push(performance.now()), 20)
      Object.assign(globalThis, { turns })
    })
    const paused = new Promise((done) => session.once('Debugger.paused', done))
    // A lifecycle state of "frozen", set from outside, leaves a page's timers running.
    await session.send('Debugger.enable')
    await page.evaluate('freeze()')
    await paused
    const from = performance.now()
    await othersSell(stand, page)
    const frozenMs = performance.now() - from
    await session.send('Debugger.disable')
    const longestMs = await page.evaluate(() => {
      const turns = [...(globalThis as unknown as { readonly turns: number[] }).turns, performance.now()]
      return Math.max(...turns.slice(1).map((turn, n) => turn - turns[n]!))
    })
    expect(longestMs).toBeGreaterThanOrEqual(Math.floor(frozenMs))
  },
  async stop({ browser }) {
    browser.signal('SIGSTOP')
    await new Promise((done) => setTimeout(done, 500))
    browser.signal('SIGCONT')
  },
  async close({ stand, page }) {
    await page.close({ runBeforeUnload: false })
    await othersSell(stand, page)
  },
}

/** Two more sales by whoever is left. */
async function othersSell(stand: SellingStand, page: Page): Promise<void> {
  const gone = new URL(page.url()).searchParams.get('tab')
  const sold = (): number => stand.told.filter(({ tell, tab }) => tell === 'sold' && tab !== gone).length
  const before = sold()
  await vi.waitFor(() => expect(sold()).toBeGreaterThanOrEqual(before + 2), patience)
}

/** The line is back, one tab is opened: everything is sent, nobody is stuck, and the next sale is confirmed. */
async function heal(stand: SellingStand, browser: BrowserProcess): Promise<void> {
  stand.line = 'good'
  stand.errand = 'send'
  const page = await browser.browser.contexts()[0]!.newPage()
  await page.goto(stand.url('last'))
  const last = (tell: Told['tell']): Told | undefined =>
    stand.told.filter((told) => told.tab === 'last' && told.tell === tell).at(-1)
  await vi.waitFor(() => {
    expect(last('fault')).toBeUndefined()
    expect(last('sent')).toMatchObject({ status: { enrolled: true, unsent: 0, held: 0 } })
  }, patience)
  stand.errand = 'sell'
  await vi.waitFor(() => {
    const outcomes = stand.told.filter((told) => told.tab === 'last' && told.tell === 'outcome')
    expect(outcomes).toContainEqual(expect.objectContaining({ deed: 'commit', status: 'confirmed' }))
  }, patience)
  stand.errand = 'send'
  await vi.waitFor(
    () => expect(stand.told.at(-1)).toMatchObject({ tell: 'sent', status: { unsent: 0, held: 0 } }),
    patience,
  )
}
