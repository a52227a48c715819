/** A part of the brand database, over the segments as they lie in memory: it finds what is listed in it. */
import { createBrandIndex } from './brand-index.ts'
import { createGtinIndex } from './gtin-index.ts'
import type { Brand, Catalog, Listing } from './listing.ts'
import { createModelIndex } from './model-index.ts'
import { foldKey } from './model-text.ts'
import { createRows } from './rows.ts'
import type { SearchIndex } from './search.ts'
import { gtinCode } from './segment-texts.ts'
import type { Segment } from './segment-reader.ts'

/** A catalogue that can build its tables before they are asked for. */
export interface SegmentCatalog extends Catalog {
  /**
   * Builds what look-ups would otherwise build when first needed, in steps of a few milliseconds
   * each: a host takes a step at a time, between other work. Stopping half-way does no harm.
   */
  warm(): Generator<void, void>
  /** What `searchListings` looks in: a page that does not search carries no search. */
  readonly searchIndex: SearchIndex
}

const noListings: readonly Listing[] = Object.freeze([])

/**
 * Answers from the first call on: the first barcodes are found by binary search in the segments;
 * the tables for models are built with the first question about a model. Near misses it leaves to the whole.
 * @param fold as {@link createModelIndex} takes it
 */
export function createPart(
  segments: readonly Segment[],
  brands: readonly Brand[],
  fold: (key: string) => string = foldKey,
): SegmentCatalog {
  const rows = createRows(segments)
  const gtins = createGtinIndex(rows)
  const models = createModelIndex(rows, fold)
  const brandIndex = createBrandIndex(brands)
  const listings = (found: readonly number[]): readonly Listing[] =>
    found.length === 0 ? noListings : found.map((row) => rows.listing(row))

  return {
    size: rows.count,
    brands,
    isPart: true,
    byGtin(gtin) {
      const found = gtins.find(gtinCode(gtin))
      return found.length === 0 ? noListings : found.map((row) => rows.listing(row, gtin))
    },
    byModel(model, brand) {
      const found = models.find(model)
      return listings(brand === undefined ? found : found.filter((row) => rows.brand(row) === brand))
    },
    nearModels: () => noListings,
    searchIndex: { rows, models, brandIndex },
    brand: brandIndex.byId,
    brandByName: brandIndex.byName,
    brandByGtin: brandIndex.byGtin,
    *warm() {
      yield* gtins.build()
      yield* models.build()
    },
  }
}
