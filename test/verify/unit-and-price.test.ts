import { describe, expect, it } from 'vitest'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { serialKey } from '../../src/verify/serial-key.ts'
import type { Facts, Item, VerifyContext } from '../../src/verify/verdict.ts'
import { verify, verifyLine } from '../../src/verify/verify.ts'
import { airConditioner, context, contextWith, good, robot } from './shop.ts'

const codes = (item: Item, with_: VerifyContext = context): string[] =>
  verify(item, with_).reasons.map(({ code }) => code)
const serial = 'AA5SZ0E05001A3A00001'
const unscanned: Item = { gtin: '9521234567899', price: '4999.00' }
const key = serialKey('09521234567899', serial)
const used = (fact: Facts['serials'][string]): VerifyContext => contextWith({ facts: { serials: { [key]: fact } } })

describe('the serial number', () => {
  it('is asked for at the sale', () => {
    expect(verify(unscanned, context)).toMatchObject({
      status: 'undetermined',
      reasons: [{ code: 'serial_missing', field: 'serial', action: 'rescan' }],
    })
    expect(codes({ ...good, serial: ' ' })).toEqual(['serial_missing'])
  })

  it('is not asked for where goods leave from a warehouse, yet is looked at when given', () => {
    const later = (facts: Partial<Facts> = {}): VerifyContext =>
      contextWith({
        facts,
        rules: (rules) => ({
          ...rules,
          categories: rules.categories.map((each) => ({
            ...each,
            serial: { store: 'at_fulfilment', online: 'at_fulfilment' },
          })),
        }),
      })
    expect(codes(unscanned, later())).toEqual([])
    expect(codes(good, later({ serials: { [key]: 'here' } }))).toEqual(['serial_redeemed_here'])
  })

  it.each([['9521234567899'], ['09521234567899']])('is not the barcode again: %s', (copy) => {
    expect(verify({ ...good, serial: copy }, context)).toMatchObject({
      status: 'undetermined',
      reasons: [{ code: 'serial_is_barcode' }],
    })
  })

  it('is refused in characters no label prints, and only warned of against a brand’s pattern', () => {
    expect(verify({ ...good, serial: '序列号' }, context)).toMatchObject({
      status: 'undetermined',
      reasons: [{ code: 'serial_malformed', severity: 'required' }],
    })
    expect(verify({ ...good, serial: 'SHORT-1' }, context)).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'serial_malformed', severity: 'recommended', expected: 'AA5SZ0E05001A3A00001' }],
    })
  })

  it.each([
    ['here', 'serial_redeemed_here', 'ineligible'],
    ['elsewhere', 'serial_redeemed_elsewhere', 'ineligible'],
    ['maybe', 'serial_maybe_redeemed', 'undetermined'],
  ] as const)('known to be used %s is %s', (fact, code, status) => {
    expect(verify(good, used(fact))).toMatchObject({ status, reasons: [{ code, received: serial }] })
  })

  it('is the same unit in lower case, with spaces, or under S/N', () => {
    for (const typed of [serial.toLowerCase(), 'AA5SZ 0E05 001A3A00001', `S/N: ${serial}`]) {
      expect(codes({ ...good, serial: typed }, used('here'))).toEqual(['serial_redeemed_here'])
    }
  })

  it('used under its barcode is used under its model too, and the other way round', () => {
    const typed: Item = { model: airConditioner.model, serial, price: '4999.00' }
    expect(codes(typed, used('here'))).toEqual(['serial_redeemed_here'])
    const twin = { ...airConditioner, gtin: '09521234567912' }
    const two = contextWith({
      listings: [airConditioner, twin],
      facts: { serials: { [serialKey('09521234567912', serial)]: 'here' } },
    })
    expect(codes(good, two)).toEqual(['serial_redeemed_here'])
    const unfiled = { ...robot, serialRule: null }
    const byModel = contextWith({
      listings: [unfiled],
      facts: { serials: { [serialKey(robot.model, 'RV1')]: 'here' } },
    })
    expect(codes({ model: robot.model, gtin: '6901234567892', serial: 'RV1', price: '2999.00' }, byModel)).toContain(
      'serial_redeemed_here',
    )
  })

  it('that hits the signed filter asks for the platform, whose word clears it', () => {
    const filter = { redeemed: { has: (gtin: string, each: string) => gtin === '09521234567899' && each === serial } }
    expect(codes(good, contextWith({ release: filter }))).toEqual(['serial_maybe_redeemed'])
    expect(codes(good, contextWith({ release: filter, facts: { serials: { [key]: 'free' } } }))).toEqual([])
    expect(codes(good, contextWith({ release: filter, facts: { serials: { [key]: 'elsewhere' } } }))).toEqual([
      'serial_redeemed_elsewhere',
    ])
  })

  it('is looked at for each unit of a line, and counts once', () => {
    const { reasons } = verifyLine(unscanned, [serial, null, serial], context)
    expect(reasons.map(({ code, field }) => [code, field])).toEqual([
      ['serial_missing', 'serials.1'],
      ['serial_redeemed_here', 'serials.2'],
    ])
  })
})

