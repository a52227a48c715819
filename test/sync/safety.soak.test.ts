import { it } from 'vitest'
import { holds, mustBite, runsOf, seedOf } from './histories/run.ts'
import { safety } from './histories/steps.ts'

const [runs, seed] = [runsOf(60_000), seedOf(7)]

it(`nothing is lost, doubled or stuck in ${runs} histories whose faults all heal`, { timeout: 10_800_000 }, () =>
  holds(safety, { runs, seed, expected: mustBite.safety }),
)
