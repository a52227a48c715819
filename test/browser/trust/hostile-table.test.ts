import { expect, it } from 'vitest'
import { hostileCases } from '../../trust/hostile-table.ts'

it('takes what was signed or says what is wrong, whatever stands in the place of a file', async () => {
  for (const each of hostileCases) await each.run()
  expect(hostileCases.length).toBeGreaterThanOrEqual(300)
})
