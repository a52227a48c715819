import fc from 'fast-check'
import { expect, it } from 'vitest'
import { refundsHold } from './refund-laws.ts'

it('gives every fen of a sale back once, and its serials, quota and entitlement as the sale’s own rules say', async () => {
  let sales = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 0xffff_ffff }), async (seed) => {
      if (await refundsHold(seed)) sales++
    }),
    { seed: 20260306, numRuns: 12 },
  )
  expect(sales).toBeGreaterThan(6)
}, 120_000)

it('waits for the answer to its own return while it hears what another till took back', async () => {
  for (const seed of [66, 1404, 1847]) expect(await refundsHold(seed)).toBe(true)
})
