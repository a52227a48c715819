/** A linter for rule sets: what the schema lets pass and an authority would not want to publish. */
import { lintCategories } from './lint-categories.ts'
import { lintIntervals } from './lint-intervals.ts'
import { lintSchemes } from './lint-schemes.ts'
import { lintTexts } from './lint-texts.ts'
import { lintTimes } from './lint-times.ts'
import type { RuleSet } from './rule-set.ts'
import { ruleFindingWeights, type RuleFinding, type Report } from './rule-finding.ts'

/**
 * All findings, by rule set in the order given.
 * @param knownCategories codes that the brand tables use; any other category is a slip of the pen.
 * Absent: any code will do
 */
export function lintRuleSets(
  ruleSets: readonly RuleSet[],
  knownCategories?: ReadonlySet<string>,
): readonly RuleFinding[] {
  const findings: RuleFinding[] = []
  for (const ruleSet of ruleSets) {
    const report: Report = (code, field, detail) => {
      findings.push({ ruleSet: ruleSet.id, code, weight: ruleFindingWeights[code], field, detail })
    }
    lintIntervals(ruleSet, ruleSets, report)
    lintSchemes(ruleSet, ruleSets, report)
    lintTimes(ruleSet, report)
    lintCategories(ruleSet, knownCategories, report)
    lintTexts(ruleSet, report)
  }
  return findings
}
