import { stateOf } from '../listing-state.ts'
import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** Whether the listing holds at the instant of the sale. */
export const listingStatus: Check = ({ item, listing, atMs, context }, reasons) => {
  if (listing === null) return
  const state = stateOf(listing, atMs)
  if (state === 'in_force') return
  const field = item.model === undefined ? 'gtin' : 'model'
  const edge = state === 'listing_not_yet_valid' ? listing.from : state === 'listing_expired' ? listing.to : null
  reasons.push(reason(state, { field, expected: edge, received: edge === null ? listing.model : context.setting.at }))
}
