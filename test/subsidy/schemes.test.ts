/** Appliances, digital goods, cars and a city's e-bikes in one signed file: none hides another, and a sale belongs to one. */
import { describe, expect, it } from 'vitest'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'
import type { CategoryRule, RuleSet } from '../../src/scheme/rule-set.ts'
import { ruleSetsAt } from '../../src/scheme/in-force.ts'
import { preview } from '../../src/subsidy/preview.ts'
import type { Line, Quote } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { ruleSetOfCart } from '../../src/subsidy/sale-scheme.ts'
import type { VerifyContext } from '../../src/verify/verdict.ts'
import { verify } from '../../src/verify/verify.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const appliances = shippedRuleSet('sample')
const cars = { ...shippedRuleSet('car-sample'), entitlement: { ...appliances.entitlement } }
const ofCategory = (code: string, over: Partial<CategoryRule>): Pick<RuleSet, 'categories' | 'groups'> => ({
  categories: appliances.categories.slice(0, 1).map((rule) => ({ ...rule, code, group: code, ...over })),
  groups: [{ code, units: 1 }],
})
const flat = { kind: 'rate', byGrade: {}, ungraded: '0.15' } as const
const digital: RuleSet = {
  ...appliances,
  ...ofCategory('mobile_phone', { benefit: flat, cap: '500.00', priceLimit: '6000.00' }),
  id: 'digital',
  scheme: 'digital',
  from: '2025-01-20T00:00:00+08:00',
  freshness: { warnHours: 4, refuseHours: 12 },
}
const bikes: RuleSet = {
  ...appliances,
  ...ofCategory('e_bike', { benefit: { kind: 'fixed', byGrade: {}, ungraded: '500.00' }, cap: '500.00' }),
  id: 'taiyuan-bikes',
  scheme: 'e_bikes',
  regions: ['140100'],
}
const file = readSchemeFile({ v: 1, ruleSets: [appliances, digital, cars, bikes] })

const release = releaseOf(file, [
  listing('FRIDGE', 'refrigerator', { filedPrice: '9000.00' }),
  listing('FRIDGE-3', 'refrigerator', { grade: 3, filedPrice: '9000.00' }),
  listing('WASHER', 'washing_machine', { filedPrice: '3000.00' }),
  listing('PHONE', 'mobile_phone', { grade: null, gradeKind: 'none', filedPrice: '9000.00' }),
  listing('CAR', 'new_energy_car', { grade: null, gradeKind: 'none' }),
  listing('BIKE', 'e_bike', { grade: null, gradeKind: 'none', filedPrice: '3000.00' }),
  listing('PIANO', 'piano', { grade: null, gradeKind: 'none', filedPrice: '9000.00' }),
])
const at = '2025-06-01T12:00:00+08:00'
const context = contextOf(release, { at })
const line = (id: string, model: string, price: string): Line => ({
  id,
  item: { model, price },
  serials: [`SN-${id}-001`],
})
const fridge = line('fridge', 'FRIDGE', '5000.00')
const phone = line('phone', 'PHONE', '4000.00')
const bike = line('bike', 'BIKE', '3000.00')
const car = line('car', 'CAR', '150000.00')
const subsidies = ({ lines }: Quote): readonly string[] => lines.map(({ id, subsidy }) => `${id} ${subsidy}`)
const reasonsOf = (answer: Quote, id: string): readonly string[] =>
  answer.lines.find((each) => each.id === id)?.verdict?.reasons.map(({ code, action }) => `${code}: ${action}`) ?? []

describe('one signed file with four schemes', () => {
  it.each([
    [fridge, 'sample', '1000.00'],
    [phone, 'digital', '500.00'],
    [car, 'car-sample', '20000.00'],
    [bike, 'taiyuan-bikes', '500.00'],
  ])('sells each by its own rule set', (goods, ruleSet, subsidy) => {
    const answer = quote({ lines: [goods] }, context)
    expect(answer).toMatchObject({ basis: { ruleSet }, subsidy })
    expect(answer.schemes).toHaveLength(1)
    expect(verify(goods.item, context)).toMatchObject({ listing: {}, evidence: { basis: { ruleSet } } })
    expect(preview({ lines: [goods] }, context).subsidy).toBe(subsidy)
  })

  it('gives the same whatever the order in the file', () => {
    const turned = contextOf({ ...release, ruleSets: [...file].reverse() }, { at })
    for (const goods of [fridge, phone, car, bike]) {
      const [a, b] = [context, turned].map((each) => quote({ lines: [goods] }, each))
      expect(b).toEqual(a)
    }
  })

  it('says of each category by itself why it gets nothing', () => {
    const codes = (goods: Line, where: VerifyContext): readonly string[] =>
      verify({ ...goods.item, serial: 'SN-1' }, where).reasons.map(({ code }) => code)
    const elsewhere = contextOf(release, { at, region: '140200' })
    expect(codes(bike, elsewhere)).toEqual(['region_not_covered'])
    expect(codes(fridge, elsewhere)).toEqual([])
    expect(codes(phone, contextOf(release, { at: '2025-01-19T23:59:59+08:00' }))).toEqual(['scheme_not_open'])
    expect(codes(car, contextOf(release, { at, channel: 'online' }))).toEqual(['channel_not_covered'])
    expect(codes(line('x', 'PIANO', '9000.00'), context)).toEqual(['category_not_covered'])
    const paused = contextOf({ ...release, ruleSets: [{ ...appliances, paused: true }, digital] }, { at })
    expect(codes(fridge, paused)).toEqual(['scheme_paused'])
    expect(codes(phone, paused)).toEqual([])
  })

  it('judges the price by the ceiling of the goods’ own scheme', () => {
    const capping: RuleSet = { ...digital, ceiling: { ...digital.ceiling, mode: 'cap' } }
    const dear = [
      listing('PHONE', 'mobile_phone', { grade: null, filedPrice: '3000.00' }),
      listing('FRIDGE', 'refrigerator', { filedPrice: '3000.00' }),
    ]
    const where = contextOf(releaseOf([appliances, capping], dear), { at })
    const severity = (model: string): readonly string[] =>
      verify({ model, price: '4000.00', serial: 'SN-1' }, where).reasons.map((each) => `${each.code} ${each.severity}`)
    expect(severity('PHONE')).toEqual(['price_over_filed recommended'])
    expect(severity('FRIDGE')).toEqual(['price_over_filed required'])
  })
})

