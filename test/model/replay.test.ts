/** The model against the real thing: what it says of tills and platform after each step is what they are. */
import { expect, it } from 'vitest'
import { replay } from './replay.ts'
import { makeTraces } from './traces.ts'

it('is what the real outbox, drain and platform do, step by step, in 200 runs (seed 9)', async () => {
  const traces = await makeTraces(200, 9, 20)
  expect(traces.length).toBe(200)
  expect(await replay(traces)).toEqual([])
}, 600_000)
