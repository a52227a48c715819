/** What a barcode or a model text stands for. */
import type { Catalog } from '../catalog/listing.ts'
import { normalizeGtin } from '../scan/gtin.ts'
import { productId } from '../verify/serial-key.ts'

/** Filed models, as {@link productId} writes them, that a barcode or model text stands for. */
export function productsIn(catalog: Catalog, gtinOrModel: string): readonly string[] {
  const gtin = normalizeGtin(gtinOrModel)
  const listings = [...(gtin === null ? [] : catalog.byGtin(gtin)), ...catalog.byModel(gtinOrModel)]
  return [...new Set(listings.map(productId))]
}