describe('the price', () => {
  const rules = (ceiling: Partial<RuleSet['ceiling']>): VerifyContext =>
    contextWith({ rules: (set) => ({ ...set, ceiling: { ...set.ceiling, ...ceiling } }) })

  it('is needed', () => {
    expect(verify({ gtin: '9521234567899', serial }, context)).toMatchObject({
      status: 'undetermined',
      reasons: [{ code: 'price_missing' }],
    })
  })

  it('is refused a fen above the filed one, with both and the clause', () => {
    expect(codes({ ...good, price: '4999.00' })).toEqual([])
    expect(verify({ ...good, price: '4999.01' }, context)).toMatchObject({
      status: 'ineligible',
      reasons: [
        {
          code: 'price_over_filed',
          expected: '4999.00',
          received: '4999.01',
          clause: context.release?.ruleSets[0]?.ceiling.clause,
        },
      ],
    })
    expect(codes({ ...good, price: '10000.00' })).toEqual(['price_over_filed'])
  })

  it('is held to every price that the rule set names and the listing states', () => {
    const all = rules({ against: ['filed', 'base', 'average', 'guide'] })
    expect(codes({ ...good, price: '5300.00' }, all)).toEqual([
      'price_over_filed',
      'price_over_base',
      'price_over_average',
      'price_over_guide',
    ])
    expect(codes({ ...good, price: '4800.00' }, all)).toEqual(['price_over_average'])
    expect(codes({ model: robot.model, price: '2999.00', serial: 'RV1' }, all)).toEqual([])
  })

  it('may pass by the tolerance and no more', () => {
    const tolerant = rules({ tolerance: '0.99' })
    expect(codes({ ...good, price: '4999.99' }, tolerant)).toEqual([])
    expect(codes({ ...good, price: '5000.00' }, tolerant)).toEqual(['price_over_filed'])
  })

  it('passes with a warning where the rule set caps the amount', () => {
    expect(verify({ ...good, price: '9999.00' }, rules({ mode: 'cap' }))).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'price_over_filed', severity: 'recommended' }],
    })
  })

  it('is refused above what the category covers', () => {
    const limited = contextWith({
      rules: (set) => ({ ...set, categories: set.categories.map((each) => ({ ...each, priceLimit: '4500.00' })) }),
    })
    expect(codes({ ...good, price: '4500.00' }, limited)).toEqual([])
    expect(verify({ ...good, price: '4500.01' }, limited)).toMatchObject({
      status: 'ineligible',
      reasons: [{ code: 'price_over_limit', expected: '4500.00' }],
    })
  })

  it('far below the filed one is worth a look', () => {
    const half = rules({ suspiciousBelow: '0.5' })
    expect(codes({ ...good, price: '2499.50' }, half)).toEqual([])
    expect(verify({ ...good, price: '2499.49' }, half)).toMatchObject({
      status: 'eligible',
      reasons: [{ code: 'price_suspiciously_low', expected: '2499.50' }],
    })
    expect(codes({ ...good, price: '0.01' }, rules({ suspiciousBelow: null }))).toEqual([])
  })

  it.each(['4999', '4,999.00', '4999.001', '-1.00', '04999.00', '1e3'])(
    'that is no amount is a wrong call, not a verdict: %s',
    (price) => {
      expect(() => verify({ ...good, price }, context)).toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID', field: 'price' }),
      )
    },
  )
})
