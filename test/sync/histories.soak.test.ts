import fc from 'fast-check'
import { expect, it } from 'vitest'
import { history, play } from './histories.ts'

it('nothing is lost, doubled or stuck in 1,000 histories', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.boolean(), async (steps, locks) => {
      expect(await play(steps, { locks })).toEqual([])
    }),
    { numRuns: 1_000, seed: Number(process.env['SEED'] ?? 7) },
  )
})
