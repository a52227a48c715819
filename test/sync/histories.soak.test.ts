import fc from 'fast-check'
import { expect, it } from 'vitest'
import { history, play } from './histories.ts'

const seed = Number(process.env['SEED'] ?? 7)
const histories = Number(process.env['HISTORIES'] ?? 1_000)

it(`nothing is lost, doubled or stuck in ${String(histories)} histories (seed ${String(seed)})`, async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.boolean(), async (steps, locks) => {
      expect(await play(steps, { locks })).toEqual([])
    }),
    { numRuns: histories, seed },
  )
})
