/** What a patched till, a wrong clock or an old file can claim, and what the platform makes of it (DESIGN §6.5). */
import { describe, expect, it } from 'vitest'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { instantToMs, msToUtc } from '../../src/core/clock.ts'
import { importPlatformKeys } from '../../src/platform/keys.ts'
import { signReceiptToken, verifyReceiptToken } from '../../src/receipt/token.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { recordHash } from '../../src/record/jws.ts'
import type { FindAnswer } from '../../src/record/protocol.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { startMemoryPlatform, type MemoryPlatformUnderTest } from '../conformance/memory-platform.ts'
import { freshSerial, oneItem, TestTill, tokenRules, type Sold } from '../conformance/test-till.ts'
import { idNumberOf } from '../support/buyers.ts'

const { grade_1: fridge } = magicItems
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const region = '150100'

type World = Parameters<typeof startMemoryPlatform>[0]
const open = async (world?: World, place?: Parameters<TestTill['open']>[1]) => {
  const platform = await startMemoryPlatform(world)
  return { platform, till: await new TestTill(platform).open(null, place) }
}
const answerTo = async (till: TestTill, sale: Sold): Promise<readonly [string, readonly string[]]> => {
  const { body } = await till.send(sale.jws)
  return [body.standing, body.reasons]
}
const at = (ms: number): { readonly at: string } => ({ at: msToUtc(ms) })

describe('time', () => {
  const [rules2025, rules2026]: readonly RuleSet[] = [
    { ...sampleRules, id: 'y2025', from: '2025-01-01T00:00:00+08:00', to: '2026-01-01T00:00:00+08:00' },
    {
      ...sampleRules,
      id: 'y2026',
      from: '2026-01-01T00:00:00+08:00',
      categories: sampleRules.categories.map((category) => ({ ...category, cap: '100.00' })),
    },
  ] as [RuleSet, RuleSet]
  const years = { ruleSets: [rules2025, rules2026], start: '2026-05-01T10:00:00+08:00' }
  const in2025 = instantToMs('2025-12-20T10:00:00+08:00')

  it('that a till sets back to the rules of last year gets none of them', async () => {
    const { till } = await open(years)
    const sale = await till.reserve(oneItem(fridge, freshSerial()), { place: at(in2025) })
    expect(Number(sale.subsidy)).toBeGreaterThan(100)
    expect((await answerTo(till, sale))[0]).toBe('refused')
  })

  it('is not put back by a distance that the till claims, nor by an older confirmation', async () => {
    const { platform, till } = await open(years)
    const offsetMs = platform.clock.now() - in2025
    const shifted = await till.reserve(oneItem(fridge, freshSerial()), {
      place: { ...at(in2025), clock: { state: 'trusted', offsetMs } },
    })
    expect(await answerTo(till, shifted)).toEqual(['review', ['basis_stale', 'clock_untrusted']])
    const old = await till.reserve(oneItem(fridge, freshSerial()), {
      place: at(in2025),
      change: (draft) => ({ ...draft, basis: { ...draft.basis!, issued: msToUtc(in2025) } }),
    })
    expect((await answerTo(till, old))[0]).toBe('refused')
  })

  it('is judged by what was published for it: an older release within its ladder is put before a person', async () => {
    const { platform, till } = await open(years)
    const before = platform.release()
    await platform.clock.advance(hour)
    await platform.authority.publish({ ruleSets: [rules2025, { ...rules2026, paused: true }] })
    await platform.clock.advance(hour)
    const sale = await till.reserve(oneItem(fridge, freshSerial()), { release: before })
    expect(await answerTo(till, sale)).toEqual(['review', ['basis_stale']])
  })

  it('lies between the release’s confirmation and the arrival, ten minutes either way', async () => {
    const { platform, till } = await open()
    const now = platform.clock.now()
    const claim = async (ms: number) =>
      answerTo(till, await till.reserve(oneItem(fridge, freshSerial()), { place: at(ms) }))
    expect(await claim(now - 9 * minute)).toEqual(['confirmed', []])
    expect(await claim(now + 9 * minute)).toEqual(['confirmed', []])
    expect(await claim(now + 11 * minute)).toEqual(['refused', ['clock_untrusted']])
    expect(await claim(now - 11 * minute)).toEqual(['refused', expect.arrayContaining(['clock_untrusted'])])
  })

  it('put right by the record’s own measured distance is the one that counts', async () => {
    const { platform, till } = await open()
    const clock = { state: 'trusted', offsetMs: 3 * hour } as const
    const slow = (): Promise<Sold> =>
      till.reserve(oneItem(fridge, freshSerial()), { place: { ...at(platform.clock.now() - 3 * hour), clock } })
    expect(await answerTo(till, await slow())).toEqual(['confirmed', []])
    // The clock was put right since it was compared: a person looks, nobody is called a liar.
    const right = await till.reserve(oneItem(fridge, freshSerial()), { place: { clock } })
    expect(await answerTo(till, right)).toEqual(['review', ['clock_untrusted']])
  })

  it('never runs backwards along a chain, in a jump or in small steps', async () => {
    const { platform, till } = await open()
    await platform.clock.advance(2 * hour)
    const last = await till.reserve(oneItem(fridge, freshSerial()))
    await till.send(last.jws)
    const now = platform.clock.now()
    const standings: string[] = []
    for (const back of [8, 16, 24]) {
      const sale = await till.reserve(oneItem(fridge, freshSerial()), { place: at(now - back * minute) })
      standings.push((await answerTo(till, sale))[0])
    }
    expect(standings).toEqual(['confirmed', 'review', 'review'])
  })

  it('of a confirmation that is still to come, or by a clock that is trusted in one place alone, is refused', async () => {
    const { platform, till } = await open()
    const later = await till.reserve(oneItem(fridge, freshSerial()), {
      change: (draft) => ({ ...draft, basis: { ...draft.basis!, issued: msToUtc(platform.clock.now() + day) } }),
    })
    expect(await answerTo(till, later)).toEqual(['refused', ['clock_untrusted']])
    const untrusted = await till.reserve(oneItem(fridge, freshSerial()), {
      place: { clock: { state: 'untrusted', offsetMs: 0 } },
    })
    expect(await answerTo(till, untrusted)).toEqual(['refused', ['clock_untrusted']])
  })
})

