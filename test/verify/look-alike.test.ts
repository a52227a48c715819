import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import data from '../data/verify/look-alikes.json' with { type: 'json' }
import { lookAlikesIn } from '../../src/catalog/look-alike.ts'
import { oneEditApart } from '../../src/catalog/one-edit.ts'
import { lookalikeKey, skeleton } from '../../src/catalog/skeleton.ts'
import { disguiseOf, hasSameStrangers, isSpacedOut } from '../../src/verify/writing.ts'
import { verify } from '../../src/verify/verify.ts'
import { lookAlikes, lookAlikeTableSource } from '../support/look-alike-table.ts'
import { onBrands, onModels, onModelsBySlip } from './attacks.ts'
import { confusionTable, createMarket, falseAlarms, type Row, tableText } from './market.ts'
import { accusations, crossings } from './siblings.ts'
import { airConditioner, contextWith, good, robot, context } from './shop.ts'

describe('folding', () => {
  it('goes by the table as it was made from its source', () => {
    const made = readFileSync(new URL('../../src/catalog/look-alike-table.ts', import.meta.url), 'utf8')
    expect(made).toBe(lookAlikeTableSource())
    for (const [from, to] of lookAlikes()) expect(skeleton(from), from).toBe(to)
  })

  it('takes every confusable of Unicode’s list for its letter or digit', () => {
    for (const [to, from] of Object.entries(data.confusables)) {
      for (const each of from)
        expect(lookalikeKey(skeleton(each)), `${each} U+${each.codePointAt(0)?.toString(16)}`).toBe(
          lookalikeKey(skeleton(to)),
        )
    }
  })

  it.each([
    ['Ｋ\u200bＦR', 'KFR'],
    ['\u202eКFR\u202c', 'KFR'],
    ['𝐊𝙵ℛ', 'KFR'],
    ['🅚🅕🅡', 'KFR'],
    ['K\u0323F\u0335R', 'KFR'],
    ['海爾', '海尔'],
    ['海尓', '海尔'],
    ['羙旳', '美的'],
    ['Café', 'CAFE'],
  ])('gives %j as %j', (text, folded) => {
    expect(skeleton(text)).toBe(folded)
  })

  it('leaves different texts different', () => {
    expect(
      new Set(['KFR-35GW/01A', 'KFR-35GW/01B', '海尔', '海信', 'Haier', 'Hisense'].map((text) => skeleton(text))).size,
    ).toBe(6)
  })
})

describe('how a text is written', () => {
  it.each([
    ['Haier', 'plain'],
    ['海尔', 'plain'],
    ['Café', 'plain'],
    ['Ｈａｉｅｒ', 'wide'],
    ['Hai\u200ber', 'disguised'],
    ['𝐇aier', 'disguised'],
    ['Haıer', 'disguised'],
  ] as const)('%j is %s', (text, disguise) => {
    expect(disguiseOf(text)).toBe(disguise)
  })

  it('is spaced out between ideographs or single letters, and not between words', () => {
    expect(['美 的', 'H a i e r', '美\u3000的'].map(isSpacedOut)).toEqual([true, true, true])
    expect(['Fisher & Paykel', '北辰 Beichen', 'A. O. Smith'].map(isSpacedOut)).toEqual([false, false, false])
  })

  it('has strangers only where the filed model has none of them', () => {
    expect(hasSameStrangers('KFR–35GW', 'KFR-35GW')).toBe(true)
    expect(hasSameStrangers('välgrundad', 'VÄLGRUNDAD')).toBe(true)
    expect(hasSameStrangers('va\u0308lgrundad', 'VÄLGRUNDAD')).toBe(true)
    expect(hasSameStrangers('GRD18GHꓪ', 'GRD18GH*')).toBe(false)
    expect(hasSameStrangers('WINDOWı', 'WINDOWI')).toBe(false)
  })
})

describe('one edit', () => {
  it.each([
    ['HAIER', 'HAIR', true],
    ['HAIER', 'HAIERS', true],
    ['HAIER', 'HAEIR', true],
    ['HAIER', 'HAXER', true],
    ['HAIER', 'HAIER', false],
    ['HAIER', 'HEIAR', false],
    ['HAIER', 'HAI', false],
    ['AAB', 'ABA', true],
  ])('%s and %s: %s', (a, b, apart) => {
    expect(oneEditApart(a, b)).toBe(apart)
    expect(oneEditApart(b, a)).toBe(apart)
  })
})

