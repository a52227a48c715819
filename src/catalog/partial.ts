/** Which segments answer for an item: for a page that keeps a part of the release. */
import { createBrandIndex } from './brand-index.ts'
import type { Gtin14 } from '../scan/gtin.ts'
import type { Brand } from './listing.ts'

/** What an item says of where it is listed. */
export interface Sought {
  readonly gtin?: Gtin14
  /** A brand's id, or its name in any script. */
  readonly brand?: string
  readonly model?: string
}

export interface SegmentGuide {
  /** Every segment of the release, in its order. */
  readonly all: readonly string[]
  /**
   * Those that hold all listings of the brand that the item names, and of the brands whose company prefix its
   * barcode carries. All, where neither is known; none, for an item without barcode and model.
   */
  segmentsFor(item: Sought): readonly string[]
}

/**
 * A brand has a folder of its own, `models/<brand>/`, or shares those whose name begins with an underscore.
 * @param paths every path of the release
 */
export function createSegmentGuide(paths: readonly string[], brands: readonly Brand[]): SegmentGuide {
  const all = paths.filter((path) => path.startsWith('models/') && path.endsWith('.seg'))
  const folders = new Set(all.map(folderOf))
  const { byId, byName } = createBrandIndex(brands)
  return {
    all,
    segmentsFor({ gtin, brand, model }) {
      if (gtin === undefined && model === undefined) return []
      const named = brand === undefined ? undefined : (byName(brand) ?? byId(brand))
      // Behind the indicator digit. Brands of one house share prefixes.
      const owners = brands.filter(({ prefixes }) => prefixes.some((prefix) => gtin?.startsWith(prefix, 1)))
      // A barcode of nobody's prefix can be anybody's, whoever is named.
      if (gtin === undefined ? !named : owners.length === 0) return all
      const wanted = new Set((named ? [...owners, named] : owners).map(({ id }) => id))
      const isShared = [...wanted].some((id) => !folders.has(id))
      return all.filter((path) => wanted.has(folderOf(path)) || (isShared && folderOf(path).startsWith('_')))
    },
  }
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}
