/** Reads a table of any size row by row: CSV in UTF-8, UTF-16 or GB18030, or a workbook. */
import { CheckoutError } from '../../core/errors.ts'
import { isHeader, readHeader, type Header } from './columns.ts'
import { readCsvRows } from './csv-reader.ts'
import { decodeTable, type TableEncoding } from './table-encoding.ts'
import { isWorkbook, readWorkbook } from './workbook.ts'
import type { TableSource, TableRow } from './table.ts'

export interface Table {
  readonly header: Header
  readonly headerRow: number
  readonly encoding: TableEncoding | 'xlsx'
  /** The rows below the header, in batches. */
  readonly batches: AsyncIterable<readonly TableRow[]>
}

/** A header stands in one of the first rows; above it a table may have a title. */
const headerWithinRows = 20

/**
 * Opens a table and finds its header.
 * @throws {@link CheckoutError} `TABLE_INVALID` when there is no header, `FEATURE_MISSING` for a workbook without its reader installed
 */
export async function readTable(source: TableSource): Promise<Table> {
  const { encoding, rows } = await readRawTable(source)
  const iterator = rows[Symbol.asyncIterator]()
  const batch = await firstRows(iterator)
  const top = batch.slice(0, headerWithinRows)
  const at = Math.max(
    0,
    top.findIndex(({ cells }) => cells !== null && isHeader(cells)),
  )
  const headerRow = top[at]
  if (!headerRow?.cells) {
    throw new CheckoutError('TABLE_INVALID', `${source.name} is empty: it needs a header row and rows below it`, {
      field: source.name,
    })
  }
  const header = readHeader(headerRow.cells, source.name)
  return { header, headerRow: headerRow.number, encoding, batches: rest(batch.slice(at + 1), iterator) }
}

/** Enough rows to hold the header. */
async function firstRows(iterator: AsyncIterator<readonly TableRow[]>): Promise<readonly TableRow[]> {
  const rows: TableRow[] = []
  while (rows.length < headerWithinRows) {
    const next = await iterator.next()
    if (next.done === true) break
    // One by one: a batch of narrow rows is longer than what a call takes as arguments.
    for (const row of next.value) rows.push(row)
  }
  return rows
}

/** A table's rows as they stand, header and all. */
export async function readRawTable(
  source: TableSource,
): Promise<{ readonly encoding: Table['encoding']; readonly rows: AsyncIterable<readonly TableRow[]> }> {
  return (await isWorkbook(source)) ? { encoding: 'xlsx', rows: readWorkbook(source) } : readCsv(source)
}

async function* rest(
  first: readonly TableRow[],
  iterator: AsyncIterator<readonly TableRow[]>,
): AsyncIterable<readonly TableRow[]> {
  yield first
  yield* { [Symbol.asyncIterator]: () => iterator }
}

async function readCsv(
  source: TableSource,
): Promise<{ encoding: TableEncoding; rows: AsyncIterable<readonly TableRow[]> }> {
  const { encoding, chunks, head } = await decodeTable(source)
  return { encoding, rows: readCsvRows(source.name, delimiterOf(head), chunks) }
}

/** The sign between cells: whichever of comma, tab and semicolon the first line has most of. */
function delimiterOf(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const count = (sign: string): number => line.split(sign).length
  return [',', '\t', ';', '，'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
