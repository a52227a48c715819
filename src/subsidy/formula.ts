/**
 * The names of the formulas that an explanation is made of. Each has a text in every language.
 * Names are stable, because they stand in signed records: add, never rename. Inputs are in backquotes.
 */
export const formulaNames = [
  /**
   * One unit's part of `list` less `discount` less `order_discount` (the line's share) over `quantity`.
   * The steps up to the next of these hold for `units` of the line.
   */
  'final_price',
  /** The final `price` is not above `limit`. */
  'price_limit',
  /**
   * What the rate is taken of, where that is not the final price: one unit's part of `list` less each of
   * `discount order_discount installation freight bank_promotion old_unit` that lowers it, over `quantity`.
   */
  'base_amount',
  /** `base` cut to `ceiling`: the listing's price named by `against` (`filed base average guide`) and the tolerance. */
  'ceiling',
  /** `base` × `rate`, rounded by `mode` to whole `unit`s; `grade` where there is one. */
  'rate',
  /** A fixed `amount`, whatever the price; `grade` where there is one. */
  'fixed',
  /** `amount` cut to the category's `cap`. */
  'cap',
  /** `amount` cut to `limit`, the base or the price, whichever is less. */
  'not_above_price',
  /** How many of `units` are within the quota: `limit` units of `group`, of which the buyer has had `used`. */
  'quota',
  /** The subsidies of the line's `units` together. */
  'line_total',
  /** No subsidy, for `reason`; `expected` and `received` where they are known. */
  'no_subsidy',
] as const

export type FormulaName = (typeof formulaNames)[number]
