/** Writes a segment: any listings in any order, always the same bytes for the same listings. */
import { CheckoutError } from '../core/errors.ts'
import type { Bytes } from '../core/bytes.ts'
import { buildNumbers, buildTexts, createDictionary, createHeap, type BuiltSection } from './segment-columns.ts'
import type { Listing } from './listing.ts'
import { requireListing } from './listing-check.ts'
import {
  alignTo,
  certificateTailDigits,
  entryBytes,
  gradeKinds,
  gradesPerKind,
  headerBytes,
  kindCodes,
  modelMark,
  recordTailDigits,
  sections,
  sectionsStart,
  segmentChecksum,
  segmentLimits,
  segmentMagic,
  segmentVersion,
  statuses,
  type NumbersName,
  type SectionName,
  type TextsName,
} from './segment-format.ts'

/**
 * The listings as one signed file's bytes, sorted by barcode, then brand, then model.
 * @throws {@link CheckoutError} `INPUT_INVALID` naming the listing and field that the format cannot
 * hold (`listings.3.gtin`), `INPUT_TOO_LARGE` over {@link segmentLimits}
 */
export function writeSegment(listings: readonly Listing[]): Bytes {
  if (listings.length > segmentLimits.rows) {
    throw new CheckoutError('INPUT_TOO_LARGE', `A segment holds at most ${segmentLimits.rows} listings: split it`, {
      field: 'listings',
      received: String(listings.length),
    })
  }
  listings.forEach((listing, i) => requireListing(listing, `listings.${i}`))
  return assemble(buildSections([...listings].sort(compareListings)), listings.length)
}

function compareListings(a: Listing, b: Listing): number {
  return (
    compare(a.gtin ?? '', b.gtin ?? '') ||
    compare(a.brand, b.brand) ||
    compare(a.model, b.model) ||
    compare(JSON.stringify(a), JSON.stringify(b))
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function buildSections(rows: readonly Listing[]): ReadonlyMap<SectionName, BuiltSection> {
  const heap = createHeap()
  const built = new Map<SectionName, BuiltSection>()
  const numbers = (name: NumbersName, valueOf: (listing: Listing) => number | null): void =>
    void built.set(name, buildNumbers(rows.map(valueOf)))
  const texts = (name: TextsName, values: readonly string[]): void => void built.set(name, buildTexts(values, heap))
  const coded = (name: NumbersName, dictionary: TextsName, textOf: (listing: Listing) => string | null): void => {
    const { place, texts: known } = indexed(rows, textOf)
    built.set(name, buildNumbers(place))
    texts(dictionary, known)
  }

  numbers('gtin', ({ gtin }) => (gtin === null ? null : Number(gtin)))
  coded('brand', 'brands', ({ brand }) => brand)
  texts(
    'model',
    rows.map(({ model }) => model),
  )
  coded('category', 'categories', ({ category }) => category)
  numbers('grade', ({ gradeKind, grade }) => gradeKinds.indexOf(gradeKind) * gradesPerKind + (grade ?? 0))
  numbers('status', ({ status }) => statuses.indexOf(status))
  numbers('filedPrice', ({ filedPrice }) => amountToFen(filedPrice))
  numbers('basePrice', ({ basePrice }) => amountToFen(basePrice))
  numbers('averagePrice', ({ averagePrice }) => amountToFen(averagePrice))
  numbers('guidePrice', ({ guidePrice }) => amountToFen(guidePrice))
  coded('recordHead', 'recordHeads', ({ recordNumber }) => splitTail(recordNumber, recordTailDigits)?.head ?? null)
  numbers('recordTailHigh', ({ recordNumber }) => splitTail(recordNumber, recordTailDigits)?.high ?? null)
  numbers('recordTailLow', ({ recordNumber }) => splitTail(recordNumber, recordTailDigits)?.low ?? null)
  coded('registeredModel', 'registeredModels', ({ registeredModel }) => registeredModel)
  coded(
    'certificateHead',
    'certificateHeads',
    ({ certificate }) => splitTail(certificate, certificateTailDigits)?.head ?? null,
  )
  numbers('certificateTail', ({ certificate }) => splitTail(certificate, certificateTailDigits)?.low ?? null)
  coded('serialRule', 'serialRules', ({ serialRule }) => serialRule)
  const instants = createDictionary()
  numbers('from', ({ from }) => instants.place(from))
  numbers('to', ({ to }) => instants.place(to))
  texts('instants', instants.texts)
  coded('productName', 'productNames', ({ name, model }) => name.replaceAll(model, modelMark))
  built.set('heap', heap.build())
  return built
}

function indexed(
  rows: readonly Listing[],
  textOf: (listing: Listing) => string | null,
): { place: (number | null)[]; texts: readonly string[] } {
  const dictionary = createDictionary()
  return { place: rows.map((row) => dictionary.place(textOf(row))), texts: dictionary.texts }
}

function amountToFen(amount: string | null): number | null {
  return amount === null ? null : Number(amount.replace('.', ''))
}

/** The digits at the end of `text` as numbers, and the rest with their count: `"202106-27-|18"`. */
function splitTail(text: string | null, mostDigits: number): { head: string; high: number; low: number } | null {
  if (text === null) return null
  let from = text.length
  while (from > 0 && text.length - from < mostDigits && isDigit(text.charCodeAt(from - 1))) from--
  const tail = text.slice(from)
  return { head: `${text.slice(0, from)}|${tail.length}`, high: Number(tail.slice(0, -9)), low: Number(tail.slice(-9)) }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function assemble(built: ReadonlyMap<SectionName, BuiltSection>, rows: number): Bytes {
  let total = sectionsStart
  const offsets = sections.map(({ name }) => {
    const offset = alignTo(total, 8)
    total = offset + (built.get(name)?.body.length ?? 0)
    return offset
  })
  total = alignTo(total, 16)
  if (total > segmentLimits.bytes) {
    throw new CheckoutError('INPUT_TOO_LARGE', `A segment holds at most ${segmentLimits.bytes} bytes: split it`, {
      field: 'listings',
      received: String(total),
    })
  }
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, segmentMagic, true)
  view.setUint16(4, segmentVersion, true)
  view.setUint16(6, sections.length, true)
  view.setUint32(8, rows, true)
  view.setUint32(12, total, true)
  sections.forEach(({ name }, id) => {
    const section = built.get(name)
    const offset = offsets[id]
    if (!section || offset === undefined) throw new CheckoutError('INTERNAL', `section ${name} was not built`)
    const at = headerBytes + id * entryBytes
    view.setUint8(at, id)
    view.setUint8(at + 1, kindCodes[section.kind])
    view.setUint8(at + 2, section.width)
    view.setUint32(at + 4, section.count, true)
    view.setUint32(at + 8, offset, true)
    view.setUint32(at + 12, section.body.length, true)
    view.setFloat64(at + 16, section.base, true)
    view.setUint32(at + 24, section.step, true)
    bytes.set(section.body, offset)
  })
  segmentChecksum(new Uint32Array(bytes.buffer, headerBytes)).forEach((lane, i) =>
    view.setUint32(16 + 4 * i, lane, true),
  )
  return bytes
}
