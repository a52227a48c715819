/** The brand database in force: it knows what is listed, and what is not but looks as if it were. */
import type { Brand } from './listing.ts'
import { lookAlikesIn } from './look-alike.ts'
import { nearRows } from './near-models.ts'
import { createPart, type SegmentCatalog } from './part.ts'
import type { Segment } from './segment-reader.ts'
import { lookalikeKey } from './skeleton.ts'

/** All listings of a release. What {@link createPart} says of its look-ups holds here. */
export function createCatalog(segments: readonly Segment[], brands: readonly Brand[]): SegmentCatalog {
  const part = createPart(segments, brands, lookalikeKey)
  const { rows, models } = part.searchIndex
  const catalog: SegmentCatalog = {
    ...part,
    isPart: false,
    nearModels: (model, { maxEdits = 1, limit = 8 } = {}) =>
      nearRows(rows, models, model, maxEdits, limit).map((row) => rows.listing(row)),
  }
  return { ...catalog, lookAlikes: lookAlikesIn(catalog) }
}
