/** A table of redeemed units, barcode and serial, as a period's filter. */
import type { Bytes } from '../../core/bytes.ts'
import { CheckoutError } from '../../core/errors.ts'
import { writeFilter } from '../../catalog/redeemed-filter-writer.ts'
import { normalizeSerial } from '../../scan/serial.ts'
import { readBarcodes } from './barcode-cell.ts'
import { cleanText } from './cells.ts'
import { readRawTable } from './read-table.ts'
import type { TableRow, TableSource } from './table.ts'

const headers = {
  product: ['商品条码', '条码', '69码', 'gtin', 'barcode'],
  serial: ['序列号', '机身序列号', 'sn', 'sn码', 'serial', 'serial number'],
} as const

export interface RedeemedTable {
  readonly filter: Bytes
  readonly units: number
}

/**
 * @param periods filters that tills hold at once, for the size of fingerprints
 * @throws {@link CheckoutError} `TABLE_INVALID` naming the columns or the first row that is wrong
 */
export async function readRedeemedTable(
  source: TableSource,
  periods: number,
  onProgress?: (rows: number) => void,
): Promise<RedeemedTable> {
  let places: readonly [number, number] | null = null
  // One string a unit: five million objects would not fit beside the filter.
  const units: string[] = []
  for await (const batch of (await readRawTable(source)).rows) {
    for (const row of batch) {
      if (row.cells !== null && row.cells.every((cell) => cell.trim() === '')) continue
      if (places === null) places = readPlaces(row, source.name)
      else units.push(readUnit(row, places, source.name))
    }
    onProgress?.(units.length)
  }
  return { filter: writeFilter(unitsOf(units), { periods }), units: units.length }
}

function* unitsOf(units: readonly string[]): Generator<{ gtin: string; serial: string }> {
  for (const unit of units) yield { gtin: unit.slice(0, 14), serial: unit.slice(14) }
}

function readPlaces({ cells }: TableRow, table: string): readonly [number, number] {
  const names = (cells ?? []).map((cell) => cleanText(cell).toLowerCase())
  const place = (column: keyof typeof headers): number =>
    names.findIndex((name) => (headers[column] as readonly string[]).includes(name))
  const places = [place('product'), place('serial')] as const
  if (places.includes(-1)) {
    throw new CheckoutError(
      'TABLE_INVALID',
      `${table}: the first row must head ${headers.product[0]} (gtin) and ${headers.serial[0]} (serial)`,
      { field: table, received: names.join(', ').slice(0, 100) },
    )
  }
  return places
}

function readUnit(
  { cells, number }: TableRow,
  [product, serialPlace]: readonly [number, number],
  table: string,
): string {
  const [barcode, ...more] = readBarcodes(cells?.[product] ?? '')
  const serial = normalizeSerial(cells?.[serialPlace] ?? '')
  if (!barcode?.gtin || more.length > 0 || serial === '') {
    // A filter that lacks a row would let that unit be redeemed again, so no row is passed over.
    const field = serial === '' ? 'serial' : 'gtin'
    throw new CheckoutError(
      'TABLE_INVALID',
      `${table} row ${number}: ${field === 'gtin' ? (barcode?.code ?? 'needs one barcode') : 'the serial is empty'}: correct it and run again`,
      { field: `${table}.${number}.${field}` },
    )
  }
  return barcode.gtin + serial
}
