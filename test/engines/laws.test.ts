/**
 * The laws of the outbox in one engine, on the reference platform: durable before it is acknowledged, kept through SIGKILL,
 * one tab that sends, with and without what an engine may lack.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectAllThere } from '../support/acknowledged.ts'
import { engine, missingEngine, startEngine, type EngineProcess } from '../support/engine-process.ts'
import { seededRandom } from '../support/random.ts'
import type { Told } from '../support/selling-page.ts'
import { startSellingStand, type SellingStand } from '../support/selling-stand.ts'

const patience = { timeout: 90_000, interval: 20 }
const missing = missingEngine()
let stand: SellingStand
let profile: string
let running: EngineProcess | null = null

async function open(...urls: string[]): Promise<void> {
  running = await startEngine(profile, urls)
}
async function kill(): Promise<void> {
  await running?.kill()
  running = null
}

type Heard<T> = Extract<Told, { readonly tell: T }>
function of<T extends Told['tell']>(tell: T, tab: string): Heard<T>[] {
  const faults = stand.told.filter((told) => told.tab === tab && told.tell === 'fault')
  expect(faults).toEqual([])
  return stand.told.filter((told) => told.tab === tab && told.tell === tell) as unknown as Heard<T>[]
}
const until = <T>(read: () => T): Promise<T> => vi.waitFor(read, patience)
const sold = (tab: string, atLeast: number): Promise<void> =>
  until(() => expect(of('sold', tab).length).toBeGreaterThanOrEqual(atLeast))

/** What the README says that an engine lacks. */
function promised(title: string): readonly string[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const rows = readme.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const lacks = rows.find(([, name]) => name === title)?.[2] ?? 'no such row'
  return lacks === 'nothing' ? [] : lacks.split(', ')
}

async function sendAll(tab: string): Promise<void> {
  stand.line = 'good'
  stand.errand = 'send'
  await until(() => expect(of('sent', tab).at(-1)).toMatchObject({ status: { enrolled: true, unsent: 0, held: 0 } }))
}

if (missing !== null) it.skip(missing)
else {
  beforeAll(async () => (stand = await startSellingStand(seededRandom(20_261_130))))
  afterAll(() => stand.close())
  beforeEach(async () => {
    stand.line = 'good'
    stand.errand = 'sell'
    profile = await mkdtemp(join(tmpdir(), 'profile-'))
  })
  afterEach(async () => {
    await kill()
    stand.forget()
    stand.errands.clear()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  })
}

describe.skipIf(missing !== null)('a till in this engine', () => {
  it('is durable before it answers, and goes on after SIGKILL with a key that cannot be read out', async () => {
    await open(stand.url('a'))
    await sold('a', 2)
    const [started] = of('started', 'a')
    expect(started!.browser).toMatch(engine.userAgent)
    if (process.env.CHROMIUM?.match(/^\d+$/)) expect(started!.browser).toContain(`Chrome/${process.env.CHROMIUM}.`)
    expect(started!.lacks).toEqual(promised(engine.title))
    for (const { durability } of of('outcome', 'a')) {
      expect(durability.length).toBeGreaterThan(0)
      expect(new Set(durability)).toEqual(new Set(['strict']))
    }
    stand.line = 'cut'
    const before = of('sold', 'a').length
    await sold('a', before + 2)
    await kill()

    stand.errand = 'keys'
    await open(stand.url('b'))
    const { keys } = await until(() => of('keys', 'b')[0] ?? expect.fail('no keys yet'))
    expect(keys).toEqual({ extractable: [false, false], refusal: 'InvalidAccessError' })
    const { status } = of('started', 'b')[0]!
    expect(status.enrolled).toBe(true)
    expect(status.unsent).toBeGreaterThanOrEqual(4)
    await sendAll('b')
    await expectAllThere(stand)
  })

  it.each([
    ['with all that it has', []],
    ['without Web Locks', ['locks']],
    ['without BroadcastChannel', ['BroadcastChannel']],
  ])('sells in two tabs, of which one sends, %s', async (_, without) => {
    const [enrolling, first, second] = ['0', '1', '2'].map((n) => `${n}${without.join('')}`) as [string, string, string]
    stand.errand = 'wait'
    await open(stand.url(enrolling, without))
    await until(() => expect(of('started', enrolling)).toHaveLength(1))
    await kill()
    stand.line = 'cut'
    stand.errand = 'sell'
    await open(stand.url(first, without), stand.url(second, without))
    await sold(first, 2)
    await sold(second, 2)
    const posted = new Map(stand.posts)
    stand.line = 'good'
    stand.errand = 'send'
    await until(() => expectAllThere(stand))
    const again = [...stand.posts].map(([text, times]) => times - (posted.get(text) ?? 0)).filter((times) => times > 1)
    expect(again).toEqual([])
  })

  it('goes on where it was when its page was put away, alone, and came back', async () => {
    stand.errand = 'wait'
    await open(stand.url('c'))
    await until(() => expect(of('started', 'c')).toHaveLength(1))
    stand.line = 'cut'
    stand.errands.set('c', 'sell')
    await sold('c', 2)
    await leave('c')
    stand.errands.set('c', 'sell').set('away-c', 'leave')
    await sold('c', of('sold', 'c').length + 2)
    stand.errands.clear()
    stand.line = 'good'
    stand.errand = 'send'
    await until(() => expectAllThere(stand))
    expectBack('c', 1)
  })

  it('stands in no other tab’s way while its page is put away, nor in an upgrade’s, and shows when it is back that it lives', async () => {
    stand.errand = 'wait'
    await open(stand.url('d'), stand.url('e'))
    for (const tab of ['d', 'e']) await until(() => expect(of('started', tab)).toHaveLength(1))
    stand.line = 'cut'
    stand.errands.set('d', 'sell')
    await sold('d', 2)
    await leave('d')
    stand.errands.set('away-d', 'upgrade')
    expect(await until(() => of('upgraded', 'd')[0]?.upgrade ?? expect.fail('not opened'))).toBe('done')
    stand.errands.set('away-d', 'wait')

    stand.line = 'good'
    stand.errand = 'send'
    await until(() => expectAllThere(stand))
    stand.errands.set('d', 'sell').set('away-d', 'leave')
    await sold('d', of('sold', 'd').length + 2)
    stand.errands.clear()
    await until(() => expectAllThere(stand))
    expectBack('d', 2)
  })
})

/** To a page that waits, with what was begun done. */
async function leave(tab: string): Promise<void> {
  stand.errands.set(tab, 'leave').set(`away-${tab}`, 'wait')
  await until(() => expect(of('away', tab)).toHaveLength(1))
}

/** Either the browser kept the page, and nothing of it is gone, or it started anew. @param tabs that live */
function expectBack(tab: string, tabs: number): void {
  const [back] = of('back', tab)
  if (back) expect(back.tabs).toBe(tabs)
  expect(of('started', tab)).toHaveLength(back ? 1 : 2)
  process.stdout.write(`${engine.title} ${back ? 'kept the page that was put away' : 'started the page anew'}\n`)
}
