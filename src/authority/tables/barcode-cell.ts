/** The barcode cell: one GTIN or several, with everything that spreadsheets do to long numbers named as such. */
import type { Gtin14 } from '../../scan/gtin.ts'
import { hasCheckDigit, isDigits, normalizeGtin, reservedUse } from '../../scan/gtin.ts'
import type { FindingCode } from './findings.ts'

/** What one piece of the cell turned out to be. */
export interface BarcodePiece {
  /** Null where it cannot be told. */
  readonly gtin: Gtin14 | null
  readonly code: FindingCode | null
  readonly piece: string
  readonly detail: string
}

const separators = /[;；,，、|/\n\r\t]+| +/
// GS1 numbers end in a check digit, so five zeros in a row at the end are rare, and typical of a rounded number.
const rounded = /^\d{7,9}0{5,}$/

/** The pieces of a barcode cell, each told; none for a blank cell. */
export function readBarcodes(cell: string): readonly BarcodePiece[] {
  const whole = normalizeGtin(cell)
  if (whole !== null && !rounded.test(cell)) return [described(whole, null, cell)]
  const text = cell.normalize('NFKC').trim()
  const joined = text.replaceAll(/[\s\-']/g, '')
  // Printed with gaps, `6 901234 567892`, one barcode looks like three.
  if (joined !== text && normalizeGtin(joined) !== null) return [readBarcode(joined)]
  return text
    .split(separators)
    .map((piece) => piece.replace(/^['"`]+|['"`]+$/g, ''))
    .filter((piece) => piece !== '')
    .map(readBarcode)
}

function readBarcode(piece: string): BarcodePiece {
  const scientific = /^(\d)(?:\.(\d+))?e\+?(\d{1,2})$/i.exec(piece)
  if (scientific) {
    const digits = `${scientific[1] ?? ''}${scientific[2] ?? ''}`
    const gtin = digits.length === Number(scientific[3]) + 1 ? normalizeGtin(digits) : null
    return gtin === null ? failed('barcode_scientific', piece) : described(gtin, 'barcode_suffix_removed', piece)
  }
  const bare = piece.replace(/\.0*$/, '')
  if (!isDigits(bare)) return failed('barcode_not_digits', piece)
  const changed: FindingCode | null = bare === piece ? null : 'barcode_suffix_removed'
  const gtin = normalizeGtin(bare)
  if (gtin !== null) return described(gtin, rounded.test(bare) ? 'barcode_maybe_rounded' : changed, piece)
  if (rounded.test(bare)) return failed('barcode_rounded', piece)
  // A check digit weighs from the right, so it proves the digits that are there, whatever zeros went missing.
  if (bare.length >= 9 && bare.length <= 11 && hasCheckDigit(bare)) {
    const restored = bare.length === 11 ? normalizeGtin(`0${bare}`) : null
    return restored === null ? failed('barcode_lost_zeros', piece) : described(restored, 'barcode_zero_restored', piece)
  }
  return failed(
    [8, 12, 13, 14].includes(bare.length) ? 'barcode_check_digit' : 'barcode_length',
    piece,
    String(bare.length),
  )
}

function described(gtin: Gtin14, code: FindingCode | null, piece: string): BarcodePiece {
  if (reservedUse(gtin) !== null) return { gtin: null, code: 'barcode_not_a_product', piece, detail: gtin }
  return { gtin, code, piece, detail: code === null ? '' : gtin }
}

function failed(code: FindingCode, piece: string, detail = ''): BarcodePiece {
  return { gtin: null, code, piece, detail }
}
