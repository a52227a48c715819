/** Plays a history, looks at every step whether what must hold does, heals, and looks again. */
import { isCheckoutError } from '../../../src/core/errors.ts'
import { problem, respond } from '../../../src/platform/http.ts'
import { clockToleranceMs } from '../../../src/release/clock-watch.ts'
import type { FaultRule } from '../../../src/testing/network.ts'
import { copiedDatabases } from '../../support/copied-database.ts'
import { act, freshOrder, nobodyToldAnything, type Told } from './calls.ts'
import { brokenAfterwards, brokenNow, isAtRest } from './laws.ts'
import type { Broken, History, Step } from './steps.ts'
import type { Tab } from './tab.ts'
import { rest, turn } from './turns.ts'
import { code, createWorld, type Device, type World } from './world.ts'

/** Faults that had an effect, by kind. */
export type Bites = Map<string, number>

export interface Played {
  /** What is wrong; nothing when all holds. */
  readonly wrong: readonly string[]
  readonly world: World
}

const mostTabs = 5

/** @param bites counts are added to it */
export async function play(history: History & { readonly broken?: Broken }, bites: Bites): Promise<Played> {
  const { steps, locks, tabs, broken = null } = history
  const world = await createWorld(locks)
  const told = nobodyToldAnything()
  const stage: Stage = { world, told, bites, calls: new Set(), refusals: [] }
  for (let opened = 1; opened < tabs; opened++) await openTabOf(stage, world.devices[0] as Device)
  const poison = broken && brokenFrom(stage, broken)
  world.intercept = (path, body) => poison?.(path, body) ?? refusalFor(stage, path)
  const wrong = new Set<string>()
  const look = (at: string): void => {
    for (const law of brokenNow(world, told)) wrong.add(`${law} (${at})`)
  }
  for (const [i, step] of steps.entries()) {
    await take(stage, step)
    if (step.turns >= 100) await rest()
    else for (let turns = 0; turns < step.turns; turns++) await turn()
    look(`after step ${i + 1}, ${step.kind}`)
    if (wrong.size > 0) break
  }
  if (wrong.size === 0) {
    await heal(stage, broken)
    look('after healing')
    if (broken) await sellOn(stage, broken)
    for (const law of brokenAfterwards(world, told, broken)) wrong.add(law)
  }
  for (const device of world.devices) {
    for (const tab of device.tabs) tab.die()
    for (const { kind } of device.rows().tasks) bite(bites, `a task: ${kind}`)
  }
  for (const { fault } of world.network.sent) if (fault && fault !== 'cut') bite(bites, `request ${fault}`)
  for (const { standing } of world.platform.store.sales()) bite(bites, `a sale that ends ${standing}`)
  return { wrong: [...wrong], world }
}

interface Stage {
  readonly world: World
  readonly told: Told
  readonly bites: Bites
  /** Calls that have not come to an end. */
  readonly calls: Set<Promise<unknown>>
  readonly refusals: { readonly code: Parameters<typeof problem>[0]; left: number }[]
}

function bite(bites: Bites, kind: string): void {
  bites.set(kind, (bites.get(kind) ?? 0) + 1)
}

async function take(stage: Stage, step: Step): Promise<void> {
  const { world, bites } = stage
  const { network, clock, platform } = world
  const device = 'device' in step ? (world.devices[step.device % world.devices.length] as Device) : null
  const tab = device && 'tab' in step ? tabOf(device, step.tab) : null
  switch (step.kind) {
    case 'act': {
      const at = tab ?? (await openTabOf(stage, device!))
      if (at)
        underWay(
          stage,
          act(stage.told, { device: device!, tab: at, others: othersOf(world, device!) }, step.act, step.order),
        )
      return
    }
    case 'line': {
      if (step.up) network.restore()
      else {
        network.cut()
        bite(bites, 'line cut')
      }
      return
    }
    case 'net': {
      const { fault, times, forMs } = step
      const rule: FaultRule = { match: step.address, fault, ...(forMs === 0 && { times }) }
      const off = network.fault(rule)
      if (forMs > 0) clock.timers.after(forMs, off)
      return
    }
    case 'refusal':
      return void stage.refusals.push({ code: step.code, left: step.times })
    case 'storage': {
      if (!tab) return
      mend(bites, tab)
      tab.storage.stage({ kind: step.fault, at: step.at, lasts: step.lasts })
      tab.staged = step.fault
      tab.wasStaged = true
      return
    }
    case 'storage_mended': {
      for (const each of device!.tabs) mend(bites, each)
      return
    }
    case 'pass': {
      return clock.advance(step.ms)
    }
    case 'open': {
      if (device!.tabs.length < mostTabs) await openTabOf(stage, device!)
      return
    }
    case 'close': {
      if (!tab) return
      leave(device!, tab)
      underWay(stage, tab.close())
      return
    }
    case 'crash': {
      if (!tab) return
      bite(bites, 'crash')
      tab.die()
      leave(device!, tab)
      return
    }
    case 'crash_at': {
      tab?.dieAt(step.transaction, step.when, () => {
        bite(bites, `crash ${step.when} a transaction`)
        leave(device!, tab)
      })
      return
    }
    case 'freeze': {
      if (tab?.fate.state === 'alive') bite(bites, 'freeze')
      tab?.fate.freeze()
      return
    }
    case 'thaw': {
      tab?.fate.thaw()
      return
    }
    case 'clock': {
      bite(bites, 'clock')
      device!.skewMs += step.byMs
      device!.isClockDoubted ||= Math.abs(step.byMs) > clockToleranceMs
      return
    }
    case 'clone': {
      if (world.devices.length > 2) return
      const copy = await copiedDatabases(device!.factory)
      bite(bites, 'clone')
      world.device(device!.till, copy)
      return
    }
    case 'enrol': {
      if (tab) underWay(stage, tab.enrol(code))
      return
    }
    case 'settle': {
      const sales = platform.store.sales().filter(({ standing }) => standing === 'confirmed' || standing === 'review')
      const sale = sales[step.sale % Math.max(1, sales.length)]
      if (!sale) return
      bite(bites, 'settled by a person')
      const reasons = step.standing === 'refused' ? ['settled'] : []
      // One that another sale leaves no room for does not count after all.
      await platform.settle(sale.id, step.standing, reasons).catch((error: unknown) => {
        if (!isCheckoutError(error) || error.code !== 'SALE_STATE') throw error
      })
      return
    }
  }
}

