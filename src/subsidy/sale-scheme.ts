/** Which scheme a sale belongs to. Schemes are deducted, reserved and settled apart, so it is one. */
import { openRuleSet, openRuleSets } from '../scheme/in-force.ts'
import { schemeOf } from '../scheme/category.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { isNoOfRelease, reason } from '../verify/reasons.ts'
import type { ResolvedContext } from '../verify/resolve.ts'
import type { Facts } from '../verify/verdict.ts'
import { requireCart } from './cart.ts'
import { priceLines } from './final-price.ts'
import { type JudgedLine, judgeLine } from './judge-line.ts'
import type { Cart, SchemePart } from './quote.ts'

/** Of a cart that nobody knows anything of yet. */
export const noFacts: Facts = {
  freshness: 'fresh',
  clock: 'trusted',
  serials: {},
  quotaUsed: {},
  entitlement: null,
  offline: null,
}

/**
 * The rule set that a cart is sold under; null when none is in force. The first line that a rule set
 * covers and nothing in the release speaks against decides; without one, the first that is covered.
 * Facts play no part: they are gathered by this rule set.
 * @param cart as `readCart` gives it
 * @throws CheckoutError as `quote` does
 */
export function ruleSetOfCart(cart: Cart, context: Omit<ResolvedContext, 'facts'>): RuleSet | null {
  const open = openRuleSets(context.schemes)
  if (open.length < 2) return open[0] ?? null
  requireCart(cart)
  const blind = { ...context, facts: noFacts }
  return ruleSetOfSale(
    priceLines(cart).map((priced) => judgeLine(priced, blind, true)),
    blind,
  )
}

/** {@link ruleSetOfCart} for lines that are judged already, by whatever facts. */
export function ruleSetOfSale(judged: readonly JudgedLine[], { schemes, setting }: ResolvedContext): RuleSet | null {
  const covered = judged.filter(({ rule }) => rule !== null)
  const decides = covered.find(({ verdict }) => !verdict?.reasons.some(isNoOfRelease)) ?? covered[0]
  return decides ? decides.ruleSet : openRuleSet(schemeOf(schemes, null, setting.region))
}

/** How the covered lines part by scheme, the sale's own first; tells the lines of others to be sold apart. */
export function partByScheme(judged: readonly JudgedLine[], ruleSet: RuleSet | null): readonly SchemePart[] {
  const parts = new Map<RuleSet | null, string[]>([[ruleSet, []]])
  for (const { priced, rule, ruleSet: own, reasons } of judged) {
    if (!rule || !own) continue
    parts.set(own, [...(parts.get(own) ?? []), priced.line.id])
    if (own !== ruleSet)
      reasons.push(
        reason('other_scheme', {
          field: `lines.${priced.index}.item`,
          expected: ruleSet?.scheme ?? null,
          received: own.scheme,
        }),
      )
  }
  return [...parts].flatMap(([own, lines]) =>
    own && lines.length > 0 ? { scheme: own.scheme, ruleSet: own.id, lines } : [],
  )
}
