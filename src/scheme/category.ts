/** What a rule set says of a category, in a region, for a grade. */
import type { Amount, Rate } from '../core/money.ts'
import type { InForce } from './in-force.ts'
import { coveringLevel } from './region.ts'
import type { CategoryRule, RuleSet } from './rule-set.ts'

/** What one unit of a grade gets, before the cap. */
export type BenefitOf =
  { readonly kind: 'rate'; readonly rate: Rate } | { readonly kind: 'fixed'; readonly amount: Amount }

/**
 * The rule of a category in a region; null: not covered. An entry of `regional` that covers the
 * region goes before the general list, and the most specific entry before the others.
 */
export function categoryRule(ruleSet: RuleSet, category: string, region: string): CategoryRule | null {
  let found: CategoryRule | null = null
  let foundLevel = -1
  for (const entry of ruleSet.regional) {
    const level = coveringLevel(entry.regions, region)
    if (level === null || level <= foundLevel) continue
    const rule = entry.categories.find(({ code }) => code === category)
    if (rule) {
      found = rule
      foundLevel = level
    }
  }
  return found ?? ruleSet.categories.find(({ code }) => code === category) ?? null
}

/** What a unit of this grade gets; null: the grade is not covered. A missing grade asks for `ungraded`. */
export function benefitFor(rule: CategoryRule, grade: number | null): BenefitOf | null {
  const { benefit } = rule
  const value = grade === null ? benefit.ungraded : benefit.byGrade[String(grade)]
  if (value === null || value === undefined) return null
  return benefit.kind === 'rate' ? { kind: 'rate', rate: value } : { kind: 'fixed', amount: value }
}

const nearness: readonly InForce['status'][] = ['open', 'paused', 'channel', 'not_open', 'closed', 'region']

/** Of those of the category (null: of all), the one that came nearest, the first of equals. */
function nearest(schemes: readonly InForce[], category: string | null, region: string): InForce | null {
  let found: InForce | null = null
  for (const scheme of schemes) {
    if (category !== null && !categoryRule(scheme.ruleSet, category, region)) continue
    if (found === null || nearness.indexOf(scheme.status) < nearness.indexOf(found.status)) found = scheme
  }
  return found
}

/**
 * The scheme that goods of a category fall under in a region: one that covers it, an open one first.
 * Where none does, the only one that is open or, where none is, the one that came nearest; null where
 * several are open and none covers the category, or there are none at all.
 * @param category null: not known
 */
export function schemeOf(schemes: readonly InForce[], category: string | null, region: string): InForce | null {
  const covering = category === null ? null : nearest(schemes, category, region)
  if (covering) return covering
  return schemes.filter(({ status }) => status === 'open').length > 1 ? null : nearest(schemes, null, region)
}
