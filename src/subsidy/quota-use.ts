/** What a sale counts against the buyer's quotas: the tally behind `Facts.quotaUsed`. */
import { instantToMs, type Instant, wallClock } from '../core/clock.ts'
import { isZero } from '../core/money.ts'
import { categoryRule } from '../scheme/category.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { QuoteUnit } from './quote.ts'

/** A line as a quote or a record has it. */
export interface SoldLine {
  /** Category of the listing; null: none, or other merchandise. */
  readonly category: string | null
  readonly units: readonly Pick<QuoteUnit, 'subsidy'>[]
}

/** Subsidised units by quota group. Units without subsidy use none. */
export function quotaUse(
  lines: readonly SoldLine[],
  ruleSet: RuleSet,
  region: string,
): Readonly<Record<string, number>> {
  const use: Record<string, number> = {}
  for (const { category, units } of lines) {
    const rule = category === null ? null : categoryRule(ruleSet, category, region)
    if (!rule) continue
    const count = units.filter(({ subsidy }) => !isZero(subsidy)).length
    use[rule.group] = (use[rule.group] ?? 0) + count
  }
  return use
}

/**
 * Whether a sale of `earlier` counts in the quota that holds at `at`: its rule set is this one or one
 * that carries over, and it lies in the same period. Years, months and days are those of the scheme's zone.
 * Units given back count only where a return burns the quota (`quota.returned`): that is the caller's to see to.
 */
export function countsTowards(
  ruleSet: RuleSet,
  at: Instant,
  earlier: { readonly ruleSet: string; readonly at: Instant },
): boolean {
  const { quota, zone } = ruleSet
  if (earlier.ruleSet !== ruleSet.id && !quota.carriesOver.includes(earlier.ruleSet)) return false
  if (quota.period === 'rule_set') return true
  const length = { calendar_year: 4, month: 7, day: 10 }[quota.period]
  const period = (instant: Instant): string => wallClock(instantToMs(instant), zone).date.slice(0, length)
  return period(at) === period(earlier.at)
}
