import { compareAmounts, timesRate } from '../../core/money.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

const toFen = { mode: 'down', unit: '0.01' } as const

/** A price so far below the filed one that it was more likely mistyped, or is not this product. */
export const priceLow: Check = ({ item, listing, ruleSet }, reasons) => {
  const share = ruleSet?.ceiling.suspiciousBelow ?? null
  if (ruleSet === null || share === null || listing === null || item.price === undefined) return
  const least = timesRate(listing.filedPrice, share, toFen)
  if (compareAmounts(item.price, least) >= 0) return
  reasons.push(
    reason('price_suspiciously_low', {
      field: 'price',
      expected: least,
      received: item.price,
      clause: ruleSet.ceiling.clause,
    }),
  )
}