describe('a brand’s look-alike', () => {
  it.each(['海雲', '悔云', '海 云', 'Hаiyun', 'H a i y u n', '海云\u200b', 'Haiyum', '毎云'])(
    '%j is refused and its original named',
    (brand) => {
      expect(verify({ ...good, brand }, context)).toMatchObject({
        status: 'ineligible',
        reasons: [{ code: 'brand_mismatch', field: 'brand', expected: '海云', received: brand }],
      })
    },
  )

  it('is named also where nothing is listed', () => {
    const reasons = verify({ model: 'QX-77001', brand: '羙的', price: '1.00' }, context).reasons
    expect(reasons.map(({ code, expected }) => [code, expected])).toEqual([
      ['model_unlisted', null],
      ['brand_mismatch', '美的'],
    ])
  })

  it('written wide is worth a look and no more', () => {
    expect(verify({ ...good, brand: 'Ｈａｉｙｕｎ' }, context)).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'brand_mismatch', severity: 'recommended' }],
    })
  })

  it('is none where the name is merely unknown', () => {
    const catalog = context.release?.catalog
    expect(catalog && ['Siemens', '博世', 'LG', 'HY', ''].map((name) => lookAlikesIn(catalog).brand(name))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ])
    expect(
      verify({ model: 'QX-77001', brand: 'Siemens', price: '1.00' }, context).reasons.map(({ code }) => code),
    ).toEqual(['model_unlisted'])
  })
})

describe('the company prefix of the barcode', () => {
  const unfiled = { ...airConditioner, gtin: null }
  const item = { model: airConditioner.model, serial: good.serial ?? '', price: '4999.00' }

  it('of another brand is refused where the filing has no barcode', () => {
    const verdict = verify({ ...item, gtin: '9524560000016' }, contextWith({ listings: [unfiled] }))
    expect(verdict).toMatchObject({
      status: 'ineligible',
      reasons: [{ code: 'brand_mismatch', field: 'gtin', expected: '海云', received: '北辰' }],
    })
  })

  it('of nobody known is worth a look', () => {
    const verdict = verify({ ...item, gtin: '6901234567892' }, contextWith({ listings: [unfiled] }))
    expect(verdict).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'brand_mismatch', severity: 'recommended', expected: '952123' }],
    })
  })

  it('is settled by the filing that states this very barcode', () => {
    const madeForAnother = { ...airConditioner, gtin: '09524560000016' }
    expect(verify({ ...good, gtin: '9524560000016' }, contextWith({ listings: [madeForAnother] })).reasons).toEqual([])
  })
})

describe('a model’s look-alike', () => {
  it.each([
    'KFR-35GW/O1A',
    'KFR-35GVV/01A',
    'KFR-35GW.01A!',
    'K.F.R-(35)GW/01A',
    'KFR-३५GW/०१A',
    'KFR-৩৫GW/01A',
    'KFR-③⑤GW/01A',
    '🅺🄵🇷-35GW/01A',
    'KFR-35\u2800GW/01A',
    '\u202eA10/WG53-RFK',
    'KFR-\u202e53\u202cGW/01A',
    'КFR-35GW/01A',
    'KFR\u200b-35GW/01A',
    'KFR-３５ＧＷ/\u202e01A',
    '𝐊FR-35GW/01A',
  ])('%j is refused and its original named, with the genuine barcode or without', (model) => {
    const expected = [
      { code: 'model_lookalike', expected: airConditioner.model, received: model, action: 'check_label' },
    ]
    expect(verify({ ...good, model }, context)).toMatchObject({
      status: 'ineligible',
      listing: null,
      reasons: expected,
    })
    expect(verify({ model, price: '4999.00', serial: 'A1B2' }, context)).toMatchObject({
      status: 'ineligible',
      reasons: expected,
    })
  })

  it('filled in where the filed one has place holders is refused too', () => {
    const patterned = contextWith({ listings: [{ ...airConditioner, gtin: null, model: 'ACT-199O-N 1**' }] })
    const code = (model: string): unknown => verify({ model, price: '1.00' }, patterned).reasons[0]?.code
    expect(['ACT-199O-N 1A7', 'act 199o n 1a', 'ACT-199O-N 1'].map(code)).not.toContain('model_unlisted')
    for (const model of ['ACT-199O-N 1!!', 'ACT-1990-N 1A7', 'АCT-199O-N 1A7', 'ACT-199O-N 1.A'])
      expect([model, code(model)]).toEqual([model, 'model_lookalike'])
    expect(['ACT-199O-N 1A77', 'ACT-199P-N 1A7', 'ACT-199O-N 1黑'].map(code)).toEqual(
      Array.from({ length: 3 }, () => 'model_unlisted'),
    )
  })

  it('is no imitation of a brand that it does not carry', () => {
    expect(verify({ model: 'RV-2000 Pr0', brand: '海云', price: '1.00' }, context).reasons[0]).toMatchObject({
      code: 'model_unlisted',
    })
  })

  it('does not make a listed neighbour suspicious', () => {
    const twin = { ...robot, model: 'RV-2000 PrO' }
    const two = contextWith({ listings: [robot, twin] })
    for (const { model } of [robot, twin])
      expect(verify({ model, price: '2999.00', serial: 'RV1' }, two).reasons).toEqual([])
  })
})

