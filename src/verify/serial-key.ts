/** Which appliance a serial names: serials are the makers' own, so the product stands before each. */
import type { Listing } from '../catalog/listing.ts'

/**
 * The key by which one appliance is known.
 * @param product {@link listingNumber} on a till and in facts, {@link productId} on a platform
 * @param serial in the normal form of the scan stage
 */
export function serialKey(product: string, serial: string): string {
  return `${product}|${serial}`
}

/** The serial of a key: model texts may hold a bar, serials may not. */
export function serialOfKey(key: string): string {
  return key.slice(key.lastIndexOf('|') + 1)
}

/** The number a listing goes by: its barcode, or its model where it has none. */
export function listingNumber({ gtin, model }: Pick<Listing, 'gtin' | 'model'>): string {
  return gtin ?? model
}

/** The filed model, whichever of its barcodes was scanned: `"haier/KFR-35GW/01A"`. */
export function productId({ brand, model }: Pick<Listing, 'brand' | 'model'>): string {
  return `${brand}/${model}`
}
