/** What a new release changes for tills: listing by listing. */
import type { Listing } from '../../catalog/listing.ts'

/** One listing's change. `fields` names what differs, as `filedPrice 4999.00 → 4799.00`. */
export interface ListingChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly brand: string
  readonly model: string
  readonly gtin: string | null
  readonly fields: readonly string[]
}

/** Listings are the same one when brand, model and barcode agree. */
export function diffListings(before: readonly Listing[], after: readonly Listing[]): readonly ListingChange[] {
  const old = new Map(before.map((listing) => [keyOf(listing), listing]))
  const changes: ListingChange[] = []
  for (const listing of after) {
    const key = keyOf(listing)
    const was = old.get(key)
    old.delete(key)
    if (!was) changes.push(change('added', listing, []))
    else {
      const fields = changedFields(was, listing)
      if (fields.length > 0) changes.push(change('changed', listing, fields))
    }
  }
  return [...changes, ...[...old.values()].map((listing) => change('removed', listing, []))]
}

function keyOf({ brand, model, gtin }: Listing): string {
  return `${brand}|${model}|${gtin ?? ''}`
}

function change(
  kind: ListingChange['kind'],
  { brand, model, gtin }: Listing,
  fields: readonly string[],
): ListingChange {
  return { kind, brand, model, gtin, fields }
}

function changedFields(before: Listing, after: Listing): readonly string[] {
  return (Object.keys(after) as (keyof Listing)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field} ${before[field] ?? '(none)'} → ${after[field] ?? '(none)'}`)
}
