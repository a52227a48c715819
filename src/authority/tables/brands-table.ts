/** The authority's own table of brands: CSV or workbook, one brand a row, or `brands.json` as it is published. */
import { readBrands } from '../../catalog/brands.ts'
import type { Brand, SerialRule } from '../../catalog/listing.ts'
import { utf8 } from '../../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../../core/errors.ts'
import { cleanText } from './cells.ts'
import { readRawTable } from './read-table.ts'
import type { TableSource } from './table.ts'

const headers = {
  id: ['品牌编码', '品牌代码', 'id', 'brand id'],
  names: ['品牌名称', '品牌', 'names', 'name', 'brand'],
  prefixes: ['厂商识别代码', '条码前缀', 'prefixes', 'company prefixes', 'gs1 prefixes'],
  serialRules: ['序列号规则', 'serial rules'],
} as const

const listSeparator = /[;；|、\n]/

/**
 * Lists in a cell are parted by `;`: names, the one to display first; company prefixes; serial rules as
 * `id=pattern=example`.
 * @throws {@link CheckoutError} `BRANDS_INVALID` or `TABLE_INVALID`, naming the row
 */
export async function readBrandsTable(source: TableSource): Promise<readonly Brand[]> {
  const rows: (readonly [number, readonly string[]])[] = []
  for await (const batch of (await readRawTable(source)).rows) {
    for (const { number, cells } of batch)
      if (cells?.some((cell) => cell.trim() !== '')) rows.push([number, cells.map(cleanText)])
  }
  const [header, ...body] = rows
  const place = (column: keyof typeof headers): number =>
    (header?.[1] ?? []).findIndex((cell) => (headers[column] as readonly string[]).includes(cell.toLowerCase()))
  if (place('id') < 0 || place('names') < 0) {
    throw new CheckoutError(
      'TABLE_INVALID',
      `${source.name}: the header needs ${headers.id[0]} (id) and ${headers.names[0]} (names)`,
      { field: source.name },
    )
  }
  const brands = body.map(([row, cells]): Brand => {
    const list = (column: keyof typeof headers): readonly string[] =>
      (cells[place(column)] ?? '')
        .split(listSeparator)
        .map((part) => part.trim())
        .filter((part) => part !== '')
    return {
      id: (cells[place('id')] ?? '').toLowerCase(),
      names: list('names'),
      prefixes: list('prefixes'),
      serialRules: list('serialRules').map((text) => readSerialRule(text, `${source.name} row ${row}`)),
    }
  })
  // One schema says what a brand is, wherever it comes from.
  try {
    return readBrands(utf8(JSON.stringify({ v: 1, brands })))
  } catch (error) {
    const place = isCheckoutError(error) ? /^brands\.(?:brands\.)?(\d+)/.exec(error.field ?? '')?.[1] : undefined
    if (!isCheckoutError(error) || place === undefined) throw error
    throw new CheckoutError(
      'BRANDS_INVALID',
      `${source.name} row ${body[Number(place)]?.[0] ?? '?'}: ${error.message}`,
      { field: error.field ?? 'brands', cause: error },
    )
  }
}

function readSerialRule(text: string, where: string): SerialRule {
  const [id = '', pattern = '', example = ''] = text.split('=')
  if (pattern === '' || example === '') {
    throw new CheckoutError(
      'BRANDS_INVALID',
      `${where}: a serial rule is written id=pattern=example, not "${text.slice(0, 60)}"`,
      { field: 'serialRules', expected: 'id=pattern=example', received: text.slice(0, 60) },
    )
  }
  return { id, pattern, example }
}
