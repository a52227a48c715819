/** Conformance of a platform: what comes back, and what leaves the warehouse after the sale. */
import { describe, expect, it } from 'vitest'
import { add, subtract } from '../../src/core/money.ts'
import type { UnitRef } from '../../src/core/unit-ref.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest, type Sold } from './test-till.ts'

const { grade_1: fridge } = magicItems
const cables = { id: 'X', item: { model: 'HDMI', price: '10.00' }, other: true, quantity: 2 } as const

/** The refund of a sale of one unit. */
const wholeRefund = ({ id, payable, subsidy }: Sold) =>
  ({ kind: 'refund', refers: id, units: [{ line: 'L1', unit: 0 }], payable, subsidy }) as const

export function describeRefunds(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('a refund', () => {
    it('gives serial and quota back, and comes from any till', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const serial = freshSerial()
      const { sale } = await a.sell(oneItem(fridge, serial), { buyer: 710 })
      const refund = wholeRefund(sale)
      expect((await b.sendNew(refund)).body).toMatchObject({ sale: sale.id, standing: 'confirmed', reasons: [] })
      const { body: told } = await a.changes(null)
      expect(told.answers).toMatchObject([{ record: sale.id, standing: 'confirmed' }])
      expect((await b.sendNew(refund)).body).toMatchObject({ standing: 'confirmed', reasons: ['already_refunded'] })
      expect(told.answers[0]!.returned).toMatchObject([{ line: 'L1', unit: 0 }])
      expect((await a.sell(oneItem(fridge, serial), { buyer: 710 })).body).toMatchObject({ standing: 'confirmed' })
    })

    it('takes the units that are not back, and says by which record each came', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const { sale } = await a.sell({ lines: [...oneItem(fridge, freshSerial()).lines, cables] })
      const unit = (line: string, at: number) => ({ line, unit: at })
      const bring = (till: TestTill, units: readonly UnitRef[], payable: string, subsidy = '0.00') =>
        till.sendNew({ kind: 'refund', refers: sale.id, units, payable, subsidy })
      const first = (await bring(a, [unit('X', 0)], '10.00')).body
      expect(first).toMatchObject({ reasons: [], returned: [{ line: 'X', unit: 0, by: first.record }] })
      const fridgePays = subtract(sale.payable, '20.00')
      const both = [unit('X', 0), unit('L1', 0)]
      const second = (await bring(b, both, add(fridgePays, '10.00'), sale.subsidy)).body
      expect(second).toMatchObject({ standing: 'confirmed', reasons: ['already_refunded'] })
      expect(second.returned).toEqual([
        { line: 'L1', unit: 0, by: second.record },
        { line: 'X', unit: 0, by: first.record },
      ])
      const { body } = await bring(b, [unit('X', 1), unit('X', 1)], '10.00')
      expect([body.reasons, body.returned!.length]).toEqual([[], 3])
    })

    it('of amounts that are not the sale’s takes the units all the same, so that nobody gives them back again', async () => {
      const till = await openTill()
      const { sale } = await till.sell(oneItem(fridge, freshSerial()))
      const refund = { kind: 'refund', refers: sale.id, units: [{ line: 'L1', unit: 0 }] } as const
      const wrong = (await till.sendNew({ ...refund, payable: '1.00', subsidy: '0.00' })).body
      expect(wrong).toMatchObject({ standing: 'review', returned: [{ by: wrong.record }] })
      const { payable, subsidy } = sale
      const again = (await till.sendNew({ ...refund, payable, subsidy })).body
      expect(again.reasons).toContain('already_refunded')
      expect(again.returned).toMatchObject([{ by: wrong.record }])
    })

    it('of a sale that was called off, or not paid for, brings nothing back and is looked at', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      const refund = wholeRefund(sale)
      const early = (await till.sendNew(refund)).body
      expect(early).toMatchObject({ standing: 'review', reasons: ['refers_unknown'] })
      await till.sendNew({ kind: 'cancel', refers: sale.id, reason: 'x' })
      const late = (await till.sendNew(refund)).body
      expect(late).toMatchObject({ standing: 'review', reasons: ['already_cancelled'] })
      expect([early.returned, late.returned]).toEqual([undefined, undefined])
    })

    it('of amounts that are not the sale’s is looked at, and one of an unknown sale too', async () => {
      const till = await openTill()
      const { sale } = await till.sell(oneItem(fridge, freshSerial()))
      const units = [{ line: 'L1', unit: 0 }]
      expect(
        (await till.sendNew({ kind: 'refund', refers: sale.id, units, payable: '1.00', subsidy: '0.00' })).body,
      ).toMatchObject({ standing: 'review', reasons: ['amounts_differ'] })
      const missing = `${sale.id.slice(0, -4)}ffff`
      expect(
        (await till.sendNew({ kind: 'refund', refers: missing, units, payable: '1.00', subsidy: '0.00' })).body,
      ).toMatchObject({ standing: 'review', reasons: ['refers_unknown'] })
    })
  })
}
