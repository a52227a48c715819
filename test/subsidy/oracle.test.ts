import { describe, expect, it } from 'vitest'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { firstDifference } from './compare-with-oracle.ts'
import { firstWrongRate } from './compare-rates.ts'

describe('quote', () => {
  it('agrees to the fen with an independent reckoning on 100,000 random carts', () => {
    expect(firstDifference(20240914, 100_000, shippedRuleSet('sample'))).toBeNull()
  }, 300_000)

  it('rounds as whole fen do at every rate, over a sample of all prices to 20,000.00', () => {
    expect(firstWrongRate(997)).toBeNull()
  })
})