describe('a model that differs plainly from a listed one', () => {
  it.each(['KFR-36GW/01A', 'KFR-53GW/01A', 'KFR-35GW/01', 'KFR-35GW/01B', 'KFR-35GW/01AA', 'KFR-35GWB/01A'])(
    '%j is unlisted, and its neighbour a hint',
    (model) => {
      const verdict = verify({ model, price: '4999.00', serial: 'A1B2' }, context)
      expect(verdict).toMatchObject({
        status: 'ineligible',
        listing: null,
        reasons: [{ code: 'model_unlisted', field: 'model', expected: airConditioner.model, received: model }],
      })
      expect(verdict.candidates.map((each) => each.model)).toContain(airConditioner.model)
      // Under the genuine barcode it is the other's barcode.
      expect(verify({ ...good, model }, context).reasons).toMatchObject([
        { code: 'barcode_model_mismatch', expected: airConditioner.model, received: model },
      ])
    },
  )

  it('has no neighbour of another brand than it carries', () => {
    const verdict = verify({ model: 'KFR-36GW/01A', brand: '北辰', price: '1.00' }, context)
    expect(verdict).toMatchObject({ reasons: [{ code: 'model_unlisted', expected: null }], candidates: [] })
  })

  it.each([
    ['UE75NU7100', 'UE65NU7100'],
    ['WAT28463GB', 'WAT24463GB'],
  ])('%s is listed, and its sibling %s no look-alike', (listed, sibling) => {
    const siblings = contextWith({ listings: [{ ...airConditioner, model: listed }] })
    expect(verify({ model: sibling, price: '1.00', serial: 'A1B2' }, siblings)).toMatchObject({
      reasons: [{ code: 'model_unlisted', expected: listed }],
      candidates: [{ model: listed }],
    })
  })
})

describe('models sold beside the registers that list others', () => {
  for (const crossing of crossings()) {
    it(`are accused of imitation in 2 of 100 at most: ${crossing.name}`, () => {
      for (const withBrand of [true, false]) {
        const { tried, accused } = accusations(crossing, withBrand)
        expect(tried).toBeGreaterThan(300)
        expect(accused.length / tried, accused.join('; ')).toBeLessThanOrEqual(0.02)
      }
    })
  }
})

describe('a market of 10,000 models', () => {
  const market = createMarket()
  const named = ({ tried, counts }: Row): number => (counts.named + counts.warned + counts.read) / tried

  it('catches attacks on every brand', () => {
    const rows = confusionTable(market, onBrands, 'brand')
    console.log(`On names of brands\n${tableText(rows)}`)
    expect(rows.flatMap(({ missed }) => missed).slice(0, 10)).toEqual([])
    for (const row of rows) expect(named(row), row.attack).toBeGreaterThanOrEqual(0.999)
  })

  it('catches attacks on models (one in twenty here, all in the benchmark)', () => {
    const rows = confusionTable(market, onModels, 'model', 20)
    console.log(`On models\n${tableText(rows)}`)
    expect(rows.flatMap(({ missed }) => missed).slice(0, 10)).toEqual([])
    for (const row of rows) expect(named(row), row.attack).toBeGreaterThanOrEqual(0.999)
  })

  it('takes no slip for the model it is near, and names that one beside', () => {
    const rows = confusionTable(market, onModelsBySlip, 'model', 20)
    console.log(`Slips on models\n${tableText(rows)}`)
    expect(rows.flatMap(({ missed }) => missed).slice(0, 10)).toEqual([])
    for (const { attack, tried, counts } of rows)
      expect((counts.named + counts.hinted) / tried, attack).toBeGreaterThanOrEqual(0.98)
  })

  it('raises no false alarm over genuine goods, however they are typed', () => {
    const { tried, alarms } = falseAlarms(market, 5)
    expect(tried).toBe(12_000)
    expect(alarms).toEqual([])
  })
})
