/** CSV text to rows, in batches, going on after a row whose quotes are broken. */
import { parse, type Options } from 'csv-parse'
import { CheckoutError } from '../../core/errors.ts'
import type { TableRow } from './table.ts'

/** Most bytes of one row. An open quote would otherwise take in the rest of the file. */
const limitRowBytes = 65_536
const limitBrokenRows = 50
const leastColumns = 4

/**
 * @param open the table in UTF-8, from its start; asked again after each broken row
 * @throws {@link CheckoutError} `TABLE_INVALID` when more than 50 rows are broken
 */
export async function* readCsvRows(
  name: string,
  delimiter: string,
  open: () => AsyncIterable<Uint8Array>,
): AsyncIterable<readonly TableRow[]> {
  let number = 0
  const start: Position = { bytes: 0 }
  for (let broken = 0; ; broken++) {
    const chunks = broken === 0 ? open() : afterLine(open(), start)
    const fault = yield* feed(createParser(delimiter), chunks, (cells) => ({ number: ++number, cells, fault: '' }))
    if (fault === null) return
    if (broken === limitBrokenRows) {
      throw new CheckoutError(
        'TABLE_INVALID',
        `${name}: quotation marks are broken in more than ${limitBrokenRows} rows: save the table again`,
        { field: name },
      )
    }
    yield [{ number: ++number, cells: null, fault: fault.code }]
    start.bytes += fault.at
  }
}

/** A place in the table, from its start. */
interface Position {
  bytes: number
}

interface Fault {
  readonly code: string
  /** Bytes of input up to the end of the last whole row. */
  readonly at: number
}

async function* feed(
  parser: Parser,
  chunks: AsyncIterable<Uint8Array>,
  row: (cells: readonly string[]) => TableRow,
): AsyncGenerator<readonly TableRow[], Fault | null> {
  for await (const chunk of chunks) {
    const fault = await parser.write(chunk)
    yield parser.take().map(row)
    if (fault !== null) return fault
  }
  const fault = await parser.end()
  yield parser.take().map(row)
  return fault
}

interface Parser {
  write(chunk: Uint8Array): Promise<Fault | null>
  end(): Promise<Fault | null>
  /** The whole rows since the last call. */
  take(): readonly (readonly string[])[]
}

function createParser(delimiter: string): Parser {
  const options: Options = {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limitRowBytes,
  }
  const stream = parse(options)
  let rows: (readonly string[])[] = []
  let fault: Fault | null = null
  let width = 0
  let at = 0

  // Rows are taken as they are made: a stream's own queue drops what it holds when a later row is broken.
  stream.push = (row: readonly string[] | null) => {
    if (row === null || fault !== null) return true
    if (isSwallowed(row)) fault = { code: 'CSV_QUOTE_NOT_CLOSED', at }
    else rows.push(row)
    at = stream.info.bytes
    // A title above the header has a cell or two.
    if (width === 0 && row.length >= leastColumns) width = row.length
    return true
  }
  /** An open quote that the next open quote closes takes the rows between them for one cell. */
  function isSwallowed(row: readonly string[]): boolean {
    // The parser leaves a quote at the start of a cell that was quoted and went on behind the closing quote.
    return row.some(
      (cell) =>
        cell.includes('\n') && (cell.startsWith('"') || (row.length !== width && cell.split(delimiter).length > 2)),
    )
  }
  function done(error: Error | null | undefined): Fault | null {
    if (error && fault === null) fault = { code: 'code' in error ? String(error.code) : error.message, at }
    return fault
  }
  // Each write's own callback has the error too.
  stream.on('error', () => undefined)
  return {
    write: (chunk) => new Promise((resolve) => stream.write(chunk, (error) => resolve(done(error)))),
    end: () => new Promise((resolve) => stream.end((error?: Error | null) => resolve(done(error)))),
    take() {
      const taken = rows
      rows = []
      return taken
    },
  }
}

/** The chunks after the line at `start`, which moves there. */
async function* afterLine(chunks: AsyncIterable<Uint8Array>, start: Position): AsyncIterable<Uint8Array> {
  let left = start.bytes
  let isDropping = true
  let seen = false
  for await (const chunk of chunks) {
    let at = Math.min(left, chunk.length)
    left -= at
    for (; isDropping && at < chunk.length; at++, start.bytes++) {
      const isBreak = chunk[at] === 0x0a || chunk[at] === 0x0d
      // The last whole row's own line break comes first.
      if (!isBreak) seen = true
      else if (seen && chunk[at + 1] !== 0x0a) isDropping = false
    }
    if (at < chunk.length) yield chunk.subarray(at)
  }
}
