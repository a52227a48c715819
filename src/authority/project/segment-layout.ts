/**
 * Which listings share a segment file. A brand has a folder of its own, so that a day's change
 * touches the files of the brands that changed; brands with few models share files.
 */
import type { Bytes } from '../../core/bytes.ts'
import type { Listing } from '../../catalog/listing.ts'
import { writeSegment } from '../../catalog/segment-writer.ts'

/** A segment splits in two, and again, rather than hold more. */
const listingsInSegment = 16_384
/** A brand with fewer shares files with others, unless it signs its own. */
const listingsForOwnFolder = 64
const listingsInSharedSegment = 4_096
/** No brand id begins so. */
const sharedFolder = 'models/_small'

/** How many listings each brand has, and which brands sign their own. */
export interface BrandSizes {
  readonly listingsByBrand: ReadonlyMap<string, number>
  readonly delegated?: ReadonlySet<string>
}

export interface SegmentLayout {
  /** Brands whose listings must be written together, in the order of the files. */
  readonly groups: readonly (readonly string[])[]
  /** The files of one group. */
  write(group: readonly string[], listings: readonly Listing[]): ReadonlyMap<string, Bytes>
}

/** The same listings give the same paths and bytes, in whatever order they come. */
export function layoutSegments({ listingsByBrand, delegated = new Set() }: BrandSizes): SegmentLayout {
  const brands = [...listingsByBrand.keys()].sort()
  const isOwn = (brand: string): boolean =>
    delegated.has(brand) || (listingsByBrand.get(brand) ?? 0) >= listingsForOwnFolder
  const small = brands.filter((brand) => !isOwn(brand))
  const smallListings = small.reduce((sum, brand) => sum + (listingsByBrand.get(brand) ?? 0), 0)
  const sharedFiles = splitsFor(smallListings, listingsInSharedSegment)
  const shared = Array.from({ length: sharedFiles }, (_, file) =>
    small.filter((brand) => hashText(brand) % sharedFiles === file),
  )
  return {
    groups: [...brands.filter(isOwn).map((brand) => [brand]), ...shared.filter((group) => group.length > 0)],
    write(group, listings) {
      const [brand] = group
      if (brand === undefined) return new Map()
      if (!isOwn(brand))
        return new Map([[`${sharedFolder}/${hashText(brand) % sharedFiles}.seg`, writeSegment(listings)]])
      const files = splitsFor(listings.length, listingsInSegment)
      const parts = Array.from({ length: files }, (): Listing[] => [])
      // By the model, so that a new model moves no other from file to file.
      for (const listing of listings) parts[hashText(listing.model) % files]?.push(listing)
      return new Map(parts.map((part, file) => [`models/${brand}/${file}.seg`, writeSegment(part)]))
    },
  }
}

/** All segments of listings that are in memory. */
export function writeSegments(
  listings: Iterable<Listing>,
  delegated: ReadonlySet<string> = new Set(),
): Map<string, Bytes> {
  const byBrand = new Map<string, Listing[]>()
  for (const listing of listings) {
    const own = byBrand.get(listing.brand)
    if (own) own.push(listing)
    else byBrand.set(listing.brand, [listing])
  }
  const listingsByBrand = new Map([...byBrand].map(([brand, own]) => [brand, own.length]))
  const layout = layoutSegments({ listingsByBrand, delegated })
  return new Map(
    layout.groups.flatMap((group) => [
      ...layout.write(
        group,
        group.flatMap((brand) => byBrand.get(brand) ?? []),
      ),
    ]),
  )
}

/** The least power of two of files that hold the listings: growing splits files, and moves nothing between the others. */
function splitsFor(listings: number, most: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(listings / most)))
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
