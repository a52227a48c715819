import { expect, it } from 'vitest'
import { expectedDigest, quotesDigest } from './vector-digest.ts'

it('quotes every vector to the byte as it always did', async () => {
  expect(await quotesDigest()).toBe(expectedDigest)
})
