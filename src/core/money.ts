/**
 * Rates of amounts, taken in `Decimal` and rounded. This is the only file that knows decimal.js; its
 * constructor is a private clone, so neither the host's settings nor ours reach the other. What only
 * compares and adds imports `amount.ts`, and does not carry decimal.js along.
 */
import { Decimal as SharedDecimal } from 'decimal.js'
import type { Amount, Rate } from './amount.ts'

export {
  add,
  allocate,
  type Amount,
  compareAmounts,
  isAmount,
  isZero,
  minAmount,
  type Rate,
  readAmount,
  requireAmount,
  split,
  subtract,
  timesQuantity,
  zero,
} from './amount.ts'

const Decimal = SharedDecimal.clone({ precision: 40, defaults: true })

/** `down`: towards zero. `half-up`: ties away from zero. `half-even`: ties to the even neighbour. */
export type RoundingMode = 'down' | 'half-up' | 'half-even'
export interface Rounding {
  readonly mode: RoundingMode
  /** What amounts are rounded to: `"0.01"` the fen, `"1.00"` the yuan. */
  readonly unit: Amount
}

const decimalModeByRounding = {
  down: Decimal.ROUND_DOWN,
  'half-up': Decimal.ROUND_HALF_UP,
  'half-even': Decimal.ROUND_HALF_EVEN,
} as const

/** As {@link compareAmounts}, for rates, which have many spellings: `"0.2"` is `"0.20"`. Takes amounts too. */
export function compareRates(a: Rate, b: Rate): -1 | 0 | 1 {
  return new Decimal(a).comparedTo(b) as -1 | 0 | 1
}

// A scheme has a handful of rates, each asked for at every line.
const decimalByRate = new Map<Rate, SharedDecimal>()
const ratesKept = 256

function decimalOf(rate: Rate): SharedDecimal {
  let decimal = decimalByRate.get(rate)
  if (!decimal) {
    if (decimalByRate.size >= ratesKept) decimalByRate.clear()
    decimal = new Decimal(rate)
    decimalByRate.set(rate, decimal)
  }
  return decimal
}

/** `amount × rate`, rounded to a whole number of `rounding.unit`. */
export function timesRate(amount: Amount, rate: Rate, { mode, unit }: Rounding): Amount {
  const exact = decimalOf(rate).times(amount)
  const decimalMode = decimalModeByRounding[mode]
  return unit === '0.01' ? exact.toFixed(2, decimalMode) : exact.toNearest(unit, decimalMode).toFixed(2)
}
