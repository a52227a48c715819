/** Whether two quotes of one cart give the buyer the same terms. */
import type { Quote, QuoteUnit } from './quote.ts'

/** As much of a quote as its terms are in. */
export interface QuoteTerms extends Pick<Quote, 'deduction' | 'region' | 'channel' | 'invoiceTotal'> {
  readonly basis: { readonly ruleSet: string | null } | null
  readonly lines: readonly {
    readonly id: string
    readonly verdict: { readonly status: string } | null
    readonly units: readonly Pick<QuoteUnit, 'serial' | 'price' | 'base' | 'subsidy'>[]
  }[]
}

/**
 * True when both rest on the same rule set, with the same deduction and, unit for unit, the same
 * amounts and answers. A cart priced at 23:59:58 and reserved at 00:00:05 across a change of rules has
 * not the same terms even where the amounts agree: its refund and its quota follow other rules.
 * A fresher release, another reason or another instant alone changes no terms.
 */
export function sameTerms(a: QuoteTerms, b: QuoteTerms): boolean {
  return termsOf(a) === termsOf(b)
}

function termsOf({ basis, deduction, region, channel, invoiceTotal, lines }: QuoteTerms): string {
  return JSON.stringify([
    basis?.ruleSet ?? null,
    deduction,
    region,
    channel,
    invoiceTotal,
    lines.map(({ id, verdict, units }) => [
      id,
      verdict?.status ?? 'other',
      units.map(({ serial, price, base, subsidy }) => [serial, price, base, subsidy]),
    ]),
  ])
}
