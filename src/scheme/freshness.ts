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
 * @param ruleSet the one in force, whose ladder it stands on; null: warned after 24 hours, refused after 72
 */
export function freshnessOf(
  issued: Instant | null | undefined,
  nowMs: number,
  ruleSet: Pick<RuleSet, 'freshness'> | null,
): Freshness {
  if (issued === undefined) return 'missing'
  if (issued === null) return 'refuse'
  const ladder: Ladder = ruleSet?.freshness ?? ladderWithoutRules
  const ageMs = nowMs - instantToMs(issued, 'issued')
  if (ageMs >= ladder.refuseHours * hourMs) return 'refuse'
  return ageMs >= ladder.warnHours * hourMs ? 'warn' : 'fresh'
}
