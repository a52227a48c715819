/** The reckoning that a quote and a preview share. */
import type { Listing } from '../catalog/listing.ts'
import { isCheckoutError, CheckoutError } from '../core/errors.ts'
import { type Amount, add, subtract, zero } from '../core/money.ts'
import { categoryRule } from '../scheme/category.ts'
import { ruleSetAt } from '../scheme/in-force.ts'
import type { CategoryRule, RuleSet } from '../scheme/rule-set.ts'
import { readSerials } from '../verify/item.ts'
import { inTableOrder, type Reason, reason, statusOf } from '../verify/reasons.ts'
import type { Verdict, VerifyContext } from '../verify/verdict.ts'
import { verifyLine } from '../verify/verify.ts'
import { requireCart } from './cart.ts'
import { repeatedSerials } from './cart-serials.ts'
import { entitlementReasons } from './entitlement-reasons.ts'
import { priceLines, type PricedLine, requireTotal } from './final-price.ts'
import { offlineReasons } from './offline-reasons.ts'
import type { Cart, QuoteLine, QuoteUnit, Step } from './quote.ts'
import { grantQuotas, type QuotaGrant } from './quota.ts'
import { type LineSubsidy, lineSubsidy } from './unit-subsidy.ts'

export interface Reckoned {
  /** The one in force; null when none is. */
  readonly ruleSet: RuleSet | null
  readonly lines: readonly QuoteLine[]
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}

/** One line under way: reasons gather until its status is settled. */
interface Draft {
  readonly priced: PricedLine
  readonly serials: readonly (string | null)[]
  /** Null for other merchandise. */
  readonly verdict: Verdict | null
  readonly rule: CategoryRule | null
  readonly reasons: Reason[]
  amounts: LineSubsidy | null
  grant: QuotaGrant | null
}

/**
 * @param forBuyer true: serials and entitlement must be there; false: before there is a buyer, both
 * are left open
 */
export function reckon(cart: Cart, context: VerifyContext, forBuyer: boolean): Reckoned {
  requireCart(cart)
  const { release, facts, setting } = context
  const inForce = release && ruleSetAt(release.ruleSets, setting)
  const ruleSet = inForce?.status === 'open' ? inForce.ruleSet : null
  const drafts = priceLines(cart).map((priced) => draftOf(priced, ruleSet, context, forBuyer))
  if (forBuyer) {
    const repeats = repeatedSerials(
      drafts.map(({ verdict, serials }) => (verdict?.listing ? { listing: verdict.listing, serials } : null)),
    )
    drafts.forEach(({ reasons, rule }, i) => {
      reasons.push(...(repeats[i] ?? []))
      if (ruleSet && rule) reasons.push(...entitlementReasons(ruleSet, rule, facts.entitlement, setting))
    })
  }
  if (ruleSet) settle(drafts, ruleSet, context)
  const lines = drafts.map(finish)
  const invoiceTotal = requireTotal(add(...lines.map((line) => line.invoiceTotal)))
  const subsidy = add(...lines.map((line) => line.subsidy))
  return { ruleSet, lines, invoiceTotal, subsidy, payable: subtract(invoiceTotal, subsidy) }
}

function draftOf(priced: PricedLine, ruleSet: RuleSet | null, context: VerifyContext, forBuyer: boolean): Draft {
  const { line, quantity } = priced
  const given = line.serials ?? (line.item.serial === undefined ? [] : [line.item.serial])
  const scanned: (string | null)[] = []
  for (let i = 0; i < quantity; i++) scanned.push(given[i] ?? null)
  return inLine(priced.index, () => {
    const serials = readSerials(scanned)
    if (line.other) return { priced, serials, verdict: null, rule: null, reasons: [], amounts: null, grant: null }
    // The first unit is the dearest: where it passes ceiling and limit, all do.
    const price = line.item.price === undefined ? {} : { price: priced.prices[0] ?? zero }
    const verdict = verifyLine({ ...line.item, ...price }, serials, context)
    const reasons = forBuyer ? [...verdict.reasons] : verdict.reasons.filter(({ code }) => code !== 'serial_missing')
    const rule =
      ruleSet && verdict.listing ? categoryRule(ruleSet, verdict.listing.category, context.setting.region) : null
    return { priced, serials, verdict, rule, reasons, amounts: null, grant: null }
  })
}

/** Names the line in what is thrown for its item. */
function inLine<T>(index: number, task: () => T): T {
  try {
    return task()
  } catch (error) {
    if (!isCheckoutError(error) || error.field === null) throw error
    const field = `lines.${index}.${error.field.startsWith('serials') || error.field === 'at' ? '' : 'item.'}${error.field}`
    throw new CheckoutError(error.code, `lines.${index}: ${error.message}`, {
      field,
      ...(error.expected !== null && { expected: error.expected }),
      ...(error.received !== null && { received: error.received }),
      cause: error,
    })
  }
}

