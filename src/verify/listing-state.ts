/** Whether a listing holds at an instant. */
import { type Instant, instantToMs } from '../core/clock.ts'
import type { Listing } from '../catalog/listing.ts'

export type ListingState =
  'in_force' | 'listing_suspended' | 'listing_withdrawn' | 'listing_not_yet_valid' | 'listing_expired'

/** The reason code that fits, or `in_force`. Withdrawal goes before dates: it is the authority's word. */
export function stateOf(listing: Listing, atMs: number): ListingState {
  if (listing.status === 'withdrawn') return 'listing_withdrawn'
  if (listing.status === 'suspended') return 'listing_suspended'
  if (listing.from !== null && atMs < toMs(listing.from)) return 'listing_not_yet_valid'
  if (listing.to !== null && atMs >= toMs(listing.to)) return 'listing_expired'
  return 'in_force'
}

// A release has few different dates, and each is asked for at every scan.
const msByInstant = new Map<Instant, number>()
const remembered = 256

function toMs(instant: Instant): number {
  let ms = msByInstant.get(instant)
  if (ms === undefined) {
    ms = instantToMs(instant, 'listing')
    if (msByInstant.size >= remembered) msByInstant.clear()
    msByInstant.set(instant, ms)
  }
  return ms
}
