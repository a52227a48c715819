/** What each unit of an eligible line gets, before the quota, and how that came about. */
import type { Listing } from '../catalog/listing.ts'
import { type Amount, add, compareAmounts, minAmount, split, subtract, timesRate, zero } from '../core/money.ts'
import { type BenefitOf, benefitFor } from '../scheme/category.ts'
import type { CategoryRule, RuleSet } from '../scheme/rule-set.ts'
import { lowestCeiling } from '../verify/ceilings.ts'
import type { PricedLine } from './final-price.ts'
import type { ExplanationStep } from './quote.ts'

/** One unit's `base` and `subsidy`. Nothing here is above its price. */
export interface UnitSubsidy {
  readonly price: Amount
  readonly base: Amount
  readonly subsidy: Amount
}

export interface LineSubsidy {
  readonly units: readonly UnitSubsidy[]
  readonly steps: readonly ExplanationStep[]
}

/**
 * Null when the rule covers no such grade, which `verify` has said already.
 * @param leftOut the price of the units that get nothing; null: there are none
 */
export function lineSubsidy(
  priced: PricedLine,
  listing: Listing,
  rule: CategoryRule,
  ruleSet: RuleSet,
  leftOut: Amount | null,
): LineSubsidy | null {
  const benefit = benefitFor(rule, listing.grade)
  if (!benefit) return null
  const bases = unitBases(priced, ruleSet)
  const ceiling = baseCeiling(listing, ruleSet)
  const units: UnitSubsidy[] = []
  const steps: ExplanationStep[] = []
  // Units differ by the odd fen at most, so a line has few kinds of unit: each is explained once.
  for (let i = 0; i < priced.quantity;) {
    const price = priced.prices[i] ?? zero
    const base = bases?.[i] ?? price
    let end = i + 1
    while (end < priced.quantity && priced.prices[end] === price && (bases?.[end] ?? price) === base) end++
    const unit =
      price === leftOut
        ? { price, base: zero, subsidy: zero }
        : unitSubsidy(price, base, end - i, { priced, listing, rule, ruleSet, benefit, ceiling, steps })
    for (; i < end; i++) units.push(unit)
  }
  return { units, steps }
}

interface Reckoning {
  readonly priced: PricedLine
  readonly listing: Listing
  readonly rule: CategoryRule
  readonly ruleSet: RuleSet
  readonly benefit: BenefitOf
  readonly ceiling: { readonly against: string; readonly amount: Amount } | null
  /** Steps are added here. */
  readonly steps: ExplanationStep[]
}

function unitSubsidy(
  price: Amount,
  base: Amount,
  count: number,
  { priced, listing, rule, ruleSet, benefit, ceiling, steps }: Reckoning,
): UnitSubsidy {
  steps.push({
    formula: 'final_price',
    clause: null,
    inputs: {
      list: priced.list,
      discount: priced.discount,
      order_discount: priced.orderShare,
      quantity: String(priced.quantity),
      units: String(count),
    },
    result: price,
  })
  if (rule.priceLimit !== null)
    steps.push({
      formula: 'price_limit',
      clause: rule.clause,
      inputs: { price, limit: rule.priceLimit },
      result: price,
    })
  if (base !== price)
    steps.push({
      formula: 'base_amount',
      clause: ruleSet.base.clause,
      inputs: baseInputs(priced, ruleSet),
      result: base,
    })
  let of = base
  if (ceiling && compareAmounts(base, ceiling.amount) > 0) {
    of = ceiling.amount
    steps.push({
      formula: 'ceiling',
      clause: ruleSet.ceiling.clause,
      inputs: { base, ceiling: ceiling.amount, against: ceiling.against },
      result: of,
    })
  }
  const grade = listing.grade === null ? {} : { grade: String(listing.grade) }
  let subsidy: Amount
  if (benefit.kind === 'rate') {
    subsidy = timesRate(of, benefit.rate, ruleSet.rounding)
    const { mode, unit } = ruleSet.rounding
    steps.push({
      formula: 'rate',
      clause: rule.clause,
      inputs: { base: of, rate: benefit.rate, ...grade, mode, unit },
      result: subsidy,
    })
  } else {
    subsidy = benefit.amount
    steps.push({ formula: 'fixed', clause: rule.clause, inputs: { amount: subsidy, ...grade }, result: subsidy })
  }
  if (compareAmounts(subsidy, rule.cap) > 0) {
    steps.push({ formula: 'cap', clause: rule.clause, inputs: { amount: subsidy, cap: rule.cap }, result: rule.cap })
    subsidy = rule.cap
  }
  const limit = minAmount(of, price)
  if (compareAmounts(subsidy, limit) > 0) {
    steps.push({ formula: 'not_above_price', clause: null, inputs: { amount: subsidy, limit }, result: limit })
    subsidy = limit
  }
  return { price, base: of, subsidy }
}

/** What of a line can lower its base: by the rule set's name of it, by the input's, and how much it is. */
const lowering = [
  ['storeDiscount', 'discount', ({ discount }: PricedLine) => discount],
  ['orderDiscount', 'order_discount', ({ orderShare }: PricedLine) => orderShare],
  ['installation', 'installation', ({ line }: PricedLine) => line.installation ?? zero],
  ['freight', 'freight', ({ line }: PricedLine) => line.freight ?? zero],
  ['bankPromotion', 'bank_promotion', ({ line }: PricedLine) => line.bankPromotion ?? zero],
  ['oldUnit', 'old_unit', ({ line }: PricedLine) => line.oldUnit ?? zero],
] as const

/** Null where the base is the final price: all store discounts lower it, and nothing else does. */
function unitBases(priced: PricedLine, { base }: RuleSet): readonly Amount[] | null {
  let off: Amount = zero
  for (const [effect, , amount] of lowering) if (base[effect] === 'lowers') off = add(off, amount(priced))
  const left = compareAmounts(off, priced.list) >= 0 ? zero : subtract(priced.list, off)
  return left === priced.goods ? null : split(left, priced.quantity)
}

function baseInputs(priced: PricedLine, { base }: RuleSet): ExplanationStep['inputs'] {
  const inputs: Record<string, string> = { list: priced.list }
  for (const [effect, name, amount] of lowering) {
    if (base[effect] === 'lowers' && amount(priced) !== zero) inputs[name] = amount(priced)
  }
  inputs.quantity = String(priced.quantity)
  return inputs
}

/** The lowest price that the subsidy is reckoned on at most; null where no ceiling cuts the base. */
function baseCeiling(listing: Listing, ruleSet: RuleSet): Reckoning['ceiling'] {
  const lowest = ruleSet.ceiling.mode === 'cap' ? lowestCeiling(listing, ruleSet) : null
  return lowest && { against: lowest.against, amount: add(lowest.amount, ruleSet.ceiling.tolerance) }
}
