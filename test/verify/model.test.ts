import { describe, expect, it } from 'vitest'
import type { Item } from '../../src/verify/verdict.ts'
import { verify } from '../../src/verify/verify.ts'
import { airConditioner, blackWasher, context, contextWith, good, robot, whiteWasher } from './shop.ts'

const codes = (item: Item, with_ = context): string[] => verify(item, with_).reasons.map(({ code }) => code)
const robotItem: Item = { model: robot.model, price: '2999.00', serial: 'RV2000000017' }

describe('finding the listing', () => {
  it('takes a listed barcode at the filed price', () => {
    const verdict = verify(good, context)
    expect(verdict).toMatchObject({ status: 'eligible', reasons: [], candidates: [] })
    expect(verdict.listing).toEqual(airConditioner)
    expect(verdict.item.gtin).toBe('09521234567899')
    expect(verdict.evidence).toEqual({
      at: context.setting.at,
      basis: { ...context.release?.basis, ruleSet: 'sample' },
      freshness: 'fresh',
      clock: 'trusted',
    })
  })

  it('takes a typed model where the filing has no barcode', () => {
    expect(verify(robotItem, context)).toMatchObject({ status: 'eligible', listing: robot })
  })

  it.each(['kfr 35gw 01a', 'KFR35GW01A', 'ＫＦＲ－３５ＧＷ／０１Ａ', 'KFR-35GW/01AaC1'])(
    'takes %s for the filed model',
    (model) => {
      expect(verify({ ...good, model }, context)).toMatchObject({ status: 'eligible', reasons: [] })
    },
  )

  it('refuses a model that is on no list, and says no more than that', () => {
    expect(codes({ model: 'BCD-501WGHTD', price: '1.00', serial: 'A1B2C3' })).toEqual(['model_unlisted'])
  })

  it('asks for the model when only the barcode is not listed', () => {
    const { reasons } = verify({ gtin: '6901234567892', price: '3999.00', serial: 'A1B2C3' }, context)
    expect(reasons).toMatchObject([{ code: 'model_unlisted', field: 'gtin', action: 'type_model' }])
  })

  it('refuses a model under a barcode of another', () => {
    const verdict = verify({ ...good, model: robot.model }, context)
    expect(verdict.reasons).toMatchObject([
      { code: 'barcode_model_mismatch', field: 'model', expected: airConditioner.model, received: robot.model },
    ])
    expect(verdict).toMatchObject({ status: 'ineligible', listing: null })
    expect(verdict.candidates.map(({ model }) => model)).toEqual([airConditioner.model, robot.model])
  })

  it('refuses a listed model under a barcode that is not its own', () => {
    const { reasons } = verify({ ...good, model: airConditioner.model, gtin: '6901234567892' }, context)
    expect(reasons).toMatchObject([{ code: 'barcode_model_mismatch', field: 'gtin', expected: airConditioner.gtin }])
  })
})

describe('a filed pattern that leaves more open than it says', () => {
  const open = contextWith({ listings: [{ ...airConditioner, gtin: null, model: 'BP****' }] })
  const item: Item = { model: 'BP1234', price: '4999.00', serial: good.serial ?? '' }

  it('covers the models of its brand', () => {
    expect(verify({ ...item, brand: '海云' }, open)).toMatchObject({ status: 'eligible', reasons: [] })
  })

  it.each([undefined, 'Blaupunkt'])('covers nothing for the brand %s, and is a hint', (brand) => {
    const verdict = verify({ ...item, ...(brand !== undefined && { brand }) }, open)
    expect(verdict).toMatchObject({ status: 'ineligible', listing: null, candidates: [{ model: 'BP****' }] })
    expect(verdict.reasons[0]).toMatchObject({ code: 'model_unlisted' })
  })

  it('covers the model on the barcode that is filed with it', () => {
    const filed = contextWith({ listings: [{ ...airConditioner, model: 'BP****' }] })
    expect(verify({ ...good, model: 'BP1234' }, filed)).toMatchObject({ status: 'eligible', reasons: [] })
  })
})

