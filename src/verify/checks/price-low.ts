import { isBelowShare, shareOf } from '../../core/amount.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** A price so far below the filed one that it was more likely mistyped, or is not this product. */
export const priceLow: Check = ({ item, listing, ruleSet }, reasons) => {
  const share = ruleSet?.ceiling.suspiciousBelow ?? null
  if (ruleSet === null || share === null || listing === null || item.price === undefined) return
  if (!isBelowShare(item.price, listing.filedPrice, share)) return
  reasons.push(
    reason('price_suspiciously_low', {
      field: 'price',
      expected: shareOf(listing.filedPrice, share),
      received: item.price,
      clause: ruleSet.ceiling.clause,
    }),
  )
}
