/** Whole fen: the oracle's own arithmetic. Nothing of `src` is used here. */

export type Fen = bigint

/** `"12.34"` is 1234 fen; what is not stated is nothing. */
export function fen(amount: string | undefined): Fen {
  return amount === undefined ? 0n : BigInt(amount.slice(0, -3) + amount.slice(-2))
}

export function yuan(amount: Fen): string {
  const digits = String(amount).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const least = (first: Fen, ...others: readonly Fen[]): Fen =>
  others.reduce((found, each) => (each < found ? each : found), first)

export const total = (amounts: readonly Fen[]): Fen => amounts.reduce((sum, each) => sum + each, 0n)

/** A share of an amount, to a whole number of `unit`: what lies above the last whole one is cut off or rounded. */
export function shareOf(
  amount: Fen,
  rate: string,
  { mode, unit }: { readonly mode: 'down' | 'half-up' | 'half-even'; readonly unit: string },
): Fen {
  const [whole = '', places = ''] = rate.split('.')
  // Everything in units of fen / 10^places.
  const step = fen(unit) * 10n ** BigInt(places.length)
  const exact = amount * BigInt(whole + places)
  const steps = exact / step
  const twice = 2n * (exact - steps * step)
  const isUp =
    mode === 'half-up' ? twice >= step : mode === 'half-even' && (twice > step || (twice === step && steps % 2n === 1n))
  return (isUp ? steps + 1n : steps) * fen(unit)
}

/** Parts that differ by a fen at most; the earlier have the fen more. */
export function evenly(whole: Fen, count: number): Fen[] {
  const [each, left] = [whole / BigInt(count), Number(whole % BigInt(count))]
  return Array.from({ length: count }, (_, i) => (i < left ? each + 1n : each))
}

/**
 * Parts of a whole by weight: each gets its whole fen, and the fen that are left go one each to the largest
 * remainders, of equal ones to the earlier.
 */
export function partsOf(whole: Fen, weights: readonly Fen[]): Fen[] {
  const sum = total(weights)
  if (whole === 0n || sum === 0n) return weights.map(() => 0n)
  const parts = weights.map((weight) => (whole * weight) / sum)
  const byRemainder = weights
    .map((weight, i) => ({ i, rest: (whole * weight) % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))
  const left = Number(whole - total(parts))
  for (const { i } of byRemainder.slice(0, left)) parts[i] = (parts[i] ?? 0n) + 1n
  return parts
}
