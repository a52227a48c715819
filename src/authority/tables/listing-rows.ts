/** A spreadsheet row becomes listings: all of its mistakes at once, and listings only when it has no error. */
import type { GradeKind, Listing } from '../../catalog/listing.ts'
import { filedModelLimit } from '../../catalog/model-text.ts'
import { compareAmounts, zero } from '../../core/money.ts'
import { readBarcodes } from './barcode-cell.ts'
import {
  cleanText,
  isBlank,
  nextDay,
  readDay,
  readGrade,
  readGradeKind,
  readPrice,
  readStatus,
  textFault,
} from './cells.ts'
import type { ColumnName, Header } from './columns.ts'
import { findingWeights, type Finding, type FindingCode } from './findings.ts'
import type { CategoryWord, Vocabulary } from './vocabulary.ts'

/** Most characters of a cell, the model's among them. A segment's text takes 1,024 bytes, and a name may be made of brand and model. */
const limitCharacters = filedModelLimit
const limitNameCharacters = 300
/** A cell of many barcodes. */
const limitBarcodeCharacters = 1_000
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
  /** Is told of everything found in the rows. */
  readonly report: (finding: Finding) => void
}

export interface RowReader {
  /** The row's listings, one a barcode; none when it has an error or is blank. */
  read(row: number, cells: readonly string[]): readonly Listing[]
}

const none: readonly Listing[] = []

