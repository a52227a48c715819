import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** A price to judge. */
export const priceGiven: Check = ({ item }, reasons) => {
  if (item.price === undefined) reasons.push(reason('price_missing', { field: 'price' }))
}
