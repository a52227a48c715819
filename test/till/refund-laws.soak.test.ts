import { expect, it } from 'vitest'
import { refundsHold } from './refund-laws.ts'

const perRun = 100
const runs = Array.from({ length: 20 }, (_, i) => 1 + i * perRun)

// 2,000 sales in all; a failure names its seed.
it.each(runs)('gives every fen back once, in 100 sales from seed %d on', async (first) => {
  for (let seed = first; seed < first + perRun; seed++) {
    try {
      await refundsHold(seed)
    } catch (cause) {
      expect.fail(`seed ${seed}: ${String(cause)}`)
    }
  }
})
