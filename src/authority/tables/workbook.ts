/** XLSX workbooks, by a library that is loaded when one is opened: an optional peer dependency. */
import type { readSheet } from 'read-excel-file/universal'
import { CheckoutError } from '../../core/errors.ts'
import type { TableRow, TableSource } from './table.ts'
import { unpackedSize } from './unpacked-size.ts'

/** Most bytes of a workbook, packed and unpacked: it is unpacked in memory, and a sheet of zeros packs a thousandfold. */
const limitBytes = { packed: 268_435_456, unpacked: 536_870_912 } as const
const rowsInBatch = 1_000

/** True when the file begins as a ZIP archive does: XLSX is one. */
export async function isWorkbook(source: TableSource): Promise<boolean> {
  for await (const chunk of source.open())
    return chunk[0] === 0x50 && chunk[1] === 0x4b && chunk[2] === 3 && chunk[3] === 4
  return false
}

/** The first sheet's rows. @throws {@link CheckoutError} `FEATURE_MISSING` when the reader is not installed, `INPUT_TOO_LARGE`, `TABLE_INVALID` */
export async function* readWorkbook(source: TableSource): AsyncIterable<readonly TableRow[]> {
  const reader = await loadReader()
  const bytes = await readAll(source)
  if ((unpackedSize(bytes) ?? 0) > limitBytes.unpacked) throw tooLarge(source, 'unpacked')
  let rows: readonly (readonly unknown[])[]
  try {
    rows = await reader.readSheet(new Blob([bytes]))
  } catch (cause) {
    throw new CheckoutError(
      'TABLE_INVALID',
      `${source.name} is not a readable XLSX workbook: save it again, or save the sheet as CSV`,
      { field: source.name, cause },
    )
  }
  let batch: TableRow[] = []
  for (const [i, cells] of rows.entries()) {
    batch.push({ number: i + 1, cells: cells.map(cellText), fault: '' })
    if (batch.length === rowsInBatch) {
      yield batch
      batch = []
    }
  }
  yield batch
}

/** A barcode kept as a number has at most 15 sure digits in a workbook; all its GTIN digits are there. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'number')
    return Number.isInteger(cell) ? BigInt(cell).toString() : String(Math.round(cell * 1e6) / 1e6)
  return typeof cell === 'string' ? cell : typeof cell === 'boolean' ? String(cell) : ''
}

async function loadReader(): Promise<{ readonly readSheet: typeof readSheet }> {
  try {
    return await import('read-excel-file/universal')
  } catch (cause) {
    throw new CheckoutError(
      'FEATURE_MISSING',
      'XLSX needs the package read-excel-file: npm install read-excel-file, or save the sheet as "CSV UTF-8"',
      {
        field: 'read-excel-file',
        cause,
      },
    )
  }
}

function tooLarge({ name }: TableSource, form: keyof typeof limitBytes): CheckoutError {
  return new CheckoutError(
    'INPUT_TOO_LARGE',
    `${name} is over ${limitBytes[form]} bytes ${form}: split it, or save it as CSV, which has no limit`,
    { field: name },
  )
}

async function readAll(source: TableSource): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source.open()) {
    length += chunk.length
    if (length > limitBytes.packed) throw tooLarge(source, 'packed')
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
