import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** The grade on the label against the filed one. */
export const grade: Check = ({ item, listing }, reasons) => {
  if (listing === null || item.grade === undefined || item.grade === listing.grade) return
  reasons.push(
    reason('grade_mismatch', {
      field: 'grade',
      expected: listing.grade === null ? null : String(listing.grade),
      received: String(item.grade),
    }),
  )
}
