/** One line under way: judged, with the reasons of the cart still to come. */
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import { zero } from '../core/money.ts'
import { categoryRule, schemeOf } from '../scheme/category.ts'
import { openRuleSet } from '../scheme/in-force.ts'
import type { CategoryRule, RuleSet } from '../scheme/rule-set.ts'
import { readSerials } from '../verify/item.ts'
import type { Reason } from '../verify/reasons.ts'
import type { ResolvedContext } from '../verify/resolve.ts'
import type { Verdict } from '../verify/verdict.ts'
import { verifyLine } from '../verify/verify.ts'
import { serialsOf } from './cart.ts'
import type { PricedLine } from './final-price.ts'

export interface JudgedLine {
  readonly priced: PricedLine
  /** In their normal form, one a unit; null where none was scanned. */
  readonly serials: readonly (string | null)[]
  /** Null for other merchandise. */
  readonly verdict: Verdict | null
  /** The one that the goods fall under; null when none holds. */
  readonly ruleSet: RuleSet | null
  /** Null when that rule set does not cover the category. */
  readonly rule: CategoryRule | null
  /** The verdict's, to which the cart adds its own. */
  readonly reasons: Reason[]
  /** What refuses the units at the first unit's price alone, of a line whose other units cost a fen less. */
  readonly dearer: readonly Reason[]
}

/** @param forBuyer false: serials are not asked for yet */
export function judgeLine(priced: PricedLine, context: ResolvedContext, forBuyer: boolean): JudgedLine {
  const { line, quantity, index } = priced
  const given = serialsOf(line)
  const scanned: (string | null)[] = []
  for (let i = 0; i < quantity; i++) scanned.push(given[i] ?? null)
  return inLine(index, () => {
    const serials = readSerials(scanned)
    if (line.other) return { priced, serials, verdict: null, ruleSet: null, rule: null, reasons: [], dearer: [] }
    const judgeAt = (unit: number): Verdict => {
      const price = line.item.price === undefined ? {} : { price: priced.prices[unit] ?? zero }
      return verifyLine({ ...line.item, ...price }, serials, context)
    }
    // The first unit is the dearest: where it passes ceiling and limit, all do.
    let verdict = judgeAt(0)
    let dearer: readonly Reason[] = []
    if (verdict.status !== 'eligible' && priced.prices[0] !== priced.prices[quantity - 1]) {
      const cheapest = judgeAt(quantity - 1)
      dearer = verdict.reasons.filter(
        ({ code, severity }) =>
          severity === 'required' && !cheapest.reasons.some((each) => each.code === code && each.severity === severity),
      )
      if (dearer.length > 0) verdict = cheapest
    }
    const reasons = [...verdict.reasons, ...dearer.map((each) => ({ ...each, severity: 'recommended' as const }))]
    const category = verdict.listing?.category ?? null
    const { region } = context.setting
    const ruleSet = openRuleSet(schemeOf(context.schemes, category, region))
    const rule = ruleSet && category !== null ? categoryRule(ruleSet, category, region) : null
    return {
      priced,
      serials,
      verdict,
      ruleSet,
      rule,
      reasons: forBuyer ? reasons : reasons.filter(({ code }) => code !== 'serial_missing'),
      dearer,
    }
  })
}

/** Names the line in what is thrown for its item. */
function inLine<T>(index: number, task: () => T): T {
  try {
    return task()
  } catch (error) {
    if (!isCheckoutError(error) || error.field === null) throw error
    const isOfLine = error.field.startsWith('serials') || error.field === 'at'
    throw new CheckoutError(error.code, `lines.${index}: ${error.message}`, {
      field: isOfLine ? `lines.${index}.${error.field}` : `lines.${index}.item.${error.field}`,
      ...(error.expected !== null && { expected: error.expected }),
      ...(error.received !== null && { received: error.received }),
      cause: error,
    })
  }
}
