/** Reads a segment in place: the bytes that were signed are the bytes that are asked. */
import { fenToAmount } from '../core/amount.ts'
import type { Bytes } from '../core/bytes.ts'
import type { Gtin14 } from '../scan/gtin.ts'
import type { Listing } from './listing.ts'
import {
  entryBytes,
  gradeKinds,
  gradesPerKind,
  headerBytes,
  kindCodes,
  modelMark,
  sections,
  sectionsStart,
  segmentChecksum,
  segmentLimits,
  segmentMagic,
  segmentVersion,
  statuses,
  type NumbersName,
  type TextsName,
} from './segment-format.ts'
import { decodeText, gtinText, headOf, withTail } from './segment-texts.ts'
import { malformed, numbersOver, textsOver, type SegmentEntry, type Numbers, type Texts } from './segment-views.ts'

/** One file of listings, sorted by barcode. Rows run from 0 to `count - 1`. */
export interface Segment {
  /** The target's path: `"models/haier/1.seg"`. */
  readonly name: string
  readonly count: number
  /** The barcode as a number, below 10^14; -1 where the listing names none. Never falls from row to row. */
  gtin(row: number): number
  /** @param gtin the row's barcode, where it is at hand */
  listing(row: number, gtin?: Gtin14): Listing
  /** Brand id. */
  brand(row: number): string
  /** Every brand id that a row has. */
  readonly brands: readonly string[]
  /** The listings' model texts, by row. */
  readonly models: Texts
  /** Product names by place, U+0000 standing for the model. */
  readonly productNames: Texts
  /** Place of the row's product name. */
  productName(row: number): number
  /** UTF-8. */
  readonly heap: Bytes
}

/**
 * Opens a segment. Every offset, length and place is checked here, in one pass; nothing is parsed.
 * @param name the target's path, for messages
 * @throws CheckoutError `SEGMENT_MALFORMED` naming the section that is wrong
 */
export function readSegment(bytes: Bytes, name: string): Segment {
  // Typed arrays need their start on a multiple of their width.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const { count, entries, heap } = readDirectory(aligned, name)
  const entry = (section: NumbersName | TextsName): SegmentEntry => {
    const found = entries.get(section)
    if (!found) throw malformed(name, section, 'is missing')
    return found
  }
  const texts = (section: TextsName): Texts => textsOver(aligned, entry(section), heap, name)
  const numbers = (section: NumbersName, below: number, required = false): Numbers =>
    numbersOver(aligned, entry(section), name, { below, required })
  const dictionary = <T>(section: TextsName, read: (text: string) => T): Dictionary<T> => {
    const known = texts(section)
    const values = new Array<T | undefined>(known.count).fill(undefined)
    return {
      count: known.count,
      at: (place) => (place < 0 ? null : (values[place] ??= read(known.text(place)))),
    }
  }

  const gtin = numbers('gtin', 1e14)
  const brands = dictionary('brands', asItIs)
  const brand = numbers('brand', brands.count, true)
  const models = texts('model')
  const categories = dictionary('categories', asItIs)
  const category = numbers('category', categories.count, true)
  const grade = numbers('grade', gradeKinds.length * gradesPerKind, true)
  const status = numbers('status', statuses.length, true)
  const filedPrice = numbers('filedPrice', mostFen, true)
  const basePrice = numbers('basePrice', mostFen)
  const averagePrice = numbers('averagePrice', mostFen)
  const guidePrice = numbers('guidePrice', mostFen)
  const recordHeads = dictionary('recordHeads', headOf)
  const recordHead = numbers('recordHead', recordHeads.count)
  const recordTailHigh = numbers('recordTailHigh', 1e9)
  const recordTailLow = numbers('recordTailLow', 1e9)
  const registeredModels = dictionary('registeredModels', asItIs)
  const registeredModel = numbers('registeredModel', registeredModels.count)
  const certificateHeads = dictionary('certificateHeads', headOf)
  const certificateHead = numbers('certificateHead', certificateHeads.count)
  const certificateTail = numbers('certificateTail', 1e9)
  const serialRules = dictionary('serialRules', asItIs)
  const serialRule = numbers('serialRule', serialRules.count)
  const instants = dictionary('instants', asItIs)
  const from = numbers('from', instants.count)
  const to = numbers('to', instants.count)
  const productNames = texts('productNames')
  const nameParts = dictionary('productNames', (text) => text.split(modelMark))
  const productName = numbers('productName', productNames.count, true)

  return {
    name,
    count,
    models,
    productNames,
    productName: (row) => productName.at(row),
    heap,
    gtin: (row) => gtin.at(row),
    brand: (row) => brands.at(brand.at(row)) ?? '',
    brands: Array.from({ length: brands.count }, (_, place) => brands.at(place) ?? ''),
    listing(row, gtinAtHand) {
      // All numbers before any text: a row's cells lie far apart, and the processor then waits for them together.
      const gtinCode = gtin.at(row)
      const brandPlace = brand.at(row)
      const modelStart = models.start(row)
      const categoryPlace = category.at(row)
      const gradeCode = grade.at(row)
      const statusCode = status.at(row)
      const filedFen = filedPrice.at(row)
      const baseFen = basePrice.at(row)
      const averageFen = averagePrice.at(row)
      const guideFen = guidePrice.at(row)
      const recordPlace = recordHead.at(row)
      const recordHigh = recordTailHigh.at(row)
      const recordLow = recordTailLow.at(row)
      const registeredPlace = registeredModel.at(row)
      const certificatePlace = certificateHead.at(row)
      const certificateLow = certificateTail.at(row)
      const rulePlace = serialRule.at(row)
      const fromPlace = from.at(row)
      const toPlace = to.at(row)
      const namePlace = productName.at(row)
      const model = decodeText(heap, modelStart, modelStart + models.length(row))
      return {
        gtin: gtinAtHand ?? gtinText(gtinCode),
        brand: brands.at(brandPlace) ?? '',
        model,
        category: categories.at(categoryPlace) ?? '',
        gradeKind: gradeKinds[Math.floor(gradeCode / gradesPerKind)] ?? 'none',
        grade: gradeCode % gradesPerKind || null,
        filedPrice: fenToAmount(filedFen),
        basePrice: optionalAmount(baseFen),
        averagePrice: optionalAmount(averageFen),
        guidePrice: optionalAmount(guideFen),
        recordNumber: withTail(recordHeads.at(recordPlace), recordHigh, recordLow),
        registeredModel: registeredModels.at(registeredPlace),
        certificate: withTail(certificateHeads.at(certificatePlace), 0, certificateLow),
        serialRule: serialRules.at(rulePlace),
        from: instants.at(fromPlace),
        to: instants.at(toPlace),
        status: statuses[statusCode] ?? 'withdrawn',
        name: named(nameParts.at(namePlace), model),
      }
    },
  }
}

