/** How an element string gives itself away, without reading it. */
import { hasCheckDigit, isDigits } from '../gtin.ts'

/** The separator as scanners send it (ASCII 29, GS). */
export const groupSeparator = '\u001d'

/** True for text that is worth reading as an element string, in brackets or as a scanner sends it. */
export function isElementString(text: string): boolean {
  return text.startsWith('(') || text.includes(groupSeparator) || startsWithGtin(text)
}

/** True for (01) with a right check digit at the start: `0106901234567892…`. */
export function startsWithGtin(text: string): boolean {
  const gtin = text.slice(2, 16)
  return text.startsWith('01') && gtin.length === 14 && isDigits(gtin) && hasCheckDigit(gtin)
}
