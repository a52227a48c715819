import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'
import { nameOf } from './brand.ts'

/**
 * The company prefix of the barcode (GS1 General Specifications §1.2.3) against the brand. A listing
 * that states this very barcode settles it: the authority filed the pair, and makers build for others.
 */
export const barcodeBrand: Check = ({ item, match, listing, release }, reasons) => {
  if (item.gtin === undefined || match === null || release === null || listing?.gtin === item.gtin) return
  const { catalog } = release
  const claimed = listing?.brand ?? match.brand?.id
  if (claimed === undefined) return
  const owner = catalog.brandByGtin(item.gtin)
  const claimedBrand = catalog.brand(claimed) ?? null
  if (owner === undefined) {
    // Nobody's registered prefix: a prefix that was not filed yet is as likely as a false one.
    if (!claimedBrand || claimedBrand.prefixes.length === 0) return
    reasons.push(
      reason('brand_mismatch', {
        field: 'gtin',
        expected: claimedBrand.prefixes.join(', '),
        received: item.gtin,
        severity: 'recommended',
      }),
    )
  } else if (owner.id !== claimed) {
    reasons.push(
      reason('brand_mismatch', {
        field: 'gtin',
        expected: nameOf(claimedBrand, claimed),
        received: nameOf(owner, owner.id),
      }),
    )
  }
}
