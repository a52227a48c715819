/** What the linter says of a rule set. */

/** `error`: must not be published. `warning`: worth a look. */
export const ruleFindingWeights = {
  sample_ignored: 'warning',
  id_repeated: 'error',
  interval_reversed: 'error',
  interval_overlap: 'error',
  interval_gap: 'warning',
  category_in_two_schemes: 'error',
  zone_unknown: 'error',
  hours_empty: 'error',
  hours_unused: 'warning',
  freshness_order: 'error',
  offline_unreachable: 'warning',
  carries_over_unknown: 'error',
  category_unknown: 'warning',
  category_repeated: 'error',
  category_unreachable: 'error',
  region_unreachable: 'error',
  group_unknown: 'error',
  group_repeated: 'error',
  group_unused: 'warning',
  grade_order: 'warning',
  cap_too_low: 'error',
  cap_unreachable: 'warning',
  amount_above_cap: 'warning',
  clause_missing: 'error',
  clause_unused: 'warning',
  clause_unsourced: 'warning',
  language_missing: 'error',
} as const

export type RuleFindingCode = keyof typeof ruleFindingWeights

export interface RuleFinding {
  /** Id of the rule set. */
  readonly ruleSet: string
  readonly code: RuleFindingCode
  readonly weight: 'error' | 'warning'
  /** Dotted path in the rule set: `categories.3.cap`. */
  readonly field: string
  /** What stands there, or what it clashes with. */
  readonly detail: string
}

/** Adds a finding of the rule set under way. */
export type Report = (code: RuleFindingCode, field: string, detail: string) => void
