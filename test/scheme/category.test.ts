import { describe, expect, it } from 'vitest'
import { benefitFor, categoryRule } from '../../src/scheme/category.ts'
import { coveringLevel, regionCovers } from '../../src/scheme/region.ts'
import type { CategoryRule, RuleSet } from '../../src/scheme/rule-set.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const sample = shippedRuleSet('sample')
const fridge = sample.categories[0] as CategoryRule

describe('regionCovers', () => {
  it.each([
    ['000000', '650102', true],
    ['140000', '140105', true],
    ['140100', '140105', true],
    ['140105', '140105', true],
    ['140105', '140106', false],
    ['140100', '140200', false],
    ['140000', '410000', false],
    ['140105', '140100', false],
  ])('%s over %s: %s', (code, region, covers) => {
    expect(regionCovers([code], region)).toBe(covers)
  })
  it('tells the closest level', () => {
    expect(coveringLevel(['000000', '140105', '140000'], '140105')).toBe(3)
    expect(coveringLevel([], '140105')).toBeNull()
  })
})

describe('categoryRule', () => {
  const village: RuleSet = {
    ...sample,
    regional: [
      { regions: ['140900'], categories: [{ ...fridge, cap: '2500.00' }] },
      {
        regions: ['140921', '140922'],
        categories: [
          { ...fridge, cap: '3000.00' },
          { ...fridge, code: 'freezer' },
        ],
      },
    ],
  }
  it('puts a regional rule before the general one, and the closer before the wider', () => {
    expect(categoryRule(village, 'refrigerator', '140105')?.cap).toBe('2000.00')
    expect(categoryRule(village, 'refrigerator', '140902')?.cap).toBe('2500.00')
    expect(categoryRule(village, 'refrigerator', '140922')?.cap).toBe('3000.00')
  })
  it('adds categories of a region, and leaves the general ones there', () => {
    expect(categoryRule(village, 'freezer', '140921')?.code).toBe('freezer')
    expect(categoryRule(village, 'freezer', '140105')).toBeNull()
    expect(categoryRule(village, 'television', '140921')?.code).toBe('television')
  })
  it('knows no category that is only a member of every object', () => {
    expect(categoryRule(sample, 'constructor', '140105')).toBeNull()
  })
})

describe('benefitFor', () => {
  it('finds the rate of a grade, and of none', () => {
    expect(benefitFor(fridge, 1)).toEqual({ kind: 'rate', rate: '0.20' })
    expect(benefitFor(fridge, 2)).toEqual({ kind: 'rate', rate: '0.15' })
    expect(benefitFor(fridge, 3)).toBeNull()
    expect(benefitFor(fridge, null)).toEqual({ kind: 'rate', rate: '0.15' })
    expect(benefitFor({ ...fridge, benefit: { kind: 'fixed', byGrade: {}, ungraded: '300.00' } }, null)).toEqual({
      kind: 'fixed',
      amount: '300.00',
    })
  })
})
