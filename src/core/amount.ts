/**
 * Amounts: decimal strings in yuan with two places at every boundary. Sums, differences and splits are
 * exact in whole fen, which an integer holds up to 90 million million yuan: no amount is ever a
 * fraction of a JS number. What needs a rate and a rounding is in `money.ts`.
 */
import { CheckoutError } from './errors.ts'

/** Yuan, two places: `"4999.00"`. Never a JS number. */
export type Amount = string
/** A rate as a decimal string: `"0.15"`. */
export type Rate = string

export const zero: Amount = '0.00'
const amountPattern = /^(0|[1-9]\d{0,7})\.\d{2}$/

export function isAmount(value: unknown): value is Amount {
  return typeof value === 'string' && amountPattern.test(value)
}

/** @throws {@link CheckoutError} `INPUT_INVALID` unless `value` is an amount. */
export function requireAmount(value: unknown, field: string): Amount {
  return isAmount(value) ? value : refuse(value, field)
}

function refuse(value: unknown, field: string): never {
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

/** `"4999.05"` is 499905 fen. @throws {@link CheckoutError} `INPUT_INVALID` unless it is an amount */
function fenOf(amount: Amount): number {
  const dot = amount.length - 3
  if (dot < 1) refuse(amount, 'amount')
  let fen = 0
  for (let i = 0; i < amount.length; i++) {
    const digit = amount.charCodeAt(i) - 48
    if (i === dot ? digit !== -2 : digit < 0 || digit > 9) refuse(amount, 'amount')
    if (i !== dot) fen = 10 * fen + digit
  }
  return fen
}

const fenTexts: readonly string[] = Array.from({ length: 100 }, (_, fen) => `.${String(fen).padStart(2, '0')}`)

/** 499905 fen is `"4999.05"`. */
export function fenToAmount(fen: number): Amount {
  const rest = fen % 100
  return String((fen - rest) / 100) + (fenTexts[rest] ?? '')
}

export function add(...amounts: readonly Amount[]): Amount {
  let fen = 0
  let last = zero
  let count = 0
  for (const amount of amounts) {
    if (amount === zero) continue
    fen += fenOf(amount)
    last = amount
    count++
  }
  return count < 2 ? last : fenToAmount(fen)
}

/** `a - b`. @throws {@link CheckoutError} `INTERNAL` when it would be below zero: amounts carry no sign. */
export function subtract(a: Amount, b: Amount): Amount {
  if (b === zero) return a
  if (a === b) return zero
  const fen = fenOf(a) - fenOf(b)
  if (fen < 0) throw new CheckoutError('INTERNAL', `${a} - ${b} is below zero`)
  return fenToAmount(fen)
}

/** -1, 0 or 1, as `Array.prototype.sort` wants it. */
export function compareAmounts(a: Amount, b: Amount): -1 | 0 | 1 {
  if (a === b) return 0
  // An amount has one spelling: two places and no leading zero. The longer is the larger.
  if (a.length !== b.length) return a.length < b.length ? -1 : 1
  return a < b ? -1 : 1
}

export function isZero(amount: Amount): boolean {
  return amount === zero
}

export function minAmount(first: Amount, ...others: readonly Amount[]): Amount {
  return others.reduce((least, amount) => (compareAmounts(amount, least) < 0 ? amount : least), first)
}

export function timesQuantity(amount: Amount, quantity: number): Amount {
  return quantity === 1 ? amount : fenToAmount(fenOf(amount) * quantity)
}

/**
 * Splits `amount` over `weights` by largest remainder, to the fen: the parts sum to the whole, and
 * of equal remainders the earlier part gets the odd fen. All weights zero: the first part gets all.
 */
export function allocate(amount: Amount, weights: readonly Amount[]): Amount[] {
  if (weights.length <= 1) return weights.map(() => amount)
  // The product of two amounts is more than a number can hold exactly.
  const parts = weights.map((weight) => BigInt(fenOf(weight)))
  const total = parts.reduce((sum, part) => sum + part, 0n)
  if (total === 0n) return weights.map((_, i) => (i === 0 ? amount : zero))
  const fen = BigInt(fenOf(amount))
  const shares = parts.map((part) => (fen * part) / total)
  const remainders = parts.map((part) => (fen * part) % total)
  let left = Number(shares.reduce((rest, share) => rest - share, fen))
  const byRemainder = remainders
    .map((_, i) => i)
    .sort((a, b) => compareRemainders(remainders[a] ?? 0n, remainders[b] ?? 0n) || a - b)
  const odd = new Set<number>()
  for (const i of byRemainder) if (left-- > 0) odd.add(i)
  return shares.map((share, i) => fenToAmount(Number(share) + (odd.has(i) ? 1 : 0)))
}

/** The larger first. */
function compareRemainders(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1
}

/** Splits `amount` into `count` parts as equal as the fen allows; the first parts take the odd ones. */
export function split(amount: Amount, count: number): Amount[] {
  if (count === 1) return [amount]
  const fen = fenOf(amount)
  const odd = fen % count
  const less = fenToAmount((fen - odd) / count)
  const more = odd === 0 ? less : fenToAmount((fen - odd) / count + 1)
  return Array.from({ length: count }, (_, i) => (i < odd ? more : less))
}

/** The part of `amount` at `rate`, in whole fen, rounded down: `"4999.00"` at `"0.3"` is `"1499.70"`. */
export function shareOf(amount: Amount, rate: Rate): Amount {
  const { digits, scale } = ratio(rate)
  const scaled = fenOf(amount) * digits
  if (Number.isSafeInteger(scaled)) return fenToAmount((scaled - (scaled % scale)) / scale)
  return fenToAmount(Number((BigInt(fenOf(amount)) * BigInt(digits)) / BigInt(scale)))
}

/** True when `part` is less than {@link shareOf} the amount. It is asked most often and seldom true, so the share itself is not written out. */
export function isBelowShare(part: Amount, amount: Amount, rate: Rate): boolean {
  const { digits, scale } = ratio(rate)
  const least = (fenOf(part) + 1) * scale
  const scaled = fenOf(amount) * digits
  if (Number.isSafeInteger(scaled) && Number.isSafeInteger(least)) return least <= scaled
  return compareAmounts(part, shareOf(amount, rate)) < 0
}

/** `"0.15"` is 15 of 100. At most six places. */
function ratio(rate: Rate): { readonly digits: number; readonly scale: number } {
  let digits = 0
  let scale = 0
  for (let i = 0; i < rate.length; i++) {
    const digit = rate.charCodeAt(i) - 48
    if (digit === -2) scale = 1
    else {
      digits = 10 * digits + digit
      scale *= 10
    }
  }
  return { digits, scale: scale || 1 }
}
