/** From a judged line and its amounts to a line of the quote, with its explanation. */
import { type Amount, add, subtract, zero } from '../core/money.ts'
import { inTableOrder, type Reason, statusOf } from '../verify/reasons.ts'
import type { JudgedLine } from './judge-line.ts'
import type { QuoteLine, QuoteUnit, ExplanationStep } from './quote.ts'
import type { QuotaGrant } from './quota.ts'
import type { LineSubsidy } from './unit-subsidy.ts'

/** What an eligible line gets, and how much of it the quota has room for. */
export interface Award {
  readonly amounts: LineSubsidy
  readonly grant: QuotaGrant
}

/** @param award null for a line that asked for nothing */
export function quoteLine(judged: JudgedLine, award: Award | null): QuoteLine {
  const { priced, serials, verdict, reasons } = judged
  const ordered = inTableOrder(reasons)
  const status = statusOf(ordered)
  const paid = status === 'eligible' ? award : null
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
    steps: verdict ? stepsOf(paid, ordered, judged, subsidy) : [],
  }
}

function isSame(a: readonly Reason[], b: readonly Reason[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i])
}

function stepsOf(
  paid: Award | null,
  reasons: readonly Reason[],
  { rule, dearer }: JudgedLine,
  subsidy: Amount,
): readonly ExplanationStep[] {
  if (!paid) return reasons.filter(({ severity }) => severity === 'required').map(refusal)
  const { amounts, grant } = paid
  const steps = [...dearer.map(refusal), ...amounts.steps]
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
  if (amounts.units.length > 1) {
    steps.push({
      formula: 'line_total',
      clause: null,
      inputs: { units: String(amounts.units.length) },
      result: subsidy,
    })
  }
  return steps
}

/** Longest text of an input, characters: steps stand in records. */
const inputLimit = 200

function refusal({ code, expected, received, clause }: Reason): ExplanationStep {
  const inputs: Record<string, string> = { reason: code }
  if (expected !== null) inputs.expected = expected.slice(0, inputLimit)
  if (received !== null) inputs.received = received.slice(0, inputLimit)
  return { formula: 'no_subsidy', clause, inputs, result: zero }
}
