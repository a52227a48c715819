/** Which segments answer for some brands or barcodes: for a page that keeps a part of the release. */
import { createBrandIndex } from './brand-index.ts'
import type { Gtin14 } from '../scan/gtin.ts'
import type { Brand } from './listing.ts'

export interface SegmentQuery {
  readonly brands?: readonly string[]
  readonly gtins?: readonly Gtin14[]
}

/**
 * Paths of the segments that hold all listings of the wanted brands, and of the brands whose company
 * prefix the barcodes carry. A brand has a folder of its own, `models/<brand>/`, or shares those
 * whose name begins with an underscore. A barcode of no known prefix can be in any segment: all are given.
 * @param paths every path of the release
 */
export function segmentsFor(
  wanted: SegmentQuery,
  paths: readonly string[],
  brands: readonly Brand[],
): readonly string[] {
  const segments = paths.filter((path) => path.startsWith('models/') && path.endsWith('.seg'))
  const byGtin = createBrandIndex(brands).byGtin
  const wantedBrands = new Set(wanted.brands ?? [])
  for (const gtin of wanted.gtins ?? []) {
    const brand = byGtin(gtin)
    if (!brand) return segments
    wantedBrands.add(brand.id)
  }
  const folders = new Set(segments.map(folderOf))
  const isShared = [...wantedBrands].some((brand) => !folders.has(brand))
  return segments.filter((path) => wantedBrands.has(folderOf(path)) || (isShared && folderOf(path).startsWith('_')))
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}
