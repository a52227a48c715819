import { expect, it } from 'vitest'
import { sellShift } from './selling-while-draining.ts'

it(
  'sells 150 times while it sends, over a bad line, and both sides agree to the fen',
  { timeout: 120_000 },
  async () => {
    const { whileSending, faults, subsidy } = await sellShift({ sales: 150, seed: 20260306 })
    expect(whileSending).toBeGreaterThan(50)
    for (const kind of ['refused', 'answer_lost', 'duplicated', 'delayed', 'late', 'cut'])
      expect(faults.get(kind as 'cut'), kind).toBeGreaterThan(0)
    expect(Number(subsidy)).toBeGreaterThan(0)
  },
)
