/** Random sales whose units come back in any order, any parts, twice, at two tills, with and without a line. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { BuyerQuote, Checkout } from '../../src/client.ts'
import { unitKey, type UnitRef } from '../../src/core/unit-ref.ts'
import type { LedgerQuota, LedgerSerial } from '../../src/platform/ledger.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { chargeOf } from '../../src/subsidy/charge.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { magicItems } from '../../src/testing/magic.ts'
import type { Simulation } from '../../src/testing/simulation.ts'
import { person } from '../support/buyers.ts'
import { seededRandom, type SeededRandom } from '../support/random.ts'
import { rehearse, until } from './till.ts'

const { grade_1, ungraded, capped, grade_not_covered } = magicItems
const goods = [grade_1, ungraded, capped, grade_not_covered]
const token = 'T-1'

type Returned = RuleSet['quota']['returned']
interface Unit extends UnitRef {
  readonly payable: number
  readonly subsidy: number
}
interface Stand {
  readonly random: SeededRandom
  readonly simulation: Simulation
  /** The till that sells, and another of the store. */
  readonly seller: Checkout
  readonly other: Checkout
  readonly rules: RuleSet
  readonly sale: string
  readonly receipt: string
  readonly entitlement: string
  readonly units: readonly Unit[]
  /** What is back by now, by {@link unitKey}. */
  readonly back: Set<string>
  /** Fen handed out so far. */
  readonly given: { payable: number; subsidy: number }
  /** Serials that units left with. */
  readonly serials: Map<string, string>
}

/** One sale and its returns. Throws what does not hold; false where nothing of it was subsidised. */
export async function refundsHold(seed: number): Promise<boolean> {
  const random = seededRandom(seed)
  const rules = randomRules(random)
  const { simulation, checkout: seller } = await rehearse({ ruleSets: [rules], magic: false })
  const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
  const other = await createCheckout(simulation.till('04', { indexedDb }).options)
  try {
    await other.ready()
    await other.enrol(simulation.code)
    const stand = await sell({ random, simulation, seller, other, rules })
    if (!stand) return false
    if (random.chance(0.5)) await changeRules(stand)
    const offlineAt = random.chance(0.4) ? random.below(5) : -1
    for (let step = 0; step < 5; step++) {
      if (step === offlineAt) await withoutLine(stand)
      else if (random.chance(0.3)) await deliver(stand)
      else await takeBack(stand, random.pick([seller, other]), someUnits(stand), 'confirmed')
    }
    // Whatever is left: one by one, what was subsidised first, or at once.
    const left = [...shuffled(random, stand.units)].sort((a, b) => b.subsidy - a.subsidy)
    for (const unit of random.chance(0.5) ? left : [])
      await takeBack(stand, random.pick([seller, other]), [unit], 'confirmed')
    await takeBack(stand, random.pick([seller, other]), stand.units, 'confirmed')
    await allIsBack(stand)
    return true
  } finally {
    await seller.close()
    await other.close()
  }
}

function randomRules(random: SeededRandom): RuleSet {
  const serial = random.pick(['at_sale', 'at_fulfilment'] as const)
  return {
    ...sampleRules,
    deduction: random.pick(['till', 'payment'] as const),
    categories: sampleRules.categories.map((rule) => ({ ...rule, serial: { store: serial, online: serial } })),
    groups: sampleRules.groups.map((group) => ({ ...group, units: 2 })),
    quota: { ...sampleRules.quota, returned: random.pick<Returned>(['restored', 'restored', 'burned']) },
    entitlement: {
      ...sampleRules.entitlement,
      need: random.pick(['none', 'signed_token', 'signed_token'] as const),
      redeemable: null,
    },
  }
}

type Start = Pick<Stand, 'random' | 'simulation' | 'seller' | 'other' | 'rules'>

