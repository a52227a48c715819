/**
 * Amounts: decimal strings in yuan with two places at every boundary, `Decimal` in between.
 * This is the only file that knows decimal.js; its constructor is a private clone, so neither the
 * host's settings nor ours reach the other.
 */
import { Decimal as SharedDecimal } from 'decimal.js'
import { CheckoutError } from './errors.ts'

const Decimal = SharedDecimal.clone({ precision: 40, defaults: true })
type Decimal = SharedDecimal

/** Yuan, two places: `"4999.00"`. Never a JS number. */
export type Amount = string
/** A rate as a decimal string: `"0.15"`. */
export type Rate = string

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

export const zero: Amount = '0.00'
const amountPattern = /^(0|[1-9]\d{0,7})\.\d{2}$/

export function isAmount(value: unknown): value is Amount {
  return typeof value === 'string' && amountPattern.test(value)
}

/** @throws {@link CheckoutError} `INPUT_INVALID` unless `value` is an amount. */
export function requireAmount(value: unknown, field: string): Amount {
  if (isAmount(value)) return value
  throw new CheckoutError('INPUT_INVALID', `${field} must be yuan with two places, such as "4999.00"`, {
    field,
    expected: '4999.00',
    received: typeof value === 'string' ? value.slice(0, 32) : typeof value,
  })
}

/**
 * Reads what a person or a spreadsheet wrote as an amount: `4999`, `4,999.5`, `¥4999`, full-width
 * digits. Null when it is not clearly one amount of at most two places.
 */
export function readAmount(text: string): Amount | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^[¥￥]\s*/, '')
    .replace(/\s*元$/, '')
  const ungrouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain
  const match = /^0*(\d{1,8})(?:\.(\d{1,2})0*)?$/.exec(ungrouped)
  if (!match) return null
  return `${match[1] ?? '0'}.${(match[2] ?? '').padEnd(2, '0')}`
}

function text(value: Decimal): Amount {
  return value.toFixed(2)
}

export function add(...amounts: readonly Amount[]): Amount {
  const [first, ...rest] = amounts.filter((amount) => amount !== zero)
  if (first === undefined) return zero
  return rest.length === 0 ? first : text(rest.reduce((sum, amount) => sum.plus(amount), new Decimal(first)))
}

/** `a - b`. @throws {@link CheckoutError} `INTERNAL` when it would be below zero: amounts carry no sign. */
export function subtract(a: Amount, b: Amount): Amount {
  if (b === zero) return a
  const order = compareAmounts(a, b)
  if (order < 0) throw new CheckoutError('INTERNAL', `${a} - ${b} is below zero`)
  return order === 0 ? zero : text(new Decimal(a).minus(b))
}

/** -1, 0 or 1, as `Array.prototype.sort` wants it. */
export function compareAmounts(a: Amount, b: Amount): -1 | 0 | 1 {
  if (a === b) return 0
  // An amount has one spelling: two places and no leading zero. The longer is the larger.
  if (a.length !== b.length) return a.length < b.length ? -1 : 1
  return a < b ? -1 : 1
}

/** As {@link compareAmounts}, for rates, which have many spellings: `"0.2"` is `"0.20"`. Takes amounts too. */
export function compareRates(a: Rate, b: Rate): -1 | 0 | 1 {
  return new Decimal(a).comparedTo(b) as -1 | 0 | 1
}

export function isZero(amount: Amount): boolean {
  return amount === zero
}

export function minAmount(first: Amount, ...others: readonly Amount[]): Amount {
  return others.reduce((least, amount) => (compareAmounts(amount, least) < 0 ? amount : least), first)
}

export function timesQuantity(amount: Amount, quantity: number): Amount {
  return quantity === 1 ? amount : text(new Decimal(amount).times(quantity))
}

/** `amount × rate`, rounded to a whole number of `rounding.unit`. */
export function timesRate(amount: Amount, rate: Rate, rounding: Rounding): Amount {
  const units = new Decimal(amount).times(rate).dividedBy(rounding.unit)
  return text(units.toDecimalPlaces(0, decimalModeByRounding[rounding.mode]).times(rounding.unit))
}

/**
 * Splits `amount` over `weights` by largest remainder, to the fen: the parts sum to the whole, and
 * of equal remainders the earlier part gets the odd fen. All weights zero: the first part gets all.
 */
export function allocate(amount: Amount, weights: readonly Amount[]): Amount[] {
  if (weights.length === 0) return []
  const total = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0))
  if (total.isZero()) return weights.map((_, i) => (i === 0 ? amount : zero))
  const fen = new Decimal(amount).times(100)
  const shares = weights.map((weight, index) => {
    const exact = fen.times(weight)
    const whole = exact.dividedToIntegerBy(total)
    return { index, whole, remainder: exact.minus(whole.times(total)) }
  })
  let left = shares.reduce((rest, share) => rest.minus(share.whole), fen).toNumber()
  const byRemainder = [...shares].sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index)
  const extra = new Set<number>()
  for (const share of byRemainder) if (left-- > 0) extra.add(share.index)
  return shares.map((share) => text(share.whole.plus(extra.has(share.index) ? 1 : 0).dividedBy(100)))
}

/** Splits `amount` into `count` parts as equal as the fen allows; the first parts take the odd ones. */
export function split(amount: Amount, count: number): Amount[] {
  if (count === 1) return [amount]
  const fen = new Decimal(amount).times(100)
  const whole = fen.dividedToIntegerBy(count)
  const odd = fen.minus(whole.times(count)).toNumber()
  const less = text(whole.dividedBy(100))
  const more = odd === 0 ? less : text(whole.plus(1).dividedBy(100))
  return Array.from({ length: count }, (_, i) => (i < odd ? more : less))
}
