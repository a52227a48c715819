/** Every finding the tool knows, each shown by the smallest table that has it. */
import { describe, expect, it } from 'vitest'
import { checkTables } from '../../../src/authority/tables/check-tables.ts'
import { findingWeights, type FindingCode } from '../../../src/authority/tables/findings.ts'
import { findingLine, findingsCsvLines } from '../../../src/authority/tables/findings-report.ts'
import { ruleSets, textSource } from '../../support/real-release.ts'
import { brands, checkSources } from './tables.ts'

const good = { 品牌: '海测', 型号: 'KFR-35GW/01A', 品类: '空调', 备案价格: '4999.00' }
type Row = Readonly<Record<string, string>>

function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [columns.join(','), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(','))].join('\n')
}
async function codesIn(rows: readonly Row[]): Promise<readonly string[]> {
  const { findings } = await checkSources([textSource('t.csv', tableOf(rows))])
  return findings.map(({ code }) => code)
}
const many = Array.from({ length: 30 }, (_, i): Row => ({ ...good, 型号: `KFR-${100 + i}`, 备案价格: `${4_000 + i}` }))

/** The table whose only findings are of the code. */
const samples: Readonly<Record<FindingCode, readonly Row[]>> = {
  cell_missing: [{ ...good, 型号: '' }],
  cell_too_long: [{ ...good, 型号: 'X'.repeat(121) }],
  cell_damaged: [{ ...good, 型号: 'KFR锟斤拷' }],
  cell_control_character: [{ ...good, 型号: 'KFR\u0007' }],
  cell_formula: [{ ...good, 型号: '#REF!' }],
  row_unreadable: [{ ...good, 品牌: '"海测' }],
  brand_unknown: [{ ...good, 品牌: '海侧' }],
  category_unknown: [{ ...good, 品类: '电饭煲' }],
  model_scientific: [{ ...good, 型号: '1.01045E+09' }],
  barcode_scientific: [{ ...good, 条码: '6.9E+12' }],
  barcode_rounded: [{ ...good, 条码: '6951220000000' }],
  barcode_lost_zeros: [{ ...good, 条码: '0573607354' }],
  barcode_length: [{ ...good, 条码: '578206' }],
  barcode_not_digits: [{ ...good, 条码: '69O1234567892' }],
  barcode_check_digit: [{ ...good, 条码: '6901234567893' }],
  barcode_not_a_product: [{ ...good, 条码: '2022019133850' }],
  barcode_other_brand: [{ ...good, 条码: '9520002001016' }],
  barcode_zero_restored: [{ ...good, 品牌: '无码', 条码: '79841211401' }],
  barcode_suffix_removed: [{ ...good, 条码: '6901234567892.0' }],
  barcode_maybe_rounded: [{ ...good, 品牌: '无码', 条码: '9520011000000' }],
  barcode_prefix_unregistered: [{ ...good, 条码: '9520011001014' }],
  barcode_shared: [
    { ...good, 条码: '6901234567892' },
    { ...good, 型号: 'BCD-480', 品类: '冰箱', 条码: '6901234567892' },
  ],
  grade_invalid: [{ ...good, 能效等级: '6' }],
  grade_twice: [{ ...good, 能效等级: '1', 水效等级: '2' }],
  barcode_not_own: [],
  grade_missing: [],
  price_invalid: [{ ...good, 备案价格: 'about 5000' }],
  price_zero: [{ ...good, 备案价格: '0' }],
  price_outlier: [...many, { ...good, 备案价格: '499900' }],
  price_order: [{ ...good, 上月均价: '5100' }],
  certificate_malformed: [{ ...good, '3C证书编号': '20210109' }],
  record_number_malformed: [{ ...good, 标识备案号: 'ZTV0001' }],
  serial_rule_unknown: [{ ...good, 序列号规则: 'other' }],
  date_invalid: [{ ...good, 有效期起: '2024-02-31' }],
  period_reversed: [{ ...good, 有效期起: '2024-09-14', 有效期止: '2024-09-13' }],
  status_unknown: [{ ...good, 状态: '不明' }],
  duplicate_listing: [good, { ...good, 备案价格: '5999' }],
  duplicate_row: [good, good],
  duplicate_model: [
    { ...good, 条码: '6901234567892' },
    { ...good, 条码: '6901234000009' },
  ],
  near_duplicate_model: [good, { ...good, 型号: 'KFR-35GW/O1A' }],
}

