/** A brand database over a plain array, for tests of what rests on it. */
import { bareListing } from '../../src/catalog/bare-listing.ts'
import type { Catalog, Listing } from '../../src/catalog/listing.ts'

export function arrayCatalog(listings: readonly Listing[]): Catalog {
  return {
    size: listings.length,
    byGtin: (gtin) => listings.filter((listing) => listing.gtin === gtin),
    byModel: (model, brand) =>
      listings.filter((listing) => listing.model === model && (brand === undefined || listing.brand === brand)),
    nearModels: () => [],
    brand: () => undefined,
    brandByName: () => undefined,
    brandByGtin: () => undefined,
    brands: [],
  }
}

/** A listing that nothing speaks against; its model is its own key. */
export function listing(model: string, category: string, over: Partial<Listing> = {}): Listing {
  return {
    ...bareListing,
    brand: 'acme',
    model,
    category,
    gradeKind: 'energy',
    grade: 1,
    filedPrice: '99999999.99',
    name: model,
    ...over,
  }
}