async function sell(start: Start): Promise<Stand | null> {
  const { random, simulation, seller, rules } = start
  const now = simulation.clock.now()
  const entitlement = await simulation.platform.issueEntitlement({
    ...{ id: token, covers: [], region: null, channel: null, fromMs: now - 60_000, toMs: now + 3_600_000 },
  })
  const withToken = rules.entitlement.need !== 'none'
  const buyer = await seller.buyer({ ...person, ...(withToken && { entitlement }) })
  const isAtSale = rules.categories[0]?.serial.store === 'at_sale'
  const lines = Array.from({ length: 1 + random.below(3) }, (_, line) => {
    const { barcode, price } = random.pick(goods)
    const quantity = 1 + random.below(3)
    return {
      id: `L${line}`,
      item: { gtin: barcode, price: yuan(fen(price) - random.below(10_000)) },
      quantity,
      discount: yuan(random.below(2_000)),
      ...(random.chance(0.3) && { oldUnit: yuan(random.below(30_000)) }),
      ...(isAtSale && { serials: Array.from({ length: quantity }, (_, unit) => serialOf(line, unit)) }),
    }
  })
  const cable = { id: 'X', item: { model: 'HDMI', price: '19.99' }, other: true, quantity: 1 + random.below(2) }
  const cart = { buyer, lines: [...lines, cable], orderDiscount: yuan(random.below(5_000)) }
  const quote = seller.quote(cart)
  const sold = await seller.sell(quote, { orderId: 'A-1', payments: paymentsOf(quote) })
  if (sold.status === 'refused') return null
  if (sold.status !== 'confirmed') throw new Error(sold.status)
  const units = quote.lines.flatMap(({ id, units: each }) =>
    each.map(({ payable, subsidy }, unit) => ({ line: id, unit, payable: fen(payable), subsidy: fen(subsidy) })),
  )
  const serials = new Map(
    quote.lines.flatMap((line) =>
      line.units.flatMap(({ serial }, unit) => (serial ? [[unitKey({ line: line.id, unit }), serial] as const] : [])),
    ),
  )
  const { id: sale, receipt } = sold.sale
  return { ...start, sale, receipt, entitlement, units, back: new Set(), given: { payable: 0, subsidy: 0 }, serials }
}

/** Other rates, caps and prices, and the other rule of what a return gives back: none of it is the sale's. */
async function changeRules({ simulation, seller, other, rules }: Stand): Promise<void> {
  const { quota } = rules
  const returned: Returned = quota.returned === 'restored' ? 'burned' : 'restored'
  await simulation.authority.publish({
    ruleSets: [
      {
        ...rules,
        categories: rules.categories.map((rule) => ({ ...rule, cap: '100.00' })),
        quota: { ...quota, returned },
      },
    ],
    listings: goods.flatMap(({ listing }) => (listing ? [{ ...listing, filedPrice: '500.00' }] : [])),
  })
  for (const till of [seller, other]) expect(await till.refresh()).toMatchObject({ status: 'updated' })
}

/** Returns at the till that sold, which knows all of them, until the line is back. */
async function withoutLine(stand: Stand): Promise<void> {
  const { simulation, seller, other, random, sale, back } = stand
  await until(async () => {
    await seller.sync()
    return (await seller.sales.find({ id: sale }))[0]?.refunded.length === back.size
  })
  simulation.network.cut()
  await until(() => !seller.status.online)
  for (let i = random.below(3); i >= 0; i--) await takeBack(stand, seller, someUnits(stand), 'provisional')
  simulation.network.restore()
  for (const till of [seller, other]) await until(async () => (await till.sync()).status === 'drained')
}

async function takeBack(
  { units, back, given, sale, receipt, seller, simulation, rules }: Stand,
  till: Checkout,
  asked: readonly UnitRef[],
  status: 'confirmed' | 'provisional',
): Promise<void> {
  const keys = new Set(asked.map(unitKey))
  const due = units.filter((unit) => keys.has(unitKey(unit)) && !back.has(unitKey(unit)))
  const isAll = keys.size === units.length
  const reference = till === seller ? sale : receipt
  const outcome = await till.refund(reference, isAll ? 'all' : asked.map(({ line, unit }) => ({ line, unit })))
  if (due.length === 0) {
    expect(outcome).toMatchObject({ status: 'already_refunded' })
    return
  }
  const sum = (name: 'payable' | 'subsidy'): number => due.reduce((all, unit) => all + unit[name], 0)
  expect(outcome).toMatchObject({ status, payable: yuan(sum('payable')), subsidy: yuan(sum('subsidy')) })
  if (outcome.status !== 'confirmed' && outcome.status !== 'provisional') return
  expect(outcome.units.map(unitKey).sort()).toEqual(due.map(unitKey).sort())
  given.payable += fen(outcome.payable)
  given.subsidy += fen(outcome.subsidy)
  for (const unit of due) back.add(unitKey(unit))
  if (status === 'provisional' || rules.entitlement.need === 'none') return
  // With the last subsidised unit, whatever else of the sale the buyer keeps.
  const isFree = units.every((unit) => unit.subsidy === 0 || back.has(unitKey(unit)))
  const claim = (await simulation.platform.store.entitlement(token))?.claim ?? null
  expect(claim === null).toBe(isFree && rules.quota.returned === 'restored')
}

