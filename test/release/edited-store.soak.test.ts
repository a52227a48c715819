import { expect, test } from 'vitest'
import { survivesEdits } from './edited-store.ts'

test('ten thousand edits of what is stored never make another release of it (seed 306)', async () => {
  const { unharmed, refused, missing } = await survivesEdits(10_000, 306)
  expect(unharmed + refused + missing).toBe(10_000)
  expect(refused).toBeGreaterThan(3_000)
})
