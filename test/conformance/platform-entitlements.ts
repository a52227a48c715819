/** Conformance of a platform: entitlements, serials that come at fulfilment, and many tills at once. */
import { describe, expect, it } from 'vitest'
import { endpoints } from '../../src/record/endpoints.ts'
import type { EntitlementAnswer } from '../../src/record/protocol.ts'
import type { EntitlementFact } from '../../src/scheme/entitlement-fact.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge, ungraded: vacuum } = magicItems
const region = '150100'
const hour = 3_600_000

export function describeEntitlements(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()
  const issue = async (
    id: string,
    covers: readonly string[] = [],
    life = hour,
  ): Promise<{ token: string; facts: { entitlement: EntitlementFact } }> => {
    const now = platform().clock.now()
    const token = await platform().issueEntitlement({ id, covers, fromMs: now - hour, toMs: now + life })
    return { token, facts: { entitlement: { id, state: 'valid', covers, region: null, channel: null } } }
  }
  /** As the till was told, whatever it was told. */
  const shown: EntitlementFact = { id: 'shown', state: 'valid', covers: [], region: null, channel: null }

  describe('an entitlement', () => {
    it('is redeemed by one sale, and can be asked about', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const { token, facts } = await issue(`once-${nextTill()}`)
      const ask = async (): Promise<string> =>
        (await a.ask<EntitlementAnswer>(endpoints.entitlements, { entitlement: token })).body.state
      expect(await ask()).toBe('valid')
      expect((await a.sell(oneItem(fridge, freshSerial()), { region, entitlement: token, facts })).body).toMatchObject({
        standing: 'confirmed',
        reasons: [],
      })
      expect(await ask()).toBe('used')
      expect((await b.sell(oneItem(fridge, freshSerial()), { region, entitlement: token, facts })).body).toMatchObject({
        standing: 'refused',
        reasons: ['entitlement_used'],
      })
    })

    it('stays with the sale that redeemed it when another shows it where no rules are known', async () => {
      const till = await openTill()
      const { token, facts } = await issue(`kept-${nextTill()}`)
      const mine = { region, entitlement: token, facts, buyer: 621 }
      expect((await till.sell(oneItem(fridge, freshSerial()), mine)).body).toMatchObject({ standing: 'confirmed' })
      const other = await till.reserve(oneItem(fridge, freshSerial()), {
        ...mine,
        change: (draft) => ({
          ...draft,
          setting: { ...draft.setting, region: '999999' },
          basis: { ...draft.basis!, snapshot: 'f'.repeat(64) },
        }),
      })
      const { standing, reasons } = (await till.send(other.jws)).body
      expect([standing, reasons.includes('entitlement_used')]).toEqual(['refused', true])
      await till.sendNew({ kind: 'cancel', refers: other.id, reason: 'x' })
      expect((await till.ask<EntitlementAnswer>(endpoints.entitlements, { entitlement: token })).body.state).toBe(
        'used',
      )
    })

    it('comes back with a cancel and with a return of all units', async () => {
      const till = await openTill()
      const { token, facts } = await issue(`back-${nextTill()}`)
      const mine = { region, entitlement: token, facts, buyer: 620 }
      const cancelled = await till.reserve(oneItem(fridge, freshSerial()), mine)
      await till.send(cancelled.jws)
      await till.sendNew({ kind: 'cancel', refers: cancelled.id, reason: 'x' })
      const { sale } = await till.sell(oneItem(fridge, freshSerial()), mine)
      await till.sendNew({
        kind: 'refund',
        refers: sale.id,
        units: [{ line: 'L1', unit: 0 }],
        payable: sale.payable,
        subsidy: sale.subsidy,
      })
      expect((await till.sell(oneItem(fridge, freshSerial()), mine)).body).toMatchObject({ standing: 'confirmed' })
    })

    it('is refused when it is missing, forged, over, or for something else', async () => {
      const till = await openTill()
      const refusalOf = async (token: string | undefined, fact: EntitlementFact): Promise<readonly string[]> => {
        const sale = await till.reserve(oneItem(vacuum, freshSerial()), {
          region,
          facts: { entitlement: fact },
          ...(token !== undefined && { entitlement: token }),
        })
        const { body } = await till.send(sale.jws)
        expect(body.standing).toBe('refused')
        return body.reasons
      }
      expect(await refusalOf(undefined, shown)).toEqual(['entitlement_missing'])
      expect(await refusalOf('no-token', shown)).toEqual(['entitlement_missing'])
      const over = await issue(`over-${nextTill()}`, [], -60_000)
      expect(await refusalOf(over.token, over.facts.entitlement)).toEqual(['entitlement_expired'])
      const other = await issue(`other-${nextTill()}`, ['refrigerator'])
      expect(await refusalOf(other.token, { ...other.facts.entitlement, covers: [] })).toEqual(['entitlement_mismatch'])
    })
  })

  describe('a serial that comes at fulfilment', () => {
    const sold = async (till: TestTill) => {
      const { token, facts } = await issue(`fulfil-${nextTill()}`)
      return till.sell(
        { lines: [{ id: 'L1', item: { gtin: fridge.barcode, price: fridge.price } }] },
        { region, entitlement: token, facts },
      )
    }
    const fulfil = (till: TestTill, refers: string, serial: string, unit = 0) =>
      till.sendNew({
        kind: 'fulfil',
        refers,
        units: [{ line: 'L1', unit, serial }],
        evidence: { delivery_photo: 'P-1' },
      })

    it('is redeemed then, and by no second sale', async () => {
      const till = await openTill()
      const serial = freshSerial()
      const [first, second] = [await sold(till), await sold(till)]
      expect(first.body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await fulfil(till, first.sale.id, serial)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await fulfil(till, second.sale.id, serial)).body).toMatchObject({
        standing: 'review',
        reasons: ['serial_redeemed_elsewhere'],
      })
    })

    it('cannot be changed afterwards, nor brought to a unit that was not sold', async () => {
      const till = await openTill()
      const { sale } = await sold(till)
      expect((await fulfil(till, sale.id, freshSerial(), 7)).body).toMatchObject({
        standing: 'confirmed',
        reasons: ['refers_unknown'],
      })
      await fulfil(till, sale.id, freshSerial())
      expect((await fulfil(till, sale.id, freshSerial())).body).toMatchObject({
        standing: 'review',
        reasons: ['result_differs'],
      })
    })
  })

  describe('many tills at once', () => {
    it('give one serial, one quota and one entitlement to one sale', async () => {
      const count = 12
      const tills = await Promise.all(Array.from({ length: count }, openTill))
      const serial = freshSerial()
      const { token, facts } = await issue(`rush-${nextTill()}`)
      const buyer = 4000 + Number(nextTill())
      const rush = async (
        options: Parameters<TestTill['reserve']>[1],
        unit: () => string,
      ): Promise<readonly string[]> => {
        const sales = await Promise.all(tills.map((till) => till.reserve(oneItem(fridge, unit()), options)))
        const answers = await Promise.all(tills.map((till, i) => till.send(sales[i]!.jws)))
        return answers.map(({ body }) => body.standing).sort()
      }
      const once = ['confirmed', ...Array.from({ length: count - 1 }, () => 'refused')]
      expect(await rush({}, () => serial)).toEqual(once)
      expect(await rush({ buyer }, freshSerial)).toEqual(once)
      expect(await rush({ region, entitlement: token, facts }, freshSerial)).toEqual(once)
    })

    it('send the parallel records of one chain in any order', async () => {
      const till = await openTill()
      const sales = []
      for (let i = 0; i < 8; i++)
        sales.push(await till.reserve(oneItem(magicItems.category_not_covered, freshSerial())))
      await Promise.all(sales.toReversed().map(({ jws }) => till.send(jws)))
      for (const { jws } of sales)
        expect((await till.send(jws)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
    })
  })
}
