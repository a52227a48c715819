import { reservedUse } from '../../scan/gtin.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** No listing has this model; or no listing has this barcode, and then its model may still be listed. */
export const unlisted: Check = ({ item, match }, reasons) => {
  if (match?.kind !== 'unlisted') return
  if (item.model !== undefined) reasons.push(reason('model_unlisted', { field: 'model', received: item.model }))
  else if (item.gtin !== undefined && reservedUse(item.gtin) === null) {
    reasons.push(reason('model_unlisted', { field: 'gtin', received: item.gtin, action: 'type_model' }))
  }
}
