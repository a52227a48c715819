/** Q2: a quote of 50 lines with discounts and quotas, beside sixty quotes of one line: linear or not. */
import { quote } from '../../src/subsidy/quote-cart.ts'
import { type Bench, inTurn, lessIsBetter } from './bench.ts'
import { quoteCase } from './quote-case.ts'

const rounds = 15

export const run: Bench = async () => {
  const { context, oneLine, fiftyLines } = quoteCase()
  const [fifty = 0, one = 0] = await inTurn(
    rounds,
    () => {
      for (const cart of fiftyLines) if (quote(cart, context).subsidy === '0.00') throw new Error('not subsidised')
    },
    () => {
      for (const cart of oneLine) if (quote(cart, context).subsidy === '0.00') throw new Error('not subsidised')
    },
  )
  const [ours, limit] = [(fifty * 1000) / fiftyLines.length, (one * 1000) / oneLine.length]
  return [lessIsBetter('Q2', ours, 60 * limit, '60 × Q1', 'µs')]
}
