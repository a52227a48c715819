/** A till that sells on and on while what it sold is sent, over a line that does everything a line can do. */
import { expect } from 'vitest'
import { add, zero, type Amount } from '../../src/core/money.ts'
import type { NetworkFault } from '../../src/testing/network.ts'
import { seededRandom, type SeededRandom } from '../support/random.ts'
import { rest } from './histories/turns.ts'
import { createWorld, type World } from './histories/world.ts'

export interface Shift {
  readonly sales: number
  readonly seed: number
}

/** What became of a shift, to show that it met what it is there for. */
export interface ShiftReport {
  /** Sales that were acknowledged while records were on their way. */
  readonly whileSending: number
  /** Buyers whom the till sold no subsidised goods, as without an answer it had sold as many as it may. */
  readonly turnedAway: number
  /** Requests that met each fault. */
  readonly faults: ReadonlyMap<string, number>
  readonly subsidy: Amount
}

/** One in so many sales meets a fault of the line. */
const faultEvery = 5
/** One in so many sales finds the line cut; it comes back after at most so many more. */
const cutEvery = 40
const longestCut = 14

/** Sells a shift from two tabs, waits until all is sent, and compares both sides sale by sale. */
export async function sellShift({ sales, seed }: Shift): Promise<ShiftReport> {
  const random = seededRandom(seed)
  const world = await createWorld(random.chance(0.5))
  const { clock, network } = world
  const [device] = world.devices
  if (!device) throw new Error('no till')
  const tabs = [...device.tabs, await device.open()]
  const acknowledged = new Map<string, string>()
  const wrong: string[] = []
  let whileSending = 0
  let untilBack = 0
  let turnedAway = 0

  const sell = async (number: number): Promise<void> => {
    const tab = random.pick(tabs)
    const quote = await tab.quote(`RH${100_000 + number}`, number)
    const payments = [{ method: 'cash', amount: quote.payable, reference: null }]
    const outcome = await tab.selling.sell(quote, { orderId: `A-${number}`, payments })
    if (!('sale' in outcome) || outcome.sale === null || !paid.has(outcome.status)) {
      const codes =
        'reasons' in outcome ? outcome.reasons.map((each) => (typeof each === 'string' ? each : each.code)) : []
      if (codes.includes('offline_budget_spent')) turnedAway++
      else wrong.push(`A-${number} is not sold: ${outcome.status} ${codes.join()}`)
      return
    }
    acknowledged.set(outcome.sale.id, outcome.sale.orderId)
    if (tabs.some(({ sync }) => sync.isSyncing)) whileSending++
  }

  const calls = new Set<Promise<void>>()
  for (let number = 0; number < sales; number++) {
    if (random.chance(1 / faultEvery))
      network.fault({ match: 'v1/records', times: 1 + random.below(3), fault: faultOf(random) })
    if (network.isCut && untilBack-- <= 0) network.restore()
    else if (random.chance(1 / cutEvery)) {
      network.cut()
      untilBack = random.below(longestCut)
    }
    const call = sell(number)
    calls.add(call)
    void call.finally(() => calls.delete(call))
    await clock.advance(random.below(1_500))
  }
  network.clearFaults()
  network.restore()
  for (let passed = 0; passed < mostMs && !(calls.size === 0 && isSent(world)); passed += stepMs)
    await clock.advance(stepMs)
  await Promise.all(calls)
  await rest()

  expect(wrong).toEqual([])
  expect(acknowledged.size).toBe(sales - turnedAway)
  const subsidy = compare(world, acknowledged)
  for (const tab of tabs) tab.die()
  const faults = new Map<string, number>()
  for (const { fault } of network.sent) if (fault) faults.set(fault, (faults.get(fault) ?? 0) + 1)
  return { whileSending, turnedAway, faults, subsidy }
}

const paid: ReadonlySet<string> = new Set(['confirmed', 'provisional'])
const stepMs = 1_000
const mostMs = 40 * 60_000

function faultOf(random: SeededRandom): NetworkFault {
  const kind = random.pick(['refused', 'answer_lost', 'duplicated', 'delayed', 'late'] as const)
  return kind === 'delayed' || kind === 'late' ? { kind, ms: 100 + random.below(4_000) } : { kind }
}

/** All is answered, and told: what was answered provisional is settled. */
function isSent({ devices }: World): boolean {
  const { records, sales } = devices[0]!.rows()
  return (
    records.every(({ delivery }) => delivery === 'answered') &&
    sales.every(({ standing }) => standing !== 'provisional')
  )
}

/** Each sale and record is on both sides, once and the same. @returns all their subsidies */
function compare({ devices, platform }: World, acknowledged: ReadonlyMap<string, string>): Amount {
  const [device, other] = devices
  const { records, sales, tasks } = device!.rows()
  const othersIds = new Set(other!.rows().records.map(({ id }) => id))
  const theirRecords = platform.store.records().filter(({ id }) => !othersIds.has(id))
  const theirSales = platform.store.sales()
  const here = records.map(({ id, seq, hash, kind }) => ({ id, seq, hash, kind }))
  const there = theirRecords.map(({ id, seq, hash, kind }) => ({ id, seq, hash, kind })).sort((a, b) => a.seq - b.seq)
  expect(there).toEqual(here)
  const ledger = new Map(theirSales.map((sale) => [sale.id, sale]))
  expect(ledger.size).toBe(theirSales.length)
  let subsidy: Amount = zero
  for (const { id, orderId, state, standing, quote } of sales) {
    const sale = ledger.get(id)
    expect(sale).toMatchObject({ orderId, state, standing, subsidy: quote.subsidy, payable: quote.payable })
    expect([acknowledged.get(id), state, standing]).toEqual([orderId, 'committed', 'confirmed'])
    subsidy = add(subsidy, quote.subsidy)
  }
  expect([sales.length, theirSales.length]).toEqual([acknowledged.size, acknowledged.size])
  expect(tasks.filter(({ open }) => open === 1)).toEqual([])
  return subsidy
}
