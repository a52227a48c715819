import { compareAmounts } from '../../core/amount.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** The highest final price that the category covers. */
export const priceLimit: Check = ({ item, category }, reasons) => {
  const limit = category?.priceLimit ?? null
  if (category === null || limit === null || item.price === undefined || compareAmounts(item.price, limit) <= 0) return
  reasons.push(
    reason('price_over_limit', { field: 'price', expected: limit, received: item.price, clause: category.clause }),
  )
}
