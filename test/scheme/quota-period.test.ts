import { describe, expect, it } from 'vitest'
import { countsTowards } from '../../src/scheme/quota-period.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

describe('countsTowards', () => {
  it('carries over from the rule set before, and not back', () => {
    const [autumn, winter] = ['shanxi-2024-09', 'shanxi-2024-11'].map(shippedRuleSet)
    const earlier = (ruleSet: string | null) => ({ ruleSet, day: '2024-10-01' })
    expect(countsTowards(winter!, '2024-12-01', earlier('shanxi-2024-09'))).toBe(true)
    expect(countsTowards(winter!, '2024-12-01', earlier('shanxi-2023'))).toBe(false)
    expect(countsTowards(winter!, '2024-12-01', earlier(null))).toBe(false)
    expect(countsTowards(autumn!, '2024-10-02', earlier('shanxi-2024-11'))).toBe(false)
  })
  it.each([
    ['calendar_year', '2025-01-01', '2024-12-31', false],
    ['calendar_year', '2025-12-31', '2025-01-01', true],
    ['month', '2025-02-28', '2025-02-01', true],
    ['month', '2025-02-01', '2025-01-31', false],
    ['day', '2025-02-01', '2025-02-01', true],
    ['day', '2025-02-01', '2025-01-31', false],
    ['rule_set', '2030-02-01', '2024-10-01', true],
  ] as const)('a quota of a %s on %s and a sale of %s: %s', (period, day, earlier, counts) => {
    const sample = shippedRuleSet('sample')
    expect(
      countsTowards({ ...sample, quota: { ...sample.quota, period } }, day, { ruleSet: 'sample', day: earlier }),
    ).toBe(counts)
  })
})
