import { benefitFor } from '../../scheme/category.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** Whether the rule set covers the listing's category, and its grade. */
export const categoryCovered: Check = ({ listing, ruleSet, category }, reasons) => {
  if (listing === null || ruleSet === null) return
  if (category === null) {
    reasons.push(reason('category_not_covered', { field: 'model', received: listing.category }))
    return
  }
  if (benefitFor(category, listing.grade) !== null) return
  const covered = Object.keys(category.benefit.byGrade).sort()
  reasons.push(
    reason('grade_not_covered', {
      field: 'grade',
      expected: covered.length > 0 ? covered.join(', ') : null,
      received: listing.grade === null ? null : String(listing.grade),
      clause: category.clause,
    }),
  )
}
