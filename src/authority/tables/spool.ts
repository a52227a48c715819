/** Where checked listings wait, brand by brand, until all tables are read. */
import type { Listing } from '../../catalog/listing.ts'

/** A listing and the row it came from. */
export interface SpooledListing {
  /** Place of the table among those that are read. */
  readonly table: number
  readonly row: number
  readonly listing: Listing
}

export interface Spool {
  add(entry: SpooledListing): void
  /** The number of listings by brand. */
  readonly listingsByBrand: ReadonlyMap<string, number>
  /** The brand's listings in the order in which they came. */
  read(brand: string): readonly SpooledListing[]
  close(): void
}

/** Keeps everything in memory: for some ten thousand listings, and for pages. */
export function createMemorySpool(): Spool {
  const byBrand = new Map<string, SpooledListing[]>()
  const listingsByBrand = new Map<string, number>()
  return {
    listingsByBrand,
    add(entry) {
      const { brand } = entry.listing
      const own = byBrand.get(brand)
      if (own) own.push(entry)
      else byBrand.set(brand, [entry])
      listingsByBrand.set(brand, (listingsByBrand.get(brand) ?? 0) + 1)
    },
    read: (brand) => byBrand.get(brand) ?? [],
    close: () => byBrand.clear(),
  }
}
