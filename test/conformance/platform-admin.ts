/** What people at the authority do with the reference platform. */
import { describe, expect, it } from 'vitest'
import { figuresOf, type DayTotals } from '../../examples/platform/figures.ts'
import { add } from '../../src/core/money.ts'
import type { LedgerSale } from '../../src/platform/ledger.ts'
import { recordHash } from '../../src/record/jws.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { adminToken, type SqlPlatform } from './sql-platform.ts'
import { freshSerial, oneItem, TestTill } from './test-till.ts'

const { grade_1: fridge, ungraded: vacuum } = magicItems

export function describeAuthorityPeople(platform: () => SqlPlatform): void {
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    token = adminToken,
  ): Promise<{ status: number; body: never }> => {
    const response = await platform().request(`/admin/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as never }
  }

  describe('the authority’s people', () => {
    it('are let in with their token alone', async () => {
      expect((await ask('GET', 'reviews', undefined, 'wrong')).status).toBe(401)
      expect((await platform().request('/admin/reviews')).status).toBe(401)
      expect((await ask('GET', 'reviews')).status).toBe(200)
    })

    it('hand out a code for one till', async () => {
      const name = nextTill()
      const { body } = await ask('POST', 'codes', {
        store: 'TY-0007',
        till: name,
        region: '140100',
        channels: ['store'],
        schemes: ['appliances'],
      })
      const { code } = body as { code: string }
      const other = new TestTill(platform(), 'TY-0007', nextTill())
      await other.newKey()
      expect((await other.enrol(code)).status).toBe(403)
      const till = new TestTill(platform(), 'TY-0007', name)
      await till.newKey()
      expect((await till.enrol(code)).body.epoch).toBe(1)
      await ask('POST', 'keys/revoke', { keyId: till.key.keyId })
      expect((await till.head()).status).toBe(403)
    })

    it('settle what is in review', async () => {
      const till = await new TestTill(platform(), 'TY-0001', nextTill()).open()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      await till.send(await till.commit(sale, '0.01'))
      const { body } = await ask('GET', 'reviews')
      expect((body as { sales: LedgerSale[] }).sales.map(({ id }) => id)).toContain(sale.id)
      await ask('POST', `sales/${sale.id}/settle`, { standing: 'confirmed', reasons: [], by: 'Wang' })
      expect((await till.changes(null)).body.answers).toMatchObject([
        { record: sale.id, standing: 'confirmed', reasons: [] },
      ])
      expect(
        (await ask('POST', 'sales/nothing/settle', { standing: 'confirmed', reasons: [], by: 'Wang' })).status,
      ).toBe(404)
    })

    it('are shown which tills have forked, and what lost its place', async () => {
      const till = await new TestTill(platform(), 'TY-0009', nextTill()).open()
      const { seq, prev } = till
      const won = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(won.jws)
      Object.assign(till, { seq, prev })
      const lost = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(lost.jws)
      const { body } = await ask('GET', 'findings')
      const { records } = body as { records: Record<string, unknown>[] }
      const place = { store: 'TY-0009', till: till.till, epoch: 1, seq: 1, kind: 'reserve', notes: ['record_forked'] }
      expect(
        records.filter(({ till: name }) => name === till.till).sort((a, b) => (a['id']! < b['id']! ? -1 : 1)),
      ).toEqual([
        { ...place, id: won.id, sale: won.id, standing: 'confirmed', receivedMs: expect.any(Number) as number },
        { ...place, id: lost.id, sale: lost.id, standing: 'review', receivedMs: expect.any(Number) as number },
      ])
      const { body: reviews } = await ask('GET', 'reviews')
      expect((reviews as { sales: LedgerSale[] }).sales.map(({ id }) => id)).toContain(lost.id)
      const { body: day } = await ask('GET', `days/2026-03-06?store=TY-0009&till=${till.till}`)
      expect(day).toMatchObject({ totals: [] })
    })

    it('are shown what came under the id of another record, which its till was refused', async () => {
      const till = await new TestTill(platform(), 'TY-0010', nextTill()).open()
      const won = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(won.jws)
      const refused = await till.sign({ kind: 'cancel', refers: won.id, reason: 'x' }, { id: won.id })
      for (let times = 0; times < 2; times++) expect((await till.send(refused)).status).toBe(409)
      const { body } = await ask('GET', 'findings')
      const { records } = body as { records: Record<string, unknown>[] }
      const shown = { epoch: 1, seq: 2, id: await recordHash(refused), kind: 'cancel', sale: null, standing: 'review' }
      expect(records.filter(({ till: name }) => name === till.till)).toMatchObject([
        { ...shown, notes: ['record_conflict'] },
      ])
      expect((await till.send(await till.commit(won))).body).toMatchObject({ standing: 'confirmed', reasons: [] })
    })

    it('see a day by channel and category, without what was refused or given back', async () => {
      const till = await new TestTill(platform(), 'TY-0008', nextTill()).open()
      await till.sell(oneItem(fridge, freshSerial()))
      await till.sell(oneItem(vacuum, freshSerial()))
      const { sale } = await till.sell(oneItem(vacuum, freshSerial()))
      await till.sendNew({
        kind: 'refund',
        refers: sale.id,
        units: [{ line: 'L1', unit: 0 }],
        payable: sale.payable,
        subsidy: sale.subsidy,
      })
      const { body } = await ask('GET', `days/2026-03-06?store=TY-0008&till=${till.till}`)
      expect(body).toMatchObject({ sales: 3, inReview: 0, refused: 0 })
      const totals = [
        { channel: 'store', category: 'refrigerator', units: 1, subsidy: '999.80' },
        { channel: 'store', category: 'robot_vacuum', units: 1, subsidy: '299.85' },
      ]
      expect((body as { totals: unknown }).totals).toEqual(totals)
      expect((await ask('GET', 'days/2026-03-06')).status).toBe(200)
    })

    it('see figures that are what the sales add up to, whatever became of them', async () => {
      const { body } = await ask('GET', 'days/2026-03-06')
      const rows = await platform().database().selectFrom('sales').select('content').execute()
      const figures = rows.map(({ content }) => figuresOf(content)).flat()
      const counted = figures.filter(({ day }) => day === '2026-03-06')
      const sum = (name: 'sales' | 'inReview' | 'refused'): number => counted.reduce((all, row) => all + row[name], 0)
      expect(body).toMatchObject({ sales: sum('sales'), inReview: sum('inReview'), refused: sum('refused') })
      expect(Math.min(sum('sales'), sum('inReview'), sum('refused'))).toBeGreaterThan(0)
      const units = counted.filter((row) => row.units > 0)
      const totals = new Map<string, { units: number; subsidy: string }>()
      for (const { channel, category, subsidy } of units) {
        const before = totals.get(`${channel} ${category}`) ?? { units: 0, subsidy: '0.00' }
        totals.set(`${channel} ${category}`, { units: before.units + 1, subsidy: add(before.subsidy, subsidy) })
      }
      const shown = (body as DayTotals).totals
      expect(new Map(shown.map(({ channel, category, ...rest }) => [`${channel} ${category}`, rest]))).toEqual(totals)
    })

    it.each([
      ['POST', 'codes', '{'],
      ['POST', 'codes', { store: 'TY 1', till: '1' }],
      ['POST', 'codes', { store: 'TY-1' }],
      ['POST', 'keys/revoke', {}],
      ['POST', 'sales/any/settle', { standing: 'confirmed', reasons: [] }],
      ['POST', 'keys/revoke', { keyId: 'a\u0000' }],
      ['POST', 'codes', { store: 'TY-1', till: '1', region: '140100', channels: ['store'], schemes: ['a\u0000'] }],
      ['POST', 'sales/any/settle', { standing: 'confirmed', reasons: ['\ud800'], by: 'Wang' }],
      ['POST', 'sales/any/settle', { standing: 'confirmed', reasons: [], by: 'a\u0000' }],
      ['GET', 'days/2026-03-06?store=a%00&till=1', undefined],
      ['POST', 'outbox', 'no outbox'],
      ['GET', 'days/yesterday', undefined],
    ])('are told what is wrong: %s %s', async (method, path, body) => {
      expect(await ask(method, path, body)).toMatchObject({ status: 400, body: { code: 'request_invalid' } })
    })

    it('find no sale under what is no id', async () => {
      const { status } = await ask('POST', 'sales/a%00/settle', { standing: 'refused', reasons: [], by: 'Wang' })
      expect(status).toBe(404)
    })

    it('are held to a size', async () => {
      expect((await ask('POST', 'codes', 'x'.repeat(20_000))).status).toBe(413)
    })
  })
}
