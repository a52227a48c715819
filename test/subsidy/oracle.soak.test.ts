import { expect, it } from 'vitest'
import { compareCarts } from './compare-with-oracle.ts'
import { firstWrongRate } from './compare-rates.ts'

const runs = Array.from({ length: 100 }, (_, i) => 20_260_306 + i)

// 10 million carts in all; a failure names its seed.
it.each(runs)('agrees with an independent reckoning on 100,000 random carts of seed %d', (seed) => {
  expect(compareCarts(seed, 100_000).carts).toBe(100_000)
})

it('rounds every price from 0.01 to 20,000.00 at every rate as whole fen do', () => {
  expect(firstWrongRate(1)).toBeNull()
})
