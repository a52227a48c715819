import { expect, it } from 'vitest'
import { evasion, gain } from './evasions.ts'

it('gives none of 100,000 evasions more than the plain sale', () => {
  for (let seed = 1; seed <= 100_000; seed++) expect(gain(evasion(seed)), `seed ${seed}`).toBeNull()
})
