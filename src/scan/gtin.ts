/**
 * GTINs: check digits, the one 14-digit form, and what a number's prefix says it is.
 * GS1 General Specifications §3.3.2 (GTIN), §7.9 (check digit), §5.2.2.4 (UPC-E).
 */

/** 14 digits, zero-padded on the left, check digit proved: `"06901234567892"`. */
export type Gtin14 = string

/** Which of the GS1 numbers a run of digits is, by its length. */
export type GtinForm = 'ean8' | 'upca' | 'ean13' | 'gtin14' | 'upce'

const lengths: Readonly<Record<number, GtinForm>> = { 8: 'ean8', 12: 'upca', 13: 'ean13', 14: 'gtin14' }
const zero = 48

/** The form that `length` digits have: 8, 12, 13 or 14; null for every other length. */
export function formOfLength(length: number): GtinForm | null {
  return lengths[length] ?? null
}

/** True for one or more of `0`–`9` and nothing else. */
export function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < zero || code > zero + 9) return false
  }
  return text.length > 0
}

/** The mod-10 digit of `digits`: weights 3 and 1 in turn, from the right. Digits only. */
export function checkDigit(digits: string): number {
  let sum = 0
  for (let i = digits.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
    sum += (digits.charCodeAt(i) - zero) * weight
  }
  return (10 - (sum % 10)) % 10
}

/** True when the last of `digits` is the check digit of the rest. Digits only. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, weight = 1; i >= 0; i--, weight = 4 - weight) {
    sum += (digits.charCodeAt(i) - zero) * weight
  }
  return sum % 10 === 0
}

/**
 * The 14-digit form of a GTIN of 8, 12, 13 or 14 digits; null when the length, a character or the
 * check digit is wrong. Nothing is repaired here: `readScan` does that, and says so.
 */
export function normalizeGtin(text: string): Gtin14 | null {
  if (formOfLength(text.length) === null || !isDigits(text) || !hasCheckDigit(text)) return null
  const gtin = text.padStart(14, '0')
  return isAllZero(gtin) ? null : gtin
}

/** The 12 digits that a UPC-E of 8 digits stands for; null unless its number system is 0 or 1 and it is the short form the rule gives. */
export function expandUpcE(text: string): string | null {
  if (text.length !== 8 || !isDigits(text) || text.charCodeAt(0) > zero + 1) return null
  const system = text[0]
  const body = text.slice(1, 7)
  const check = text[7]
  const last = body.charCodeAt(5) - zero
  if (last <= 2) return `${system}${body.slice(0, 2)}${last}0000${body.slice(2, 5)}${check}`
  // Each of these digits would have taken an earlier row of the rule, had it been lower.
  const lowest = last === 3 ? '3' : '1'
  const deciding = last === 3 ? body[2] : last === 4 ? body[3] : body[4]
  if (deciding === undefined || deciding < lowest) return null
  if (last === 3) return `${system}${body.slice(0, 3)}00000${body.slice(3, 5)}${check}`
  if (last === 4) return `${system}${body.slice(0, 4)}00000${body[4]}${check}`
  return `${system}${body.slice(0, 5)}0000${last}${check}`
}

/** The 14-digit form of a UPC-E of 8 digits; null when its check digit, that of the 12 digits, is wrong. */
export function normalizeUpcE(text: string): Gtin14 | null {
  const upcA = expandUpcE(text)
  return upcA === null ? null : normalizeGtin(upcA)
}

/** What a GS1 prefix is set aside for, where that is not one product sold everywhere. */
export type ReservedUse = 'in_store' | 'coupon' | 'isbn' | 'issn' | 'refund_receipt'

/**
 * What the number is when it is not a product: by the GS1 prefix of a GTIN-13, or of a GTIN-8 (GS1
 * General Specifications §1.4.2 and §1.4.3). Null for an ordinary product.
 */
export function reservedUse(gtin: Gtin14): ReservedUse | null {
  if (gtin.startsWith('000000')) return gtin[6] === '0' || gtin[6] === '2' ? 'in_store' : null
  const prefix = Number(gtin.slice(1, 4))
  if ((prefix >= 20 && prefix <= 29) || (prefix >= 40 && prefix <= 49) || (prefix >= 200 && prefix <= 299))
    return 'in_store'
  if ((prefix >= 981 && prefix <= 984) || prefix >= 990) return 'coupon'
  if (prefix === 977) return 'issn'
  if (prefix === 978 || prefix === 979) return 'isbn'
  return prefix === 980 ? 'refund_receipt' : null
}

function isAllZero(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) if (digits.charCodeAt(i) !== zero) return false
  return true
}
