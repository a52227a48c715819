/** What a product or cart page shows before there is a buyer: "after subsidy" prices and what a quota leaves. */
import type { Amount } from '../core/money.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { ResolvedContext } from '../verify/resolve.ts'
import type { VerifyContext } from '../verify/verdict.ts'
import type { Cart, QuoteLine, SchemePart } from './quote.ts'
import { quotaUse } from './quota-use.ts'
import { reckon } from './reckon.ts'

export interface QuotaLeft {
  /** Code of the quota group. */
  readonly group: string
  /** Units that one buyer may have in the quota period. */
  readonly limit: number
  /** Units of it that this cart takes. */
  readonly inCart: number
  /** Units left beside them; with the buyer's own use where the facts know it. */
  readonly left: number
}

/** No promise and nothing to reserve: the quote comes with the buyer, the serials and the entitlement. */
export interface Preview {
  /** How the lines that are covered part by scheme, as a quote has it. */
  readonly schemes: readonly SchemePart[]
  readonly lines: readonly QuoteLine[]
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  readonly deduction: 'till' | 'payment'
  /** What the buyer will have to show. */
  readonly entitlement: RuleSet['entitlement']['need']
  /** Of every group that a line of the cart counts against, in the rule set's order. */
  readonly quotas: readonly QuotaLeft[]
}

/** @param cart as `readCart` gives it @throws CheckoutError as `quote` does */
export function preview(cart: Cart, context: VerifyContext | ResolvedContext): Preview {
  const { ruleSet, ...reckoned } = reckon(cart, context, false)
  return {
    ...reckoned,
    deduction: ruleSet?.deduction ?? 'till',
    entitlement: ruleSet?.entitlement.need ?? 'none',
    quotas: ruleSet ? quotasLeft(reckoned.lines, ruleSet, context) : [],
  }
}

function quotasLeft(
  lines: readonly QuoteLine[],
  ruleSet: RuleSet,
  { facts, setting }: VerifyContext,
): readonly QuotaLeft[] {
  const sold = lines.map(({ verdict, units }) => ({ category: verdict?.listing?.category ?? null, units }))
  const use = quotaUse(sold, ruleSet, setting.region)
  return ruleSet.groups.flatMap(({ code, units }) => {
    const inCart = use[code]
    if (inCart === undefined) return []
    return [{ group: code, limit: units, inCart, left: Math.max(0, units - (facts.quotaUsed[code] ?? 0) - inCart) }]
  })
}