/** Texts that many rows share, each read once. */
interface Dictionary<T> {
  readonly count: number
  /** Null for -1. */
  at(place: number): T | null
}

function named(parts: readonly string[] | null, model: string): string {
  if (parts === null) return ''
  const [before = '', after] = parts
  if (after === undefined) return before
  return parts.length === 2 ? before + model + after : parts.join(model)
}

const asItIs = (text: string): string => text

function optionalAmount(fen: number): string | null {
  return fen < 0 ? null : fenToAmount(fen)
}

// 99,999,999.99 yuan is the most that an amount can be.
const mostFen = 1e10

function readDirectory(
  bytes: Bytes,
  name: string,
): { count: number; entries: ReadonlyMap<string, SegmentEntry>; heap: Bytes } {
  if (bytes.length > segmentLimits.bytes) throw malformed(name, 'length', `is over ${segmentLimits.bytes} bytes`)
  if (bytes.length < sectionsStart || bytes.length % 16 !== 0)
    throw malformed(name, 'length', `cannot be ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(0, true) !== segmentMagic) throw malformed(name, 'magic', 'is not TSEG')
  if (view.getUint16(4, true) !== segmentVersion)
    throw malformed(name, 'version', `is ${view.getUint16(4, true)}: this reader knows ${segmentVersion}`)
  if (view.getUint16(6, true) !== sections.length) throw malformed(name, 'sections', `are not ${sections.length}`)
  const count = view.getUint32(8, true)
  if (count > segmentLimits.rows) throw malformed(name, 'rows', `are over ${segmentLimits.rows}`)
  if (view.getUint32(12, true) !== bytes.length) throw malformed(name, 'length', 'is not what the header says')
  const lanes = segmentChecksum(
    new Uint32Array(bytes.buffer, bytes.byteOffset + headerBytes, (bytes.length - headerBytes) >> 2),
  )
  if (lanes.some((lane, i) => view.getUint32(16 + 4 * i, true) !== lane))
    throw malformed(name, 'checksum', 'does not fit the content')

  const entries = new Map<string, SegmentEntry>()
  let end = sectionsStart
  sections.forEach((section, id) => {
    const at = headerBytes + id * entryBytes
    const entry: SegmentEntry = {
      name: section.name,
      width: view.getUint8(at + 2),
      count: view.getUint32(at + 4, true),
      offset: view.getUint32(at + 8, true),
      length: view.getUint32(at + 12, true),
      base: view.getFloat64(at + 16, true),
      step: view.getUint32(at + 24, true),
    }
    if (
      view.getUint8(at) !== id ||
      view.getUint8(at + 1) !== kindCodes[section.kind] ||
      view.getUint8(at + 3) !== 0 ||
      view.getUint32(at + 28, true) !== 0
    )
      throw malformed(name, section.name, 'is not in its place')
    if (entry.offset % 8 !== 0 || entry.offset < end || entry.offset + entry.length > bytes.length)
      throw malformed(name, section.name, 'lies outside its bounds')
    if (section.rows ? entry.count !== count : entry.count > segmentLimits.rows && section.kind !== 'heap')
      throw malformed(name, section.name, 'has a wrong count')
    end = entry.offset + entry.length
    entries.set(section.name, entry)
  })
  const heap = entries.get('heap')
  if (!heap || heap.count !== heap.length) throw malformed(name, 'heap', 'has a wrong count')
  return { count, entries, heap: bytes.subarray(heap.offset, heap.offset + heap.length) }
}
