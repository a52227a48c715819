/** Whatever a table holds: it is refused with a code, or its good rows can be signed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../src/authority/tables/csv-text.ts'
import { writeSegments } from '../../../src/authority/project/segment-layout.ts'
import { isCheckoutError } from '../../../src/core/errors.ts'
import { textSource } from '../../support/real-release.ts'
import { checkSources } from './tables.ts'

const columns = [
  '品牌',
  '型号',
  '品类',
  '备案价格',
  '商品条码',
  '能效等级',
  '水效等级',
  '标识备案号',
  '3C证书编号',
  '序列号规则',
  '有效期起',
  '有效期止',
  '状态',
  '产品名称',
  '指导价',
]
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 130 }),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('海', 'a'), minLength: 100, maxLength: 400, size: 'max' }),
)
/** Right nine times in ten, so that what is right elsewhere comes through. */
const mostly = (...right: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: anyText })
const row = fc.tuple(
  mostly('海测', '空试', '无码'),
  anyText,
  mostly('空调', '净水器'),
  mostly('4999', '¥1,299.5', '99999999.99'),
  mostly('', '036000291452'),
  mostly('', '一级'),
  mostly('', '-'),
  anyText,
  mostly('', '2021010901402658'),
  mostly(''),
  mostly('', '2024-01-01'),
  mostly('', '2025/1/1'),
  mostly('', '暂停'),
  anyText,
  mostly('', '5999'),
)
const options = { seed: 20_260_306, numRuns: 300 }

describe('any table', () => {
  it('gives listings that a segment can hold', async () => {
    let kept = 0
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = [columns, ...rows].map(csvLine).join('')
        const { listings } = await checkSources([textSource('t.csv', text)])
        writeSegments(listings)
        kept += listings.length
      }),
      options,
    )
    // The property says something only if rows do come through.
    expect(kept).toBeGreaterThan(100)
  })

  it('of any bytes is read or refused with a code', async () => {
    const header = new TextEncoder().encode(`${columns.join(',')}\n`)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.boolean(), async (bytes, withHeader) => {
        const table = withHeader ? Uint8Array.from([...header, ...bytes]) : bytes
        await checkSources([textSource('t.csv', table)]).catch((error: unknown) => {
          if (!isCheckoutError(error)) throw error
        })
      }),
      options,
    )
  })
})
