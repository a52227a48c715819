import fc from 'fast-check'
import { expect, it } from 'vitest'
import { history, play } from './histories.ts'

it(
  'nothing is lost, doubled or stuck in any history of sales, faults, reloads and tabs',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async (steps, locks) => {
        expect(await play(steps, { locks })).toEqual([])
      }),
      { numRuns: 8, seed: 20260306, endOnFailure: true },
    )
  },
)
