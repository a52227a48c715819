/** The model against the real thing: what it says of tills and platform after each step is what they are. */
import { expect, it } from 'vitest'
import { replay } from './replay.ts'
import { makeTraces } from './traces.ts'

it('is what the real outbox, drain and platform do, step by step, in 100 runs (seed 9)', async () => {
  const traces = await makeTraces(100, 9, 18)
  expect(traces.length).toBe(100)
  expect(await replay(traces)).toEqual([])
}, 600_000)
