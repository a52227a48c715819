import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mintRecordId } from '../../src/core/ids.ts'
import { add, compareAmounts, minAmount, zero } from '../../src/core/money.ts'
import { append } from '../../src/outbox/append.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { givenBack, refundUnits } from '../../src/outbox/refund.ts'
import { soldUnits } from '../../src/outbox/sold-units.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { listing } from '../support/array-catalog.ts'
import { randomCart } from '../support/oracle/carts.ts'
import { worldOf } from '../support/oracle/worlds.ts'
import { seededRandom } from '../support/random.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { createShelf, giveKey, openOutbox, rows } from './outbox.ts'
import { decideAll, sellCart, type SaleWorld } from './sale-of.ts'

const world: SaleWorld = {
  ruleSet: { ...shippedRuleSet('shanxi-2025'), to: null },
  listings: [listing('AC', 'air_conditioner'), listing('A', 'refrigerator'), listing('B', 'television', { grade: 2 })],
}
const serials = (count: number, start = 0): readonly string[] =>
  Array.from({ length: count }, (_, i) => `SN${String(start + i).padStart(8, '0')}`)
const threeAcs: Cart = {
  lines: [{ id: 'ac', item: { model: 'AC', price: '100.00' }, quantity: 3, serials: serials(3), discount: '30.00' }],
}
const ac = (unit: number) => ({ line: 'ac', unit })

async function openTill(): Promise<OutboxContext> {
  const context = await openOutbox(createShelf())
  await giveKey(context)
  return context
}

async function sold(cart: Cart): Promise<{ readonly context: OutboxContext; readonly sale: string }> {
  const context = await openTill()
  const row = await sellCart(context, world, cart)
  return { context, sale: row!.id }
}

/** Takes units back, and says what the buyer and the fund get for them. */
async function takeBack(...args: Parameters<typeof refundUnits>) {
  const refund = await refundUnits(...args)
  return refund.kind === 'existing' ? refund : { ...refund, ...givenBack(refund.row, refund.record) }
}

describe('a refund', () => {
  it('gives two of three units back, and then the last: 180 and 90 of 270', async () => {
    const { context, sale } = await sold(threeAcs)
    expect(await takeBack(context, sale, [ac(0), ac(2)])).toMatchObject({ payable: '144.00', subsidy: '36.00' })
    expect(await takeBack(context, sale, 'all')).toMatchObject({
      kind: 'saved',
      payable: '72.00',
      subsidy: '18.00',
      row: { state: 'refunded' },
    })
  })

  it('splits discounts of item and order as the sale did: 7.18 for A, 80.82 for B', async () => {
    const { context, sale } = await sold({
      lines: [
        { id: 'a', item: { model: 'A', price: '10.00' }, serials: serials(1, 10), discount: '2.00' },
        { id: 'b', item: { model: 'B', price: '90.00' }, serials: serials(1, 11) },
      ],
      orderDiscount: '10.00',
    })
    const a = await takeBack(context, sale, [{ line: 'a', unit: 0 }])
    expect(a).toMatchObject({ payable: '5.74', subsidy: '1.44' })
    const b = await takeBack(context, sale, [{ line: 'b', unit: 0 }])
    expect(b).toMatchObject({ payable: '68.70', subsidy: '12.12' })
  })

  it('takes a unit that is named twice back once, on the till and at the platform', async () => {
    const { context, sale } = await sold(threeAcs)
    const once = await takeBack(context, sale, [ac(1), ac(1)])
    expect(once).toMatchObject({ payable: '72.00', subsidy: '18.00', row: { refunded: [ac(1)] } })
    expect((await decideAll(context, world)).sale).toMatchObject({ standing: 'confirmed', state: 'committed' })
  })

  it.each([
    ['of one', '72.00', '18.00', 'confirmed'],
    ['of two', '144.00', '36.00', 'review'],
  ])('is decided by the platform as one unit where its record names it twice: with amounts %s', async (...row) => {
    const [, payable, subsidy, standing] = row
    const { context, sale } = await sold(threeAcs)
    const id = mintRecordId(context.ports)
    await append<null>(context, () => ({
      sale,
      body: { kind: 'refund', id, refers: sale, units: [ac(1), ac(1)], payable, subsidy },
      write: () => Promise.resolve(null),
    }))
    expect((await decideAll(context, world)).sale).toMatchObject({ standing })
  })

  it('writes no second record for units that are back', async () => {
    const { context, sale } = await sold(threeAcs)
    await takeBack(context, sale, [ac(1)])
    const before = (await rows(context)).length
    expect(await takeBack(context, sale, [ac(1)])).toMatchObject({ kind: 'existing' })
    expect(await rows(context)).toHaveLength(before)
  })

  it.each([
    ['a line that the sale has not', [ac(0), { line: 'tv', unit: 0 }], 'units.1'],
    ['a unit past the last', [ac(3)], 'units.0'],
    ['a unit before the first', [ac(-1)], 'units.0'],
  ])('refuses %s', async (_, units, field) => {
    const { context, sale } = await sold(threeAcs)
    await expect(refundUnits(context, sale, units)).rejects.toMatchObject({ code: 'INPUT_INVALID', field })
  })
})

