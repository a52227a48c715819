/** Model numbers and barcodes that are made up; pure, so that a page can make them too. */
import type { Next } from './attacks.ts'

/** A model number in the Chinese manner: `KFR-35GW/AB12C-A1`, `BCD-480WXYPZM7`. */
export function chineseModel(next: Next): string {
  const letter = (): string => 'ABCDEFGHJKLMNPQRSTUVWXYZ'[next(24)] ?? ''
  switch (next(4)) {
    case 0:
      return `KFR-${20 + next(60)}GW/${letter()}${letter()}${next(100)}${letter()}-A${1 + next(3)}`
    case 1:
      return `BCD-${180 + next(480)}W${letter()}${letter()}PZM${next(100)}`
    case 2:
      return `XQG${60 + 10 * next(7)}-${letter()}B${10 + next(90)}${letter()}${next(10)}`
    default:
      return `${40 + next(60)}${letter()}${1 + next(9)}${letter()}-PRO${next(100)}`
  }
}

/** A barcode of the demonstration prefix 952, check digit and all. */
export function gtinOf(place: number): string {
  const body = `0952${String(place).padStart(9, '0')}`
  let sum = 0
  for (let i = 0; i < 13; i++) sum += Number(body[i]) * (i % 2 === 0 ? 3 : 1)
  return body + String((10 - (sum % 10)) % 10)
}
