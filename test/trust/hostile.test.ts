import { it } from 'vitest'
import { holdsAgainstServedEdits, holdsAgainstStoreEdits } from './hostile.ts'

it('trusts nothing but what was signed, whatever 100 random edits make of the store', () => holdsAgainstStoreEdits(100))
it('trusts nothing but what was signed, whatever 100 random edits make of the server', () =>
  holdsAgainstServedEdits(100))
