/** What a barcode or a model text stands for. */
import type { Catalog, RedeemedFilter } from '../catalog/listing.ts'
import { normalizeGtin } from '../scan/gtin.ts'
import { listingNumber, productId } from '../verify/serial-key.ts'

/** Filed models, as {@link productId} writes them, that a barcode or model text stands for. */
export function productsIn(catalog: Catalog, gtinOrModel: string): readonly string[] {
  const gtin = normalizeGtin(gtinOrModel)
  const listings = [...(gtin === null ? [] : catalog.byGtin(gtin)), ...catalog.byModel(gtinOrModel)]
  return [...new Set(listings.map(productId))]
}

/** Whether a filter of redeemed units has the unit under any number that its model goes by. @param product {@link productId} */
export function isRedeemedIn(
  { catalog, redeemed }: { readonly catalog: Catalog; readonly redeemed: RedeemedFilter | null },
  product: string,
  serial: string,
): boolean {
  if (!redeemed) return false
  const bar = product.indexOf('/')
  const [brand, model] = [product.slice(0, bar), product.slice(bar + 1)]
  const numbers = [model, ...catalog.byModel(model, brand).map(listingNumber)]
  return numbers.some((number) => redeemed.has(number, serial))
}
