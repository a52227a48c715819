import { expect, test } from 'vitest'
import { survivesEdits } from './edited-store.ts'

test('no edit of what is stored makes another release of it (seed 305)', async () => {
  const { unharmed, refused, missing } = await survivesEdits(200, 305)
  expect(unharmed + refused + missing).toBe(200)
  expect(refused).toBeGreaterThan(60)
})
