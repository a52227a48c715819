/** The way in: whatever a scanner, a camera or a keyboard produced, understood or named. */
import { CheckoutError } from '../core/errors.ts'
import { guesses, nameGarble, swapCase } from './garble.ts'
import { readCodeCell, readSpreadsheetNumber, type CellCode } from './gtin-cell.ts'
import { isDigits } from './gtin.ts'
import { groupSeparator, isElementString } from './gs1/separator.ts'
import { paymentChannel } from './payment-code.ts'
import { codesIn, readDigits, type ScanOrigin } from './read-digits.ts'
import type * as Gs1 from './read-gs1.ts'
import { readLabelText, readLabelUrl } from './read-label.ts'
import { rawLimit, scanLimit, scanOf, type Garble, type Scan } from './scan.ts'
import { checkSerial, normalizeSerial } from './serial.ts'

export interface ReadScanOptions {
  /** Issuers of entitlement codes that are not JWTs, known by how their codes start: `[{ prefix: "SXGB" }]`. */
  readonly issuers?: readonly { readonly prefix: string }[]
  /**
   * `text` (default): typed, pasted or read from a table, so a spreadsheet may have been at it.
   * `scanner`: straight from a scanner or camera, which drops no zeros but can cut a code short.
   */
  readonly origin?: ScanOrigin
  /**
   * What this scanner sends for the separator inside GS1 codes, as the self-test found: characters that
   * stand for GS, or null where it sends nothing. Then no value that could hold its neighbour is taken.
   */
  readonly separator?: string | null
}

const jwt = /^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}$/
export const receiptPrefix = 'TI1:'
const url = /^https?:\/\//i
/** What reads GS1's own forms: the module `read-gs1`. */
export type Gs1Reader = Pick<typeof Gs1, 'readDigitalLink' | 'readElements' | 'readScanData'>

/**
 * What `raw` is. Any text has an answer: what cannot be read is named by its problem. A garbled code is put
 * right only where a check digit proves the result, and every such repair is listed.
 * @throws CheckoutError `INPUT_INVALID` where `raw` is no text
 */
export type ScanReader = (raw: string, options?: ReadScanOptions) => Scan

interface Reading extends ReadScanOptions {
  readonly gs1: Gs1Reader | null
}

/** @param gs1 null while it is not loaded: what only it could read is `barcode_unreadable`, to be scanned again */
export function createScanReader(gs1: () => Gs1Reader | null): ScanReader {
  return (raw, options = {}) => {
    if (typeof raw !== 'string')
      throw new CheckoutError('INPUT_INVALID', 'raw must be a text', { field: 'raw', expected: 'a text' })
    const text = options.separator ? raw.replaceAll(options.separator, groupSeparator) : raw
    const scan = read(text, { ...options, gs1: gs1() })
    return options.separator === null && scan.form === 'gs1' ? withoutNeighbours(scan) : scan
  }
}

/** Of a GS1 code without separators only the number is certain: it has its own length. */
function withoutNeighbours(scan: Scan): Scan {
  const { gtin } = scan.item
  if (gtin === undefined || Object.keys(scan.item).length === 1) return scan
  return { ...scan, item: { gtin }, repairs: [...scan.repairs, 'lost_gs'] }
}

function read(raw: string, options: Reading): Scan {
  const origin = options.origin ?? 'text'
  const { gs1 } = options
  if (raw.length > scanLimit) return scanOf('unknown', raw.slice(0, rawLimit), { problem: 'barcode_unreadable' })
  if (raw.length <= 14 && isDigits(raw)) return readDigits(raw, raw, origin)
  const text = unwrap(raw)
  if (isDigits(text)) return readNumber(gs1, text, raw, origin, [])
  if (text === '') return scanOf('unknown', raw, { problem: 'barcode_unreadable', garble: 'truncated' })
  const scan = readOwn(text, raw, options) ?? readPlain(gs1, text, raw, origin)
  if (scan !== null && scan.problem === null && !scan.repairs.includes('lost_gs')) return scan
  // Payment codes are never kept, however they are written.
  const channel = paymentChannel(text.normalize('NFKC').replace(/[\s-]/g, ''))
  if (channel !== null) return scanOf('payment_code', '', { form: channel })
  const repaired = repair(gs1, text, raw, origin)
  // A separator that can be put back gives the serial too; one that is lost gives the product alone.
  if (scan?.problem === null) return repaired && !repaired.repairs.includes('lost_gs') ? repaired : scan
  return repaired ?? scan ?? readTable(text, raw, origin) ?? readUnknown(text, raw, options)
}

/** Without the line ends, tabs, STX, ETX and byte order marks that scanners put around a code; GS stays. */
function unwrap(raw: string): string {
  let start = 0
  let end = raw.length
  while (start < end && isWrapping(raw.charCodeAt(start))) start++
  while (end > start && isWrapping(raw.charCodeAt(end - 1))) end--
  return raw.slice(start, end)
}

