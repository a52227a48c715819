/** The price to judge: given, not above what the rule set allows, not so low that it was mistyped. */
import { type Amount, compareAmounts, isBelowShare, shareOf } from '../../core/amount.ts'
import type { Listing } from '../../catalog/listing.ts'
import type { CategoryRule, RuleSet } from '../../scheme/rule-set.ts'
import { type CeilingKind, isOver, statedPrice } from '../ceilings.ts'
import { reason, type Reason, type ReasonCode } from '../reasons.ts'
import type { Check } from '../situation.ts'

export const checkPrice: Check = ({ item: { price }, listing, ruleSet, category }, reasons) => {
  if (price === undefined) reasons.push(reason('price_missing', { field: 'price' }))
  else if (listing !== null && ruleSet !== null) {
    checkCeilings(price, listing, ruleSet, reasons)
    if (category !== null) checkLimit(price, category, reasons)
    checkLow(price, listing, ruleSet, reasons)
  }
}

const codeByKind: Readonly<Record<CeilingKind, ReasonCode>> = {
  filed: 'price_over_filed',
  base: 'price_over_base',
  average: 'price_over_average',
  guide: 'price_over_guide',
}

/** In the mode `cap` the sale goes on, and the subsidy is reckoned on the ceiling. */
function checkCeilings(price: Amount, listing: Listing, ruleSet: RuleSet, reasons: Reason[]): void {
  const { against, mode, clause } = ruleSet.ceiling
  const severity = mode === 'refuse' ? 'required' : 'recommended'
  for (const kind of against) {
    const limit = statedPrice(listing, kind)
    if (limit !== null && isOver(price, limit, ruleSet))
      reasons.push(reason(codeByKind[kind], { field: 'price', expected: limit, received: price, clause, severity }))
  }
}

/** The highest final price that the category covers. */
function checkLimit(price: Amount, { priceLimit, clause }: CategoryRule, reasons: Reason[]): void {
  if (priceLimit !== null && compareAmounts(price, priceLimit) > 0)
    reasons.push(reason('price_over_limit', { field: 'price', expected: priceLimit, received: price, clause }))
}

/** So far below the filed price that it was more likely mistyped, or is not this product. */
function checkLow(price: Amount, { filedPrice }: Listing, { ceiling }: RuleSet, reasons: Reason[]): void {
  const { suspiciousBelow: share, clause } = ceiling
  if (share === null || !isBelowShare(price, filedPrice, share)) return
  const expected = shareOf(filedPrice, share)
  reasons.push(reason('price_suspiciously_low', { field: 'price', expected, received: price, clause }))
}
