/** Conformance of a platform: whom it takes a buyer for. */
import { describe, expect, it } from 'vitest'
import { msToUtc } from '../../src/core/clock.ts'
import { seal } from '../../src/record/sealing.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { idNumberOf } from '../support/buyers.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge } = magicItems
let ids = 0

export function describeBuyers(platform: () => PlatformUnderTest): void {
  /** The answer to a sale whose till sealed what it liked. */
  const answerTo = async (till: TestTill, idNumber: string): Promise<readonly [string, readonly string[]]> => {
    const now = platform().clock.now()
    const time = now.toString(16).padStart(12, '0')
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-9000-${(++ids).toString(16).padStart(12, '0')}`
    const { store, till: name } = till
    const content = { v: 1, recordId: id, store, till: name, name: '排演', phone: '13800000000', idNumber }
    const sealed = await seal(content, 'tradein-buyer', platform().info.sealingKey)
    const sale = await till.reserve(oneItem(fridge, freshSerial()), {
      place: { id, at: msToUtc(now) },
      change: (draft) => ({ ...draft, buyer: { tag: 'T'.repeat(43), sealed } }),
    })
    const { body } = await till.send(sale.jws)
    return [body.standing, body.reasons]
  }
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('a buyer', () => {
    it('is one person, in whatever form the identity number was sealed', async () => {
      const till = await openTill()
      const number = Array.from({ length: 40 }, (_, i) => idNumberOf(7_400 + i)).find((each) => each.endsWith('X'))!
      const wide = number.replace(/[0-9X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
      expect(await answerTo(till, number)).toEqual(['confirmed', []])
      for (const form of [number.toLowerCase(), wide, ` ${number.slice(0, 6)} ${number.slice(6)}`])
        expect(await answerTo(till, form)).toEqual(['refused', ['quota_used']])
    })

    it('whose number is nobody’s is put before a person', async () => {
      const till = await openTill()
      const number = idNumberOf(7_500)
      const wrongDigit = number.slice(0, -1) + (number.endsWith('1') ? '2' : '1')
      for (const wrong of [wrongDigit, number.slice(0, -1), '1', '990101200102300018'])
        expect(await answerTo(till, wrong)).toEqual(['review', ['buyer_unreadable']])
    })
  })
}
