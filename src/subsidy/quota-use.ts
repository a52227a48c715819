/** What a cart or a sale takes of the buyer's quotas. */
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
