/** What the tool can find wrong in a table: a closed list of codes, each with its weight. */
import type { ColumnName } from './columns.ts'

/** `error`: the row is left out, and nothing is signed until it is put right or passed over. `warning`: worth a look. */
export type Weight = 'error' | 'warning'

/** The weight of each code. */
export const findingWeights = {
  cell_missing: 'error',
  cell_too_long: 'error',
  cell_damaged: 'error',
  cell_control_character: 'error',
  cell_formula: 'error',
  row_unreadable: 'error',
  brand_unknown: 'error',
  category_unknown: 'error',
  model_scientific: 'error',
  barcode_scientific: 'error',
  barcode_rounded: 'error',
  barcode_lost_zeros: 'error',
  barcode_length: 'error',
  barcode_not_digits: 'error',
  barcode_check_digit: 'error',
  barcode_not_a_product: 'error',
  barcode_other_brand: 'error',
  barcode_not_own: 'error',
  barcode_zero_restored: 'warning',
  barcode_suffix_removed: 'warning',
  barcode_maybe_rounded: 'warning',
  barcode_prefix_unregistered: 'warning',
  barcode_shared: 'warning',
  grade_invalid: 'error',
  grade_twice: 'error',
  grade_missing: 'warning',
  price_invalid: 'error',
  price_zero: 'error',
  price_outlier: 'warning',
  price_order: 'warning',
  certificate_malformed: 'error',
  record_number_malformed: 'warning',
  serial_rule_unknown: 'error',
  date_invalid: 'error',
  period_reversed: 'error',
  status_unknown: 'error',
  duplicate_listing: 'error',
  duplicate_row: 'warning',
  duplicate_model: 'warning',
  near_duplicate_model: 'warning',
} as const

export type FindingCode = keyof typeof findingWeights

/** One thing found in one cell. */
export interface Finding {
  /** The table's name. */
  readonly table: string
  /** As the spreadsheet numbers its rows: the first row of the file is 1. */
  readonly row: number
  /** Null where the whole row is meant. */
  readonly column: ColumnName | null
  readonly code: FindingCode
  /** The cell as it stands, at most 80 characters. */
  readonly value: string
  /** What it clashes with or was read as; a row number as `row 17`, a number, a brand id. */
  readonly detail: string
}

/** Whether a finding keeps its row out of the release. */
export function weightOf({ code }: Finding): Weight {
  return findingWeights[code]
}

/** The number of findings by code, the most frequent first. */
export function countByCode(findings: readonly Finding[]): readonly (readonly [code: FindingCode, count: number])[] {
  const counts = new Map<FindingCode, number>()
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}
