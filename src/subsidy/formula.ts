/**
 * The names of the formulas that an explanation is made of. Each has a text in every language.
 * Names are stable, because they stand in signed records: add, never rename.
 */
export const formulaNames = [
  /** `list` less `discount` (the line's own and its share of the order's) over `quantity` units. */
  'final_price',
  /** The final price must not exceed `limit`. */
  'price_limit',
  /** What the rate is taken of: `price` with what lowers it (each named) and what does not (`added_back`). */
  'base_amount',
  /** The base cut to `ceiling`, the lowest of the prices named by `against`. */
  'ceiling',
  /** `base` × `rate`, rounded by `mode` to `unit`; `grade` where there is one. */
  'rate',
  /** A fixed `amount`, whatever the price; `grade` where there is one. */
  'fixed',
  /** `amount` cut to the category's `cap`. */
  'cap',
  /** `amount` cut to `limit`, the base or the price, whichever is less. */
  'not_above_price',
  /** `granted` of `units` are within the quota: `limit` units of `group`, of which `used` were gone before. */
  'quota',
  /** The subsidies of all `units` of the line together. */
  'line_total',
  /** No subsidy, for `reason`; `expected` and `received` where they are known. */
  'no_subsidy',
] as const

export type FormulaName = (typeof formulaNames)[number]
