import { type CeilingKind, isOver, statedPrice } from '../ceilings.ts'
import { reason, type ReasonCode } from '../reasons.ts'
import type { Check } from '../situation.ts'

const codeByKind: Readonly<Record<CeilingKind, ReasonCode>> = {
  filed: 'price_over_filed',
  base: 'price_over_base',
  average: 'price_over_average',
  guide: 'price_over_guide',
}

/**
 * The final price against each ceiling of the rule set that the listing states. In the mode `cap` the
 * sale goes on, and the subsidy is reckoned on the ceiling.
 */
export const priceCeiling: Check = ({ item, listing, ruleSet }, reasons) => {
  if (listing === null || ruleSet === null || item.price === undefined) return
  const { against, mode, clause } = ruleSet.ceiling
  for (const kind of against) {
    const limit = statedPrice(listing, kind)
    if (limit === null || !isOver(item.price, limit, ruleSet)) continue
    reasons.push(
      reason(codeByKind[kind], {
        field: 'price',
        expected: limit,
        received: item.price,
        clause,
        severity: mode === 'refuse' ? 'required' : 'recommended',
      }),
    )
  }
}
