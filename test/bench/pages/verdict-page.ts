/** The page of V1: the same goods judged in Chromium. */
import { verify } from '../../../src/verify/verify.ts'
import { inTurn } from '../bench.ts'
import { factsOf, jsonRulesEngine } from '../rule-engines.ts'
import { passes, verdictCase } from '../verdict-case.ts'

export interface VerdictBench {
  /** Medians in microseconds of one verdict by us, and one decision by json-rules-engine. */
  run(rounds: number): Promise<{ readonly ours: number; readonly peer: number }>
}

const bench: VerdictBench = {
  async run(rounds) {
    const { context, scanned } = verdictCase(10_000)
    const facts = factsOf(scanned, context)
    const decide = jsonRulesEngine((context.release?.ruleSets[0]?.categories ?? []).map(({ code }) => code))
    const [ours = 0, peer = 0] = await inTurn(
      rounds,
      () => {
        for (let pass = 0; pass < passes; pass++) {
          for (const item of scanned) if (verify(item, context).status !== 'eligible') throw new Error('not eligible')
        }
      },
      async () => {
        for (const each of facts) if (!(await decide(each))) throw new Error('not eligible')
      },
    )
    return { ours: (ours * 1000) / scanned.length / passes, peer: (peer * 1000) / scanned.length }
  },
}
Object.assign(globalThis, { bench })
