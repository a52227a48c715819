import { expect, it } from 'vitest'
import { expectedDigest, verdictsDigest } from './verdict-digest.ts'

it('gives the verdicts that were checked in, to the byte', async () => {
  expect(await verdictsDigest()).toBe(expectedDigest)
})
