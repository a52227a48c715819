/** How rule sets stand beside each other in time. */
import { instantToMs } from '../core/clock.ts'
import type { Report } from './rule-finding.ts'
import { coveringLevel, regionLevel } from './region.ts'
import type { RuleSet } from './rule-set.ts'

export function lintIntervals(ruleSet: RuleSet, all: readonly RuleSet[], report: Report): void {
  const at = all.indexOf(ruleSet)
  const own = interval(ruleSet)
  if (own.from >= own.to) report('interval_reversed', 'to', `${ruleSet.from} ${ruleSet.to ?? ''}`)
  all.slice(0, at).forEach((other) => {
    if (other.id === ruleSet.id) report('id_repeated', 'id', ruleSet.id)
    const theirs = interval(other)
    if (isSamePlace(ruleSet, other) && own.from < theirs.to && theirs.from < own.to)
      report('interval_overlap', 'from', `${other.id} ${other.from} ${other.to ?? ''}`)
  })
  const before = all.filter(
    (other) => other !== ruleSet && isSamePlace(ruleSet, other) && interval(other).from < own.from,
  )
  const lastEnd = Math.max(...before.map((other) => interval(other).to))
  const last = before.find((other) => interval(other).to === lastEnd)
  if (last && lastEnd < own.from) report('interval_gap', 'from', `${last.id} ${last.to ?? ''}`)
  for (const id of ruleSet.quota.carriesOver) {
    if (id === ruleSet.id || !all.some((other) => other.id === id))
      report('carries_over_unknown', 'quota.carriesOver', id)
  }
}

function interval({ from, to }: RuleSet): { readonly from: number; readonly to: number } {
  return { from: instantToMs(from, 'from'), to: to === null ? Number.POSITIVE_INFINITY : instantToMs(to, 'to') }
}

/**
 * Whether both could apply to one store and channel with equal right. A county's rule set
 * beside its province's is not a clash: the more specific one wins.
 */
function isSamePlace(a: RuleSet, b: RuleSet): boolean {
  const sameChannel = a.channels.some((channel) => b.channels.includes(channel))
  return (
    sameChannel &&
    a.regions.some((region) => coveringLevel(b.regions, region) === regionLevel(region) && b.regions.includes(region))
  )
}
