import fc from 'fast-check'
import { expect, it } from 'vitest'
import { history, play } from './histories.ts'

const seed = Number(process.env['SEED'] ?? 20260306)

it(
  `nothing is lost, doubled or stuck in 16 histories of sales, faults, reloads and tabs (seed ${String(seed)})`,
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async (steps, locks) => {
        expect(await play(steps, { locks })).toEqual([])
      }),
      { numRuns: 16, seed, endOnFailure: true },
    )
  },
)
