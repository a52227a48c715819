/** A spreadsheet row becomes listings: all of its mistakes at once, and listings only when it has no error. */
import type { GradeKind, Listing } from '../catalog/listing.ts'
import type { Amount } from '../core/money.ts'
import { compareAmounts, zero } from '../core/money.ts'
import { readBarcodes } from './barcode-cell.ts'
import { cleanText, isBlank, nextDay, readDay, readGrade, readGradeKind, readPrice, readStatus, textFault } from './cells.ts'
import type { ColumnName, Header } from './columns.ts'
import { findingWeights, type Finding, type FindingCode } from './findings.ts'
import type { CategoryWord, Vocabulary } from './vocabulary.ts'

/** Most characters of one cell. */
const limitCharacters = 300
const limitBarcodes = 50
const certificatePattern = /^\d{16}$/
// Forms seen on labels: 202106-27-11027226-462651443728322560.
const recordNumberPattern = /^\d{6}-\d{1,3}-\d{3,9}-\d{6,20}$/
// Only a scientific number that a spreadsheet made: 1.01045E+09, never a model such as 12E45.
const scientificPattern = /^\d\.\d+e\+\d{1,2}$/i

export interface RowReaderOptions {
  /** The table's name, for findings. */
  readonly table: string
  readonly header: Header
  readonly vocabulary: Vocabulary
  /** Offset of the scheme's zone, in which a table's days begin: `"+08:00"`. */
  readonly zoneOffset: string
}

export interface RowReader {
  /**
   * The row's listings, one a barcode; none when it has an error or is blank.
   * @param report is told of everything found in the row
   */
  read(row: number, cells: readonly string[], report: (finding: Finding) => void): readonly Listing[]
}

const none: readonly Listing[] = []

export function createRowReader({ table, header, vocabulary, zoneOffset }: RowReaderOptions): RowReader {
  const { places } = header
  return {
    read(row, cells, report) {
      if (cells.every((cell) => cell.trim() === '')) return none
      let errors = 0
      const found = (column: ColumnName | null, code: FindingCode, value: string, detail = ''): null => {
        if (findingWeights[code] === 'error') errors++
        report({ table, row, column, code, value: value.slice(0, 80), detail })
        return null
      }
      const cell = (column: ColumnName): string | null => {
        const place = places.get(column)
        const text = place === undefined ? '' : cleanText(cells[place] ?? '')
        if (isBlank(text)) return null
        const fault = textFault(text, limitCharacters)
        return fault === null ? text : found(column, fault, text)
      }
      const required = (column: ColumnName): string | null => {
        const before = errors
        return cell(column) ?? (errors > before ? null : found(column, 'cell_missing', ''))
      }
      const read = <T>(column: ColumnName, code: FindingCode, reader: (text: string) => T | null): T | null => {
        const text = cell(column)
        return text === null ? null : (reader(text) ?? found(column, code, text))
      }
      const price = (column: ColumnName): Amount | null => read(column, 'price_invalid', readPrice)

      const brandName = required('brand')
      const brand = brandName === null ? null : (vocabulary.brand(brandName) ?? found('brand', 'brand_unknown', brandName))
      const model = required('model')
      if (model !== null && scientificPattern.test(model)) found('model', 'model_scientific', model)
      const categoryName = required('category')
      const category = categoryName === null ? null : (vocabulary.category(categoryName) ?? found('category', 'category_unknown', categoryName))
      const filedText = required('filedPrice')
      const filedPrice = filedText === null ? null : (readPrice(filedText) ?? found('filedPrice', 'price_invalid', filedText))
      if (filedPrice === zero) found('filedPrice', 'price_zero', filedText ?? '')
      const basePrice = price('basePrice')
      const averagePrice = price('averagePrice')
      if (filedPrice && averagePrice && compareAmounts(averagePrice, filedPrice) > 0) found('averagePrice', 'price_order', averagePrice, filedPrice)
      const { grade, gradeKind } = readGrades(cell, found, category)
      const certificate = read('certificate', 'certificate_malformed', (text) => (certificatePattern.test(text) ? text : null))
      const recordNumber = cell('recordNumber')
      if (recordNumber !== null && !recordNumberPattern.test(recordNumber)) found('recordNumber', 'record_number_malformed', recordNumber)
      const serialRule = read('serialRule', 'serial_rule_unknown', (text) => (!brand || brand.serialRules.some(({ id }) => id === text) ? text : null))
      const from = read('from', 'date_invalid', readDay)
      const to = read('to', 'date_invalid', readDay)
      if (from !== null && to !== null && to < from) found('to', 'period_reversed', to, from)
      const status = read('status', 'status_unknown', readStatus) ?? 'listed'
      const gtins = readGtins(cell('gtin') ?? '', found, brand?.id ?? null, vocabulary)
      const name = cell('name')
      const guidePrice = price('guidePrice')
      const registeredModel = cell('registeredModel')

      if (errors > 0 || !brand || !category || model === null || filedPrice === null) return none
      const listing = {
        brand: brand.id, model, category: category.code, gradeKind, grade,
        filedPrice, basePrice, averagePrice, guidePrice,
        recordNumber, registeredModel, certificate, serialRule,
        from: from === null ? null : `${from}T00:00:00${zoneOffset}`,
        to: to === null ? null : `${nextDay(to)}T00:00:00${zoneOffset}`,
        status,
        name: name ?? `${brand.names[0] ?? brand.id} ${model}`,
      }
      return gtins.length === 0 ? [{ gtin: null, ...listing }] : gtins.map((gtin) => ({ gtin, ...listing }))
    },
  }
}