describe('findings', () => {
  it.each(Object.entries(samples).filter(([, rows]) => rows.length > 0))(
    '%s is found, and nothing else',
    async (code, rows) => {
      expect(new Set(await codesIn(rows))).toEqual(new Set([code]))
    },
  )

  it('finds a missing grade where every rule set gives by grade alone', async () => {
    const [sample] = ruleSets
    if (!sample) throw new Error('no rule set')
    const byGrade = {
      ...sample,
      categories: sample.categories.map((rule) => ({ ...rule, benefit: { ...rule.benefit, ungraded: null } })),
    }
    const { findings } = await checkTables({
      tables: [textSource('t.csv', tableOf([good]))],
      brands,
      ruleSets: [byGrade],
    })
    expect(findings.map(({ code }) => code)).toEqual(['grade_missing'])
  })

  it('holds a brand that signs for itself to its own company prefixes', async () => {
    const rows = [
      { ...good, 条码: '6901234567892' },
      { ...good, 型号: 'KFR-26', 条码: '9520011001014' },
    ]
    const { findings } = await checkTables({
      tables: [textSource('t.csv', tableOf(rows))],
      brands,
      ruleSets,
      delegatedBrands: ['haice'],
    })
    expect(findings).toMatchObject([{ row: 3, code: 'barcode_not_own' }])
  })

  it('are all told at once, each with its row, column and cell', async () => {
    const rows = [{ ...good, 型号: '', 备案价格: 'x', 条码: '123' }, good, { ...good, 品牌: '?', 状态: '?', 型号: 'B' }]
    const { findings, listings } = await checkSources([textSource('t.csv', tableOf(rows))])
    expect(findings.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [2, 'gtin', 'barcode_length', '123'],
      [2, 'model', 'cell_missing', ''],
      [2, 'filedPrice', 'price_invalid', 'x'],
      [4, 'brand', 'brand_unknown', '?'],
      [4, 'status', 'status_unknown', '?'],
    ])
    expect(listings).toHaveLength(1)
  })

  it('name the other table where they clash with it', async () => {
    const { findings } = await checkSources([
      textSource('a.csv', tableOf([good])),
      textSource('b.csv', tableOf([{ ...good, 备案价格: '1' }])),
    ])
    expect(findings).toMatchObject([{ table: 'b.csv', row: 2, code: 'duplicate_listing', detail: 'row 2 of a.csv' }])
    const [finding] = findings
    if (!finding) throw new Error('no finding')
    expect(findingLine(finding, 'zh')).toContain('a.csv第 2 行')
    expect(findingLine(finding, 'en')).toMatch(/^b\.csv row 2, model "KFR-35GW\/01A" .*keep the right one/)
  })

  it('read in full in both languages', () => {
    for (const code of Object.keys(findingWeights) as FindingCode[]) {
      const finding = { table: 't.csv', row: 7, column: 'gtin', code, value: 'VALUE', detail: 'row 3' } as const
      for (const language of ['zh', 'en'] as const) expect(findingLine(finding, language)).not.toMatch(/[{}]|undefined/)
    }
  })
})

describe('the report that goes back', () => {
  const line = (value: string): string =>
    [
      ...findingsCsvLines([{ table: 't.csv', row: 2, column: 'model', code: 'cell_formula', value, detail: '' }], 'en'),
    ][1] ?? ''

  it('opens as UTF-8 in a spreadsheet', () => {
    expect([...findingsCsvLines([], 'zh')]).toEqual(['\ufeff文件,行号,列,程度,代码,单元格内容,说明\r\n'])
  })

  it('runs no formula of the table it reports on', () => {
    expect(line('=cmd|x')).toContain(",'=cmd|x,")
    expect(line('@SUM(1)')).toContain(",'@SUM(1),")
  })

  it('keeps a barcode as text', () => {
    expect(line('6901234567893')).toContain(",'6901234567893,")
  })
})
