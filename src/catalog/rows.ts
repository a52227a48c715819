/** All listings of all segments in one row of numbers. */
import type { Gtin14 } from '../scan/gtin.ts'
import type { Listing } from './listing.ts'
import type { Segment } from './segment-reader.ts'

/** A segment among others. */
export interface PlacedSegment {
  readonly segment: Segment
  /** Row of its first listing. */
  readonly start: number
}

/** Rows 0 to `count - 1` over the segments in their order. */
export interface Rows {
  readonly count: number
  readonly segments: readonly PlacedSegment[]
  /** The segment that holds `row`. */
  segmentOf(row: number): PlacedSegment
  /** Brand id. */
  brand(row: number): string
  /**
   * The same object for the same row, as long as it is remembered; it cannot be changed.
   * @param gtin the row's barcode, where it is at hand
   */
  listing(row: number, gtin?: Gtin14): Listing
}

// A till sells the same few hundred products; those that survive cost the collector more than making them again.
const rememberedListings = 512

export function createRows(segments: readonly Segment[]): Rows {
  let count = 0
  const placed = segments.map((segment): PlacedSegment => {
    const start = count
    count += segment.count
    return { segment, start }
  })
  const starts = Uint32Array.from(placed, ({ start }) => start)
  let recent = new Map<number, Listing>()
  let older = new Map<number, Listing>()

  function segmentOf(row: number): PlacedSegment {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= row) low = middle
      else high = middle - 1
    }
    const found = placed[low]
    if (!found) throw new RangeError(`no row ${row}`)
    return found
  }

  function read(row: number, gtin?: Gtin14): Listing {
    const { segment, start } = segmentOf(row)
    return Object.freeze(segment.listing(row - start, gtin))
  }

  return {
    count,
    segments: placed,
    segmentOf,
    brand(row) {
      const { segment, start } = segmentOf(row)
      return segment.brand(row - start)
    },
    listing(row, gtin) {
      const known = recent.get(row)
      if (known) return known
      const listing = older.get(row) ?? read(row, gtin)
      if (recent.size >= rememberedListings) {
        older = recent
        recent = new Map()
      }
      recent.set(row, listing)
      return listing
    },
  }
}
