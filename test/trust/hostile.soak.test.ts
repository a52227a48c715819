import { it } from 'vitest'
import { holdsAgainstServedEdits, holdsAgainstStoreEdits } from './hostile.ts'

it('trusts nothing but what was signed, whatever 10,000 random edits make of the store', () =>
  holdsAgainstStoreEdits(10_000))
it('trusts nothing but what was signed, whatever 10,000 random edits make of the server', () =>
  holdsAgainstServedEdits(10_000))
