/** Conformance of a platform: places of an earlier epoch that a later one closes. */
import { describe, expect, it } from 'vitest'
import { recordHash } from '../../src/record/jws.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge } = magicItems

export function describeGaps(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('a chain', () => {
    it('of an epoch that is over goes on, too, over a place that a gap record of a later one closes', async () => {
      const till = await openTill()
      const lost = await till.reserve(oneItem(fridge, freshSerial()))
      const behind = await till.reserve(oneItem(fridge, freshSerial()))
      const last = await till.commit(behind)
      expect((await till.send(behind.jws)).body).toMatchObject({ standing: 'provisional' })
      expect((await till.send(last)).body).toMatchObject({ standing: 'provisional' })
      const { epoch, seq } = till
      await till.open({ epoch, seq, hash: await recordHash(last) })
      const missing = { epoch, seq: 1, hash: await recordHash(lost.jws) }
      const gap = await till.sendNew({ kind: 'gap', missing, reason: 'unreadable' })
      expect(gap.body).toMatchObject({ sale: null, standing: 'confirmed', reasons: [] })
      const { body } = await till.changes(null)
      expect(body.answers.map(({ sale, standing }) => [sale, standing])).toEqual([
        [behind.id, 'confirmed'],
        [behind.id, 'confirmed'],
      ])
      expect((await till.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
    })

    it('of an epoch that is over goes on over such a place, whatever comes first', async () => {
      const till = await openTill()
      const lost = await till.reserve(oneItem(fridge, freshSerial()))
      const behind = await till.reserve(oneItem(fridge, freshSerial()))
      const { epoch, seq, key } = till
      await till.open({ epoch, seq, hash: await recordHash(behind.jws) })
      const missing = { epoch, seq: 1, hash: await recordHash(lost.jws) }
      await till.sendNew({ kind: 'gap', missing, reason: 'unreadable' })
      Object.assign(till, { key })
      expect((await till.send(behind.jws)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await till.send(lost.jws)).body).toMatchObject({ standing: 'review', reasons: ['recovered_late'] })
    })
  })
}
