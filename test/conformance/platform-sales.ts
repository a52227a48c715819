/** Conformance of a platform: what becomes of sales. */
import { describe, expect, it } from 'vitest'
import { add, subtract } from '../../src/core/money.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { importPublicKey } from '../../src/record/keys.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import type { FindAnswer, SerialsAnswer } from '../../src/record/protocol.ts'
import { verifyReceiptToken } from '../../src/receipt/token.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge, ungraded: vacuum } = magicItems
const minute = 60_000

function sealedIn(jws: string): string {
  const record = decodeRecord(jws)
  return record.kind === 'reserve' ? record.buyer!.sealed : ''
}

let tills = 100
export function nextTill(): string {
  tills += 1
  return String(tills)
}

export function describeSales(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('a sale', () => {
    it('is confirmed when it is reserved, and gets a receipt that verifies when it is committed', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      const reserved = await till.send(sale.jws)
      expect(reserved).toMatchObject({
        status: 200,
        body: { record: sale.id, sale: sale.id, standing: 'confirmed', reasons: [], countersignature: null },
      })
      const { body } = await till.send(await till.commit(sale))
      expect(body).toMatchObject({ sale: sale.id, standing: 'confirmed', reasons: [] })
      const [jwk] = platform().info.receiptKeys
      const key = { kid: jwk!.kid, publicKey: await importPublicKey(jwk!) }
      const fields = await verifyReceiptToken(body.countersignature!, [key])
      expect(fields).toMatchObject({
        scheme: 'sample',
        epoch: 1,
        seq: 1,
        invoiceTotal: fridge.price,
        subsidy: sale.subsidy,
      })
      expect(body.countersignature!.length).toBeLessThanOrEqual(220)
    })

    it('has one effect, however often its records come', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      const commit = await till.commit(sale)
      const before = (await platform().records()).length
      for (let round = 0; round < 3; round++) {
        await till.send(sale.jws)
        await till.send(commit)
      }
      const answers = await Promise.all([1, 2, 3, 4].map(() => till.send(commit)))
      expect(new Set(answers.map(({ body }) => body.countersignature)).size).toBe(1)
      expect((await platform().records()).length - before).toBe(2)
    })

    it('without a subsidy is taken as it is', async () => {
      const till = await openTill()
      const { body } = await till.sell(oneItem(magicItems.category_not_covered, freshSerial()))
      expect(body).toMatchObject({ standing: 'confirmed', reasons: [] })
    })

    it('is refused when its result is not what the rules give', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()), {
        change: (draft) => ({ ...draft, result: { ...draft.result, subsidy: '2000.00', payable: '2999.00' } }),
      })
      expect((await till.send(sale.jws)).body).toMatchObject({ standing: 'refused', reasons: ['result_differs'] })
    })

    it('is put before a person when the release or the buyer cannot be read', async () => {
      const till = await openTill()
      const unknown = await till.reserve(oneItem(fridge, freshSerial()), {
        change: (draft) => ({ ...draft, basis: { ...draft.basis!, snapshot: 'f'.repeat(64) } }),
      })
      expect((await till.send(unknown.jws)).body).toMatchObject({ standing: 'review', reasons: ['basis_stale'] })
      const other = await till.reserve(oneItem(fridge, freshSerial()))
      const moved = await till.reserve(oneItem(fridge, freshSerial()), {
        change: (draft) => ({ ...draft, buyer: { tag: draft.buyer!.tag, sealed: sealedIn(other.jws) } }),
      })
      await till.send(other.jws)
      expect((await till.send(moved.jws)).body).toMatchObject({ standing: 'review', reasons: ['buyer_unreadable'] })
    })

    it('is refused on a release older than the rule set allows', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()), {
        change: (draft) => ({ ...draft, basis: { ...draft.basis!, issued: '2020-01-01T00:00:00Z' } }),
      })
      const { body } = await till.send(sale.jws)
      expect([body.standing, body.reasons.includes('basis_stale')]).toEqual(['refused', true])
    })

    it('with payments that do not add up goes to review', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      expect((await till.send(await till.commit(sale, '1.00'))).body).toMatchObject({
        standing: 'review',
        reasons: ['amounts_differ'],
        countersignature: null,
      })
    })

    it('counts with its old unit taken in, and with a coupon that its rules know nothing of goes to review', async () => {
      const till = await openTill()
      const cart = (): Cart => ({
        lines: oneItem(fridge, freshSerial()).lines.map((line) => ({ ...line, oldUnit: '300.00' })),
      })
      for (const [coupon, answer] of [
        ['0.00', { standing: 'confirmed', reasons: [] }],
        ['500.00', { standing: 'review', reasons: ['amounts_differ'] }],
      ] as const) {
        const sale = await till.reserve(cart())
        await till.send(sale.jws)
        const payments = [
          { method: 'cash', amount: subtract(sale.payable, add('300.00', coupon)), reference: null },
          { method: 'old_unit', amount: '300.00', reference: null },
          { method: 'coupon', amount: coupon, reference: null },
        ]
        expect((await till.sendNew({ kind: 'commit', refers: sale.id, payments })).body).toMatchObject(answer)
      }
    })
  })

  describe('a cancel', () => {
    it('frees serial and quota', async () => {
      const till = await openTill()
      const serial = freshSerial()
      const first = await till.reserve(oneItem(fridge, serial), { buyer: 601 })
      await till.send(first.jws)
      expect((await till.sendNew({ kind: 'cancel', refers: first.id, reason: 'changed_mind' })).body).toMatchObject({
        standing: 'confirmed',
        reasons: [],
      })
      expect((await till.sell(oneItem(fridge, serial), { buyer: 601 })).body).toMatchObject({ standing: 'confirmed' })
    })

    it('wins over a commit that comes after it', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      await till.sendNew({ kind: 'cancel', refers: sale.id, reason: 'changed_mind' })
      expect((await till.send(await till.commit(sale))).body).toMatchObject({
        standing: 'refused',
        reasons: ['already_cancelled'],
        countersignature: null,
      })
    })

    it('of a refused sale is a no-op', async () => {
      const till = await openTill()
      const serial = freshSerial()
      await till.sell(oneItem(fridge, serial))
      const second = await till.reserve(oneItem(fridge, serial))
      expect((await till.send(second.jws)).body.standing).toBe('refused')
      expect((await till.sendNew({ kind: 'cancel', refers: second.id, reason: 'refused' })).body).toMatchObject({
        standing: 'refused',
      })
    })

    it('after the commit is put before a person', async () => {
      const till = await openTill()
      const { sale } = await till.sell(oneItem(fridge, freshSerial()))
      expect((await till.sendNew({ kind: 'cancel', refers: sale.id, reason: 'mistake' })).body).toMatchObject({
        standing: 'review',
        reasons: ['already_committed'],
      })
    })
  })

  describe('a reservation', () => {
    it('holds the serial against other tills until it lapses', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const serial = freshSerial()
      await a.send((await a.reserve(oneItem(fridge, serial))).jws)
      expect((await b.send((await b.reserve(oneItem(fridge, serial))).jws)).body).toMatchObject({
        standing: 'refused',
        reasons: ['serial_held'],
      })
      await platform().clock.advance(31 * minute)
      expect((await b.send((await b.reserve(oneItem(fridge, serial))).jws)).body).toMatchObject({
        standing: 'confirmed',
      })
    })

    it('that lapsed and is committed goes to review', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      await platform().clock.advance(31 * minute)
      expect((await till.send(await till.commit(sale))).body).toMatchObject({
        standing: 'review',
        reasons: ['reservation_lapsed'],
      })
    })

    it('that another sale took over after it lapsed is put before a person', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const serial = freshSerial()
      const first = await a.reserve(oneItem(fridge, serial))
      await a.send(first.jws)
      const inTime = await a.commit(first)
      await platform().clock.advance(31 * minute)
      await b.sell(oneItem(fridge, serial))
      expect((await a.send(inTime)).body).toMatchObject({ standing: 'review', reasons: ['serial_held'] })
    })

    it('is committed and cancelled by its own till alone', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const sale = await a.reserve(oneItem(fridge, freshSerial()))
      await a.send(sale.jws)
      expect((await b.send(await b.commit(sale))).body.reasons).toEqual(['refers_unknown'])
      expect((await b.sendNew({ kind: 'cancel', refers: sale.id, reason: 'x' })).body.reasons).toEqual([
        'refers_unknown',
      ])
      expect((await a.send(await a.commit(sale))).body).toMatchObject({ standing: 'confirmed', reasons: [] })
    })

    it('made offline is held from when it arrives, and its commit in time counts', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()), {
        facts: { offline: { count: 0, amount: '0.00', oldestHours: 0 } },
      })
      const commit = await till.commit(sale)
      await platform().clock.advance(300 * minute)
      await till.send(sale.jws)
      expect((await till.send(commit)).body).toMatchObject({ standing: 'confirmed' })
    })
  })

  describe('a serial', () => {
    it('is redeemed once over two tills, whichever comes first', async () => {
      const [a, b] = [await openTill(), await openTill()]
      const serial = freshSerial()
      const [saleA, saleB] = [await a.reserve(oneItem(fridge, serial)), await b.reserve(oneItem(fridge, serial))]
      const reserved = await Promise.all([a.send(saleA.jws), b.send(saleB.jws)])
      expect(reserved.map(({ body }) => body.standing).sort()).toEqual(['confirmed', 'refused'])
      const committed = await Promise.all([a.send(await a.commit(saleA)), b.send(await b.commit(saleB))])
      expect(committed.map(({ body }) => body.standing).sort()).toEqual(['confirmed', 'refused'])
      expect(committed.filter(({ body }) => body.countersignature !== null)).toHaveLength(1)
    })

    it('can be asked about by barcode or model', async () => {
      const till = await openTill()
      const [held, redeemed] = [freshSerial(), freshSerial()]
      await till.sell(oneItem(fridge, redeemed))
      await till.send((await till.reserve(oneItem(fridge, held))).jws)
      const units = [
        { gtin: `0${fridge.barcode}`, serial: held },
        { gtin: `0${fridge.barcode}`, serial: redeemed },
        { gtin: 'RH-100G1', serial: redeemed },
        { gtin: `0${fridge.barcode}`, serial: freshSerial() },
        { gtin: '00000000000000', serial: redeemed },
      ]
      const { body } = await till.ask<SerialsAnswer>(endpoints.serials, { units })
      expect(body.states).toEqual(['held', 'redeemed', 'redeemed', 'free', 'free'])
    })
  })

  describe('a quota', () => {
    it('is for the buyer, over all tills, and by group', async () => {
      const [a, b] = [await openTill(), await openTill()]
      await a.sell(oneItem(fridge, freshSerial()), { buyer: 700 })
      expect((await b.sell(oneItem(magicItems.grade_2, freshSerial()), { buyer: 700 })).body).toMatchObject({
        standing: 'refused',
        reasons: ['quota_used'],
      })
      expect((await b.sell(oneItem(vacuum, freshSerial()), { buyer: 700 })).body).toMatchObject({
        standing: 'confirmed',
      })
    })
  })

  describe('sales', () => {
    const find = async (till: TestTill, by: object): Promise<FindAnswer['sales']> =>
      (await till.ask<FindAnswer>(endpoints.sales, by)).body.sales

    it('are found by receipt, serial and order, in their own store alone', async () => {
      const [a, b] = [await openTill(), await new TestTill(platform(), 'TY-0002', nextTill()).open()]
      const serial = freshSerial()
      const { sale } = await a.sell(oneItem(fridge, serial))
      const number = sale.id.slice(-6)
      for (const by of [{ serial }, { receipt: `${a.till}-${number}` }, { orderId: `order-${number}` }]) {
        const found = await find(a, by)
        expect(found).toMatchObject([{ answer: { sale: sale.id, standing: 'confirmed' }, refundable: null }])
        expect(found[0]!.records[0]).toBe(sale.jws)
        expect(found[0]!.records).toHaveLength(2)
        expect(await find(b, by)).toEqual([])
      }
    })

    it('of another store are opened by a whole signed receipt, for a refund and no more', async () => {
      const [a, b] = [await openTill(), await new TestTill(platform(), 'TY-0002', nextTill()).open()]
      const serial = freshSerial()
      const { sale, body } = await a.sell(oneItem(fridge, serial))
      const code = body.countersignature!
      const [found, ...more] = await find(b, { code })
      expect(more).toEqual([])
      expect(found).toMatchObject({
        answer: { sale: sale.id, standing: 'confirmed' },
        records: [],
        refundable: {
          state: 'committed',
          reserve: { id: sale.id, cashier: null, buyer: null, entitlement: null, result: { subsidy: sale.subsidy } },
        },
      })
      const text = JSON.stringify(found)
      expect(text).not.toContain(sealedIn(sale.jws))
      expect(text).not.toContain('payments')
      expect((await find(a, { code }))[0]!.records).toHaveLength(2)
      // A code that somebody made up, or altered by a character, opens nothing.
      const forged = code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')
      for (const wrong of [forged, code.slice(4), 'TI1:', `${code} `])
        expect(await find(b, { code: wrong })).toEqual([])
    })
  })
}
