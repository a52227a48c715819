/** A linter for rule sets: what the schema lets pass and an authority would not want to publish. */
import { lintCategories } from './lint-categories.ts'
import { lintIntervals } from './lint-intervals.ts'
import { lintSchemes } from './lint-schemes.ts'
import { lintTexts } from './lint-texts.ts'
import { lintTimes } from './lint-times.ts'
import type { RuleSet } from './rule-set.ts'
import { ruleFindingWeights, type RuleFinding, type Report } from './rule-finding.ts'
import { countingRuleSets } from './scheme-file.ts'

/**
 * All findings, by rule set in the order given. A sample beside a real rule set never holds: nothing else is said of it.
 * @param knownCategories codes that the brand tables use; any other category is a slip of the pen.
 * Absent: any code will do
 */
export function lintRuleSets(
  ruleSets: readonly RuleSet[],
  knownCategories?: ReadonlySet<string>,
): readonly RuleFinding[] {
  const findings: RuleFinding[] = []
  const counting = countingRuleSets(ruleSets)
  for (const ruleSet of ruleSets) {
    const report: Report = (code, field, detail) => {
      findings.push({ ruleSet: ruleSet.id, code, weight: ruleFindingWeights[code], field, detail })
    }
    if (!counting.includes(ruleSet)) {
      report('sample_ignored', 'sample', counting[0]?.id ?? '')
      continue
    }
    lintIntervals(ruleSet, counting, report)
    lintSchemes(ruleSet, counting, report)
    lintTimes(ruleSet, report)
    lintCategories(ruleSet, knownCategories, report)
    lintTexts(ruleSet, report)
  }
  return findings
}
