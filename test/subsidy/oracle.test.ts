import { describe, expect, it } from 'vitest'
import { reasonRules } from '../../src/verify/reasons.ts'
import { compareCarts } from './compare-with-oracle.ts'
import { firstWrongRate } from './compare-rates.ts'

describe('quote', () => {
  it('agrees to the fen and to the reason with an independent reckoning on 100,000 random carts', () => {
    const { carts, subsidised, refused } = compareCarts(20240914, 100_000)
    expect(carts).toBe(100_000)
    expect(subsidised).toBeGreaterThan(30_000)
    // Each rule that decides money decided some of them.
    const money = Object.keys(reasonRules).filter((code) =>
      /^(price|scheme|category|grade|quota|ent|offline)/.test(code),
    )
    const never = money.filter((code) => (refused.get(code) ?? 0) < 50)
    expect(never).toEqual(['price_suspiciously_low'])
  }, 300_000)

  it('rounds as whole fen do at every rate, over a sample of all prices to 20,000.00', () => {
    expect(firstWrongRate(997)).toBeNull()
  })
})