describe('one barcode on several models', () => {
  const item: Item = { gtin: '9521234567905', price: '3899.00', serial: 'AA5SZ0E05001A3A00002' }

  it('is judged by the strictest where all come to the same, and asks for the model', () => {
    const verdict = verify(item, context)
    expect(verdict).toMatchObject({ status: 'eligible', listing: blackWasher })
    expect(verdict.reasons).toMatchObject([
      { code: 'model_ambiguous', severity: 'recommended', action: 'type_model', expected: 'XQG100-B, XQG100-W' },
    ])
    expect(verdict.candidates).toHaveLength(2)
  })

  it('finds the strictest among the ceilings that the rule set names, and not in another price', () => {
    const byBase = contextWith({
      listings: [
        { ...whiteWasher, filedPrice: '2000.00', basePrice: '4000.00' },
        { ...blackWasher, filedPrice: '3000.00', basePrice: '3500.00' },
      ],
      rules: (set) => ({ ...set, ceiling: { ...set.ceiling, against: ['base'] } }),
    })
    expect(verify({ ...item, price: '3400.00' }, byBase).listing).toMatchObject({ model: blackWasher.model })
  })

  it('is left open where it matters which', () => {
    expect(verify({ ...item, price: '3950.00' }, context)).toMatchObject({
      status: 'undetermined',
      listing: null,
      reasons: [{ code: 'model_ambiguous', severity: 'required' }],
    })
    const otherGrade = contextWith({ listings: [whiteWasher, { ...blackWasher, grade: 3 }] })
    expect(verify(item, otherGrade).status).toBe('undetermined')
  })

  it('is settled by the typed model', () => {
    expect(verify({ ...item, model: 'XQG100-W', price: '3950.00' }, context)).toMatchObject({
      status: 'eligible',
      listing: whiteWasher,
      reasons: [],
    })
    expect(codes({ ...item, model: 'XQG100-B', price: '3950.00' })).toEqual(['price_over_filed'])
  })

  it('is settled by the brand, and by which listing is in force', () => {
    const others = contextWith({ listings: [whiteWasher, { ...blackWasher, brand: 'beichen', grade: 2 }] })
    expect(verify({ ...item, brand: '北辰' }, others).listing?.model).toBe('XQG100-B')
    const ended = contextWith({ listings: [whiteWasher, { ...blackWasher, status: 'withdrawn' }] })
    expect(verify(item, ended)).toMatchObject({ status: 'eligible', listing: whiteWasher, reasons: [] })
  })
})

describe('a model under several barcodes', () => {
  const twin = { ...airConditioner, gtin: '09521234567912' }

  it('is judged once where the filings agree', () => {
    const two = contextWith({ listings: [airConditioner, twin] })
    expect(verify({ model: airConditioner.model, price: '4999.00', serial: good.serial ?? '' }, two)).toMatchObject({
      status: 'eligible',
      reasons: [],
    })
  })

  it('asks for the barcode where it decides', () => {
    const two = contextWith({ listings: [airConditioner, { ...twin, grade: 2 }] })
    expect(verify({ model: airConditioner.model, price: '4999.00' }, two).reasons[0]).toMatchObject({
      code: 'model_ambiguous',
      field: 'gtin',
      action: 'rescan',
    })
  })
})

describe('a scan that cannot be read', () => {
  it.each([
    ['6901234567893', 'barcode_check_digit'],
    ['69012345O7892', 'barcode_garbled'],
    ['69012345678', 'barcode_unreadable'],
    ['2001234567893', 'not_a_product_code'],
  ])('is the scanner’s fault and not the product’s: %s is %s', (gtin, code) => {
    const verdict = verify({ ...good, gtin }, context)
    expect(verdict).toMatchObject({ status: 'undetermined', reasons: [{ code, step: 'scan', action: 'rescan' }] })
  })

  it('asks for a scan when there is nothing to look up', () => {
    expect(verify({ price: '1.00', serial: 'A1' }, context)).toMatchObject({
      status: 'undetermined',
      reasons: [{ code: 'barcode_unreadable' }],
    })
  })

  it('does not stand in the way of a typed model', () => {
    const verdict = verify({ ...robotItem, problem: 'barcode_garbled' }, context)
    expect(verdict).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'barcode_garbled', severity: 'recommended' }],
    })
  })
})

describe('what the label says', () => {
  it.each([
    ['grade', { grade: 2 }, 'grade_mismatch', '1', '2'],
    [
      'record number',
      { recordNumber: '202106-27-11027226-1' },
      'energy_record_mismatch',
      airConditioner.recordNumber,
      '202106-27-11027226-1',
    ],
    [
      'certificate',
      { certificate: '2018010903049555' },
      'certificate_mismatch',
      airConditioner.certificate,
      '2018010903049555',
    ],
  ] as const)('is refused where its %s is not the filed one', (_, label, code, expected, received) => {
    expect(verify({ ...good, ...label }, context)).toMatchObject({
      status: 'ineligible',
      reasons: [{ code, expected, received, action: 'check_label' }],
    })
  })

  it('is taken however its dashes and digits are typed', () => {
    expect(
      codes({
        ...good,
        recordNumber: '２０２１０６ 27 11027226 462651443728322560',
        certificate: '2021 0107 0345 6789',
        grade: 1,
      }),
    ).toEqual([])
  })

  it('says nothing where the filing has no such number', () => {
    expect(codes({ ...robotItem, recordNumber: '202106-27-11027226-1', certificate: '2018010903049555' })).toEqual([])
  })
})

describe('a listing', () => {
  it.each([
    ['suspended', { status: 'suspended' }, 'listing_suspended'],
    ['withdrawn', { status: 'withdrawn' }, 'listing_withdrawn'],
    ['not valid yet', { from: '2026-03-06T10:00:01+08:00' }, 'listing_not_yet_valid'],
    ['no longer valid', { to: '2026-03-06T10:00:00+08:00' }, 'listing_expired'],
  ] as const)('that is %s is refused', (_, change, code) => {
    expect(codes(good, contextWith({ listings: [{ ...airConditioner, ...change }] }))).toEqual([code])
  })

  it('holds from its first instant to just before its end', () => {
    const held = { ...airConditioner, from: '2026-03-06T10:00:00+08:00', to: '2026-03-06T02:00:01Z' }
    expect(codes(good, contextWith({ listings: [held] }))).toEqual([])
  })
})
