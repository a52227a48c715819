/** What no row shows by itself: listings that come twice, models that look alike, prices out of line. */
import type { Listing } from '../../catalog/listing.ts'
import { modelKey } from '../../catalog/model-text.ts'
import { lookalikeKey } from '../../catalog/skeleton.ts'
import type { Amount } from '../../core/money.ts'
import type { Finding } from './findings.ts'
import type { SpooledListing } from './spool.ts'

export interface CrossChecks {
  /** To be told of every listing before the first brand is checked. */
  note(listing: { readonly category: string; readonly filedPrice: Amount }): void
  /** The brand's listings without those that come twice. Brands in any order, each once. */
  checkBrand(entries: readonly SpooledListing[], report: (finding: Finding) => void): readonly SpooledListing[]
}

/** Prices are compared within a category once it has this many. */
const leastPrices = 20
/** A price this many times above what 95 in 100 of the category cost, or below what 5 in 100 do, is out of line. */
const outlierFactor = 3
/** Above the maker's own guide price by more than this, or above twice last month's average, is out of line too. */
const overGuide = 1.5
const overAverage = 2
const rowsInTable = 2 ** 32

/** @param tables names of the tables by their place */
export function createCrossChecks(tables: readonly string[]): CrossChecks {
  const pricesByCategory = new Map<string, number[]>()
  let bounds: ReadonlyMap<string, readonly [number, number]> | null = null
  // A million barcodes: numbers, not objects. A place is `table × rowsInTable + row`.
  const seenByGtin = new Map<number, number>()

  return {
    note({ category, filedPrice }) {
      const prices = pricesByCategory.get(category)
      if (prices) prices.push(Number(filedPrice))
      else pricesByCategory.set(category, [Number(filedPrice)])
    },
    checkBrand(entries, report) {
      bounds ??= priceBounds(pricesByCategory)
      const seen = {
        listings: new Map<string, SpooledListing>(),
        models: new Map<string, SpooledListing>(),
        lookalikes: new Map<string, SpooledListing>(),
      }
      let told: SpooledListing | null = null

      function found(
        { table, row }: SpooledListing,
        column: Finding['column'],
        code: Finding['code'],
        value: string,
        detail: string,
      ): void {
        report({ table: tables[table] ?? '', row, column, code, value, detail })
      }
      function checkModel(entry: SpooledListing, model: string): void {
        const { listing } = entry
        const same = seen.models.get(model)
        if (same) {
          // A row with several barcodes gives several listings of one model: that is not a finding.
          if (!isSameRow(same, entry))
            found(entry, 'model', 'duplicate_model', listing.model, placeOf(same, entry, tables))
          return
        }
        seen.models.set(model, entry)
        const folded = lookalikeKey(model)
        const alike = seen.lookalikes.get(folded)
        if (alike)
          found(
            entry,
            'model',
            'near_duplicate_model',
            listing.model,
            `${alike.listing.model}, ${placeOf(alike, entry, tables)}`,
          )
        else seen.lookalikes.set(folded, entry)
      }
      function isFirst(entry: SpooledListing): boolean {
        const { listing } = entry
        const model = modelKey(listing.model)
        const id = `${model}|${listing.gtin ?? ''}`
        const same = seen.listings.get(id)
        if (same) {
          // Each barcode of a row that comes twice would say so again.
          if (!told || !isSameRow(told, entry))
            found(
              entry,
              'model',
              isSameListing(listing, same.listing) ? 'duplicate_row' : 'duplicate_listing',
              listing.model,
              placeOf(same, entry, tables),
            )
          told = entry
          return false
        }
        seen.listings.set(id, entry)
        checkModel(entry, model)
        if (listing.gtin !== null) {
          const gtin = Number(listing.gtin)
          const shared = seenByGtin.get(gtin)
          if (shared === undefined) seenByGtin.set(gtin, entry.table * rowsInTable + entry.row)
          else
            found(
              entry,
              'gtin',
              'barcode_shared',
              listing.gtin,
              placeOf({ table: Math.floor(shared / rowsInTable), row: shared % rowsInTable }, entry, tables),
            )
        }
        const fault = priceFault(listing, bounds?.get(listing.category))
        if (fault !== null) found(entry, 'filedPrice', 'price_outlier', listing.filedPrice, fault)
        return true
      }
      return entries.filter(isFirst)
    },
  }
}

type Place = Pick<SpooledListing, 'table' | 'row'>

function isSameRow(a: Place, b: Place): boolean {
  return a.row === b.row && a.table === b.table
}

function isSameListing(a: Listing, b: Listing): boolean {
  return (Object.keys(a) as (keyof Listing)[]).every((field) => a[field] === b[field] || field === 'name')
}

function placeOf({ table, row }: Place, from: Place, tables: readonly string[]): string {
  return `row ${row}${table === from.table ? '' : ` of ${tables[table] ?? ''}`}`
}

// Statistics of prices, not amounts: nothing here is paid.
function priceBounds(
  pricesByCategory: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, readonly [number, number]> {
  return new Map(
    [...pricesByCategory]
      .filter(([, prices]) => prices.length >= leastPrices)
      .map(([category, prices]) => {
        const sorted = Float64Array.from(prices).sort()
        const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
        return [category, [at(0.05) / outlierFactor, at(0.95) * outlierFactor]]
      }),
  )
}

function priceFault(listing: SpooledListing['listing'], bounds: readonly [number, number] | undefined): string | null {
  const filed = Number(listing.filedPrice)
  if (bounds && (filed < bounds[0] || filed > bounds[1])) return `${Math.round(bounds[0])}–${Math.round(bounds[1])}`
  if (listing.guidePrice !== null && filed > overGuide * Number(listing.guidePrice)) return listing.guidePrice
  if (listing.averagePrice !== null && filed > overAverage * Number(listing.averagePrice)) return listing.averagePrice
  return null
}
