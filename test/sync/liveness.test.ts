import { it } from 'vitest'
import { holds, mustBite, runsOf, seedOf } from './histories/run.ts'
import { liveness } from './histories/steps.ts'

const [runs, seed] = [runsOf(200), seedOf(20260307)]

it(`all else goes on in ${runs} histories in which one thing is broken for ever`, { timeout: 3_600_000 }, () =>
  holds(liveness, { runs, seed, expected: mustBite.liveness }),
)
