/** The way in: whatever a scanner, a camera or a keyboard produced, understood or named. */
import { isDigits } from './gtin.ts'
import { readCodeCell, readSpreadsheetNumber } from './gtin-cell.ts'
import { paymentChannel } from './payment-code.ts'
import { readDigits, type ScanOrigin } from './read-digits.ts'
import { rawLimit, scanLimit, scanOf, type Scan } from './scan.ts'
import { checkSerial, normalizeSerial } from './serial.ts'

export interface ReadScanOptions {
  /** Issuers of entitlement codes that are no JWT, known by how their codes start: `[{ prefix: "SXGB" }]`. */
  readonly issuers?: readonly { readonly prefix: string }[]
  /**
   * `text` (default): typed, pasted or read from a table, so a spreadsheet may have been at it.
   * `scanner`: straight from a scanner or camera, which drops no zeros but can cut a code short.
   */
  readonly origin?: ScanOrigin
}

const jwt = /^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}$/
const receiptPrefix = 'TI1:'

/** What `raw` is. Never throws: what cannot be read is `unknown` with a named problem. */
export function readScan(raw: string, options: ReadScanOptions = {}): Scan {
  const origin = options.origin ?? 'text'
  if (raw.length > scanLimit) return scanOf('unknown', raw.slice(0, rawLimit), { problem: 'barcode_unreadable' })
  const text = raw.trim()
  if (isDigits(text)) return readDigits(text, raw, origin)
  if (text === '') return scanOf('unknown', raw, { problem: 'barcode_unreadable', garble: 'truncated' })
  if (text.startsWith(receiptPrefix)) return scanOf('receipt', raw, { form: 'receipt', text })
  if (isEntitlement(text, options)) return scanOf('entitlement', raw, { form: jwt.test(text) ? 'jwt' : 'issuer_code', text })
  const compact = text.replace(/[\s-]/g, '')
  if (paymentChannel(compact) !== null) return scanOf('payment_code', '', { form: paymentChannel(compact) })
  return readTable(text, raw, origin) ?? readSerial(text, raw)
}

function isEntitlement(text: string, options: ReadScanOptions): boolean {
  return jwt.test(text) || (options.issuers?.some(({ prefix }) => prefix !== '' && text.startsWith(prefix)) ?? false)
}

function readTable(text: string, raw: string, origin: ScanOrigin): Scan | null {
  const number = readSpreadsheetNumber(text)
  if (number?.rounded) return scanOf('product', raw, { problem: 'barcode_garbled', garble: 'rounded' })
  if (number) return readDigits(number.digits, raw, origin, ['float_suffix'])
  const codes = readCodeCell(text)
  if (codes.length === 1 && codes[0]?.gtin && codes[0].raw !== text) return readDigits(codes[0].gtin, raw, origin, ['separators'])
  if (codes.filter((code) => code.gtin !== null).length > 1) {
    return scanOf('product', raw, { problem: 'barcode_garbled', garble: 'several' })
  }
  return null
}

function readSerial(text: string, raw: string): Scan {
  const serial = normalizeSerial(text)
  if (/\d/.test(serial) && serial.length >= 5 && checkSerial(serial) === null) return scanOf('serial', raw, { item: { serial } })
  return scanOf('unknown', raw, { problem: 'not_a_product_code' })
}
