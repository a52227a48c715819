import { sameNumber } from '../fold.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** The record number of the energy or water label against the filed one. A filing without one says nothing. */
export const energyRecord: Check = ({ item, listing }, reasons) => {
  const filed = listing?.recordNumber ?? null
  if (filed === null || item.recordNumber === undefined || sameNumber(filed, item.recordNumber)) return
  reasons.push(
    reason('energy_record_mismatch', { field: 'recordNumber', expected: filed, received: item.recordNumber }),
  )
}
