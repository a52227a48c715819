/** Reads a segment in place: the bytes that were signed are the bytes that are asked. */
import type { Bytes } from '../core/bytes.ts'
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
import {
  malformed,
  numbersOver,
  remembered,
  rememberedTexts,
  textsOver,
  type SegmentEntry,
  type Numbers,
  type Texts,
} from './segment-views.ts'

/** One file of listings, sorted by barcode. Rows run from 0 to `count - 1`. */
export interface Segment {
  /** The target's path: `"models/haier/1.seg"`. */
  readonly name: string
  readonly count: number
  /** The barcode as a number, below 10^14; -1 where the listing names none. Never falls from row to row. */
  gtin(row: number): number
  listing(row: number): Listing
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
  const coded = (section: NumbersName, dictionary: TextsName, required = false): ((row: number) => string | null) => {
    const known = texts(dictionary)
    return codedBy(numbers(section, known.count, required), rememberedTexts(known))
  }
  const headed = (section: NumbersName, dictionary: TextsName): ((row: number) => Head | null) => {
    const known = texts(dictionary)
    return codedBy(
      numbers(section, known.count),
      remembered(known.count, (place) => headOf(known.text(place))),
    )
  }

  const gtin = numbers('gtin', 1e14)
  const brandTexts = texts('brands')
  const brand = codedBy(numbers('brand', brandTexts.count, true), rememberedTexts(brandTexts))
  const models = texts('model')
  const category = coded('category', 'categories', true)
  const grade = numbers('grade', gradeKinds.length * gradesPerKind, true)
  const status = numbers('status', statuses.length, true)
  const filedPrice = numbers('filedPrice', mostFen, true)
  const basePrice = numbers('basePrice', mostFen)
  const averagePrice = numbers('averagePrice', mostFen)
  const guidePrice = numbers('guidePrice', mostFen)
  const recordHead = headed('recordHead', 'recordHeads')
  const recordTailHigh = numbers('recordTailHigh', 1e9)
  const recordTailLow = numbers('recordTailLow', 1e9)
  const registeredModel = coded('registeredModel', 'registeredModels')
  const certificateHead = headed('certificateHead', 'certificateHeads')
  const certificateTail = numbers('certificateTail', 1e9)
  const serialRule = coded('serialRule', 'serialRules')
  const instants = rememberedTexts(texts('instants'))
  const instantCount = entry('instants').count
  const from = numbers('from', instantCount)
  const to = numbers('to', instantCount)
  const productNames = texts('productNames')
  const namePlaces = numbers('productName', productNames.count, true)
  const productName = codedBy(
    namePlaces,
    remembered(productNames.count, (place) => productNames.text(place).split(modelMark)),
  )

  return {
    name,
    count,
    models,
    productNames,
    productName: (row) => namePlaces.at(row),
    heap,
    gtin: (row) => gtin.at(row),
    brand: (row) => brand(row) ?? '',
    brands: Array.from({ length: brandTexts.count }, (_, place) => brandTexts.text(place)),
    listing(row) {
      const code = gtin.at(row)
      const gradeCode = grade.at(row)
      const model = models.text(row)
      const start = from.at(row)
      const end = to.at(row)
      return {
        gtin: code < 0 ? null : String(code).padStart(14, '0'),
        brand: brand(row) ?? '',
        model,
        category: category(row) ?? '',
        gradeKind: gradeKinds[Math.floor(gradeCode / gradesPerKind)] ?? 'none',
        grade: gradeCode % gradesPerKind || null,
        filedPrice: amount(filedPrice.at(row)) ?? '0.00',
        basePrice: amount(basePrice.at(row)),
        averagePrice: amount(averagePrice.at(row)),
        guidePrice: amount(guidePrice.at(row)),
        recordNumber: joined(recordHead(row), recordTailHigh.at(row), recordTailLow.at(row)),
        registeredModel: registeredModel(row),
        certificate: joined(certificateHead(row), 0, certificateTail.at(row)),
        serialRule: serialRule(row),
        from: start < 0 ? null : instants(start),
        to: end < 0 ? null : instants(end),
        status: statuses[status.at(row)] ?? 'withdrawn',
        name: (productName(row) ?? []).join(model),
      }
    },
  }
}

function codedBy<T>(places: Numbers, valueAt: (place: number) => T): (row: number) => T | null {
  return (row) => {
    const place = places.at(row)
    return place < 0 ? null : valueAt(place)
  }
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

function amount(fen: number): string | null {
  if (fen < 0) return null
  const rest = fen % 100
  return `${(fen - rest) / 100}.${rest < 10 ? '0' : ''}${rest}`
}

/** What stands before a number's last digits, and how many those are. */
interface Head {
  readonly text: string
  readonly digits: number
}

/** `"202106-27-|18"`: 18 digits follow. */
function headOf(text: string): Head {
  const bar = text.lastIndexOf('|')
  return { text: text.slice(0, bar), digits: Math.min(18, Math.max(0, Number(text.slice(bar + 1)) || 0)) }
}

function joined(head: Head | null, high: number, low: number): string | null {
  if (head === null) return null
  const { text, digits } = head
  if (digits === 0) return text
  if (digits <= 9) return text + padded(low, digits)
  return text + padded(high, digits - 9) + padded(low, 9)
}

function padded(tail: number, digits: number): string {
  return String(Math.max(0, tail)).padStart(digits, '0')
}