describe('a cart with goods of several schemes', () => {
  const answer = quote({ lines: [fridge, phone, line('washer', 'WASHER', '3000.00'), bike] }, context)

  it('is a sale of one, and tells the others to be sold apart', () => {
    expect(answer).toMatchObject({ basis: { ruleSet: 'sample' }, subsidy: '1600.00', payable: '13400.00' })
    expect(subsidies(answer)).toEqual(['fridge 1000.00', 'phone 0.00', 'washer 600.00', 'bike 0.00'])
    for (const id of ['phone', 'bike']) expect(reasonsOf(answer, id)).toEqual(['other_scheme: sell_separately'])
    expect(answer.lines[1]?.verdict?.reasons[0]).toMatchObject({
      field: 'lines.1.item',
      expected: 'appliances',
      received: 'digital',
      severity: 'required',
    })
  })

  it('is told how to part, and each part then gets its own', () => {
    expect(answer.schemes).toEqual([
      { scheme: 'appliances', ruleSet: 'sample', lines: ['fridge', 'washer'] },
      { scheme: 'digital', ruleSet: 'digital', lines: ['phone'] },
      { scheme: 'e_bikes', ruleSet: 'taiyuan-bikes', lines: ['bike'] },
    ])
    const parts = answer.schemes.map(({ lines }) =>
      quote({ lines: answer.cart.lines.filter(({ id }) => lines.includes(id)) }, context),
    )
    expect(parts.map(({ subsidy }) => subsidy)).toEqual(['1600.00', '500.00', '500.00'])
    expect(preview(answer.cart, context).schemes).toEqual(answer.schemes)
  })

  it('belongs to the scheme of the first line that nothing in the release speaks against', () => {
    const tooDear = line('phone', 'PHONE', '6000.01')
    const ungraded = line('fridge', 'FRIDGE-3', '5000.00')
    const schemeOf = (...lines: Line[]): string | undefined => quote({ lines }, context).schemes[0]?.scheme
    expect(schemeOf(phone, fridge)).toBe('digital')
    expect(schemeOf(tooDear, fridge)).toBe('appliances')
    expect(schemeOf(tooDear, ungraded)).toBe('digital')
    expect(schemeOf(line('x', 'PIANO', '9000.00'), { ...phone, other: true }, bike)).toBe('e_bikes')
  })

  it('does not change its scheme with what is known of serials, quotas and the line', () => {
    const facts = [
      { serials: { 'acme|PHONE:SN-PHONE-001': 'here' as const } },
      { quotaUsed: { mobile_phone: 1 } },
      { freshness: 'refuse' as const },
      { clock: 'untrusted' as const },
    ]
    for (const known of facts)
      expect(quote({ lines: [phone, fridge] }, contextOf(release, { at }, known)).basis?.ruleSet).toBe('digital')
    const { release: held, setting } = context
    const blind = { release: held, setting, schemes: ruleSetsAt(file, setting) }
    expect(ruleSetOfCart({ lines: [phone, fridge] }, blind)?.id).toBe('digital')
    expect(ruleSetOfCart({ lines: [line('x', 'PIANO', '9000.00')] }, blind)).toBeNull()
  })

  it('leaves goods of a scheme that the store has no part in at full price', () => {
    const where = contextOf(release, { at, schemes: ['appliances'] })
    const { lines, schemes } = quote({ lines: [phone, fridge] }, where)
    expect(schemes.map(({ scheme }) => scheme)).toEqual(['appliances'])
    expect(lines[0]?.verdict?.reasons.map(({ code }) => code)).toEqual(['category_not_covered'])
  })
})
