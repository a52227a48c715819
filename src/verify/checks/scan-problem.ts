import type { Check } from '../situation.ts'
import { reason } from '../reasons.ts'
import { reservedUse } from '../../scan/gtin.ts'

/** A scan that could not be read. Where the model was typed instead, the sale can go on. */
export const scanProblem: Check = ({ item, match }, reasons) => {
  if (item.problem !== undefined) {
    const identified = item.gtin !== undefined || item.model !== undefined
    reasons.push(reason(item.problem, { field: 'gtin', severity: identified ? 'recommended' : 'required' }))
  } else if (match?.kind === 'unnamed') {
    reasons.push(reason('barcode_unreadable', { field: 'gtin' }))
  } else if (
    match?.kind === 'unlisted' &&
    item.model === undefined &&
    item.gtin !== undefined &&
    reservedUse(item.gtin) !== null
  ) {
    reasons.push(reason('not_a_product_code', { field: 'gtin', received: item.gtin }))
  }
}
