/** The price ceilings that a rule set sets for a listing. */
import { type Amount, add, compareAmounts, isZero } from '../core/amount.ts'
import type { Listing } from '../catalog/listing.ts'
import type { RuleSet } from '../scheme/rule-set.ts'

export type CeilingKind = RuleSet['ceiling']['against'][number]

/** What the listing states for a ceiling; null where it states none. */
export function statedPrice(listing: Listing, kind: CeilingKind): Amount | null {
  switch (kind) {
    case 'filed':
      return listing.filedPrice
    case 'base':
      return listing.basePrice
    case 'average':
      return listing.averagePrice
    case 'guide':
      return listing.guidePrice
  }
}

/** True when `price` is above `limit` by more than the rule set's tolerance. */
export function isOver(price: Amount, limit: Amount, ruleSet: RuleSet): boolean {
  if (compareAmounts(price, limit) <= 0) return false
  const { tolerance } = ruleSet.ceiling
  return isZero(tolerance) || compareAmounts(price, add(limit, tolerance)) > 0
}

/** True when one of the rule set's ceilings on the listing is passed. */
export function isOverAny(price: Amount, listing: Listing, ruleSet: RuleSet): boolean {
  return ruleSet.ceiling.against.some((kind) => {
    const limit = statedPrice(listing, kind)
    return limit !== null && isOver(price, limit, ruleSet)
  })
}

/** The lowest of the rule set's ceilings that the listing states; null where it states none. */
export function lowestCeiling(
  listing: Listing,
  ruleSet: RuleSet,
): { readonly against: CeilingKind; readonly amount: Amount } | null {
  let lowest: { readonly against: CeilingKind; readonly amount: Amount } | null = null
  for (const against of ruleSet.ceiling.against) {
    const amount = statedPrice(listing, against)
    if (amount !== null && (lowest === null || compareAmounts(amount, lowest.amount) < 0)) lowest = { against, amount }
  }
  return lowest
}
