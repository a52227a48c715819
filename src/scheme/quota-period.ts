/** How long a quota lasts, and which earlier sales count in it. */
import type { RuleSet } from './rule-set.ts'

/** A rule set, as far as it says which sales count. */
export interface QuotaRule extends Pick<RuleSet, 'id'> {
  readonly quota: Pick<RuleSet['quota'], 'period' | 'carriesOver'>
}

/** The period that a day (`2026-03-06`, in the scheme's zone) falls into: `""` (the whole rule set), `2026`, `2026-03`, or the day. */
export function quotaPeriod({ quota }: Pick<QuotaRule, 'quota'>, day: string): string {
  return day.slice(0, { rule_set: 0, calendar_year: 4, month: 7, day: 10 }[quota.period])
}

/**
 * Whether a sale of an earlier day counts in the quota that holds on `day`: its rule set is this one or
 * one that carries over, and it lies in the same period. Whether a returned unit still counts is for
 * `quota.returned` to say.
 */
export function countsTowards(
  ruleSet: QuotaRule,
  day: string,
  earlier: { readonly ruleSet: string | null; readonly day: string },
): boolean {
  const carries = earlier.ruleSet !== null && ruleSet.quota.carriesOver.includes(earlier.ruleSet)
  return (earlier.ruleSet === ruleSet.id || carries) && quotaPeriod(ruleSet, day) === quotaPeriod(ruleSet, earlier.day)
}
