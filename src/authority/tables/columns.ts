/** Which spreadsheet columns the tool reads, and the header names it knows them by. */
import { CheckoutError } from '../../core/errors.ts'

/** A column of the listings table. `energyGrade` and `waterGrade` are `grade` with the kind in the header. */
export type ColumnName =
  | 'gtin'
  | 'brand'
  | 'model'
  | 'category'
  | 'grade'
  | 'energyGrade'
  | 'waterGrade'
  | 'gradeKind'
  | 'filedPrice'
  | 'basePrice'
  | 'averagePrice'
  | 'guidePrice'
  | 'recordNumber'
  | 'registeredModel'
  | 'certificate'
  | 'serialRule'
  | 'from'
  | 'to'
  | 'status'
  | 'name'

/**
 * Header names by column, Chinese first. A header matches after width, case, spaces, punctuation
 * and a unit in brackets are taken off: `备案价格（元）`, `Filed Price` and `filed_price` are one.
 */
export const headerNames: Readonly<Record<ColumnName, readonly string[]>> = {
  gtin: ['商品条码', '条码', '条形码', '69码', '国际条码', '商品条形码', 'gtin', 'barcode', 'ean', 'ean13', 'upc'],
  brand: ['品牌', '品牌名称', '商标', 'brand', 'brand name'],
  model: ['型号', '规格型号', '产品型号', '商品型号', 'model', 'model number', 'model no'],
  category: ['品类', '类别', '产品类别', '商品类别', '产品品类', '补贴品类', 'category', 'product category'],
  grade: ['等级', '能效/水效等级', '能效水效等级', '能效或水效等级', 'grade', 'level'],
  energyGrade: ['能效等级', '能效', 'energy grade', 'energy level'],
  waterGrade: ['水效等级', '水效', 'water grade', 'water level'],
  gradeKind: ['等级类型', '标识类型', 'grade kind'],
  filedPrice: ['备案价格', '备案价', '最高限价', '限价', 'filed price', 'price'],
  basePrice: ['基准价格', '基准价', 'base price'],
  averagePrice: ['上月均价', '平均成交价', '近一个月平均成交价', '上月平均成交价', 'average price'],
  guidePrice: ['指导价', '厂商指导价', '建议零售价', 'guide price', 'list price'],
  recordNumber: [
    '标识备案号',
    '备案号',
    '能效备案号',
    '水效备案号',
    '能效标识备案号',
    '水效标识备案号',
    'record number',
  ],
  registeredModel: ['标识备案型号', '备案型号', '能效标识型号', 'registered model'],
  certificate: ['3c证书编号', '3c证书', '3c编号', 'ccc证书编号', 'ccc证书', 'ccc certificate', 'certificate'],
  serialRule: ['序列号规则', 'serial rule'],
  from: ['生效日期', '有效期起', '开始日期', 'valid from', 'from'],
  to: ['失效日期', '有效期止', '截止日期', 'valid to', 'to'],
  status: ['状态', '备案状态', 'status'],
  name: ['产品名称', '商品名称', '名称', '品名', 'name', 'display name', 'product name'],
}

export const requiredColumns: readonly ColumnName[] = ['brand', 'model', 'category', 'filedPrice']

/** A table's header, understood. */
export interface Header {
  /** Place of each column in a row. */
  readonly places: ReadonlyMap<ColumnName, number>
  /** The header's cells as they stand in the file. */
  readonly names: readonly string[]
  /** Headers that mean nothing to the tool: read past. */
  readonly ignored: readonly string[]
}

const columnByHeader = new Map(
  Object.entries(headerNames).flatMap(([column, names]) =>
    [column, ...names].map((name) => [foldHeader(name), column as ColumnName]),
  ),
)

function foldHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)$|\[[^\]]*\]$/, '')
    .replace(/[\s_\-*:./]/g, '')
}

/** True when the row names every required column: a table may have title rows above its header. */
export function isHeader(cells: readonly string[]): boolean {
  const found = new Set(cells.map((cell) => columnByHeader.get(foldHeader(cell))))
  return requiredColumns.every((column) => found.has(column))
}

/** @throws {@link CheckoutError} `TABLE_INVALID` for a required column that is missing or a column that comes twice */
export function readHeader(cells: readonly string[], table: string): Header {
  const places = new Map<ColumnName, number>()
  const ignored: string[] = []
  cells.forEach((cell, place) => {
    const column = columnByHeader.get(foldHeader(cell))
    if (column === undefined) {
      if (cell.trim() !== '') ignored.push(cell.trim())
      return
    }
    if (places.has(column)) {
      throw new CheckoutError(
        'TABLE_INVALID',
        `${table}: two columns are headed ${column} ("${cell.trim()}"): rename or remove one`,
        { field: column, received: cell.trim() },
      )
    }
    places.set(column, place)
  })
  const missing = requiredColumns.filter((column) => !places.has(column))
  if (missing.length > 0) {
    const wanted = missing.map((column) => `${column} (${headerNames[column].slice(0, 3).join(', ')})`).join('; ')
    throw new CheckoutError(
      'TABLE_INVALID',
      `${table}: the header lacks ${wanted}. It has: ${cells.join(', ').slice(0, 200)}`,
      {
        field: missing.join(', '),
        expected: wanted,
        received: cells.join(', ').slice(0, 200),
      },
    )
  }
  return { places, names: cells.map((cell) => cell.trim()), ignored }
}
