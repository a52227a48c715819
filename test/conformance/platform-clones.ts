/** Conformance of a platform: two browser profiles that sign as one till. */
import { describe, expect, it } from 'vitest'
import { endpoints } from '../../src/record/endpoints.ts'
import type { FindAnswer, SerialsAnswer } from '../../src/record/protocol.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest, type Sold } from './test-till.ts'

const { grade_1: fridge } = magicItems

export function describeClones(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()
  const copyOf = (till: TestTill): TestTill => Object.assign(new TestTill(till.platform, till.store, till.till), till)

  /** Both have sold at the same places: the first has them, the second comes with what it sold. */
  async function twoOfOne() {
    const first = await openTill()
    const second = copyOf(first)
    const lostSerial = freshSerial()
    const won = (await first.sell(oneItem(fridge, freshSerial()))).sale
    const lost = await second.reserve(oneItem(fridge, lostSerial))
    const commit = await second.commit(lost)
    return { first, second, won, lost, lostSerial, commit }
  }
  const find = async (till: TestTill, sale: Sold) =>
    (await till.ask<FindAnswer>(endpoints.sales, { orderId: `order-${sale.id.slice(-6)}` })).body.sales
  const stateOf = async (till: TestTill, serial: string) =>
    (await till.ask<SerialsAnswer>(endpoints.serials, { units: [{ gtin: fridge.barcode, serial }] })).body.states

  describe('of two clones of a till', () => {
    it('the one that lost its place is looked at, and is no dead end', async () => {
      const { second, lost, commit } = await twoOfOne()
      expect(await second.send(lost.jws)).toMatchObject({
        status: 200,
        body: { sale: lost.id, standing: 'review', reasons: ['record_forked'], forked: true, countersignature: null },
      })
      expect((await second.send(commit)).body).toMatchObject({ sale: lost.id, standing: 'review', forked: true })
      expect((await find(second, lost)).map(({ records }) => records)).toEqual([[lost.jws, commit]])
      await platform().settle(lost.id, 'confirmed')
      expect((await second.changes(null)).body.answers.at(-1)).toMatchObject({ sale: lost.id, standing: 'confirmed' })
      expect((await second.send(commit)).body).toMatchObject({ standing: 'confirmed', reasons: ['record_forked'] })
    })

    it('the other is told by its next answer, and by what changed', async () => {
      const { first, second, won, lost } = await twoOfOne()
      const { cursor } = (await first.changes(null)).body
      await second.send(lost.jws)
      const { answers } = (await first.changes(cursor)).body
      expect(answers.find(({ record }) => record === won.id)).toMatchObject({ standing: 'confirmed', forked: true })
      const { body } = await first.sell(oneItem(fridge, freshSerial()))
      expect(body).toMatchObject({ standing: 'review', reasons: ['record_forked'], forked: true })
    })

    it('the loser takes nothing until a person has settled it', async () => {
      const { second, lost, lostSerial, commit } = await twoOfOne()
      for (const jws of [lost.jws, commit]) await second.send(jws)
      expect(await stateOf(second, lostSerial)).toEqual(['free'])
      await platform().settle(lost.id, 'confirmed')
      expect(await stateOf(second, lostSerial)).toEqual(['redeemed'])
    })

    it('the same again changes nothing, and a place keeps no more than a few', async () => {
      const { second, lost } = await twoOfOne()
      const reply = (await second.send(lost.jws)).body
      const { cursor } = (await second.changes(null)).body
      expect((await second.send(lost.jws)).body).toEqual(reply)
      expect((await second.changes(cursor)).body.answers).toEqual([])
      const statuses: number[] = []
      for (let i = 0; i < 4; i++) {
        const jws = await second.sign({ kind: 'cancel', refers: lost.id, reason: 'x' }, { seq: 1 })
        statuses.push((await second.send(jws)).status)
      }
      expect(statuses).toEqual([200, 200, 200, 409])
    })

    it('the loser’s word on a sale of both is put before a person', async () => {
      const first = await openTill()
      const sale = await first.reserve(oneItem(fridge, freshSerial()))
      await first.send(sale.jws)
      const second = copyOf(first)
      await first.send(await first.commit(sale))
      const cancel = await second.write({ kind: 'cancel', refers: sale.id, reason: 'x' })
      expect((await second.send(cancel)).body).toMatchObject({
        sale: sale.id,
        standing: 'review',
        reasons: ['already_committed', 'record_forked'],
      })
      await first.open((await first.head()).body.last)
      expect((await first.sell(oneItem(fridge, freshSerial()))).body).toMatchObject({ standing: 'confirmed' })
    })

    it('the winner is told of a sale of both that the loser puts before a person, whose place it lost', async () => {
      const first = await openTill()
      const sale = await first.reserve(oneItem(fridge, freshSerial()))
      await first.send(sale.jws)
      const second = copyOf(first)
      await first.send(await first.commit(sale))
      await first.sell(oneItem(fridge, freshSerial()))
      await second.send((await second.reserve(oneItem(fridge, freshSerial()))).jws)
      const { cursor } = (await first.changes(null)).body
      await second.sendNew({ kind: 'cancel', refers: sale.id, reason: 'x' })
      const { answers } = (await first.changes(cursor)).body
      expect(answers.find(({ record }) => record === sale.id)).toMatchObject({ sale: sale.id, standing: 'review' })
    })

    it('the loser’s refund of what is back already leaves the sale as it stands', async () => {
      const first = await openTill()
      const { sale } = await first.sell(oneItem(fridge, freshSerial()))
      const { payable, subsidy } = sale
      const second = copyOf(first)
      const refund = { kind: 'refund', refers: sale.id, units: [{ line: 'L1', unit: 0 }], payable, subsidy } as const
      const { body } = await first.sendNew(refund)
      expect((await second.sendNew(refund)).body).toMatchObject({
        standing: 'confirmed',
        reasons: ['already_refunded', 'record_forked'],
        returned: body.returned,
        forked: true,
      })
    })

    it('everything is kept over a restart', async () => {
      const { second, lost } = await twoOfOne()
      const { body } = await second.send(lost.jws)
      await platform().restart()
      expect((await second.send(lost.jws)).body).toEqual(body)
    })
  })
}
