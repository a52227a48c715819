/** How the rule sets of one scheme stand beside each other in time. */
import { instantToMs } from '../core/clock.ts'
import type { Report } from './rule-finding.ts'
import { regionCovers } from './region.ts'
import type { RuleSet } from './rule-set.ts'

export function lintIntervals(ruleSet: RuleSet, all: readonly RuleSet[], report: Report): void {
  const at = all.indexOf(ruleSet)
  const own = interval(ruleSet)
  if (own.from >= own.to) report('interval_reversed', 'to', `${ruleSet.from} ${ruleSet.to ?? ''}`)
  all.slice(0, at).forEach((other) => {
    if (other.id === ruleSet.id) report('id_repeated', 'id', ruleSet.id)
    if (isSamePlace(ruleSet, other) && overlap(ruleSet, other))
      report('interval_overlap', 'from', `${other.id} ${other.from} ${other.to ?? ''}`)
  })
  const last = lastBefore(ruleSet, all)
  if (last) report('interval_gap', 'from', `${last.id} ${last.to ?? ''}`)
  for (const id of ruleSet.quota.carriesOver) {
    if (id === ruleSet.id || !all.some((other) => other.id === id))
      report('carries_over_unknown', 'quota.carriesOver', id)
  }
}

export function interval({ from, to }: RuleSet): { readonly from: number; readonly to: number } {
  return { from: instantToMs(from, 'from'), to: to === null ? Number.POSITIVE_INFINITY : instantToMs(to, 'to') }
}

/** The instants at which both hold, milliseconds since 1970, `[from, to)`; null: none. */
export function overlap(a: RuleSet, b: RuleSet): { readonly from: number; readonly to: number } | null {
  const [one, other] = [interval(a), interval(b)]
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
  return from < to ? { from, to } : null
}

/** Whether a place of the rule set, for one of its channels, was without rules of its scheme until it began; the one that ended last there. */
function lastBefore(ruleSet: RuleSet, all: readonly RuleSet[]): RuleSet | null {
  const own = interval(ruleSet)
  const before = all.filter(({ scheme, from }) => scheme === ruleSet.scheme && instantToMs(from, 'from') < own.from)
  const named = new Set([...ruleSet.regions, ...before.flatMap(({ regions }) => regions)])
  for (const region of named) {
    if (!regionCovers(ruleSet.regions, region)) continue
    for (const channel of ruleSet.channels) {
      const held = before.filter((other) => other.channels.includes(channel) && regionCovers(other.regions, region))
      const lastEnd = Math.max(...held.map((other) => interval(other).to))
      const last = held.find((other) => interval(other).to === lastEnd)
      if (last && lastEnd < own.from) return last
    }
  }
  return null
}

/**
 * Whether both could apply to one store and channel with equal right. A county's rule set
 * beside its province's is not a clash: the more specific one wins.
 */
function isSamePlace(a: RuleSet, b: RuleSet): boolean {
  return (
    a.scheme === b.scheme &&
    a.channels.some((channel) => b.channels.includes(channel)) &&
    a.regions.some((region) => b.regions.includes(region))
  )
}
