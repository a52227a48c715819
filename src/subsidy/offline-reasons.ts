/** Whether the till may still sell with subsidy while the platform cannot be asked. */
import { type Amount, add, compareAmounts, isZero } from '../core/money.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { type Reason, reason } from '../verify/reasons.ts'
import type { Facts } from '../verify/verdict.ts'

/**
 * What speaks against `subsidy` more, sold offline; empty with a line, or for a cart that gets none.
 * The budget counts unconfirmed sales, their subsidy in all with this one, and the age of the oldest:
 * from the stated hours on nothing more is given.
 */
export function offlineReasons(ruleSet: RuleSet, offline: Facts['offline'], subsidy: Amount): readonly Reason[] {
  if (offline === null || isZero(subsidy)) return []
  const { offline: budget } = ruleSet
  const { clause } = budget
  if (budget.mode === 'forbidden') return [reason('offline_forbidden', { field: 'offline', clause })]
  const reasons: Reason[] = []
  const spent = (field: string, expected: string, received: string): void => {
    reasons.push(reason('offline_budget_spent', { field, expected, received, clause }))
  }
  if (offline.count + 1 > budget.count) spent('offline.count', String(budget.count), String(offline.count + 1))
  const amount = add(offline.amount, subsidy)
  if (compareAmounts(amount, budget.amount) > 0) spent('offline.amount', budget.amount, amount)
  if (offline.oldestHours >= budget.hours)
    spent('offline.oldestHours', String(budget.hours), String(offline.oldestHours))
  return reasons
}
