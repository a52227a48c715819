/** Zone, hours and ages of a rule set. */
import { isZone } from '../core/clock.ts'
import type { Report } from './rule-finding.ts'
import type { RuleSet } from './rule-set.ts'

export function lintTimes(ruleSet: RuleSet, report: Report): void {
  const { zone, entitlement, freshness, offline } = ruleSet
  if (!isZone(zone)) report('zone_unknown', 'zone', zone)
  if (entitlement.redeemable) {
    if (entitlement.need === 'none') report('hours_unused', 'entitlement.redeemable', 'need none')
    for (const channel of ruleSet.channels) {
      const { from, to } = entitlement.redeemable[channel]
      if (from >= to) report('hours_empty', `entitlement.redeemable.${channel}`, `${from} ${to}`)
    }
  }
  if (freshness.warnHours >= freshness.refuseHours)
    report('freshness_order', 'freshness.warnHours', `${freshness.warnHours} ${freshness.refuseHours}`)
  // Without a line the platform cannot answer for an entitlement that only it knows.
  if (entitlement.need === 'platform' && offline.mode === 'provisional')
    report('offline_unreachable', 'offline.mode', 'need platform')
}
