/** How old the release in force is, on the ladder that the rule set states. */
import { instantToMs, type Instant } from '../core/clock.ts'
import type { RuleSet } from './rule-set.ts'

/** `missing`: no release at all. `refuse`: older than the ladder's hard limit. */
export type Freshness = 'fresh' | 'warn' | 'refuse' | 'missing'

/** Ages of a release since its signed `issued` instant, hours. */
export interface Ladder {
  readonly warnHours: number
  readonly refuseHours: number
}

/** Where no rule set holds, and none says how old is old. */
const ladderWithoutRules: Ladder = { warnHours: 24, refuseHours: 72 }
const hourMs = 3_600_000

/**
 * Where a release stands. The age counts from `issued`: fetching the same release again does not
 * make it younger. A release that does not say when it was issued is refused; one issued after now
 * is fresh, since the clock watch takes `issued` for a lower bound of the time.
 * @param nowMs as {@link ClockWatch.read} gives it
 * @param issued null: the release does not say; undefined: there is no release
 * @param ruleSets those in force, on whose strictest ladder it stands; none: warned after 24 hours, refused after 72
 */
export function freshnessOf(
  issued: Instant | null | undefined,
  nowMs: number,
  ruleSets: readonly Pick<RuleSet, 'freshness'>[],
): Freshness {
  if (issued === undefined) return 'missing'
  if (issued === null) return 'refuse'
  const ladders: readonly Ladder[] =
    ruleSets.length > 0 ? ruleSets.map(({ freshness }) => freshness) : [ladderWithoutRules]
  const ageMs = nowMs - instantToMs(issued, 'issued')
  if (ladders.some(({ refuseHours }) => ageMs >= refuseHours * hourMs)) return 'refuse'
  return ladders.some(({ warnHours }) => ageMs >= warnHours * hourMs) ? 'warn' : 'fresh'
}
