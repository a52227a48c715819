import { describe, expect, it } from 'vitest'
import { hostileCases } from './hostile-table.ts'

describe('whatever stands in the place of a file, a till takes what was signed or says what is wrong', () => {
  it('in at least 300 ways', () => expect(hostileCases.length).toBeGreaterThanOrEqual(300))
  it.each(hostileCases.map((each) => [each.name, each] as const))('%s', (_, each) => each.run())
})
