/** The units of a sale, one by one: what is returned, fulfilled, or counted against a quota. */
import type { Listing } from '../catalog/listing.ts'
import { CheckoutError } from '../core/errors.ts'
import { isZero } from '../core/money.ts'
import type { UnitRef, UnitSerial } from '../core/unit-ref.ts'
import { categoryRule } from '../scheme/category.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Quote, QuoteUnit } from '../subsidy/quote.ts'
import { namedUnits } from '../subsidy/refund.ts'
import { listingNumber, serialKey } from '../verify/serial-key.ts'
import type { QuotaUse, SaleRow, SerialRow } from './database.ts'

export interface SoldUnit extends UnitRef, QuoteUnit {
  /** The one that its line was judged by; null: none, or other merchandise. */
  readonly listing: Listing | null
}

/** In the order of the quote. */
export function soldUnits({ lines }: Quote): readonly SoldUnit[] {
  return lines.flatMap(({ id, verdict, units }) =>
    units.map((each, unit) => ({ ...each, line: id, unit, listing: verdict?.listing ?? null })),
  )
}

/** The units that a host names. @throws CheckoutError `INPUT_INVALID` for one that the sale has not */
export function requireUnits(sold: readonly SoldUnit[], named: readonly UnitRef[]): readonly SoldUnit[] {
  return namedUnits(sold, named).map((found, i) => {
    if (found) return found
    const field = `units.${i}`
    throw new CheckoutError('INPUT_INVALID', `${field} is no unit of this sale`, {
      field,
      received: `${named[i]?.line.slice(0, 80) ?? ''}, ${named[i]?.unit ?? ''}`,
    })
  })
}

/** The units as they left, each with the serial brought for it. @throws CheckoutError as {@link requireUnits} */
export function broughtUnits(sold: readonly SoldUnit[], brought: readonly UnitSerial[]): readonly SoldUnit[] {
  return requireUnits(sold, brought).map((unit, i) => ({ ...unit, serial: brought[i]?.serial ?? unit.serial }))
}

/** The units as they were sold, and once more for each serial that was brought since. */
export function everyUnit({ quote, brought = [] }: Pick<SaleRow, 'quote' | 'brought'>): readonly SoldUnit[] {
  const sold = soldUnits(quote)
  return [...sold, ...broughtUnits(sold, brought)]
}

/** What is kept of the units that a sale holds by their serials: those with a subsidy. */
export function serialRowsOf(units: readonly SoldUnit[], sale: string): readonly SerialRow[] {
  return units.flatMap(({ listing, serial, subsidy }) =>
    listing === null || serial === null || isZero(subsidy)
      ? []
      : [{ key: serialKey(listingNumber(listing), serial), serial, sale, released: 0 as const }],
  )
}

/** The units of a quote that count against quotas. */
export function usesOf(quote: Quote, ruleSet: RuleSet | null): readonly QuotaUse[] {
  if (!ruleSet) return []
  return soldUnits(quote).flatMap(({ listing, line, unit, subsidy }) => {
    const group = listing === null ? undefined : categoryRule(ruleSet, listing.category, quote.region)?.group
    return group === undefined || isZero(subsidy) ? [] : [{ group, line, unit }]
  })
}