/** Amounts of the eligible lines, then what quota and offline budget leave of them. */
function settle(drafts: readonly Draft[], ruleSet: RuleSet, { facts }: VerifyContext): void {
  const asking: { readonly draft: Draft; readonly group: string; readonly subsidies: readonly Amount[] }[] = []
  for (const draft of drafts) {
    const listing: Listing | null = draft.verdict?.listing ?? null
    if (!listing || !draft.rule || statusOf(draft.reasons) !== 'eligible') continue
    draft.amounts = lineSubsidy(draft.priced, listing, draft.rule, ruleSet)
    if (draft.amounts)
      asking.push({ draft, group: draft.rule.group, subsidies: draft.amounts.units.map(({ subsidy }) => subsidy) })
  }
  const grants = grantQuotas(asking, ruleSet, facts.quotaUsed)
  let total: Amount = zero
  asking.forEach(({ draft, subsidies }, i) => {
    const grant = grants[i]
    if (!grant) return
    draft.grant = grant
    if (grant.granted < grant.asked) draft.reasons.push(quotaReason(draft, grant, ruleSet))
    total = add(total, ...subsidies.filter((_, unit) => grant.within[unit]))
  })
  const offline = offlineReasons(ruleSet, facts.offline, total)
  for (const { draft } of asking) if (draft.grant && draft.grant.granted > 0) draft.reasons.push(...offline)
}

/** Required where no unit of the line has room; else the first units go on, and the reason is a hint. */
function quotaReason({ priced }: Draft, grant: QuotaGrant, ruleSet: RuleSet): Reason {
  return reason('quota_used', {
    field: `lines.${priced.index}.quantity`,
    expected: String(grant.limit),
    received: String(grant.used + grant.askedInCart),
    clause: ruleSet.quota.clause,
    severity: grant.granted > 0 ? 'recommended' : 'required',
  })
}

function finish({ priced, serials, verdict, rule, reasons, amounts, grant }: Draft): QuoteLine {
  const ordered = inTableOrder(reasons)
  const status = statusOf(ordered)
  const paid = verdict && status === 'eligible' && amounts && grant ? { amounts, grant } : null
  const units = priced.prices.map((price, i): QuoteUnit => {
    const unit = paid?.grant.within[i] ? paid.amounts.units[i] : undefined
    const subsidy = unit?.subsidy ?? zero
    return { serial: serials[i] ?? null, price, base: unit?.base ?? zero, subsidy, payable: subtract(price, subsidy) }
  })
  const subsidy = add(...units.map((unit) => unit.subsidy))
  const invoiceTotal = add(priced.goods, priced.extras)
  return {
    id: priced.line.id,
    verdict: verdict && (isSame(ordered, verdict.reasons) ? verdict : { ...verdict, status, reasons: ordered }),
    units,
    list: priced.list,
    discount: subtract(priced.list, priced.goods),
    extras: priced.extras,
    invoiceTotal,
    subsidy,
    payable: subtract(invoiceTotal, subsidy),
    steps: verdict ? stepsOf(paid, ordered, rule, subsidy) : [],
  }
}

function isSame(a: readonly Reason[], b: readonly Reason[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i])
}

function stepsOf(
  paid: { readonly amounts: LineSubsidy; readonly grant: QuotaGrant } | null,
  reasons: readonly Reason[],
  rule: CategoryRule | null,
  subsidy: Amount,
): readonly Step[] {
  if (!paid) return reasons.filter(({ severity }) => severity === 'required').map(refusal)
  const { amounts, grant } = paid
  const steps = [...amounts.steps]
  if (grant.granted < grant.asked) {
    const clause = reasons.find(({ code }) => code === 'quota_used')?.clause ?? null
    const inputs = {
      group: rule?.group ?? '',
      limit: String(grant.limit),
      used: String(grant.used),
      units: String(grant.asked),
    }
    steps.push({ formula: 'quota', clause, inputs, result: String(grant.granted) })
  }
  if (amounts.units.length > 1)
    steps.push({
      formula: 'line_total',
      clause: null,
      inputs: { units: String(amounts.units.length) },
      result: subsidy,
    })
  return steps
}

/** Inputs are bounded, because they stand in records. */
function refusal({ code, expected, received, clause }: Reason): Step {
  const inputs: Record<string, string> = { reason: code }
  if (expected !== null) inputs.expected = expected.slice(0, 200)
  if (received !== null) inputs.received = received.slice(0, 200)
  return { formula: 'no_subsidy', clause, inputs, result: zero }
}
