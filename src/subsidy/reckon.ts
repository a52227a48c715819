/** The calculation that a quote and a preview share. */
import { type Amount, add, subtract, zero } from '../core/money.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { type Reason, reason, statusOf } from '../verify/reasons.ts'
import { resolve } from '../verify/resolve.ts'
import type { VerifyContext } from '../verify/verdict.ts'
import { requireCart } from './cart.ts'
import { repeatedSerials } from './cart-serials.ts'
import { entitlementReasons } from './entitlement-reasons.ts'
import { priceLines, requireTotal } from './final-price.ts'
import { type JudgedLine, judgeLine } from './judge-line.ts'
import { offlineReasons } from './offline-reasons.ts'
import type { Cart, QuoteLine, SchemePart } from './quote.ts'
import { type Award, quoteLine } from './quote-line.ts'
import { grantQuotas, type QuotaGrant } from './quota.ts'
import { partByScheme, ruleSetOfSale } from './sale-scheme.ts'
import { type LineSubsidy, lineSubsidy } from './unit-subsidy.ts'

export interface Reckoning {
  /** The one that the cart is sold under; null when none is in force. */
  readonly ruleSet: RuleSet | null
  readonly schemes: readonly SchemePart[]
  readonly lines: readonly QuoteLine[]
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}

/**
 * @param forBuyer true: serials and entitlement must be there; false: before there is a buyer, both
 * are left open
 */
export function reckon(cart: Cart, given: VerifyContext, forBuyer: boolean): Reckoning {
  requireCart(cart)
  const context = resolve(given)
  const judged = priceLines(cart).map((priced) => judgeLine(priced, context, forBuyer))
  const ruleSet = ruleSetOfSale(judged, context)
  const schemes = partByScheme(judged, ruleSet)
  if (forBuyer) addBuyerReasons(judged, ruleSet, context)
  const awards = ruleSet ? award(judged, ruleSet, context) : []
  const lines = judged.map((line, i) => quoteLine(line, awards[i] ?? null))
  const invoiceTotal = requireTotal(add(...lines.map((line) => line.invoiceTotal)))
  const subsidy = add(...lines.map((line) => line.subsidy))
  return { ruleSet, schemes, lines, invoiceTotal, subsidy, payable: subtract(invoiceTotal, subsidy) }
}

function addBuyerReasons(
  judged: readonly JudgedLine[],
  ruleSet: RuleSet | null,
  { facts, setting }: VerifyContext,
): void {
  const repeats = repeatedSerials(
    judged.map(({ verdict, serials }) => (verdict?.listing ? { listing: verdict.listing, serials } : null)),
  )
  judged.forEach(({ reasons, rule, ruleSet: own }, i) => {
    reasons.push(...(repeats[i] ?? []))
    if (ruleSet && rule && own === ruleSet)
      reasons.push(...entitlementReasons(ruleSet, rule, facts.entitlement, setting))
  })
}

/**
 * By line, what it gets and what the quota leaves of that; null for a line that is not eligible. Adds
 * the reasons of quota and offline budget.
 */
function award(judged: readonly JudgedLine[], ruleSet: RuleSet, { facts }: VerifyContext): readonly (Award | null)[] {
  const amounts = judged.map((line) => amountsOf(line, ruleSet))
  const claims = judged.map(({ rule }, i) => ({
    group: rule?.group ?? '',
    subsidies: amounts[i]?.units.map(({ subsidy }) => subsidy) ?? [],
  }))
  const grants = grantQuotas(claims, ruleSet, facts.quotaUsed)
  let total: Amount = zero
  const awards = judged.map((line, i): Award | null => {
    const [own, grant] = [amounts[i], grants[i]]
    if (!own || !grant) return null
    if (grant.granted < grant.asked) line.reasons.push(quotaReason(line, grant, ruleSet))
    own.units.forEach(({ subsidy }, unit) => {
      if (grant.within[unit]) total = add(total, subsidy)
    })
    return { amounts: own, grant }
  })
  const offline = offlineReasons(ruleSet, facts.offline, total)
  judged.forEach(({ reasons }, i) => {
    if (awards[i] && awards[i].grant.granted > 0) reasons.push(...offline)
  })
  return awards
}

function amountsOf({ priced, verdict, rule, reasons, dearer }: JudgedLine, ruleSet: RuleSet): LineSubsidy | null {
  if (!verdict?.listing || !rule || statusOf(reasons) !== 'eligible') return null
  const leftOut = dearer.length > 0 ? (priced.prices[0] ?? null) : null
  return lineSubsidy(priced, verdict.listing, rule, ruleSet, leftOut)
}

/** Required where no unit of the line has room; else the units within the quota go on, and the reason is a hint. */
function quotaReason({ priced }: JudgedLine, grant: QuotaGrant, ruleSet: RuleSet): Reason {
  return reason('quota_used', {
    field: `lines.${priced.index}.quantity`,
    expected: String(grant.limit),
    received: String(grant.used + grant.askedInCart),
    clause: ruleSet.quota.clause,
    severity: grant.granted > 0 ? 'recommended' : 'required',
  })
}
