/** Barcodes and serials by number, for filters of any size. */
import { checkDigit } from '../../src/scan/gtin.ts'

/** The barcode number `i` of the demonstration prefix, 14 digits. */
export function gtin14(i: number): string {
  const digits = `952${String(i).padStart(9, '0')}`
  return `0${digits}${checkDigit(digits)}`
}

/** A serial of 17 characters; no two numbers below a thousand million give the same. */
export function serialOf(i: number): string {
  return `AA5SZ${((i * 7_919 + 13) % 1_000_000_007).toString(36).toUpperCase().padStart(12, '0')}`
}

/** Chance that a serial in none of `periods` hits, over all of them together. */
export function falsePositivesOf(periods: readonly { readonly falsePositives: number }[]): number {
  return 1 - periods.reduce((none, { falsePositives }) => none * (1 - falsePositives), 1)
}
