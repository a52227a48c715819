/** The barcodes in one cell of a table: registers write several, and spreadsheets mangle them. */
import { isDigits, type Gtin14 } from './gtin.ts'
import { readDigits } from './read-digits.ts'
import type { Garble, ScanProblem } from './scan.ts'

export interface CellCode {
  /** As it stands in the cell. */
  readonly raw: string
  readonly gtin: Gtin14 | null
  readonly problem: ScanProblem | null
  readonly garble: Garble | null
  readonly repairs: readonly string[]
}

/** A cell longer than this is refused unread, characters. */
export const cellLimit = 4096

const separators = /[\s,;，；、/|]+/u

/**
 * The codes of a cell, each found or refused with its problem; of equal GTINs the first stands.
 * `"012502115998;12505115998"` gives two: a wrong check digit, and `00012505115998` with `lost_zero`.
 */
export function readCodeCell(cell: string): CellCode[] {
  if (cell.length > cellLimit)
    return [{ raw: cell.slice(0, 40), gtin: null, problem: 'barcode_unreadable', garble: null, repairs: [] }]
  const codes: CellCode[] = []
  const seen = new Set<string>()
  for (const raw of cell.normalize('NFKC').split(separators)) {
    if (raw === '') continue
    const code = readCode(raw)
    const key = code.gtin ?? raw
    if (!seen.has(key)) codes.push(code)
    seen.add(key)
  }
  return codes
}

function readCode(raw: string): CellCode {
  const spreadsheet = readSpreadsheetNumber(raw)
  const digits = spreadsheet?.digits ?? raw
  if (spreadsheet?.rounded) return { raw, gtin: null, problem: 'barcode_garbled', garble: 'rounded', repairs: [] }
  if (!isDigits(digits)) return { raw, gtin: null, problem: 'not_a_product_code', garble: null, repairs: [] }
  const scan = readDigits(digits, raw, 'text', spreadsheet ? ['float_suffix'] : [])
  const gtin = scan.item.gtin ?? null
  return {
    raw,
    gtin,
    problem: gtin === null ? (scan.problem ?? 'not_a_product_code') : null,
    garble: scan.garble ?? null,
    repairs: gtin === null ? [] : scan.repairs,
  }
}

/**
 * A code that a spreadsheet wrote as a number: with an empty decimal part, or in scientific notation,
 * which has lost the last digits for good. Null when it is neither.
 */
export function readSpreadsheetNumber(text: string): { readonly digits: string; readonly rounded: boolean } | null {
  const float = /^(\d{7,14})[.,]0{1,2}$/.exec(text)
  if (float?.[1]) return { digits: float[1], rounded: false }
  const scientific = /^(\d)(?:[.,](\d{1,15}))?[eE]\+?(\d{1,2})$/.exec(text)
  if (!scientific?.[1]) return null
  const fraction = scientific[2] ?? ''
  const exponent = Number(scientific[3])
  if (exponent < 6 || exponent > 13) return null
  // All digits still there (6.901234567892E+12) is a notation; fewer is a rounding.
  return fraction.length >= exponent
    ? { digits: scientific[1] + fraction.slice(0, exponent), rounded: fraction.length > exponent }
    : { digits: (scientific[1] + fraction).padEnd(exponent + 1, '0'), rounded: true }
}
