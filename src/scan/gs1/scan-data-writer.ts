/** What a scanner sends for a symbol, with its symbology identifier: for simulated scanners. */
import { checkDigit, hasCheckDigit, isDigits } from '../gtin.ts'
import { parseElementString, formatElementString } from './element-string.ts'

/** Symbols that can be simulated; `databar` is any of the DataBar family. */
export type SimulatedSymbol =
  'ean13' | 'ean8' | 'upca' | 'upce' | 'databar' | 'gs1_128' | 'qr' | 'data_matrix' | 'dotcode'

const plainIdentifiers = { qr: ['Q1', 'Q3'], data_matrix: ['d1', 'd2'], dotcode: ['J0', 'J1'] } as const
/** Digits without check digit, and how the scanner pads them. UPC-E is sent written out as UPC-A. */
const eanSizes = { ean13: 13, upca: 12, upce: 12, ean8: 8 } as const

/**
 * What the scanner sends; null when the symbol cannot hold the message.
 * @param message as GS1's tools write it: FNC1 as `^`, a composite component behind `|`, and a plain
 * message that starts with `^` escaped with a backslash. An EAN without its check digit gets one.
 */
export function formatScanData(symbol: SimulatedSymbol, message: string): string | null {
  if (symbol === 'qr' || symbol === 'data_matrix' || symbol === 'dotcode') {
    const [plain, gs1] = plainIdentifiers[symbol]
    if (!message.startsWith('^')) return `]${plain}${message.replace(/^\\(?=\\*\^)/, '')}`
    return isElementString(message) ? `]${gs1}${message.slice(1).replaceAll('^', '\u001d')}` : null
  }
  const bar = message.indexOf('|')
  const linear = bar < 0 ? message : message.slice(0, bar)
  const composite = bar < 0 ? null : message.slice(bar + 1)
  if (composite !== null && !isElementString(composite)) return null
  if (symbol === 'databar' || symbol === 'gs1_128') return elementScan(symbol, linear, composite)
  const digits = eanDigits(linear, eanSizes[symbol])
  if (digits === null) return null
  const sent = symbol === 'ean8' ? `]E4${digits}` : `]E0${digits.padStart(13, '0')}`
  return composite === null ? sent : `${sent}|]e0${composite.slice(1).replaceAll('^', '\u001d')}`
}

function elementScan(symbol: 'databar' | 'gs1_128', linear: string, composite: string | null): string | null {
  const gtin = symbol === 'databar' ? eanDigits(linear, 14) : null
  const text = gtin === null ? linear : `^01${gtin}`
  if (!isElementString(text)) return null
  const identifier = symbol === 'gs1_128' && composite === null ? 'C1' : 'e0'
  if (composite === null) return `]${identifier}${text.slice(1).replaceAll('^', '\u001d')}`
  const both = [text, composite].flatMap((part) => {
    const result = parseElementString(part, { separator: '^', leading: 'required' })
    return result.ok ? result.elements : []
  })
  return `]${identifier}${formatElementString(both)}`
}

function isElementString(message: string): boolean {
  return parseElementString(message, { separator: '^', leading: 'required' }).ok
}

function eanDigits(text: string, size: number): string | null {
  if (!isDigits(text)) return null
  if (text.length === size) return hasCheckDigit(text) ? text : null
  return text.length === size - 1 ? `${text}${checkDigit(text)}` : null
}
