/** All listings of all segments in one row of numbers, and the listings read of late. */
import type { Listing } from './listing.ts'
import type { Segment } from './segment-reader.ts'

/** Rows 0 to `count - 1` over the segments in their order. */
export interface Rows {
  readonly count: number
  readonly segments: readonly Segment[]
  /** First row of each segment, and one past the last row at the end. */
  readonly starts: Uint32Array
  /** Place of the segment that holds `row`. */
  segmentOf(row: number): number
  /** The same object for the same row, as long as it is remembered. */
  listing(row: number): Listing
}

// A till sells the same few hundred products; making an object of a row costs more than finding it.
const rememberedListings = 512

export function createRows(segments: readonly Segment[]): Rows {
  const starts = new Uint32Array(segments.length + 1)
  segments.forEach((segment, i) => {
    starts[i + 1] = (starts[i] ?? 0) + segment.count
  })
  const count = starts[segments.length] ?? 0
  let recent = new Map<number, Listing>()
  let older = new Map<number, Listing>()

  function segmentOf(row: number): number {
    let low = 0
    let high = segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= row) low = middle
      else high = middle - 1
    }
    return low
  }

  function read(row: number): Listing {
    const place = segmentOf(row)
    const segment = segments[place]
    if (!segment) throw new RangeError(`no row ${row}`)
    return Object.freeze(segment.listing(row - (starts[place] ?? 0)))
  }

  return {
    count,
    segments,
    starts,
    segmentOf,
    listing(row) {
      const known = recent.get(row)
      if (known) return known
      const listing = older.get(row) ?? read(row)
      if (recent.size >= rememberedListings) {
        older = recent
        recent = new Map()
      }
      recent.set(row, listing)
      return listing
    },
  }
}
