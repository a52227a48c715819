/** The page of V1: the same goods judged in Chromium. */
import { verify } from '../../../src/verify/verify.ts'
import { inTurn } from '../bench.ts'
import { factsOf, jsonRulesEngine } from '../rule-engines.ts'
import { verdictCase } from '../verdict-case.ts'

export interface VerdictBench {
  /** Medians in microseconds of one verdict by us, and one decision by json-rules-engine. */
  run(rounds: number): Promise<{ readonly ours: number; readonly peer: number }>
}

const bench: VerdictBench = {
  async run(rounds) {
    const { context, listed } = verdictCase(10_000)
    const facts = factsOf(listed, context)
    const decide = jsonRulesEngine((context.release?.ruleSets[0]?.categories ?? []).map(({ code }) => code))
    const [ours = 0, peer = 0] = await inTurn(
      rounds,
      () => {
        for (const item of listed) if (verify(item, context).status !== 'eligible') throw new Error('not eligible')
      },
      async () => {
        for (const each of facts) if (!(await decide(each))) throw new Error('not eligible')
      },
    )
    return { ours: (ours * 1000) / listed.length, peer: (peer * 1000) / listed.length }
  },
}
Object.assign(globalThis, { bench })
