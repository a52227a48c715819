import { reservedUse } from '../../scan/gtin.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** A scan that could not be read, or is of no product. Where the model was typed instead, the sale can go on. */
export const checkScan: Check = ({ item, match }, reasons) => {
  if (item.problem !== undefined) {
    const identified = item.gtin !== undefined || item.model !== undefined
    reasons.push(reason(item.problem, { field: 'gtin', severity: identified ? 'recommended' : 'required' }))
  } else if (match?.kind === 'unnamed') {
    reasons.push(reason('barcode_unreadable', { field: 'gtin' }))
  } else if (match?.kind === 'unlisted' && item.model === undefined && item.gtin !== undefined) {
    if (reservedUse(item.gtin) !== null)
      reasons.push(reason('not_a_product_code', { field: 'gtin', received: item.gtin }))
  }
}
