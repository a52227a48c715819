/** Conformance of a platform: whatever comes at once, or is linked in one go, has one winner, and none is told of a fault. */
import { describe, expect, it } from 'vitest'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { carryingRules, freshSerial, oneItem, TestTill, type PlatformUnderTest, type Sold } from './test-till.ts'

const { grade_1: fridge, category_not_covered: cable } = magicItems

/** The refund of a sale of one unit. */
const refundOf = ({ id, payable, subsidy }: Sold) =>
  ({ kind: 'refund', refers: id, units: [{ line: 'L1', unit: 0 }], payable, subsidy }) as const

export function describeRaces(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  /** Sends what follows a record that is missing, then that record: all of it is linked in one go. */
  const linkAtOnce = async (till: TestTill, later: () => Promise<readonly string[]>): Promise<void> => {
    const missing = await till.reserve(oneItem(cable, freshSerial()))
    for (const jws of await later())
      expect((await till.send(jws)).body).toMatchObject({ standing: 'provisional', reasons: ['record_unlinked'] })
    expect((await till.send(missing.jws)).status).toBe(200)
  }

  describe('a serial that is given back and sold again in one go', () => {
    it.each(['cancelled', 'refunded'])('%s: is the new sale’s, and no third one’s', async (how) => {
      const [till, other] = [await openTill(), await openTill()]
      const serial = freshSerial()
      const first = await till.reserve(oneItem(fridge, serial))
      await till.send(first.jws)
      if (how === 'refunded') await till.send(await till.commit(first))
      const again: Sold[] = []
      await linkAtOnce(till, async () => {
        // What follows it waits for the same judgement, and so for the same transaction.
        const ahead = await till.reserve(oneItem(cable, freshSerial()))
        const back = await till.write(
          how === 'refunded' ? refundOf(first) : { kind: 'cancel', refers: first.id, reason: 'x' },
        )
        again.push(await till.reserve(oneItem(fridge, serial)))
        return [ahead.jws, back, again[0]!.jws]
      })
      expect((await till.send(again[0]!.jws)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await other.sell(oneItem(fridge, serial))).body).toMatchObject({ standing: 'refused' })
      const { body } = await till.send(await till.commit(again[0]!))
      expect(body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await other.sell(oneItem(fridge, serial))).body).toMatchObject({
        standing: 'refused',
        reasons: ['serial_redeemed_elsewhere'],
      })
    })

    it('sold, called off and sold in one go too', async () => {
      const [till, other] = [await openTill(), await openTill()]
      const serial = freshSerial()
      const sales: Sold[] = []
      await linkAtOnce(till, async () => {
        const first = await till.reserve(oneItem(fridge, serial))
        const cancel = await till.write({ kind: 'cancel', refers: first.id, reason: 'x' })
        const second = await till.reserve(oneItem(fridge, serial))
        sales.push(first, second)
        return [first.jws, cancel, second.jws]
      })
      expect((await till.send(sales[1]!.jws)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await other.sell(oneItem(fridge, serial))).body).toMatchObject({ reasons: ['serial_held'] })
    })
  })

  describe('at once', () => {
    it('a quota that carries over between two rule sets has one winner', async () => {
      const [here, there] = [await openTill(), await openTill()]
      const standings: string[][] = []
      for (let round = 0; round < 20; round++) {
        const buyer = 8000 + round
        const sales = await Promise.all(
          [here, there].map((till, i) =>
            till.reserve(oneItem(fridge, freshSerial()), { buyer, region: carryingRules[i]!.regions[0]! }),
          ),
        )
        const answers = await Promise.all([here.send(sales[0]!.jws), there.send(sales[1]!.jws)])
        standings.push(answers.map(({ body }) => body.standing).sort())
      }
      expect(standings).toEqual(standings.map(() => ['confirmed', 'refused']))
    })

    it('one record twenty times has one effect and one answer', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      const before = (await platform().records()).length
      const answers = await Promise.all(Array.from({ length: 20 }, () => till.send(sale.jws)))
      expect(answers.map(({ status, body }) => [status, body.standing])).toEqual(answers.map(() => [200, 'confirmed']))
      expect((await platform().records()).length - before).toBe(1)
    })

    it('two refunds of one unit from two tills bring it back once', async () => {
      const [a, b, c] = [await openTill(), await openTill(), await openTill()]
      for (let round = 0; round < 5; round++) {
        const { sale } = await a.sell(oneItem(fridge, freshSerial()))
        const refunds = [await b.write(refundOf(sale)), await c.write(refundOf(sale))]
        const answers = await Promise.all([b.send(refunds[0]!), c.send(refunds[1]!)])
        const returned = answers.map(({ body }) => body.returned?.map(({ by }) => by))
        expect(answers.map(({ body }) => body.reasons).sort()).toEqual([[], ['already_refunded']])
        expect(returned[0]).toEqual(returned[1])
      }
    })

    it('a cancel and a refund, a commit and a settlement leave one story', async () => {
      const till = await openTill()
      for (let round = 0; round < 5; round++) {
        const sale = await till.reserve(oneItem(fridge, freshSerial()))
        await till.send(sale.jws)
        const commit = await till.commit(sale)
        await Promise.all([till.send(commit), platform().settle(sale.id, 'refused', ['looked_at'])])
        const { body } = await till.send(sale.jws)
        expect(body).toMatchObject({ standing: 'refused', reasons: ['looked_at'], countersignature: null })
      }
    })
  })
}
