import { it } from 'vitest'
import { holds, mustBite, runsOf, seedOf } from './histories/run.ts'
import { liveness } from './histories/steps.ts'

const [runs, seed] = [runsOf(40_000), seedOf(8)]

it(`all else goes on in ${runs} histories in which one thing is broken for ever`, { timeout: 10_800_000 }, () =>
  holds(liveness, { runs, seed, expected: mustBite.liveness }),
)
