/**
 * What the scheme's texts say, year by year, against the rule sets that are shipped. The figures stand here a second
 * time, taken from the notices and not from the data; what no text says (rounding, ceilings, limits) is not held here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'
import type { Channel } from '../../src/scheme/rule-set.ts'
import { coverOf, standings } from '../support/oracle/rules.ts'

const folder = new URL('../../src/scheme/rule-sets/', import.meta.url)
const ruleSets = readSchemeFile({
  v: 1,
  ruleSets: readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown),
}).filter(({ sample }) => !sample)

/** `0.20 ≤2000.00 x1`: rate, cap, units of the group; with `<6000.00` where there is a limit to the price. */
function terms(
  at: string,
  category: string,
  grade: number | null,
  channel: Channel = 'store',
  region = '140105',
): string {
  const { ruleSet, rule, refusal } = coverOf(standings(ruleSets, { at, region, channel }), category, region)
  if (!ruleSet || !rule) return refusal ?? ''
  const { byGrade, ungraded } = rule.benefit
  const rate = grade === null ? ungraded : (byGrade[String(grade)] ?? null)
  if (rate === null) return 'grade_not_covered'
  const units = ruleSet.groups.find(({ code }) => code === rule.group)?.units ?? 0
  return `${Number(rate)} ≤${rule.cap} x${units}${rule.priceLimit === null ? '' : ` <${rule.priceLimit}`}`
}

const eight = [
  'refrigerator',
  'washing_machine',
  'television',
  'air_conditioner',
  'computer',
  'water_heater',
  'cooktop',
  'range_hood',
]
const four = ['water_purifier', 'dishwasher', 'rice_cooker', 'microwave_oven']
const six = [
  'refrigerator',
  'washing_machine',
  'television',
  'water_heater',
  'computer',
  'air_conditioner',
  'air_source_heater',
]
const digital = ['mobile_phone', 'tablet', 'smart_watch']
const november = [
  'heater',
  'rice_cooker',
  'pressure_cooker',
  'air_fryer',
  'air_purifier',
  'microwave_oven',
  'food_processor',
  'massage_chair',
  'vacuum_cleaner',
  'garment_iron',
  'printer',
  'tea_bar_machine',
  'induction_cooker',
  'coffee_machine',
  'window_robot',
]

describe('Shanxi, September 2024', () => {
  const [before, from, last] = ['2024-09-13T23:59:59+08:00', '2024-09-14T00:00:00+08:00', '2024-12-31T23:59:59+08:00']
  it.each([...eight, 'dishwasher', 'air_source_heater', 'robot_vacuum'])(
    '%s: a fifth of grade 1, 15 in a hundred of grade 2 and without a grade',
    (category) => {
      for (const at of [from, last])
        expect([1, 2, null].map((grade) => terms(at, category, grade))).toEqual([
          '0.2 ≤2000.00 x1',
          '0.15 ≤2000.00 x1',
          '0.15 ≤2000.00 x1',
        ])
      expect(terms(before, category, 1)).toBe('scheme_not_open')
      expect(terms(from, category, 3)).toBe('grade_not_covered')
    },
  )
  it('has fifteen categories, and thirty from 9 November', () => {
    const count = (at: string): number =>
      standings(ruleSets, { at, region: '140105', channel: 'store' }).find(({ refusal }) => refusal === null)?.ruleSet
        .categories.length ?? 0
    expect(['2024-11-08T23:59:59+08:00', '2024-11-09T00:00:00+08:00'].map(count)).toEqual([15, 30])
  })
  it.each(november)('%s: 15 in a hundred whatever the grade, from 9 November', (category) => {
    expect(terms('2024-11-08T23:59:59+08:00', category, 1)).toBe('category_not_covered')
    for (const grade of [1, 2, 3, 4, 5, null])
      expect(terms('2024-11-09T00:00:00+08:00', category, grade)).toBe('0.15 ≤2000.00 x1')
  })
})

describe('the country, 2025', () => {
  const [first, last] = ['2025-01-01T00:00:00+08:00', '2025-12-31T23:59:59+08:00']
  it.each(eight)(
    '%s: a fifth of grade 1, 15 in a hundred of grade 2, nothing without a grade, from the first day on',
    (category) => {
      const units = (at: string): number => (category === 'air_conditioner' && at === last ? 3 : 1)
      for (const at of [first, last])
        expect([1, 2, 3, null].map((grade) => terms(at, category, grade))).toEqual([
          `0.2 ≤2000.00 x${units(at)}`,
          `0.15 ≤2000.00 x${units(at)}`,
          'grade_not_covered',
          'grade_not_covered',
        ])
    },
  )
  it.each(four)('%s: the same, from the locality’s own date on', (category) => {
    expect(terms(first, category, 1)).not.toMatch(/^0/)
    expect([1, 2, 3, null].map((grade) => terms(last, category, grade))).toEqual([
      '0.2 ≤2000.00 x1',
      '0.15 ≤2000.00 x1',
      'grade_not_covered',
      'grade_not_covered',
    ])
  })
  it.each(digital)('%s: 15 in a hundred, at most 500, up to 6,000, from 20 January', (category) => {
    expect(terms('2025-01-19T23:59:59+08:00', category, null)).not.toMatch(/^0/)
    for (const at of ['2025-01-20T00:00:00+08:00', last])
      expect(terms(at, category, null)).toBe('0.15 ≤500.00 x1 <6000.00')
    expect(terms(last, 'smart_glasses', null)).toBe('category_not_covered')
  })
})

describe('Shanxi, 2026', () => {
  const [before, first, last] = ['2026-01-09T09:59:59+08:00', '2026-01-09T10:00:00+08:00', '2026-12-31T23:59:59+08:00']
  it.each(six)('%s: 15 in a hundred of grade 1 alone, at most 1,500', (category) => {
    expect(terms(before, category, 1)).not.toMatch(/^0/)
    for (const at of [first, '2026-03-05T23:59:59+08:00', '2026-03-06T00:00:00+08:00', last])
      expect([1, 2, null].map((grade) => terms(at, category, grade))).toEqual([
        '0.15 ≤1500.00 x1',
        'grade_not_covered',
        'grade_not_covered',
      ])
    expect(terms('2027-01-01T00:00:00+08:00', category, 1)).not.toMatch(/^0/)
  })
  it('counts air-source heaters as air conditioners', () => {
    const { rule } = coverOf(
      standings(ruleSets, { at: first, region: '140105', channel: 'store' }),
      'air_source_heater',
      '140105',
    )
    expect(rule?.group).toBe('air_conditioner')
  })
  it.each([...digital, 'smart_glasses'])('%s: 15 in a hundred, at most 500, up to 6,000', (category) => {
    for (const at of [first, last]) expect(terms(at, category, null)).toBe('0.15 ≤500.00 x1 <6000.00')
  })
  it.each(['cooktop', 'range_hood', ...four, 'robot_vacuum'])('%s is not covered any more', (category) => {
    expect(terms(first, category, 1)).not.toMatch(/^0/)
  })
  it('redeems from 10:00 to 22:00 in stores and to midnight online, from 6 March on', () => {
    const hoursAt = (at: string): unknown =>
      coverOf(standings(ruleSets, { at, region: '140105', channel: 'store' }), 'television', '140105').ruleSet
        ?.entitlement.redeemable
    expect(hoursAt('2026-03-05T23:59:59+08:00')).toBeNull()
    expect(hoursAt('2026-03-06T00:00:00+08:00')).toEqual({
      store: { from: '10:00', to: '22:00' },
      online: { from: '10:00', to: '24:00' },
    })
  })
})
