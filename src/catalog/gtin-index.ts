/** From a barcode to its rows: by the segments' barcode ranges at first, by a hash table once it is built. */
import { mixed } from './model-codes.ts'
import { ascending, createRowTable, insertRow, type RowTable, visitRows } from './row-table.ts'
import type { PlacedSegment, Rows } from './rows.ts'
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
  let table: RowTable | null = null

  function* build(): Generator<void, void> {
    if (table) return
    const building = createRowTable(rows.count)
    let sinceStep = 0
    for (const { segment, start } of rows.segments) {
      for (let row = 0; row < segment.count; row++) {
        const gtin = segment.gtin(row)
        if (gtin >= 0) insertRow(building, hashGtin(gtin), start + row)
        if (++sinceStep % rowsAStep === 0) yield
      }
    }
    table = building
  }

  function findInTable(built: RowTable, gtin: number): readonly number[] {
    const found: number[] = []
    visitRows(built, hashGtin(gtin), (row) => {
      const { segment, start } = rows.segmentOf(row)
      if (segment.gtin(row - start) === gtin) found.push(row)
    })
    return ascending(found)
  }

  return { find: (gtin) => (table ? findInTable(table, gtin) : findInRanges(ranges, gtin)), build }
}

function hashGtin(gtin: number): number {
  return mixed((gtin % 0x100000000) ^ Math.imul(Math.floor(gtin / 0x100000000), 0x9e3779b1))
}

interface Range extends PlacedSegment {
  readonly first: number
  readonly last: number
  /** Highest barcode of this range and of all before it. */
  readonly highest: number
}

function rangesOf(rows: Rows): readonly Range[] {
  const ranges = rows.segments
    .map(({ segment, start }) => ({
      segment,
      start,
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
  return ascending(found)
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
