/** The hours of the day in which an entitlement can be redeemed. */
import { instantToMs, wallClock, type Instant } from '../core/clock.ts'
import type { Channel, Hours, RuleSet } from './rule-set.ts'

/**
 * The hours that close redemption at `at`, in the scheme's own zone; null while it is open.
 * `[from, to)`: at 22:00:00 an entitlement redeemable until 22:00 has lapsed.
 */
export function closedHours({ entitlement, zone }: RuleSet, at: Instant, channel: Channel): Hours | null {
  const hours = entitlement.redeemable?.[channel]
  if (!hours) return null
  const { time } = wallClock(instantToMs(at, 'at'), zone)
  return time.slice(0, 5) >= hours.from && time.slice(0, 5) < hours.to ? null : hours
}
