/** Whether a rule set holds at the instant, in the store's region and for its channel, and covers the category. */
import { benefitFor } from '../../scheme/category.ts'
import type { InForce, Setting } from '../../scheme/in-force.ts'
import { reason, type Reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

export const checkScheme: Check = ({ schemes, scheme, listing, category, context }, reasons) => {
  if (context.release === null) return
  const isOpen = scheme ? scheme.status === 'open' : schemes.length > 0
  if (!isOpen) reasons.push(notOpen(scheme, context.setting))
  else if (listing === null) return
  else if (category === null) {
    reasons.push(reason('category_not_covered', { field: 'model', received: listing.category }))
  } else if (benefitFor(category, listing.grade) === null) {
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
}

const mostNamed = 5

/** @param scheme null: there is none at all */
function notOpen(scheme: InForce | null, { at, region, channel }: Setting): Reason {
  const ruleSet = scheme?.ruleSet
  switch (scheme?.status) {
    case 'closed':
      return reason('scheme_closed', { field: 'at', expected: ruleSet?.to ?? null, received: at })
    case 'paused':
      return reason('scheme_paused', { field: 'at', received: at })
    case 'region': {
      const expected = ruleSet?.regions.slice(0, mostNamed).join(', ') ?? null
      return reason('region_not_covered', { field: 'region', expected, received: region })
    }
    case 'channel': {
      const expected = ruleSet?.channels.join(', ') ?? null
      return reason('channel_not_covered', { field: 'channel', expected, received: channel })
    }
    default:
      return reason('scheme_not_open', { field: 'at', expected: ruleSet?.from ?? null, received: at })
  }
}
