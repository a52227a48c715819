import { expect, it } from 'vitest'
import { guards, laws, simulate } from './laws.ts'

it(`keeps ${laws.length} laws in 4,000 runs`, async () => {
  expect(await simulate('intact', { samples: 4_000, seed: 1 })).toMatchObject({ code: 0 })
})

it('comes to break laws by chance alone, where one of the guards is out', async () => {
  const witnesses = guards.map((guard) => `no_${guard}`)
  const { out } = await simulate('without', { samples: 2_000, seed: 3, witnesses })
  const broken = guards.filter((guard) => !out.includes(`no_${guard} was witnessed in 0 trace`))
  expect(broken.length, out).toBeGreaterThan(guards.length / 2)
})
