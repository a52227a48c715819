/** Conformance of a platform: what people settle or overrule, and how tills hear of it. */
import { describe, expect, it } from 'vitest'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge, capped: television } = magicItems

export function describeSettlements(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('late answers', () => {
    it('tell the till what was settled, page by page from a cursor', async () => {
      const till = await openTill()
      const { sale } = await till.sell(oneItem(television, freshSerial()))
      const { body: none } = await till.changes(null)
      expect(none).toMatchObject({ answers: [], more: false })
      await platform().settle(sale.id, 'refused', ['serial_redeemed_elsewhere'])
      const { body: some } = await till.changes(none.cursor)
      expect(some.answers).toMatchObject([
        {
          record: sale.id,
          sale: sale.id,
          standing: 'refused',
          reasons: ['serial_redeemed_elsewhere'],
          countersignature: null,
        },
      ])
      expect((await till.changes(some.cursor)).body.answers).toEqual([])
      await platform().settle(sale.id, 'confirmed')
      const { body: again } = await till.changes(some.cursor)
      expect(again.answers).toMatchObject([{ standing: 'confirmed', reasons: [] }])
      expect(again.answers[0]!.countersignature).toMatch(/^TI1:/)
    })

    it('that a sale is refused after all give the buyer’s quota back, and that it counts after all take it', async () => {
      const till = await openTill()
      const buyer = 7100
      const tries = async (): Promise<string> =>
        (await till.send((await till.reserve(oneItem(fridge, freshSerial()), { buyer })).jws)).body.standing
      const serials = [freshSerial(), freshSerial()]
      const line = { id: 'L1', item: { gtin: fridge.barcode, price: fridge.price }, quantity: 2, serials }
      // The quota has room for the first of the two.
      const { sale } = await till.sell({ lines: [line] }, { buyer })
      expect(await tries()).toBe('refused')
      await platform().settle(sale.id, 'refused', ['amounts_differ'])
      const next = await till.reserve(oneItem(fridge, freshSerial()), { buyer })
      expect((await till.send(next.jws)).body.standing).toBe('confirmed')
      await till.sendNew({ kind: 'cancel', refers: next.id, reason: 'x' })
      await platform().settle(sale.id, 'confirmed')
      expect(await tries()).toBe('refused')
      // What is back of a sale that was refused takes nothing.
      await platform().settle(sale.id, 'refused', ['amounts_differ'])
      const units = [{ line: 'L1', unit: 1 }]
      await till.sendNew({ kind: 'refund', refers: sale.id, units, payable: fridge.price, subsidy: '0.00' })
      expect(await tries()).toBe('confirmed')
    })

    it('pay no duplicate: one counts only once the other that has its unit was refused, and all that was decided is kept', async () => {
      const till = await openTill()
      const serial = freshSerial()
      const { sale: first } = await till.sell(oneItem(fridge, serial))
      const second = await till.reserve(oneItem(fridge, serial))
      await till.send(second.jws)
      const commit = await till.commit(second)
      const reasons = ['serial_redeemed_elsewhere']
      expect((await till.send(commit)).body).toMatchObject({ standing: 'refused', reasons })
      const isRefused = { code: 'SALE_STATE', field: 'standing', received: 'serial_held' }
      await expect(platform().settle(second.id, 'confirmed', [], 'Wang')).rejects.toMatchObject(isRefused)
      expect((await till.send(commit)).body).toMatchObject({ standing: 'refused', reasons })

      await platform().settle(first.id, 'refused', ['amounts_differ'], 'Li')
      await platform().settle(second.id, 'confirmed', [], 'Wang')
      expect((await till.send(commit)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
      await expect(platform().settle(first.id, 'confirmed', [], 'Li')).rejects.toMatchObject(isRefused)
      const decided = { by: 'Wang', standing: 'confirmed', before: { standing: 'refused', reasons } }
      expect(await platform().settlements(second.id)).toMatchObject([decided])
      expect(await platform().settlements(first.id)).toMatchObject([
        { by: 'Li', standing: 'refused', reasons: ['amounts_differ'], before: { standing: 'confirmed', reasons: [] } },
      ])
    })

    it('that a refused sale counts after all take its unit as well', async () => {
      const till = await openTill()
      const serial = freshSerial()
      const sale = await till.reserve(oneItem(fridge, serial), {
        change: (draft) => ({ ...draft, result: { ...draft.result, subsidy: '2000.00', payable: '2999.00' } }),
      })
      await till.send(sale.jws)
      await till.send(await till.commit(sale))
      await platform().settle(sale.id, 'confirmed')
      const again = await till.reserve(oneItem(fridge, serial))
      expect((await till.send(again.jws)).body).toMatchObject({
        standing: 'refused',
        reasons: ['serial_redeemed_elsewhere'],
      })
    })
  })
}
