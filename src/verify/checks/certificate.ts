import { sameNumber } from '../fold.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** The CCC certificate on the label against the filed one. A filing without one says nothing. */
export const certificate: Check = ({ item, listing }, reasons) => {
  const filed = listing?.certificate ?? null
  if (filed === null || item.certificate === undefined || sameNumber(filed, item.certificate)) return
  reasons.push(reason('certificate_mismatch', { field: 'certificate', expected: filed, received: item.certificate }))
}
