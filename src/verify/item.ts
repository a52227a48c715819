/** The item as the checks read it: sizes bounded, texts trimmed, numbers in their one form. */
import { CheckoutError } from '../core/errors.ts'
import { requireAmount } from '../core/amount.ts'
import { refuse } from '../core/require.ts'
import { isDigits, normalizeGtin } from '../scan/gtin.ts'
import { scanProblems, type ScanProblem } from '../scan/scan.ts'
import { normalizeSerial } from '../scan/serial.ts'
import type { Item } from './verdict.ts'

/** Longest text of one member, characters. */
export const textLimit = 200

/**
 * A barcode that is no GTIN becomes the item's `problem` and is left out: nothing is repaired here,
 * the scan stage does that.
 * @throws CheckoutError `INPUT_INVALID` naming the member that is not of its type;
 * `INPUT_TOO_LARGE` for a text over {@link textLimit}
 */
export function readItem(item: Item): Item {
  // Members are set one by one, in one order: spreading costs more than all checks together.
  const normal: { -readonly [Member in keyof Item]: Item[Member] } = {}
  const gtin = text(item.gtin, 'gtin')
  let problem = item.problem
  if (problem !== undefined && !scanProblems.includes(problem)) refuse('problem', scanProblems.join(' or '))
  if (gtin !== undefined) {
    const proved = normalizeGtin(gtin)
    if (proved === null) problem ??= problemOf(gtin)
    else normal.gtin = proved
  }
  const brand = text(item.brand, 'brand')
  if (brand !== undefined) normal.brand = brand
  const model = text(item.model, 'model')
  if (model !== undefined) normal.model = model
  if (item.grade !== undefined) normal.grade = readGrade(item.grade)
  const recordNumber = text(item.recordNumber, 'recordNumber')
  if (recordNumber !== undefined) normal.recordNumber = recordNumber
  const certificate = text(item.certificate, 'certificate')
  if (certificate !== undefined) normal.certificate = certificate
  const serial = text(item.serial, 'serial')
  const normalSerial = serial && normalizeSerial(serial)
  if (normalSerial) normal.serial = normalSerial
  if (item.price !== undefined) normal.price = requireAmount(item.price, 'price')
  if (problem !== undefined) normal.problem = problem
  return normal
}

/**
 * Serials of the units of a line in the form they are compared in; null: not scanned.
 * @throws CheckoutError as {@link readItem}, naming `serials.<place>`
 */
export function readSerials(serials: readonly (string | null)[]): readonly (string | null)[] {
  return serials.map((each, i) => {
    const serial = each === null ? undefined : text(each, `serials.${i}`)
    // What is invisible is no serial.
    return (serial && normalizeSerial(serial)) || null
  })
}

function text(value: string | undefined, field: string): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') refuse(field, 'a text')
  if (value.length > textLimit) {
    throw new CheckoutError('INPUT_TOO_LARGE', `${field} is longer than ${textLimit} characters: give the code alone`, {
      field,
      expected: `at most ${textLimit} characters`,
      received: `${value.length} characters`,
    })
  }
  const trimmed = value.trim()
  return trimmed === '' ? undefined : trimmed
}

function readGrade(grade: number): number {
  if (Number.isInteger(grade) && grade >= 1 && grade <= 5) return grade
  throw new CheckoutError('INPUT_INVALID', 'grade must be 1 to 5; leave it out for goods without a grade', {
    field: 'grade',
    expected: '1 to 5',
    received: String(grade).slice(0, 20),
  })
}

function problemOf(gtin: string): ScanProblem {
  if (!isDigits(gtin)) return 'barcode_garbled'
  return [8, 12, 13, 14].includes(gtin.length) ? 'barcode_check_digit' : 'barcode_unreadable'
}
