import { expect, it } from 'vitest'
import { replay } from './replay.ts'
import { makeTraces } from './traces.ts'

const batch = 500

it.each(Array.from({ length: 40 }, (_, i) => i + 1))(
  `is what the real thing does in ${batch} runs (seed %i of 40)`,
  async (seed) => {
    expect(await replay(await makeTraces(batch, seed, 20))).toEqual([])
  },
)
