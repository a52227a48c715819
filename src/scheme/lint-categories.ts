/** Rows of the category tables: unknown, repeated, unreachable, or with a cap that makes no sense. */
import { type Amount, compareAmounts, compareRates, isZero, type Rounding, timesRate } from '../core/money.ts'
import type { Report } from './rule-finding.ts'
import { coveringLevel } from './region.ts'
import type { CategoryRule, RuleSet } from './rule-set.ts'

export function lintCategories(ruleSet: RuleSet, known: ReadonlySet<string> | undefined, report: Report): void {
  lintList(ruleSet.categories, 'categories', ruleSet, known, report)
  ruleSet.regional.forEach(({ regions, categories }, i) => {
    lintList(categories, `regional.${i}.categories`, ruleSet, known, report)
    for (const region of regions)
      if (coveringLevel(ruleSet.regions, region) === null) report('region_unreachable', `regional.${i}.regions`, region)
    for (const earlier of ruleSet.regional.slice(0, i)) {
      for (const region of regions.filter((each) => earlier.regions.includes(each))) {
        for (const { code } of categories)
          if (earlier.categories.some((rule) => rule.code === code))
            report('category_unreachable', `regional.${i}.categories`, `${code} ${region}`)
      }
    }
  })
  lintGroups(ruleSet, report)
}

function lintList(
  rules: readonly CategoryRule[],
  path: string,
  ruleSet: RuleSet,
  known: ReadonlySet<string> | undefined,
  report: Report,
): void {
  const groups = new Set(ruleSet.groups.map(({ code }) => code))
  rules.forEach((rule, i) => {
    const field = `${path}.${i}`
    if (known && !known.has(rule.code)) report('category_unknown', `${field}.code`, rule.code)
    if (rules.findIndex(({ code }) => code === rule.code) < i) report('category_repeated', `${field}.code`, rule.code)
    if (!groups.has(rule.group)) report('group_unknown', `${field}.group`, rule.group)
    lintBenefit(rule, ruleSet.rounding, field, report)
  })
}

function lintBenefit(
  { benefit, cap, priceLimit }: CategoryRule,
  rounding: Rounding,
  field: string,
  report: Report,
): void {
  const grades = Object.keys(benefit.byGrade).sort()
  const values = [
    ...grades.map((grade) => benefit.byGrade[grade] ?? ''),
    ...(benefit.ungraded === null ? [] : [benefit.ungraded]),
  ]
  if (values.every((value) => compareRates(value, '0') === 0))
    report('category_unreachable', `${field}.benefit`, values.join(' '))
  grades.slice(1).forEach((grade, i) => {
    const better = grades[i] ?? ''
    if (compareRates(benefit.byGrade[grade] ?? '0', benefit.byGrade[better] ?? '0') > 0)
      report('grade_order', `${field}.benefit.byGrade.${grade}`, benefit.byGrade[grade] ?? '')
  })
  // The least that a rate can give is one unit of the rounding.
  if (isZero(cap) || (benefit.kind === 'rate' && compareAmounts(cap, rounding.unit) < 0))
    report('cap_too_low', `${field}.cap`, cap)
  if (benefit.kind === 'fixed') {
    for (const amount of values)
      if (compareAmounts(amount, cap) > 0) report('amount_above_cap', `${field}.cap`, `${amount} ${cap}`)
  } else if (
    priceLimit !== null &&
    values.length > 0 &&
    values.every((rate) => isBelow(timesRate(priceLimit, rate, rounding), cap))
  ) {
    report('cap_unreachable', `${field}.cap`, `${cap} ${priceLimit}`)
  }
}

function isBelow(amount: Amount, cap: Amount): boolean {
  return compareAmounts(amount, cap) < 0
}

function lintGroups({ groups, categories, regional }: RuleSet, report: Report): void {
  const used = new Set([categories, ...regional.map((entry) => entry.categories)].flat().map(({ group }) => group))
  groups.forEach(({ code }, i) => {
    if (groups.findIndex((group) => group.code === code) < i) report('group_repeated', `groups.${i}.code`, code)
    if (!used.has(code)) report('group_unused', `groups.${i}.code`, code)
  })
}
