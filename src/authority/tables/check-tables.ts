/** Checks tables of listings: every finding of every row in one pass, and the good listings brand by brand. */
import type { Brand, Listing } from '../../catalog/listing.ts'
import type { RuleSet } from '../../scheme/rule-set.ts'
import { createCrossChecks, type CrossChecks } from './cross-checks.ts'
import type { Finding } from './findings.ts'
import { createRowReader } from './listing-rows.ts'
import { readTable, type Table } from './read-table.ts'
import type { TableSource } from './table.ts'
import { createMemorySpool, type Spool } from './spool.ts'
import { createVocabulary } from './vocabulary.ts'

export interface CheckInput {
  readonly tables: readonly TableSource[]
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  /** Brands that sign for themselves: their barcodes must carry their own company prefixes. */
  readonly delegatedBrands?: readonly string[]
  /** Offset of the scheme's zone, in which a table's days begin; default `"+08:00"`. */
  readonly zoneOffset?: string
  /** Where listings wait; default in memory. */
  readonly spool?: Spool
  readonly onProgress?: (progress: CheckProgress) => void
  readonly signal?: AbortSignal
}

export interface CheckProgress {
  readonly table: string
  /** Rows read so far, in all tables. */
  readonly rows: number
}

export interface CheckedTable {
  readonly name: string
  readonly encoding: Table['encoding']
  readonly headerRow: number
  /** Header cells of the table, for the report that goes back. */
  readonly header: readonly string[]
  /** Headers that were not understood. */
  readonly ignored: readonly string[]
  readonly rows: number
}

export interface CheckedListings {
  readonly tables: readonly CheckedTable[]
  /** By table and row, once {@link CheckedListings.readBrand} has been through all brands. */
  readonly findings: Finding[]
  readonly listingsByBrand: ReadonlyMap<string, number>
  /** The brand's good listings. Call it once a brand; it adds what only shows between listings. */
  readBrand(brand: string): readonly Listing[]
  close(): void
}

/**
 * Reads the tables row by row. Rows with an error are left out of the listings.
 * @throws {@link CheckoutError} `TABLE_INVALID` for a file that is not a table of listings at all, `ABORTED`
 */
export async function checkTables(input: CheckInput): Promise<CheckedListings> {
  const { tables, brands, ruleSets, zoneOffset = '+08:00', spool = createMemorySpool() } = input
  const vocabulary = createVocabulary(brands, ruleSets, input.delegatedBrands)
  const findings: Finding[] = []
  const report = (finding: Finding): void => void findings.push(finding)
  const cross = createCrossChecks(tables.map(({ name }) => name))
  const checked: CheckedTable[] = []
  let rows = 0
  for (const [place, source] of tables.entries()) {
    const table = await readTable(source)
    const reader = createRowReader({ table: source.name, header: table.header, vocabulary, zoneOffset, report })
    const before = rows
    for await (const batch of table.batches) {
      input.signal?.throwIfAborted()
      for (const { number, cells, fault } of batch) {
        if (cells === null)
          report({ table: source.name, row: number, column: null, code: 'row_unreadable', value: '', detail: fault })
        else keep(place, number, reader.read(number, cells), spool, cross)
      }
      rows += batch.length
      input.onProgress?.({ table: source.name, rows })
    }
    checked.push({
      name: source.name,
      encoding: table.encoding,
      headerRow: table.headerRow,
      header: table.header.names,
      ignored: table.header.ignored,
      rows: rows - before,
    })
  }
  return {
    tables: checked,
    findings,
    listingsByBrand: spool.listingsByBrand,
    readBrand: (brand) => cross.checkBrand(spool.read(brand), report).map(({ listing }) => listing),
    close: () => spool.close(),
  }
}

function keep(table: number, row: number, listings: readonly Listing[], spool: Spool, cross: CrossChecks): void {
  for (const listing of listings) {
    cross.note(listing)
    spool.add({ table, row, listing })
  }
}

/** Orders findings as a person goes through the tables: by table, row, column. */
export function sortFindings(findings: Finding[], tables: readonly CheckedTable[]): Finding[] {
  const places = new Map(tables.map(({ name }, place) => [name, place]))
  return findings.sort(
    (a, b) =>
      (places.get(a.table) ?? 0) - (places.get(b.table) ?? 0) ||
      a.row - b.row ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  )
}
