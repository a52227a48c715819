/** From a barcode to its rows: by the segments' barcode ranges at first, by a hash table once it is built. */
import { mixed } from './model-codes.ts'
import type { Rows } from './rows.ts'
import type { Segment } from './segment-reader.ts'

export interface GtinIndex {
  /** Rows of the barcode, ascending. */
  find(gtin: number): readonly number[]
  /** Builds the table in steps of a few milliseconds; until it is through, the ranges answer. */
  build(): Generator<void, void>
}

const rowsAStep = 65_536

export function createGtinIndex(rows: Rows): GtinIndex {
  const ranges = rangesOf(rows)
  let table: Uint32Array | null = null
  const rowBits = 32 - Math.clz32(rows.count)
  const tagMask = rowBits === 32 ? 0 : (0xffffffff << rowBits) >>> 0

  function* build(): Generator<void, void> {
    if (table) return
    const building = new Uint32Array(2 ** (32 - Math.clz32(Math.max(1, 2 * rows.count - 1))))
    let sinceStep = 0
    for (const [place, segment] of rows.segments.entries()) {
      const start = rows.starts[place] ?? 0
      for (let row = 0; row < segment.count; row++) {
        const gtin = segment.gtin(row)
        if (gtin >= 0) insert(building, gtin, start + row)
        if (++sinceStep % rowsAStep === 0) yield
      }
    }
    table = building
  }

  // A slot holds row + 1 in its low bits and as much of the hash as there is room for above them.
  function insert(slots: Uint32Array, gtin: number, row: number): void {
    const hash = hashGtin(gtin)
    let slot = hash & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = ((hash & tagMask) | (row + 1)) >>> 0
  }

  function findInTable(slots: Uint32Array, gtin: number): readonly number[] {
    const hash = hashGtin(gtin)
    const tag = (hash & tagMask) >>> 0
    const found: number[] = []
    for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const entry = slots[slot] ?? 0
      if (entry === 0) return found.length > 1 ? found.sort((a, b) => a - b) : found
      if ((entry & tagMask) >>> 0 !== tag) continue
      const row = ((entry & ~tagMask) >>> 0) - 1
      const place = rows.segmentOf(row)
      if (rows.segments[place]?.gtin(row - (rows.starts[place] ?? 0)) === gtin) found.push(row)
    }
  }

  return { find: (gtin) => (table ? findInTable(table, gtin) : findInRanges(ranges, gtin)), build }
}

function hashGtin(gtin: number): number {
  return mixed((gtin % 0x100000000) ^ Math.imul(Math.floor(gtin / 0x100000000), 0x9e3779b1))
}

interface Range {
  readonly segment: Segment
  readonly start: number
  readonly first: number
  readonly last: number
  /** Highest barcode of this range and of all before it. */
  readonly highest: number
}

function rangesOf(rows: Rows): readonly Range[] {
  const ranges = rows.segments
    .map((segment, place) => ({
      segment,
      start: rows.starts[place] ?? 0,
      first: firstCode(segment),
      last: segment.count > 0 ? segment.gtin(segment.count - 1) : -1,
    }))
    .filter(({ last }) => last >= 0)
    .sort((a, b) => a.first - b.first)
  let highest = -1
  return ranges.map((range) => ({ ...range, highest: (highest = Math.max(highest, range.last)) }))
}

function firstCode(segment: Segment): number {
  const row = firstRowFrom(segment, 0)
  return row < segment.count ? segment.gtin(row) : -1
}

function findInRanges(ranges: readonly Range[], gtin: number): readonly number[] {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.first ?? 0) <= gtin) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  for (let i = low - 1; i >= 0; i--) {
    const range = ranges[i]
    if (!range || range.highest < gtin) break
    if (range.last < gtin) continue
    const { segment, start } = range
    for (let row = firstRowFrom(segment, gtin); row < segment.count && segment.gtin(row) === gtin; row++)
      found.push(start + row)
  }
  return found.length > 1 ? found.sort((a, b) => a - b) : found
}

/** The first row whose barcode is `gtin` or above. */
function firstRowFrom(segment: Segment, gtin: number): number {
  let low = 0
  let high = segment.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (segment.gtin(middle) < gtin) low = middle + 1
    else high = middle
  }
  return low
}
