/** Clauses and languages: every rule can be cited, in both. */
import { hasOwn } from '../core/own.ts'
import type { Report } from './rule-finding.ts'
import type { Bilingual, RuleSet } from './rule-set.ts'

export function lintTexts(ruleSet: RuleSet, report: Report): void {
  const cited = citations(ruleSet)
  for (const path of mustCite(ruleSet))
    if (!hasOwn(ruleSet.cites, path)) report('clause_missing', `cites.${path}`, path)
  for (const [field, id] of cited) if (!hasOwn(ruleSet.clauses, id)) report('clause_missing', field, id)
  const ids = new Set(cited.map(([, id]) => id))
  for (const [id, clause] of Object.entries(ruleSet.clauses)) {
    if (!ids.has(id)) report('clause_unused', `clauses.${id}`, id)
    if (clause.source === 'unsourced' && !ruleSet.sample) report('clause_unsourced', `clauses.${id}.source`, id)
    lintLanguages(clause, `clauses.${id}`, report)
  }
  lintLanguages(ruleSet.title, 'title', report)
  for (const { path, rule } of rules(ruleSet)) lintLanguages(rule.name, `${path}.name`, report)
}

function rules({
  categories,
  regional,
}: RuleSet): readonly { readonly path: string; readonly rule: RuleSet['categories'][number] }[] {
  return [
    ...categories.map((rule, i) => ({ path: `categories.${i}`, rule })),
    ...regional.flatMap((entry, r) =>
      entry.categories.map((rule, i) => ({ path: `regional.${r}.categories.${i}`, rule })),
    ),
  ]
}

function citations(ruleSet: RuleSet): readonly (readonly [field: string, clause: string])[] {
  const sections = ['base', 'ceiling', 'rounding', 'quota', 'entitlement', 'offline'] as const
  return [
    ...rules(ruleSet).map(({ path, rule }) => [`${path}.clause`, rule.clause] as const),
    ...Object.entries(ruleSet.cites).map(([path, id]) => [`cites.${path}`, id] as const),
    ...sections.map((section) => [`${section}.clause`, ruleSet[section].clause] as const),
  ]
}

/** What a rule set decides beside the sections that name a clause, or apart from what that clause says. */
function mustCite({ to, ceiling, evidence }: RuleSet): readonly string[] {
  return [
    'from',
    ...(to === null ? [] : ['to']),
    'deduction',
    'reservation.holdMinutes',
    'freshness',
    ...(ceiling.suspiciousBelow === null ? [] : ['ceiling.suspiciousBelow']),
    'quota.returned',
    'base.bankPromotion',
    'base.oldUnit',
    'categories.serial',
    ...(evidence.length === 0 ? [] : ['evidence']),
  ]
}

const han = /\p{Script=Han}/u
const letter = /\p{Script=Latin}/u

/** A language is missing where its text is written in the other's script. */
function lintLanguages({ zh, en }: Bilingual, field: string, report: Report): void {
  if (!han.test(zh)) report('language_missing', `${field}.zh`, zh.slice(0, 80))
  if (han.test(en) || !letter.test(en)) report('language_missing', `${field}.en`, en.slice(0, 80))
}