export function createRowReader({ table, header, vocabulary, zoneOffset, report }: RowReaderOptions): RowReader {
  // One row is under way at a time. A million rows would make as many sets of functions.
  let row = 0
  let cells: readonly string[] = none as readonly never[]
  let errors = 0

  function found(column: ColumnName | null, code: FindingCode, value: string, detail = ''): null {
    if (findingWeights[code] === 'error') errors++
    report({ table, row, column, code, value: value.slice(0, 80), detail })
    return null
  }

  function cell(column: ColumnName): string | null {
    const place = header.places.get(column)
    const raw = place === undefined ? undefined : cells[place]
    if (raw === undefined || raw === '') return null
    const text = cleanText(raw)
    if (isBlank(text)) return null
    const fault = textFault(
      text,
      column === 'name' ? limitNameCharacters : column === 'gtin' ? limitBarcodeCharacters : limitCharacters,
    )
    return fault === null ? text : found(column, fault, text)
  }

  function required(column: ColumnName): string | null {
    const before = errors
    return cell(column) ?? (errors > before ? null : found(column, 'cell_missing', ''))
  }

  function read<T>(column: ColumnName, code: FindingCode, reader: (text: string) => T | null): T | null {
    const text = cell(column)
    return text === null ? null : (reader(text) ?? found(column, code, text))
  }

  function readModel(): string | null {
    const model = required('model')
    return model !== null && scientificPattern.test(model) ? found('model', 'model_scientific', model) : model
  }

  function readFiledPrice(): string | null {
    const text = required('filedPrice')
    const price = text === null ? null : (readPrice(text) ?? found('filedPrice', 'price_invalid', text))
    return price === zero ? found('filedPrice', 'price_zero', text ?? '') : price
  }

  function readGrades(category: CategoryWord | null): { readonly grade: number | null; readonly gradeKind: GradeKind } {
    const statedKind = read('gradeKind', 'grade_invalid', readGradeKind)
    const general = read('grade', 'grade_invalid', readGrade)
    const energy = read('energyGrade', 'grade_invalid', readGrade)
    const water = read('waterGrade', 'grade_invalid', readGrade)
    if (energy && water) found('waterGrade', 'grade_twice', `${energy.grade}, ${water.grade}`)
    if (energy) return { grade: energy.grade, gradeKind: 'energy' }
    if (water) return { grade: water.grade, gradeKind: 'water' }
    if (general) return { grade: general.grade, gradeKind: general.kind ?? statedKind ?? 'energy' }
    if (category?.needsGrade === true) found('grade', 'grade_missing', '', category.code)
    return { grade: null, gradeKind: 'none' }
  }

  function readGtins(brand: string | null): readonly string[] {
    const text = cell('gtin')
    if (text === null) return []
    const pieces = readBarcodes(text)
    if (pieces.length > limitBarcodes) found('gtin', 'cell_too_long', text, String(pieces.length))
    const gtins: string[] = []
    for (const { gtin, code, piece, detail } of pieces) {
      if (code !== null) found('gtin', code, piece, detail)
      if (gtin === null || gtins.includes(gtin)) continue
      gtins.push(gtin)
      if (brand !== null) checkPrefix(gtin, brand)
    }
    return gtins
  }

  function checkPrefix(gtin: string, brand: string): void {
    const owners = vocabulary.brandsOfBarcode(gtin)
    if (owners.includes(brand)) return
    const rule = vocabulary.prefixRule(brand)
    if (owners.length > 0) found('gtin', 'barcode_other_brand', gtin, owners.join(', '))
    else if (rule === 'own') found('gtin', 'barcode_not_own', gtin, brand)
    else if (rule === 'registered') found('gtin', 'barcode_prefix_unregistered', gtin, brand)
  }

  function readRow(): readonly Listing[] {
    const brandName = required('brand')
    const brand =
      brandName === null ? null : (vocabulary.brand(brandName) ?? found('brand', 'brand_unknown', brandName))
    const model = readModel()
    const categoryName = required('category')
    const category =
      categoryName === null
        ? null
        : (vocabulary.category(categoryName) ?? found('category', 'category_unknown', categoryName))
    const filedPrice = readFiledPrice()
    const basePrice = read('basePrice', 'price_invalid', readPrice)
    const averagePrice = read('averagePrice', 'price_invalid', readPrice)
    if (filedPrice !== null && averagePrice !== null && compareAmounts(averagePrice, filedPrice) > 0)
      found('averagePrice', 'price_order', averagePrice, filedPrice)
    const guidePrice = read('guidePrice', 'price_invalid', readPrice)
    const { grade, gradeKind } = readGrades(category)
    const certificate = read('certificate', 'certificate_malformed', (text) =>
      certificatePattern.test(text) ? text : null,
    )
    const recordNumber = cell('recordNumber')
    if (recordNumber !== null && !recordNumberPattern.test(recordNumber))
      found('recordNumber', 'record_number_malformed', recordNumber)
    const registeredModel = cell('registeredModel')
    const serialRule = read('serialRule', 'serial_rule_unknown', (text) =>
      !brand || brand.serialRules.some(({ id }) => id === text) ? text : null,
    )
    const from = read('from', 'date_invalid', readDay)
    const to = read('to', 'date_invalid', readDay)
    if (from !== null && to !== null && to < from) found('to', 'period_reversed', to, from)
    const status = read('status', 'status_unknown', readStatus) ?? 'listed'
    const gtins = readGtins(brand?.id ?? null)
    const name = cell('name')

    if (errors > 0 || !brand || !category || model === null || filedPrice === null) return none
    const listing = (gtin: string | null): Listing => ({
      gtin,
      brand: brand.id,
      model,
      category: category.code,
      gradeKind,
      grade,
      filedPrice,
      basePrice,
      averagePrice,
      guidePrice,
      recordNumber,
      registeredModel,
      certificate,
      serialRule,
      from: from === null ? null : `${from}T00:00:00${zoneOffset}`,
      to: to === null ? null : `${nextDay(to)}T00:00:00${zoneOffset}`,
      status,
      name: name ?? `${brand.names[0] ?? brand.id} ${model}`,
    })
    return gtins.length === 0 ? [listing(null)] : gtins.map(listing)
  }

  return {
    read(number, its) {
      if (its.every((each) => each === '' || each.trim() === '')) return none
      row = number
      cells = its
      errors = 0
      return readRow()
    },
  }
}
