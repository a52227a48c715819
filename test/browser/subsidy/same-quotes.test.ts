import { expect, it } from 'vitest'
import { expectedDigest, quotesDigest } from '../../subsidy/vector-digest.ts'

it('quotes every vector in Chromium to the byte as Node does', async () => {
  expect(await quotesDigest()).toBe(expectedDigest)
})
