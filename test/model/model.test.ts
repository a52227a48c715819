/** The model of the protocol: what holds with all guards, and what breaks without each. */
import { it } from 'vitest'
import { guards, laws, simulate } from './laws.ts'
import { quint } from './quint.ts'

it.concurrent(
  'breaks a law without each guard, and keeps all of them with it, in the same course of things',
  async ({ expect }) => {
    const { code, out } = await quint('test', 'guards.qnt', '--main', 'guards')
    expect(guards.filter((guard) => !out.includes(`ok ${guard}Test passed`))).toEqual([])
    expect(out).toContain(`${guards.length} passing`)
    expect(code).toBe(0)
  },
  120_000,
)

it.concurrent(
  `keeps ${laws.length} laws in 60 runs of two tills, a copy of one and a line that loses, doubles and delays`,
  async ({ expect }) => {
    expect(await simulate('intact', { samples: 60, seed: 20260306 })).toMatchObject({ code: 0 })
  },
  120_000,
)
