import { describe, expect, it } from 'vitest'
import type { Item, VerifyContext } from '../../src/verify/verdict.ts'
import { verify } from '../../src/verify/verify.ts'
import { airConditioner, context, contextWith, facts, good, setting } from './shop.ts'

const codes = (with_: VerifyContext, item: Item = good): string[] => verify(item, with_).reasons.map(({ code }) => code)

describe('the scheme', () => {
  it.each([
    ['before it opens', { setting: { at: '2024-09-13T23:59:59+08:00' } }, ['listing_not_yet_valid', 'scheme_not_open']],
    ['in a region it does not cover', { setting: { region: '110100' } }, ['region_not_covered']],
  ] as const)('is not in force %s', (_, change, expected) => {
    expect(codes(contextWith(change))).toEqual(expected)
  })

  it('is not in force after its end, while paused, or for another channel', () => {
    expect(codes(contextWith({ rules: (set) => ({ ...set, to: setting.at }) }))).toEqual(['scheme_closed'])
    expect(codes(contextWith({ rules: (set) => ({ ...set, paused: true }) }))).toEqual(['scheme_paused'])
    expect(codes(contextWith({ rules: (set) => ({ ...set, channels: ['online'] }) }))).toEqual(['channel_not_covered'])
  })

  it('names the dates and places it would hold', () => {
    expect(verify(good, contextWith({ rules: (set) => ({ ...set, to: setting.at }) })).reasons).toMatchObject([
      { expected: setting.at, received: setting.at },
    ])
    expect(verify(good, contextWith({ setting: { region: '110100' } })).reasons).toMatchObject([
      { expected: '140000', received: '110100' },
    ])
  })

  it('covers neither every category nor every grade', () => {
    expect(codes(contextWith({ listings: [{ ...airConditioner, category: 'toaster' }] }))).toEqual([
      'category_not_covered',
    ])
    const third = contextWith({ listings: [{ ...airConditioner, grade: 3 }] })
    expect(verify(good, third)).toMatchObject({
      status: 'ineligible',
      reasons: [{ code: 'grade_not_covered', expected: '1, 2', received: '3' }],
    })
  })
})

describe('the data', () => {
  it('that is missing leaves every item open, whatever else is wrong', () => {
    const none: VerifyContext = { release: null, facts: { ...facts, freshness: 'missing' }, setting }
    const verdict = verify({ ...good, price: '99999.00', model: 'X' }, none)
    expect(verdict).toMatchObject({
      status: 'undetermined',
      listing: null,
      reasons: [{ code: 'catalog_missing', action: 'go_online' }],
    })
    expect(verdict.evidence.basis).toBeNull()
  })

  it('that is old warns first, then leaves the item open and never refuses it', () => {
    expect(verify(good, contextWith({ facts: { freshness: 'warn' } }))).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'catalog_stale', severity: 'recommended' }],
    })
    for (const item of [good, { ...good, price: '9999.00' }, { ...good, model: 'X-1' }]) {
      expect(verify(item, contextWith({ facts: { freshness: 'refuse' } })).status).toBe('undetermined')
    }
  })

  it('read by a clock that cannot be trusted leaves the item open', () => {
    expect(verify(good, contextWith({ facts: { clock: 'untrusted' } }))).toMatchObject({
      status: 'undetermined',
      reasons: [{ code: 'clock_untrusted' }],
    })
  })
})

describe('what goes in', () => {
  it.each([
    ['model', { model: 'x'.repeat(201) }, 'INPUT_TOO_LARGE'],
    ['brand', { brand: 'x'.repeat(201) }, 'INPUT_TOO_LARGE'],
    ['serial', { serial: 'x'.repeat(201) }, 'INPUT_TOO_LARGE'],
    ['grade', { grade: 6 }, 'INPUT_INVALID'],
    ['grade', { grade: 1.5 }, 'INPUT_INVALID'],
    ['model', { model: 5 as unknown as string }, 'INPUT_INVALID'],
  ] as const)('is refused by name when %s is not of its type', (field, wrong, code) => {
    expect(() => verify({ ...good, ...wrong }, context)).toThrow(expect.objectContaining({ code, field }))
  })

  it('names the instant that is none', () => {
    expect(() => verify(good, contextWith({ setting: { at: '2026-03-06' } }))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', field: 'setting.at' }),
    )
  })

  it('gives all reasons at once, in the order of the table', () => {
    const everything = contextWith({
      facts: { freshness: 'refuse', clock: 'untrusted' },
      setting: { region: '110100' },
    })
    expect(
      codes(everything, {
        ...good,
        price: '5299.00',
        grade: 2,
        serial: '9521234567899',
        brand: '北辰',
        certificate: '1',
      }),
    ).toEqual([
      'brand_mismatch',
      'grade_mismatch',
      'certificate_mismatch',
      'serial_is_barcode',
      'region_not_covered',
      'catalog_stale',
      'clock_untrusted',
    ])
  })

  it('is changed by nothing: the same item, data and instant give the same verdict', () => {
    expect(JSON.stringify(verify(good, context))).toBe(JSON.stringify(verify(structuredClone(good), context)))
  })
})
