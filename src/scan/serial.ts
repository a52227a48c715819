/**
 * Serial numbers. No maker's grammar is public, so only what holds for every maker refuses: a serial
 * is there, is printable, and is not another number of the same label. A brand's pattern warns.
 */
import { isDigits, normalizeGtin } from './gtin.ts'
import { matchSerialPattern } from './serial-pattern.ts'

/** The longest serial that is taken, characters. */
export const serialLimit = 80

/** What is wrong with a serial; each is a reason code of the verdict. */
export type SerialProblem = 'serial_missing' | 'serial_malformed' | 'serial_is_barcode'

/** What else stands on the same label. */
export interface SerialNeighbours {
  /** The product's barcode: 8, 12, 13 or 14 digits. */
  readonly gtin?: string | null
  /** A phone's IMEI, 15 digits. */
  readonly imei?: string | null
}

const fillers = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu
const dashes = /[\u2010-\u2015\u2212]/gu
const leadIn = /^(?:S\/?N|SN\.?|SERIAL(?:NO\.?|NUMBER)?)[:=]/u
/** Most serials are in their one form already. */
const isNormal = /^[A-RT-Z0-9][A-Z0-9\-./]*$/
/** GS1 character set 82 without its quotes and angle brackets, and `#`, which makers print. */
const printable = /^[A-Z0-9!#%&()*+,\-./:;=?_]+$/u

/**
 * The one form in which serials are compared and stored: half width, upper case, no white space, no
 * invisible characters, no `S/N:` in front. The same unit never has two forms: case and spacing are
 * what scanners and typists disagree on.
 */
export function normalizeSerial(text: string): string {
  if (isNormal.test(text) && text.length <= serialLimit) return text
  const folded = text
    .slice(0, 4 * serialLimit)
    .normalize('NFKC')
    .replace(fillers, '')
    .replace(dashes, '-')
    .toUpperCase()
  return folded.replace(leadIn, '')
}

/**
 * The hard checks of a serial that {@link normalizeSerial} gave: there, 80 characters or fewer, of
 * the printable set, and neither the barcode, the whole label with it, nor the IMEI read a second
 * time. Null when it may be a serial.
 */
export function checkSerial(serial: string, neighbours: SerialNeighbours = {}): SerialProblem | null {
  if (serial === '') return 'serial_missing'
  if (serial.length > serialLimit || !printable.test(serial)) return 'serial_malformed'
  // A run of one character ("0000000", "-----") is how a missing serial is typed.
  if (serial.length > 1 && isOneCharacter(serial)) return 'serial_malformed'
  if (neighbours.imei && serial === neighbours.imei.trim()) return 'serial_is_barcode'
  if (neighbours.gtin && isSameNumber(serial, neighbours.gtin)) return 'serial_is_barcode'
  return null
}

/**
 * Whether a serial fits its brand's pattern: `true`, `false`, or null where the pattern is not of
 * the safe subset (see `serial-pattern.ts`) and says nothing. `false` is a warning, never a refusal.
 */
export function fitsSerialPattern(serial: string, pattern: string): boolean | null {
  return matchSerialPattern(pattern, serial)
}

function isOneCharacter(text: string): boolean {
  for (let i = 1; i < text.length; i++) if (text[i] !== text[0]) return false
  return true
}

function isSameNumber(serial: string, gtin: string): boolean {
  if (serial === gtin) return true
  // The whole label, (01) and the barcode within it, holds a serial and is none.
  if (serial.includes(gtin) && serial.replace(/[()]/g, '').includes(`01${gtin.padStart(14, '0')}`)) return true
  if (!isDigits(serial) || !isDigits(gtin) || serial.length > 14) return false
  // Also without its leading zeros, and as the longer form of the same GTIN.
  return serial.padStart(14, '0') === (normalizeGtin(gtin) ?? gtin.padStart(14, '0'))
}
