/** Q1: a quote of one line with its explanation, beside the bare arithmetic and beside a rule engine that decides and adds nothing up. */
import { quote } from '../../src/subsidy/quote-cart.ts'
import { type Bench, inTurn, lessIsBetter } from './bench.ts'
import { bareSum, quoteCase } from './quote-case.ts'
import { factsOf, jsonRulesEngine } from './rule-engines.ts'

const rounds = 15

export const run: Bench = async () => {
  const { context, oneLine } = quoteCase()
  const categories = context.release?.ruleSets[0]?.categories.map(({ code }) => code) ?? []
  const decide = jsonRulesEngine(categories)
  const facts = factsOf(
    oneLine.map(({ lines }) => lines[0]?.item ?? {}),
    context,
  )
  const each = (ms = 0): number => (ms * 1000) / oneLine.length
  const [ours, bare, rules] = await inTurn(
    rounds,
    () => {
      for (const cart of oneLine) if (quote(cart, context).subsidy === '0.00') throw new Error('not subsidised')
    },
    () => {
      for (const { lines, orderDiscount = '' } of oneLine)
        if (bareSum(lines[0]?.item.price ?? '', '100.00', orderDiscount).length !== 7) throw new Error('no sum')
    },
    async () => {
      for (const fact of facts) if (!(await decide(fact))) throw new Error('not eligible')
    },
  )
  return [
    lessIsBetter('Q1', each(ours), each(bare), 'bare decimal.js arithmetic', 'µs'),
    lessIsBetter('Q1', each(ours), each(rules), 'json-rules-engine', 'µs'),
  ]
}
