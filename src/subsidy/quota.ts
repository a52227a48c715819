/** How many units of a cart are within the buyer's quotas. */
import { type Amount, compareAmounts, isZero } from '../core/money.ts'
import { hasOwn } from '../core/own.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Facts } from '../verify/verdict.ts'

/** A line that asks for subsidies: its quota group, and what each unit would get. */
export interface QuotaClaim {
  readonly group: string
  readonly subsidies: readonly Amount[]
}

export interface QuotaGrant {
  /** By unit, whether the quota has room for it. */
  readonly within: readonly boolean[]
  /** Units granted, and units that asked. */
  readonly granted: number
  readonly asked: number
  /** Units of the group that a buyer may have, that this one has had, and that the cart asks for in all. */
  readonly limit: number
  readonly used: number
  readonly askedInCart: number
}

/**
 * Where a cart asks for more than is left of a quota, the units that get most are served first,
 * whatever the order of the lines: that is best for the buyer, and scanning in another order changes
 * nothing. Of equal subsidies the earlier line's, then the earlier unit's. A unit that would get
 * nothing uses no quota. A group that the rule set does not state has room for none.
 */
export function grantQuotas(
  claims: readonly QuotaClaim[],
  ruleSet: RuleSet,
  quotaUsed: Facts['quotaUsed'],
): readonly QuotaGrant[] {
  const within = claims.map(({ subsidies }) => subsidies.map(() => false))
  const groups = new Map<
    string,
    { limit: number; used: number; units: { claim: number; unit: number; subsidy: Amount }[] }
  >()
  claims.forEach(({ group, subsidies }, claim) => {
    let entry = groups.get(group)
    if (!entry) {
      const limit = ruleSet.groups.find(({ code }) => code === group)?.units ?? 0
      entry = { limit, used: Math.min(quotaOf(quotaUsed, group), limit), units: [] }
      groups.set(group, entry)
    }
    for (const [unit, subsidy] of subsidies.entries()) if (!isZero(subsidy)) entry.units.push({ claim, unit, subsidy })
  })
  for (const { limit, used, units } of groups.values()) {
    const left = limit - used
    // The sort is stable: units were gathered in the order of the lines.
    const served =
      units.length <= left ? units : units.sort((a, b) => compareAmounts(b.subsidy, a.subsidy)).slice(0, left)
    for (const { claim, unit } of served) {
      const flags = within[claim]
      if (flags) flags[unit] = true
    }
  }
  return claims.map(({ group, subsidies }, claim) => {
    const flags = within[claim] ?? []
    const entry = groups.get(group)
    return {
      within: flags,
      granted: flags.filter(Boolean).length,
      asked: subsidies.filter((subsidy) => !isZero(subsidy)).length,
      limit: entry?.limit ?? 0,
      used: quotaOf(quotaUsed, group),
      askedInCart: entry?.units.length ?? 0,
    }
  })
}

function quotaOf(quotaUsed: Facts['quotaUsed'], group: string): number {
  return hasOwn(quotaUsed, group) ? (quotaUsed[group] ?? 0) : 0
}
