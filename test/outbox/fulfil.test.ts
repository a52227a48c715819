import { describe, expect, it } from 'vitest'
import { mintRecordId } from '../../src/core/ids.ts'
import { append } from '../../src/outbox/append.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { allTables, type SaleRow } from '../../src/outbox/database.ts'
import { fulfilUnits } from '../../src/outbox/fulfil.ts'
import { putBackCopies } from '../../src/outbox/put-back.ts'
import { refundUnits } from '../../src/outbox/refund.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { createShelf, giveKey, openOutbox, rows } from './outbox.ts'
import { decideAll, sellCart, type SaleWorld } from './sale-of.ts'

const sample = shippedRuleSet('sample')
const world: SaleWorld = {
  ruleSet: {
    ...sample,
    categories: sample.categories.map((rule) => ({
      ...rule,
      serial: { store: 'at_fulfilment', online: 'at_fulfilment' },
    })),
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

  it('is known again once its record was put back from a copy', async () => {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const sale = await sellCart(context, world, cart)
    const unit = { line: 'a', unit: 0, serial: 'SN00000001' }
    const before = await context.db.read(['sales', 'meta'], async ({ sales, meta }) => ({
      sale: await sales.get(sale!.id),
      head: await meta.get('head'),
    }))
    const { row } = (await fulfilUnits(context, sale!.id, [unit], { photo: 'x.jpg' })) as { row: SaleRow }
    const { id, jws } = (await rows(context)).at(-1)!
    await context.db.write(allTables, async ({ records, sales, serials, meta }) => {
      await Promise.all([records.delete(id), serials.clear(), sales.put(before.sale!), meta.put(before.head!)])
    })
    expect(await putBackCopies(context, [jws])).toMatchObject([{ kind: 'fulfil' }])
    const after = await context.db.read(['sales', 'serials'], async ({ sales, serials }) => ({
      sale: await sales.get(sale!.id),
      serials: await serials.toArray(),
    }))
    expect(after).toMatchObject({ sale: row, serials: [{ serial: 'SN00000001', sale: sale!.id, released: 0 }] })
    expect(await fulfilUnits(context, sale!.id, [unit], {})).toMatchObject({ kind: 'existing' })
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

describe('a unit that was sold and not yet delivered', () => {
  interface Sold {
    readonly context: OutboxContext
    readonly sale: SaleRow
    readonly bring: (
      unit: number,
      serial: string,
      evidence?: Readonly<Record<string, string>>,
    ) => ReturnType<typeof fulfilUnits>
    readonly held: () => Promise<readonly string[]>
    readonly records: (kind: string) => Promise<number>
  }
  async function sold(): Promise<Sold> {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const sale = (await sellCart(context, world, cart))!
    return {
      context,
      sale,
      bring: (unit, serial, evidence = {}) => fulfilUnits(context, sale.id, [{ line: 'a', unit, serial }], evidence),
      held: async () =>
        (await context.db.read(['serials'], ({ serials }) => serials.toArray())).flatMap(({ serial, released }) =>
          released === 0 ? [serial] : [],
        ),
      records: async (kind) => (await rows(context)).filter((row) => row.kind === kind).length,
    }
  }

  it('gives the serial that it left with back when it returns, on the till and at the platform', async () => {
    const { context, sale, bring, held } = await sold()
    await bring(0, 'SN00000001')
    await bring(1, 'SN00000002')
    await refundUnits(context, sale.id, [{ line: 'a', unit: 0 }])
    expect(await held()).toEqual(['SN00000002'])
    expect(await decideAll(context, world)).toMatchObject({ serials: ['acme/A|SN00000002'], notes: [] })
  })

  it('is not delivered once it is back', async () => {
    const { context, sale, bring, held, records } = await sold()
    await refundUnits(context, sale.id, [{ line: 'a', unit: 0 }])
    expect(await bring(0, 'SN00000001')).toMatchObject({ kind: 'refused', reasons: ['already_refunded'] })
    expect(await bring(1, 'SN00000002')).toMatchObject({ kind: 'saved' })
    await refundUnits(context, sale.id, 'all')
    expect(await bring(1, 'SN00000002')).toMatchObject({ kind: 'refused', reasons: ['already_refunded'] })
    expect([await held(), await records('fulfil')]).toEqual([[], 1])
  })

  it('uses up no serial where it leaves though it is back: the platform takes the others of the record', async () => {
    const { context, sale } = await sold()
    await refundUnits(context, sale.id, [{ line: 'a', unit: 0 }])
    // A till whose own copy does not know of the return.
    const units = [0, 1].map((unit) => ({ line: 'a', unit, serial: `SN0000000${unit}` }))
    const id = mintRecordId(context.ports)
    const body = { kind: 'fulfil', id, refers: sale.id, units, evidence: {} } as const
    await append<null>(context, () => ({ sale: sale.id, body, write: () => Promise.resolve(null) }))
    expect(await decideAll(context, world)).toMatchObject({
      sale: { standing: 'confirmed', units: [{ serial: null }, { serial: 'SN00000001' }, { serial: null }] },
      serials: ['acme/A|SN00000001'],
      notes: ['already_refunded'],
    })
  })

  it('is delivered once, however often it is said, and once more for evidence that is new', async () => {
    const { bring, records } = await sold()
    expect(await bring(0, 'SN00000001', { photo: 'p-1' })).toMatchObject({ kind: 'saved' })
    expect(await bring(0, 'sn00000001', { photo: 'p-1' })).toMatchObject({ kind: 'existing' })
    expect(await bring(0, 'SN00000001')).toMatchObject({ kind: 'existing' })
    expect(await records('fulfil')).toBe(1)
    expect(await bring(0, 'SN00000001', { signature: 's-1' })).toMatchObject({ kind: 'saved' })
    expect(await bring(0, 'SN00000001', { photo: 'p-1', signature: 's-1' })).toMatchObject({ kind: 'existing' })
    expect(await records('fulfil')).toBe(2)
  })

  it('gives every serial back that was ever brought for it', async () => {
    const { context, sale, bring, held } = await sold()
    await bring(0, 'SN00000001')
    await bring(0, 'SN00000003')
    expect((await decideAll(context, world)).sale).toMatchObject({ standing: 'review', reasons: ['result_differs'] })
    await refundUnits(context, sale.id, [{ line: 'a', unit: 0 }])
    expect(await held()).toEqual([])
  })
})
