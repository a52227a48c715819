/** Whether the buyer's entitlement serves a line. */
import { closedHours } from '../scheme/entitlement-hours.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import { regionCovers } from '../scheme/region.ts'
import type { CategoryRule, RuleSet } from '../scheme/rule-set.ts'
import { type Reason, type ReasonCode, reason } from '../verify/reasons.ts'
import type { Setting } from '../scheme/in-force.ts'

/**
 * All that speaks against it; empty where the rule set asks for none. An entitlement that nobody
 * could check is asked for again, never called false: `entitlement_missing`, received `unknown`.
 */
export function entitlementReasons(
  ruleSet: RuleSet,
  rule: CategoryRule,
  fact: EntitlementFact | null,
  setting: Setting,
): readonly Reason[] {
  const { need, clause } = ruleSet.entitlement
  if (need === 'none') return []
  const reasons: Reason[] = []
  const say = (code: ReasonCode, expected: string | null, received: string | null): void => {
    reasons.push(reason(code, { field: 'entitlement', expected, received, clause }))
  }
  const closed = closedHours(ruleSet, setting.at, setting.channel)
  if (closed) say('entitlement_expired', `${closed.from}-${closed.to}`, setting.at)
  if (!fact) {
    say('entitlement_missing', need, null)
    return reasons
  }
  if (fact.state === 'unknown') say('entitlement_missing', need, 'unknown')
  if (fact.state === 'expired') say('entitlement_expired', null, fact.id)
  if (fact.state === 'used') say('entitlement_used', null, fact.id)
  if (fact.covers.length > 0 && !fact.covers.includes(rule.code) && !fact.covers.includes(rule.group))
    say('entitlement_mismatch', fact.covers.join(' '), rule.code)
  if (fact.region !== null && !regionCovers([fact.region], setting.region))
    say('entitlement_mismatch', fact.region, setting.region)
  if (fact.channel !== null && fact.channel !== setting.channel)
    say('entitlement_mismatch', fact.channel, setting.channel)
  return reasons
}