function tabOf({ tabs }: Device, number: number): Tab | null {
  return tabs.length === 0 ? null : (tabs[number % tabs.length] as Tab)
}

function othersOf({ devices }: World, { till }: Device): readonly Device[] {
  return devices.filter((other) => other.till !== till)
}

function leave(device: Device, tab: Tab): void {
  const at = device.tabs.indexOf(tab)
  if (at >= 0) device.tabs.splice(at, 1)
}

/** Null where its database cannot be opened now. */
async function openTabOf(stage: Stage, device: Device): Promise<Tab | null> {
  const opening = device.open()
  underWay(stage, opening)
  await rest()
  return Promise.race([opening, Promise.resolve(null)]).catch(() => null)
}

function underWay({ calls }: Stage, call: Promise<unknown>): void {
  const ended = call.then(
    () => void calls.delete(ended),
    () => void calls.delete(ended),
  )
  calls.add(ended)
}

function mend(bites: Bites, tab: Tab): void {
  if (tab.storage.lift()) bite(bites, `storage ${tab.staged ?? ''}`)
  tab.staged = null
}

function refusalFor({ refusals, bites }: Stage, path: string): Response | null {
  const refusal = refusals.find(({ left }) => left > 0)
  if (!refusal || path === 'v1/tills') return null
  refusal.left--
  bite(bites, `refusal ${refusal.code}`)
  return respond(problem(refusal.code, 'staged', null))
}

/** What is broken for good: what it answers with in the platform's place. */
function brokenFrom(stage: Stage, broken: Broken): ((path: string, body: string) => Response | null) | null {
  const { world, bites } = stage
  const html = (status: number): Response =>
    new Response('<!doctype html><title>Blocked</title>', { status, headers: { 'content-type': 'text/html' } })
  switch (broken.kind) {
    case 'tab':
      return null
    case 'address': {
      world.network.fault({ match: broken.address, fault: broken.fault })
      bite(bites, `for ever ${broken.address}`)
      return null
    }
    case 'record':
    case 'refused_record': {
      const seen = new Set<string>()
      return (path, body) => {
        if (path !== 'v1/records') return null
        if (world.poisoned === null && seen.add(body).size > broken.nth) {
          bite(bites, `for ever ${broken.kind === 'record' ? broken.answer : broken.code}`)
          world.poisoned = body
        }
        if (body !== world.poisoned) return null
        if (broken.kind === 'refused_record') return respond(problem(broken.code, 'staged', null))
        if (broken.answer === 'nothing') return html(200)
        return broken.answer === 'html' ? html(200) : html(broken.answer)
      }
    }
  }
}

/** With one thing broken for good, each till still sells, and the platform hears of it. */
async function sellOn(stage: Stage, broken: Broken): Promise<void> {
  const { world, told } = stage
  world.poisoned ??= ''
  let selling = 0
  for (const [i, device] of world.devices.entries()) {
    const tab = device.tabs.at(-1)
    if (!tab) continue
    selling++
    const call = act(told, { device, tab, others: [] }, 'sell', freshOrder + i)
    underWay(
      stage,
      call.finally(() => selling--),
    )
    await rest()
  }
  // A frozen tab may hold the lock around signing, and an answer is waited for: two seconds for each of two records.
  for (let passed = 0; selling > 0 && passed < 10; passed++) await world.clock.advance(1_000)
  await untilAtRest(stage, broken)
}

/** All that can be mended is; up to forty minutes pass until nothing moves any more: the longest wait is a quarter of an hour. */
async function heal(stage: Stage, broken: Broken | null): Promise<void> {
  const { world, bites } = stage
  const { network } = world
  if (broken?.kind !== 'address') network.clearFaults()
  network.restore()
  stage.refusals.splice(0)
  for (const device of world.devices) {
    const [first] = device.tabs
    for (const tab of device.tabs) {
      mend(bites, tab)
      tab.dieAt(Number.POSITIVE_INFINITY, 'before', () => undefined)
      tab.fate.thaw()
    }
    if (broken?.kind === 'tab' && first) {
      first.fate.freeze()
      bite(bites, 'for ever frozen')
      await openTabOf(stage, device)
    } else if (!first) await openTabOf(stage, device)
  }
  await untilAtRest(stage, broken)
}

async function untilAtRest({ world, calls }: Stage, broken: Broken | null): Promise<void> {
  const { clock } = world
  let calm = 0
  for (let passed = 0, step = 1_000; passed < 40 * 60_000 && calm < 2; passed += step) {
    if (passed > 60_000) step = 15_000
    await rest()
    calm = (broken?.kind === 'tab' || calls.size === 0) && isAtRest(world, broken) ? calm + 1 : 0
    if (calm < 2) await clock.advance(step)
  }
  // What a person decided is asked for once a minute.
  if (!isAtRest(world, broken, true)) await clock.advance(61_000)
}
