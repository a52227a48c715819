/** A scan of nothing but digits: which number it is, or what is wrong with it. */
import { isCertificate } from './certificate.ts'
import { formOfLength, hasCheckDigit, normalizeGtin, normalizeUpcE, reservedUse, type Gtin14 } from './gtin.ts'
import { isImei } from './imei.ts'
import { paymentChannel } from './payment-code.ts'
import { scanOf, type Garble, type Scan } from './scan.ts'

/** Where a text came from: a scanner never drops zeros, a spreadsheet never cuts a code short. */
export type ScanOrigin = 'scanner' | 'text'

/**
 * Reads a run of digits.
 * @param raw what the scan keeps as its raw text
 * @param repairs what was already put right on the way here
 */
export function readDigits(digits: string, raw: string, origin: ScanOrigin, repairs: readonly Garble[] = []): Scan {
  const form = formOfLength(digits.length)
  if (form === 'ean8') return readEight(digits, raw, repairs)
  if (form !== null) {
    const gtin = normalizeGtin(digits)
    if (gtin === null) return wrongCheckDigit(digits, raw, form)
    if (origin === 'text' && digits.endsWith('000000')) return refused(raw, form, 'rounded')
    return product(gtin, form, raw, repairs)
  }
  return readOtherLength(digits, raw, origin, repairs)
}

/** A product by its GTIN, or what its prefix says it is instead. */
export function product(
  gtin: Gtin14,
  form: string,
  raw: string,
  repairs: readonly Garble[],
  item: Scan['item'] = {},
): Scan {
  const use = reservedUse(gtin)
  if (use !== null) return scanOf('unknown', raw, { form: use, problem: 'not_a_product_code', repairs })
  return scanOf('product', raw, { form, item: { gtin, ...item }, repairs })
}

// UPC-E of number system 1 is not read from bare digits: an EAN-8 with one wrong digit would pass for it. An
// EAN-8 that starts with 0 is a store's own number, so what starts with 0 is more likely a UPC-E.
function readEight(digits: string, raw: string, repairs: readonly Garble[]): Scan {
  const ean8 = normalizeGtin(digits)
  const upcE = digits.startsWith('0') ? normalizeUpcE(digits) : null
  if (ean8 !== null && upcE !== null) return refused(raw, 'ean8', 'ambiguous')
  if (upcE !== null) return product(upcE, 'upce', raw, repairs)
  if (ean8 !== null) return product(ean8, 'ean8', raw, repairs)
  return wrongCheckDigit(digits, raw, digits.startsWith('0') ? 'upce' : 'ean8')
}

function readOtherLength(digits: string, raw: string, origin: ScanOrigin, repairs: readonly Garble[]): Scan {
  const twice = codesIn(digits)
  if (twice === 'several') return refused(raw, null, 'several')
  if (twice !== null) return readDigits(twice.code, raw, 'scanner', [...repairs, 'doubled'])
  if (paymentChannel(digits) !== null) return scanOf('payment_code', '', { form: paymentChannel(digits) })
  if (isCertificate(digits)) return scanOf('label', raw, { form: 'ccc', item: { certificate: digits }, repairs })
  // An add-on of two or five digits follows the main code where a scanner joins them: periodicals and books.
  const main = digits.slice(0, 13)
  if ((digits.length === 15 || digits.length === 18) && /^97[789]/.test(digits) && hasCheckDigit(main)) {
    return product(main.padStart(14, '0'), 'ean13', raw, repairs)
  }
  if (isImei(digits))
    return scanOf('serial', raw, { form: 'imei', item: { serial: digits }, extras: { imei: digits }, repairs })
  if (digits.length === 11) return readEleven(digits, raw, origin, repairs)
  if (digits.length < 11) return scanOf('unknown', raw, { problem: 'not_a_product_code', repairs })
  return scanOf('serial', raw, { item: { serial: digits }, repairs })
}

// A UPC-A without its leading zero, as a spreadsheet leaves it. A scanner that sends eleven digits has cut one off.
function readEleven(digits: string, raw: string, origin: ScanOrigin, repairs: readonly Garble[]): Scan {
  const gtin = origin === 'text' && digits[0] !== '0' ? normalizeGtin(`0${digits}`) : null
  return gtin === null ? refused(raw, 'upca', 'truncated') : product(gtin, 'upca', raw, [...repairs, 'lost_zero'])
}

interface Doubled {
  readonly code: string
}

/** The code that the digits say twice over; `several` when they are two different codes, null when neither. */
export function codesIn(digits: string): Doubled | 'several' | null {
  if (digits.length < 16 || digits.length > 28) return null
  for (const size of [8, 12, 13, 14]) {
    const first = digits.slice(0, size)
    const second = digits.slice(size)
    if (formOfLength(second.length) === null || !hasCheckDigit(first) || !hasCheckDigit(second)) continue
    if (first === second) return { code: first }
    // Eight digits are too weak a proof: one in a hundred of all 16-digit numbers are two such codes.
    if (size > 8 && second.length > 8 && paymentChannel(digits) === null) return 'several'
  }
  return null
}

function wrongCheckDigit(digits: string, raw: string, form: string): Scan {
  if (digits.endsWith('00000')) return refused(raw, form, 'rounded')
  return scanOf('product', raw, { form, problem: 'barcode_check_digit' })
}

function refused(raw: string, form: string | null, garble: Garble): Scan {
  return scanOf(form === null ? 'unknown' : 'product', raw, { form, problem: 'barcode_garbled', garble })
}