/** A unit leaves the warehouse, or is said to leave again; one that is back does not. */
async function deliver({ random, seller, sale, units, back, serials }: Stand): Promise<void> {
  const { line, unit } = random.pick(units)
  const key = unitKey({ line, unit })
  const serial = serials.get(key) ?? serialOf(Number(line.slice(1)) || 0, unit)
  const outcome = await seller.fulfil(sale, { units: [{ line, unit, serial }] })
  if (back.has(key)) {
    // Said once more before the till knows of the return, it is an old delivery: nothing is written.
    if (serials.has(key) && outcome.status === 'confirmed') return
    expect(outcome).toMatchObject({ status: 'refused', reasons: ['already_refunded'] })
    return
  }
  expect(outcome).toMatchObject({ status: 'confirmed' })
  serials.set(key, serial)
}

async function allIsBack(stand: Stand): Promise<void> {
  const { simulation, seller, other, rules, sale, units, given, serials } = stand
  for (const till of [seller, other]) {
    await until(async () => (await till.sync()).status === 'drained')
    expect(await till.refund(till === seller ? sale : stand.receipt, 'all')).toMatchObject({
      status: 'already_refunded',
      sale: { state: 'refunded' },
    })
    expect(await till.tasks()).toEqual([])
  }
  const total = (name: 'payable' | 'subsidy'): number => units.reduce((all, unit) => all + unit[name], 0)
  expect(given).toEqual({ payable: total('payable'), subsidy: total('subsidy') })

  const { store, faults } = simulation.platform
  expect(faults).toEqual([])
  const kept = store.sales().find(({ id }) => id === sale)!
  expect([kept.state, kept.standing, kept.reasons]).toEqual(['refunded', 'confirmed', []])
  const saved = JSON.parse(store.save()) as {
    readonly serials: readonly (readonly [string, LedgerSerial])[]
    readonly quotas: readonly (readonly [string, LedgerQuota])[]
  }
  expect(saved.serials.filter(([, row]) => row.sale === sale && row.untilMs !== 0)).toEqual([])

  // By the rule set of the sale, whatever holds by now.
  const isRestored = rules.quota.returned === 'restored'
  const subsidised = units.filter(({ subsidy }) => subsidy > 0).length
  const used = saved.quotas.flatMap(([, { claims }]) => claims.map((claim) => claim.units))
  expect(used.reduce((all, each) => all + each, 0)).toBe(isRestored ? 0 : subsidised)
  const withToken = rules.entitlement.need !== 'none'
  const buyer = await seller.buyer({ ...person, ...(withToken && { entitlement: stand.entitlement }) })
  const here = seller.quote({ buyer, lines: [{ id: 'L', item: { model: 'HDMI' }, other: true }] })
  const usedHere = Object.values(here.facts.quotaUsed)
  expect(usedHere.reduce((all, each) => all + each, 0)).toBe(isRestored ? 0 : subsidised)
  if (withToken) expect(here.facts.entitlement?.state).toBe(isRestored ? 'valid' : 'used')
  if (withToken) expect((await store.entitlement(token))?.claim?.sale ?? null).toBe(isRestored ? null : sale)

  const isFree = (): boolean =>
    [...serials.values()].every((serial) =>
      goods.every(({ barcode, price }) => {
        const { reasons } = seller.verify({ gtin: barcode, price, serial })
        return !reasons.some(({ code }) => code === 'serial_redeemed_here')
      }),
    )
  await until(isFree)
}

function someUnits({ random, units }: Stand): readonly UnitRef[] {
  const some = units.filter(() => random.chance(0.4))
  const asked = some.length > 0 ? some : [random.pick(units)]
  // Now and then one is named twice.
  return random.chance(0.2) ? [...asked, asked[0]!] : shuffled(random, asked)
}

function paymentsOf(quote: BuyerQuote) {
  const { buyer, coupon, old_unit } = chargeOf(quote)
  return Object.entries({ cash: buyer, coupon, old_unit }).map(([method, amount]) => ({
    method,
    amount,
    reference: null,
  }))
}

function shuffled<T>(random: SeededRandom, from: readonly T[]): readonly T[] {
  const order = from.map((each) => ({ each, at: random.below(1_000_000) }))
  return order.sort((a, b) => a.at - b.at).map(({ each }) => each)
}

function serialOf(line: number, unit: number): string {
  return `RH${String(100_000 + line * 100 + unit)}`
}

function fen(amount: string): number {
  return Number(amount.replace('.', ''))
}

function yuan(amount: number): string {
  const digits = String(amount).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
