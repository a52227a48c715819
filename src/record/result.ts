/** The part of a quote that a record signs. */
import type { Quote } from '../subsidy/quote.ts'
import type { RecordResult } from './record.ts'

/** What the cart, the facts and the release do not already say. Plain data, the same for the same quote. */
export function resultOf(quote: Quote): RecordResult {
  return {
    lines: quote.lines.map(({ id, verdict, units, steps }) => ({
      id,
      status: verdict?.status ?? 'other',
      reasons: verdict?.reasons.map(({ code }) => code) ?? [],
      listing: verdict?.listing ? listingOf(verdict.listing) : null,
      units,
      steps,
    })),
    deduction: quote.deduction,
    invoiceTotal: quote.invoiceTotal,
    subsidy: quote.subsidy,
    payable: quote.payable,
  }
}

type RecordedListing = NonNullable<RecordResult['lines'][number]['listing']>

function listingOf({ brand, model, category, grade, filedPrice }: RecordedListing): RecordedListing {
  return { brand, model, category, grade, filedPrice }
}
