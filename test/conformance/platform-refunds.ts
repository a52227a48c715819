/** Conformance of a platform: what comes back, and what leaves the warehouse after the sale. */
import { describe, expect, it } from 'vitest'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge } = magicItems

export function describeRefunds(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('a refund', () => {
    it('gives serial and quota back, and comes from any till', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const serial = freshSerial()
      const { sale } = await a.sell(oneItem(fridge, serial), { buyer: 710 })
      const refund = {
        kind: 'refund',
        refers: sale.id,
        units: [{ line: 'L1', unit: 0 }],
        payable: sale.payable,
        subsidy: sale.subsidy,
      } as const
      expect((await b.sendNew(refund)).body).toMatchObject({ sale: sale.id, standing: 'confirmed', reasons: [] })
      const { body: told } = await a.changes(null)
      expect(told.answers).toMatchObject([{ record: sale.id, standing: 'confirmed' }])
      expect((await b.sendNew(refund)).body).toMatchObject({ standing: 'confirmed', reasons: ['already_refunded'] })
      expect((await a.sell(oneItem(fridge, serial), { buyer: 710 })).body).toMatchObject({ standing: 'confirmed' })
    })

    it('of a sale that was called off, or not paid for, is without effect', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      const refund = {
        kind: 'refund',
        refers: sale.id,
        units: [{ line: 'L1', unit: 0 }],
        payable: sale.payable,
        subsidy: sale.subsidy,
      } as const
      expect((await till.sendNew(refund)).body).toMatchObject({ standing: 'confirmed', reasons: ['refers_unknown'] })
      await till.sendNew({ kind: 'cancel', refers: sale.id, reason: 'x' })
      expect((await till.sendNew(refund)).body).toMatchObject({ standing: 'confirmed', reasons: ['already_cancelled'] })
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