function isWrapping(code: number): boolean {
  return (code <= 0x20 && code !== 0x1d) || code === 0xa0 || code === 0x3000 || code === 0xfeff
}

/** Our own receipts, and entitlements. */
function readOwn(text: string, raw: string, options: ReadScanOptions): Scan | null {
  if (text.startsWith(receiptPrefix)) return scanOf('receipt', raw, { form: 'receipt', text })
  if (jwt.test(text)) return scanOf('entitlement', raw, { form: 'jwt', text })
  const issued = options.issuers?.some(({ prefix }) => prefix !== '' && text.startsWith(prefix)) ?? false
  return issued ? scanOf('entitlement', raw, { form: 'issuer_code', text }) : null
}

/** Digits: an element string without its identifier, or a plain number. */
function readNumber(
  gs1: Gs1Reader | null,
  digits: string,
  raw: string,
  origin: ScanOrigin,
  repairs: readonly Garble[],
): Scan {
  const elements = codesIn(digits) === null ? readElements(gs1, digits, raw, repairs) : null
  return elements ?? readDigits(digits, raw, origin, repairs)
}

/** The forms that say themselves what they are; null for everything else. */
function readPlain(
  gs1: Gs1Reader | null,
  text: string,
  raw: string,
  origin: ScanOrigin,
  repairs: readonly Garble[] = [],
): Scan | null {
  if (isDigits(text)) return readNumber(gs1, text, raw, origin, repairs)
  if (text.startsWith(']')) {
    if (!gs1) return notLoaded(raw)
    return gs1.readScanData(text, raw, repairs, (inner) => read(inner, { origin: 'scanner', gs1 }))
  }
  if (url.test(text)) {
    return (
      readLabelUrl(text, raw) ??
      (gs1 ? gs1.readDigitalLink(text, raw, repairs) : notLoaded(raw)) ??
      scanOf('unknown', raw, { form: 'url', problem: 'not_a_product_code' })
    )
  }
  return readElements(gs1, text, raw, repairs) ?? readLabelText(text, raw)
}

function readElements(gs1: Gs1Reader | null, text: string, raw: string, repairs: readonly Garble[]): Scan | null {
  if (gs1) return gs1.readElements(text, raw, repairs)
  return isElementString(text) ? notLoaded(raw) : null
}

function notLoaded(raw: string): Scan {
  return scanOf('unknown', raw, { problem: 'barcode_unreadable' })
}

/**
 * The product that undoing a known fault gives; no two guesses prove different ones. Where a guess
 * comes to bare digits that prove nothing, the fault is named; null when no guess says anything.
 */
function repair(gs1: Gs1Reader | null, text: string, raw: string, origin: ScanOrigin): Scan | null {
  let named: Scan | null = null
  for (const { text: guess, garble } of guesses(text)) {
    const scan = readPlain(gs1, guess, raw, origin, [garble])
    if (scan?.item.gtin !== undefined && scan.problem === null) return scan
    if (scan !== null && isDigits(guess)) {
      named ??= scan.problem === 'not_a_product_code' ? scan : garbled(raw, scan.garble ?? garble)
    }
  }
  return named
}

function garbled(raw: string, garble: Garble): Scan {
  return scanOf('product', raw, { problem: 'barcode_garbled', garble })
}

function readTable(text: string, raw: string, origin: ScanOrigin): Scan | null {
  const number = readSpreadsheetNumber(text)
  if (number?.rounded) return garbled(raw, 'rounded')
  if (number) return readDigits(number.digits, raw, origin, ['float_suffix'])
  const codes = readCodeCell(text)
  // One short code proves too little: a serial typed with spaces may hold one by chance.
  const isCode = ({ gtin }: CellCode): boolean => gtin !== null
  const isProof = (code: CellCode): boolean => isCode(code) && code.raw.length >= 11
  return codes.length > 1 && (codes.some(isProof) || codes.every(isCode)) ? garbled(raw, 'several') : null
}

function readUnknown(text: string, raw: string, options: ReadScanOptions): Scan {
  const swapped = swapCase(text)
  if (readOwn(swapped, raw, options) !== null)
    return scanOf('unknown', raw, { problem: 'barcode_garbled', garble: 'caps_lock' })
  if (/^eyJ[\w-]+(?:\.[\w-]*){0,2}$/.test(text))
    return scanOf('unknown', raw, { problem: 'barcode_garbled', garble: 'truncated' })
  const garble = nameGarble(text)
  if (garble !== null) return scanOf('unknown', raw, { problem: 'barcode_garbled', garble })
  const serial = normalizeSerial(text)
  if (/\d/.test(serial) && serial.length >= 5 && checkSerial(serial) === null)
    return scanOf('serial', raw, { item: { serial } })
  return scanOf('unknown', raw, { problem: 'not_a_product_code' })
}
