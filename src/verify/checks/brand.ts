import type { Brand } from '../../catalog/listing.ts'
import { disguiseOf, isSpacedOut } from '../fold.ts'
import { imitatedBrand } from '../look-alike.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/**
 * The brand as it stands on the label against the listing's, or against the brand it imitates where
 * nothing is listed.
 */
export const brandText: Check = ({ item, match, listing, release }, reasons) => {
  if (item.brand === undefined || match === null || release === null) return
  const { catalog } = release
  const imitated = match.brand === null ? imitatedBrand(item.brand, catalog) : null
  const expected = listing ? (catalog.brand(listing.brand) ?? null) : imitated
  if (listing !== null && match.brand?.id !== listing.brand) {
    reasons.push(
      reason('brand_mismatch', { field: 'brand', expected: nameOf(expected, listing.brand), received: item.brand }),
    )
    return
  }
  if (match.brand === null) {
    if (expected)
      reasons.push(
        reason('brand_mismatch', { field: 'brand', expected: nameOf(expected, expected.id), received: item.brand }),
      )
    return
  }
  if (match.brand.names.includes(item.brand) || match.brand.id === item.brand) return
  // The right name, written in a way that its owner does not: an input method's wide letters, or a disguise.
  const disguise = isSpacedOut(item.brand) ? 'disguised' : disguiseOf(item.brand)
  if (disguise === 'plain') return
  reasons.push(
    reason('brand_mismatch', {
      field: 'brand',
      expected: nameOf(match.brand, match.brand.id),
      received: item.brand,
      severity: disguise === 'wide' ? 'recommended' : 'required',
    }),
  )
}

export function nameOf(brand: Brand | null, id: string): string {
  return brand?.names[0] ?? id
}
