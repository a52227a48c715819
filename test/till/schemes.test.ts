/** A till in a place where two schemes hold: each sale is judged, aged and confirmed by its own. */
import { afterEach, expect, it } from 'vitest'
import type { BuyerQuote, Checkout } from '../../src/client.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import type { Line } from '../../src/subsidy/quote.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { person } from '../support/buyers.ts'
import { pay, rehearse } from './till.ts'

const { grade_1: fridge, category_not_covered: fan } = magicItems
const fans: RuleSet = {
  ...sampleRules,
  id: 'fans',
  scheme: 'fans',
  categories: sampleRules.categories.slice(0, 1).map((rule) => ({ ...rule, code: 'electric_fan', group: 'fan' })),
  groups: [{ code: 'fan', units: 1 }],
  freshness: { warnHours: 2, refuseHours: 6 },
}
const ruleSets = [fans, sampleRules]
const fridgeLine: Line = { id: 'fridge', item: { gtin: fridge.barcode, price: fridge.price, serial: 'RH100001' } }
const fanLine: Line = { id: 'fan', item: { gtin: fan.barcode, price: '2999.00', serial: 'RH100002' } }
const hourMs = 3_600_000

let checkout: Checkout | null = null
afterEach(() => checkout?.close())
const open = async (...args: Parameters<typeof rehearse>) => {
  const rehearsal = await rehearse({ ruleSets, ...args[0] }, args[1])
  checkout = rehearsal.checkout
  return { ...rehearsal, checkout }
}
const quoteFor = async (till: Checkout, lines: readonly Line[]): Promise<BuyerQuote> =>
  till.quote({ buyer: await till.buyer(person), lines })

it('sells a basket of both in two sales, and the platform confirms each', async () => {
  const { checkout: till, simulation } = await open()
  expect(till.ruleSets.map(({ id }) => id)).toEqual(['fans', 'sample'])
  const both = await quoteFor(till, [fridgeLine, fanLine])
  expect(both.schemes.map(({ scheme, lines }) => [scheme, ...lines])).toEqual([
    ['appliances', 'fridge'],
    ['fans', 'fan'],
  ])
  for (const { ruleSet, lines } of both.schemes) {
    const part = await quoteFor(
      till,
      both.cart.lines.filter(({ id }) => lines.includes(id)),
    )
    expect(await till.sell(part, { orderId: ruleSet, ...pay(part) })).toMatchObject({ status: 'confirmed' })
  }
  expect(simulation.platform.store.sales().map(({ ruleSet, subsidy }) => `${ruleSet ?? ''} ${subsidy}`)).toEqual([
    'sample 999.80',
    'fans 599.80',
  ])
})

it('sells one scheme’s goods with the other’s at full price on the same sale', async () => {
  const { checkout: till } = await open()
  const quote = await quoteFor(till, [fanLine, fridgeLine])
  expect(quote.subsidy).toBe('599.80')
  expect(await till.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
})

it('ages each scheme’s release by its own ladder', async () => {
  const { checkout: till, simulation } = await open()
  await simulation.clock.advance(7 * hourMs)
  const codes = (line: Line): readonly string[] => till.verify(line.item).reasons.map(({ code }) => code)
  expect(codes(fanLine)).toEqual(['catalog_stale'])
  expect(codes(fridgeLine)).toEqual([])
  expect((await quoteFor(till, [fridgeLine, fanLine])).subsidy).toBe('999.80')
  expect(till.status.catalog.freshness).toBe('refuse')
})

it('counts each scheme’s quota by itself', async () => {
  const { checkout: till } = await open({
    ruleSets: [
      {
        ...fans,
        groups: sampleRules.groups,
        categories: fans.categories.map((rule) => ({ ...rule, group: 'refrigerator' })),
      },
      sampleRules,
    ],
  })
  const first = await quoteFor(till, [fanLine])
  await till.sell(first, { orderId: 'A-1', ...pay(first) })
  const second = await quoteFor(till, [fridgeLine])
  expect(second.facts.quotaUsed).toEqual({})
  expect(await till.sell(second, { orderId: 'A-2', ...pay(second) })).toMatchObject({ status: 'confirmed' })
})

it('leaves a scheme alone that the store takes no part in, and the platform follows', async () => {
  const { checkout: till } = await open({}, { schemes: ['appliances'] })
  expect(till.ruleSets.map(({ id }) => id)).toEqual(['sample'])
  const quote = await quoteFor(till, [fanLine, fridgeLine])
  expect(quote.lines.map(({ verdict }) => verdict?.reasons.map(({ code }) => code))).toEqual([
    ['category_not_covered'],
    [],
  ])
  expect(await till.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
})
