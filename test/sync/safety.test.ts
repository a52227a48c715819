import fc from 'fast-check'
import { expect, it } from 'vitest'
import { play } from './histories/play.ts'
import { holds, mustBite, runsOf, seedOf } from './histories/run.ts'
import { safety } from './histories/steps.ts'

const [runs, seed] = [runsOf(450), seedOf(20260306)]

it(`nothing is lost, doubled or stuck in ${runs} histories whose faults all heal`, { timeout: 3_600_000 }, () =>
  holds(safety, { runs, seed, expected: mustBite.safety }),
)

it('a history goes the same way each time', async () => {
  const sent: unknown[][] = [[], []]
  for (const each of sent)
    for (const history of fc.sample(safety, { numRuns: 5, seed })) {
      const { world } = await play(history, new Map())
      each.push(
        world.network.sent,
        ...world.devices.map((device) => device.rows().records.map(({ delivery }) => delivery)),
      )
    }
  const [first, second] = sent.map((each) =>
    JSON.stringify(each, (key, value: unknown) => (key === 'body' ? null : value)),
  )
  expect(second).toBe(first)
})