describe('an offline budget', () => {
  const offline = { mode: 'provisional', count: 50, amount: '50000.00', hours: 72, clause: 'offline' } as const
  const rules: RuleSet = {
    ...sampleRules,
    offline,
    freshness: { warnHours: 240, refuseHours: 480 },
    categories: sampleRules.categories.map((category) => ({ ...category, cap: '5000.00' })),
  }
  const sellOffline = async (
    { platform, till }: { platform: MemoryPlatformUnderTest; till: TestTill },
    count: number,
    awayMs: number,
  ): Promise<readonly string[]> => {
    const sales: Sold[] = []
    for (let i = 0; i < count; i++) {
      sales.push(await till.reserve(oneItem(fridge, freshSerial()), { buyer: 7000 + i + (platform.clock.now() % 977) }))
      await platform.clock.advance(minute)
    }
    await platform.clock.advance(awayMs)
    const standings: string[] = []
    for (const sale of sales) standings.push((await answerTo(till, sale))[0])
    return standings
  }
  const tally = (standings: readonly string[]): number => standings.filter((each) => each === 'confirmed').length

  it('is kept by the platform: 120 sales that arrive a week late are none of them confirmed', async () => {
    expect(tally(await sellOffline(await open({ ruleSets: [rules] }), 120, 7 * day))).toBe(0)
  }, 30_000)

  it('bounds the count of what is confirmed late', async () => {
    const few = { ...rules, offline: { ...offline, count: 4 } }
    expect(tally(await sellOffline(await open({ ruleSets: [few] }), 6, 2 * hour))).toBe(4)
  })

  it('bounds the amount of what is confirmed late', async () => {
    const small = { ...rules, offline: { ...offline, amount: '3000.00' } }
    expect(tally(await sellOffline(await open({ ruleSets: [small] }), 6, 2 * hour))).toBe(3)
  })

  it('is whole again for a till that had its answers', async () => {
    const world = await open({ ruleSets: [rules] })
    expect(tally(await sellOffline(world, 40, hour))).toBe(40)
    await world.platform.clock.advance(15 * minute)
    expect(tally(await sellOffline(world, 40, hour))).toBe(40)
  }, 30_000)

  it('is given back by what was called off', async () => {
    const { platform, till } = await open({ ruleSets: [{ ...rules, offline: { ...offline, count: 1 } }] })
    const jws: string[] = []
    for (let i = 0; i < 3; i++) {
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      jws.push(sale.jws)
      if (i < 2) jws.push(await till.write({ kind: 'cancel', refers: sale.id, reason: 'x' }))
    }
    await platform.clock.advance(hour)
    for (const each of jws) expect((await till.send(each)).body.standing).toBe('confirmed')
  })

  it('of none refuses whatever arrives late, and takes what arrives at once', async () => {
    const { platform, till } = await open({
      ruleSets: [{ ...rules, offline: { mode: 'forbidden', clause: 'offline' } }],
    })
    expect((await till.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
    const sale = await till.reserve(oneItem(fridge, freshSerial()))
    await platform.clock.advance(3 * day)
    expect(await answerTo(till, sale)).toEqual(['refused', ['offline_forbidden']])
  })

  it('holds for a payment too: one that arrives later than that is put before a person', async () => {
    const { platform, till } = await open({ ruleSets: [rules] })
    const sale = await till.reserve(oneItem(fridge, freshSerial()))
    await till.send(sale.jws)
    const commit = await till.commit(sale)
    await platform.clock.advance(73 * hour)
    expect((await till.send(commit)).body).toMatchObject({ standing: 'review', reasons: ['offline_budget_spent'] })
  })
})

describe('the place of a till', () => {
  it('is the one of its enrolment', async () => {
    const { till } = await open(undefined, { region: '140100', channels: ['store'], schemes: ['appliances'] })
    expect((await till.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
    for (const other of [{ region: '140200' }, { channel: 'online' }] as const)
      expect(await answerTo(till, await till.reserve(oneItem(fridge, freshSerial()), other))).toEqual([
        'refused',
        ['setting_mismatch'],
      ])
    const { till: other } = await open(undefined, { region: '140100', channels: ['store'], schemes: ['digital'] })
    expect((await other.sell(oneItem(fridge, freshSerial()))).body.reasons).toContain('setting_mismatch')
  })
})

describe('a serial', () => {
  it('in the published files is not free because a till says so, at the sale or at the delivery', async () => {
    const [serial, delivered] = [freshSerial(), freshSerial()]
    const redeemed = new Map([
      [
        'redeemed/2026-02.flt',
        writeFilter([serial, delivered].map((each) => ({ gtin: `0${fridge.barcode}`, serial: each }))),
      ],
    ])
    const { platform, till } = await open({ redeemed })
    const sale = await till.reserve(oneItem(fridge, serial), {
      facts: { serials: { [`0${fridge.barcode}|${serial}`]: 'free' } },
    })
    expect(await answerTo(till, sale)).toEqual(['review', ['serial_maybe_redeemed']])
    // Nor is it once that sale was called off, or returned.
    await till.sendNew({ kind: 'cancel', refers: sale.id, reason: 'x' })
    const again = await till.reserve(oneItem(fridge, serial), {
      facts: { serials: { [`0${fridge.barcode}|${serial}`]: 'free' } },
    })
    expect((await answerTo(till, again))[0]).toBe('review')

    const token = await platform.issueEntitlement({ id: 'd1', covers: [], fromMs: 0, toMs: platform.clock.now() + day })
    const { sale: ordered } = await till.sell(
      { lines: [{ id: 'L1', item: { gtin: fridge.barcode, price: fridge.price } }] },
      {
        region,
        entitlement: token,
        facts: { entitlement: { id: 'd1', state: 'valid', covers: [], region: null, channel: null } },
      },
    )
    const units = [{ line: 'L1', unit: 0, serial: delivered }]
    expect((await till.sendNew({ kind: 'fulfil', refers: ordered.id, units, evidence: {} })).body).toMatchObject({
      standing: 'review',
      reasons: ['serial_maybe_redeemed'],
    })
  })
})

describe('an entitlement', () => {
  const shown = (id: string) =>
    ({ facts: { entitlement: { id, state: 'valid', covers: [], region: null, channel: null } }, region }) as const

  it('issued to one buyer serves no other', async () => {
    const { platform, till } = await open()
    const buyer = await platform.memory().commitment('own', idNumberOf(801))
    const life = { covers: [], fromMs: 0, toMs: platform.clock.now() + day }
    const entitlement = await platform.issueEntitlement({ id: 'own', buyer, ...life })
    const use = async (who: number) =>
      answerTo(till, await till.reserve(oneItem(fridge, freshSerial()), { ...shown('own'), entitlement, buyer: who }))
    expect(await use(802)).toEqual(['refused', ['entitlement_mismatch']])
    expect(await use(801)).toEqual(['confirmed', []])
  })

  it('of a sale that was called off serves no other buyer elsewhere', async () => {
    const { platform, till } = await open()
    const other = await new TestTill(platform, 'TY-0002', '09').open()
    const entitlement = await platform.issueEntitlement({
      id: 'bearer',
      covers: [],
      fromMs: 0,
      toMs: platform.clock.now() + day,
    })
    const first = await till.reserve(oneItem(fridge, freshSerial()), { ...shown('bearer'), entitlement, buyer: 811 })
    await till.send(first.jws)
    await till.sendNew({ kind: 'cancel', refers: first.id, reason: 'x' })
    const use = async (who: number) =>
      answerTo(
        other,
        await other.reserve(oneItem(fridge, freshSerial()), { ...shown('bearer'), entitlement, buyer: who }),
      )
    expect(await use(812)).toEqual(['refused', ['entitlement_mismatch']])
    expect(await use(811)).toEqual(['confirmed', []])
  })

  it('is judged at the instant that counts: lapsed, or out of hours, it serves nobody', async () => {
    const hours = { from: '09:00', to: '22:00' }
    const rules: RuleSet = {
      ...tokenRules,
      entitlement: { ...tokenRules.entitlement, redeemable: { store: hours, online: hours } },
    }
    const { platform, till } = await open({ ruleSets: [rules], start: '2026-03-06T21:59:00+08:00' })
    const from = platform.clock.now()
    const reserve = async (id: string): Promise<Sold> => {
      const entitlement = await platform.issueEntitlement({ id, covers: [], fromMs: 0, toMs: from + 5 * hour })
      return till.reserve(oneItem(fridge, freshSerial()), { ...shown(id), entitlement })
    }
    const [inTime, tooLong] = [await reserve('h1'), await reserve('h2')]
    for (const { jws } of [inTime, tooLong]) expect((await till.send(jws)).body.standing).toBe('confirmed')
    await platform.clock.advance(26 * minute)
    expect((await till.send(await till.commit(inTime))).body).toMatchObject({ standing: 'confirmed', reasons: [] })
    await platform.clock.advance(10 * minute)
    expect((await till.send(await till.commit(tooLong))).body).toMatchObject({
      standing: 'review',
      reasons: ['reservation_lapsed'],
    })
  })
})

describe('a reservation made offline', () => {
  it('is not held longer by arriving late: a payment after its own hold is put before a person', async () => {
    const { platform, till } = await open()
    const sale = await till.reserve(oneItem(fridge, freshSerial()))
    await platform.clock.advance(5 * hour)
    expect((await till.send(sale.jws)).body.standing).toBe('confirmed')
    expect((await till.send(await till.commit(sale))).body).toMatchObject({
      standing: 'review',
      reasons: ['reservation_lapsed'],
    })
  })
})

describe('a quota', () => {
  it('carries over between rule sets of different periods', async () => {
    const [first, second]: readonly RuleSet[] = [
      {
        ...sampleRules,
        id: 'whole',
        from: '2025-01-01T00:00:00+08:00',
        to: '2026-03-07T00:00:00+08:00',
        quota: { ...sampleRules.quota, period: 'rule_set', carriesOver: [] },
      },
      {
        ...sampleRules,
        id: 'yearly',
        from: '2026-03-07T00:00:00+08:00',
        quota: { ...sampleRules.quota, period: 'calendar_year', carriesOver: ['whole'] },
      },
    ] as [RuleSet, RuleSet]
    const { platform, till } = await open({ ruleSets: [first, second] })
    expect((await till.sell(oneItem(fridge, freshSerial()), { buyer: 900 })).body.standing).toBe('confirmed')
    await platform.clock.advance(day)
    await platform.resign()
    expect((await till.sell(oneItem(fridge, freshSerial()), { buyer: 900 })).body).toMatchObject({
      standing: 'refused',
      reasons: ['quota_used'],
    })
    // In another year the old rule set's use is another period's.
    await platform.clock.advance(310 * day)
    await platform.resign()
    expect((await till.sell(oneItem(fridge, freshSerial()), { buyer: 900 })).body.standing).toBe('confirmed')
  })
})

describe('a result', () => {
  it('whose total says nothing, while its units say something, is no sale without a subsidy', async () => {
    const { till } = await open()
    const claim = async (snapshot?: string): Promise<readonly [string, readonly string[]]> => {
      const sale = await till.reserve(oneItem(fridge, freshSerial()), {
        change: (draft) => ({
          ...draft,
          basis: draft.basis && { ...draft.basis, ...(snapshot !== undefined && { snapshot }) },
          result: { ...draft.result, subsidy: '0.00', payable: draft.result.invoiceTotal },
        }),
      })
      return answerTo(till, sale)
    }
    expect(await claim()).toEqual(['refused', ['result_differs']])
    expect(await claim('f'.repeat(64))).toEqual(['review', ['basis_stale']])
  })

  it('without a subsidy is held to the rules as well', async () => {
    const { till } = await open()
    const sale = await till.reserve(oneItem(magicItems.category_not_covered, freshSerial()), {
      change: (draft) => ({ ...draft, result: { ...draft.result, payable: '1.00' } }),
    })
    expect(await answerTo(till, sale)).toEqual(['refused', ['result_differs']])
  })
})

describe('a receipt', () => {
  it('opens no other record at the place that it names', async () => {
    const { platform, till } = await open()
    const { body, sale } = await till.sell(oneItem(fridge, freshSerial()))
    const other = await new TestTill(platform, 'TY-0002', '09').open()
    const { receiptKey, receiptVerifyingKey } = await importPlatformKeys(platform.secrets)
    const fields = await verifyReceiptToken(body.countersignature!, [receiptVerifyingKey])
    const found = async (digest: string): Promise<number> => {
      const code = await signReceiptToken({ ...fields, digest }, receiptKey)
      return (await other.ask<FindAnswer>(endpoints.sales, { code })).body.sales.length
    }
    expect([await found((await recordHash(sale.jws)).slice(0, 32)), await found('0'.repeat(32))]).toEqual([1, 0])
  })
})
