import { expect, test } from 'vitest'
import { killAt } from './killed-refresh.ts'

test(
  'a browser killed before the switch starts with the old release, and after it with the new one',
  { timeout: 180_000 },
  async () => {
    // The soak run takes every point.
    const outcomes = await killAt([
      { write: 'files', moment: 'after' },
      { write: 'switch', moment: 'after' },
    ])
    expect(outcomes.map(({ started, refreshed }) => [started, refreshed])).toEqual([
      ['old', 'new'],
      ['new', 'new'],
    ])
  },
)
