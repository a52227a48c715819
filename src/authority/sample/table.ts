/** The sample as the spreadsheets an authority gets: CSV text, Chinese headers. */
import type { Brand, Listing } from '../../catalog/listing.ts'
import { csvLine } from '../tables/csv-text.ts'
import { categoryNames } from '../tables/vocabulary.ts'

const header = [
  '商品条码',
  '品牌',
  '型号',
  '品类',
  '能效等级',
  '水效等级',
  '备案价格（元）',
  '基准价格（元）',
  '上月均价（元）',
  '指导价（元）',
  '标识备案号',
  '标识备案型号',
  '3C证书编号',
  '序列号规则',
  '有效期起',
  '有效期止',
  '状态',
  '产品名称',
]
const statusNames = { listed: '正常', suspended: '暂停', withdrawn: '撤销' } as const

/** The table line by line, header first, each line ending in CRLF. */
export function* listingCsvLines(listings: Iterable<Listing>, brands: readonly Brand[]): Generator<string> {
  const brandNames = new Map(brands.map(({ id, names }) => [id, names[0] ?? id]))
  yield csvLine(header)
  for (const listing of listings) {
    const grade = listing.grade === null ? '' : `${listing.grade}级`
    yield csvLine([
      listing.gtin?.replace(/^0(?=\d{13}$)/, '') ?? '',
      brandNames.get(listing.brand) ?? listing.brand,
      listing.model,
      categoryNames[listing.category]?.[0] ?? listing.category,
      listing.gradeKind === 'energy' ? grade : '',
      listing.gradeKind === 'water' ? grade : '',
      listing.filedPrice,
      listing.basePrice ?? '',
      listing.averagePrice ?? '',
      listing.guidePrice ?? '',
      listing.recordNumber ?? '',
      listing.registeredModel ?? '',
      listing.certificate ?? '',
      listing.serialRule ?? '',
      listing.from?.slice(0, 10) ?? '',
      listing.to === null ? '' : dayBefore(listing.to),
      statusNames[listing.status],
      listing.name,
    ])
  }
}

/** A brands table: one line a brand, several names, prefixes and rules in one cell parted by `;`. */
export function* brandCsvLines(brands: readonly Brand[]): Generator<string> {
  yield csvLine(['品牌编码', '品牌名称', '厂商识别代码', '序列号规则'])
  for (const { id, names, prefixes, serialRules } of brands) {
    yield csvLine([
      id,
      names.join(';'),
      prefixes.join(';'),
      serialRules.map((rule) => `${rule.id}=${rule.pattern}=${rule.example}`).join(';'),
    ])
  }
}

/** A table names the last day that is valid; an interval's end is the first that is not. */
function dayBefore(instant: string): string {
  return new Date(Date.parse(`${instant.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