describe('the law of refunds, from the till’s database to the platform’s ledger', () => {
  const template = shippedRuleSet('sample')

  it('gives back unit by unit, in any order, what it gives back at once, and each subsidy is within cap and base', async () => {
    let sales = 0
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0xffff_ffff }), async (seed) => {
        const random = seededRandom(seed)
        const { ruleSets, listings } = worldOf(template, random)
        const anywhere = { ruleSet: ruleSets[0] ?? template, listings: [...listings.values()] }
        const cart = randomCart(random, { ruleSets, listings }, '140100')
        const [atOnce, oneByOne] = await Promise.all([openTill(), openTill()])
        const [a, b] = [await sellCart(atOnce, anywhere, cart), await sellCart(oneByOne, anywhere, cart)]
        if (!a || !b) return
        sales++
        const units = soldUnits(a.quote)
        for (const { listing: judged, base, subsidy } of units) {
          const cap = anywhere.ruleSet.categories.find(({ code }) => code === judged?.category)?.cap ?? zero
          expect(compareAmounts(subsidy, zero)).toBeGreaterThanOrEqual(0)
          expect(compareAmounts(subsidy, minAmount(cap, base))).toBeLessThanOrEqual(0)
        }
        await refundUnits(atOnce, a.id, 'all')
        const order = units.map((unit) => ({ unit, at: random.below(1000) })).sort((x, y) => x.at - y.at)
        for (const { unit } of order) await refundUnits(oneByOne, b.id, [{ line: unit.line, unit: unit.unit }])

        const whole = await returned(atOnce)
        expect(await returned(oneByOne)).toEqual(whole)
        expect(whole.subsidy).toBe(a.quote.subsidy)
        for (const context of [atOnce, oneByOne]) {
          const { sale, serials: held, notes } = await decideAll(context, anywhere)
          expect({ standing: sale?.standing, state: sale?.state, held, notes }).toEqual({
            standing: 'confirmed',
            state: 'refunded',
            held: [],
            notes: [],
          })
          expect((await context.db.read(['sales'], ({ sales }) => sales.toArray())).map(({ state }) => state)).toEqual([
            'refunded',
          ])
          context.db.close()
        }
      }),
      { seed: 20260306, numRuns: 60 },
    )
    expect(sales).toBeGreaterThan(20)
  })
})

/** What the signed refund records of a till give back together. */
async function returned(context: OutboxContext): Promise<{ readonly payable: string; readonly subsidy: string }> {
  const records = (await rows(context)).map(({ jws }) => decodeRecord(jws)).filter((record) => record.kind === 'refund')
  return {
    payable: add(...records.map(({ payable }) => payable)),
    subsidy: add(...records.map(({ subsidy }) => subsidy)),
  }
}