type Cell = (column: ColumnName) => string | null
type Found = (column: ColumnName, code: FindingCode, value: string, detail?: string) => null

function readGrades(cell: Cell, found: Found, category: CategoryWord | null): { grade: number | null; gradeKind: GradeKind } {
  const grades: { grade: number; kind: GradeKind }[] = []
  const kindText = cell('gradeKind')
  const statedKind = kindText === null ? null : (readGradeKind(kindText) ?? found('gradeKind', 'grade_invalid', kindText))
  for (const [column, columnKind] of [['grade', null], ['energyGrade', 'energy'], ['waterGrade', 'water']] as const) {
    const text = cell(column)
    if (text === null) continue
    const grade = readGrade(text)
    if (grade === null) found(column, 'grade_invalid', text)
    else grades.push({ grade: grade.grade, kind: columnKind ?? grade.kind ?? statedKind ?? 'energy' })
  }
  const [first, second] = grades
  if (second) found('waterGrade', 'grade_twice', `${first?.grade ?? ''}, ${second.grade}`)
  if (!first) {
    if (category?.needsGrade) found('grade', 'grade_missing', '', category.code)
    return { grade: null, gradeKind: 'none' }
  }
  return { grade: first.grade, gradeKind: first.kind }
}

function readGtins(text: string, found: Found, brand: string | null, vocabulary: Vocabulary): readonly string[] {
  if (text === '') return []
  const pieces = readBarcodes(text)
  if (pieces.length > limitBarcodes) found('gtin', 'cell_too_long', text, String(pieces.length))
  const gtins: string[] = []
  for (const { gtin, code, piece, detail } of pieces) {
    if (code !== null) found('gtin', code, piece, detail)
    if (gtin === null || gtins.includes(gtin)) continue
    gtins.push(gtin)
    if (brand !== null) checkPrefix(gtin, brand, found, vocabulary)
  }
  return gtins
}

function checkPrefix(gtin: string, brand: string, found: Found, vocabulary: Vocabulary): void {
  const owners = vocabulary.brandsOfBarcode(gtin)
  if (owners.includes(brand)) return
  if (owners.length > 0) found('gtin', 'barcode_other_brand', gtin, owners.join(', '))
  else if (vocabulary.hasPrefixes(brand)) found('gtin', 'barcode_prefix_unregistered', gtin, brand)
}
