import { describe, expect, it } from 'vitest'
import { fulfilUnits } from '../../src/outbox/fulfil.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { createShelf, giveKey, openOutbox } from './outbox.ts'
import { decideAll, sellCart, type SaleWorld } from './sale-of.ts'

const sample = shippedRuleSet('sample')
const world: SaleWorld = {
  ruleSet: {
    ...sample,
    categories: sample.categories.map((rule) => ({ ...rule, serial: 'at_fulfilment' })),
    groups: sample.groups.map((group) => ({ ...group, units: 2 })),
  },
  listings: [listing('A', 'refrigerator'), listing('FULL', 'refrigerator', { grade: 5 })],
}
/** One subsidised unit, and one of a grade that is sold at full price. */
const cart: Cart = {
  lines: [
    { id: 'a', item: { model: 'A', price: '10.00' }, quantity: 2 },
    { id: 'full', item: { model: 'FULL', price: '10.00' } },
  ],
}

describe('a serial that is brought after the sale', () => {
  it('is held by a unit with a subsidy, and by none without, on the till and at the platform', async () => {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const sale = await sellCart(context, world, cart)
    const bring = (line: string, unit: number, serial: string) =>
      fulfilUnits(context, sale!.id, [{ line, unit, serial }], {})
    expect(await bring('a', 0, 'SN00000001')).toMatchObject({ kind: 'saved', row: { serials: ['SN00000001'] } })
    expect(await bring('full', 0, 'SN00000002')).toMatchObject({ kind: 'saved' })
    expect(
      (await context.db.read(['serials'], ({ serials }) => serials.toArray())).map(({ serial }) => serial),
    ).toEqual(['SN00000001'])
    const { sale: decided, serials } = await decideAll(context, world)
    expect(serials).toEqual(['acme/A|SN00000001'])
    expect(decided).toMatchObject({ standing: 'confirmed' })
  })

  it('serves one unit of the sale', async () => {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const sale = await sellCart(context, world, cart)
    const both = [0, 1].map((unit) => ({ line: 'a', unit, serial: 'SN00000001' }))
    expect(await fulfilUnits(context, sale!.id, both, {})).toMatchObject({
      kind: 'refused',
      reasons: ['serial_redeemed_here'],
    })
  })

  it('is refused for a unit that was not sold, and where it is no serial', async () => {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const sale = await sellCart(context, world, cart)
    await expect(fulfilUnits(context, sale!.id, [{ line: 'a', unit: 7, serial: 'X' }], {})).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      field: 'units.0',
    })
    expect(await fulfilUnits(context, sale!.id, [{ line: 'a', unit: 0, serial: '00000' }], {})).toMatchObject({
      kind: 'refused',
      reasons: ['serial_malformed'],
    })
  })
})
