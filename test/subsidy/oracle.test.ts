import { describe, expect, it } from 'vitest'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { firstDifference } from './compare-with-oracle.ts'

describe('quote', () => {
  it('agrees to the fen with an independent reckoning on 100,000 random carts', () => {
    expect(firstDifference(20240914, 100_000, shippedRuleSet('sample'))).toBeNull()
  }, 120_000)
})
