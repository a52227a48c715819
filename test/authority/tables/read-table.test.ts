import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTable } from '../../../src/authority/tables/read-table.ts'
import type { TableSource } from '../../../src/authority/tables/table.ts'
import { utf8 } from '../../../src/core/bytes.ts'
import { textSource } from '../../support/real-release.ts'
import { checkText, header } from './tables.ts'

const row = '海测,KFR-35GW/01A,空调,4999,6901234567892'

async function rowsOf(
  source: TableSource,
): Promise<{ encoding: string; rows: (readonly string[] | null)[]; numbers: number[] }> {
  const table = await readTable(source)
  const all = []
  for await (const batch of table.batches) for (const each of batch) all.push(each)
  return { encoding: table.encoding, rows: all.map(({ cells }) => cells), numbers: all.map(({ number }) => number) }
}

/** One byte at a time: every way in which a chunk can cut a character. */
function inChunks(name: string, bytes: Uint8Array, size = 1): TableSource {
  return {
    name,
    async *open() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    },
  }
}

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

describe('a table', () => {
  const text = `${header}\r\n${row}\r\n`
  const cells = row.split(',')
  // TextEncoder writes UTF-8 alone; these are the same two lines as a spreadsheet saves them.
  const gb18030 = new Uint8Array(readFileSync(new URL('../../data/authority/gb18030.csv', import.meta.url)))

  it.each([
    ['UTF-8', utf8(text), 'utf-8'],
    ['UTF-8 with a mark', utf8(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 with a mark', Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le')), 'utf-16le'],
    ['GB18030', gb18030, 'gb18030'],
  ])('is read in %s', async (_, bytes, encoding) => {
    expect(await rowsOf(textSource('t.csv', bytes))).toMatchObject({ encoding, rows: [cells] })
    expect(await rowsOf(inChunks('t.csv', bytes, 4))).toMatchObject({ encoding, rows: [cells] })
  })

  it.each(['\t', ';', '，'])('may part its cells with %j', async (sign) => {
    expect((await rowsOf(textSource('t.csv', text.replaceAll(',', sign)))).rows).toEqual([cells])
  })

  it('may have titles above its header; rows keep the numbers that a spreadsheet shows', async () => {
    const { rows, numbers } = await rowsOf(textSource('t.csv', `山西省备案表,,,,\n\n${header}\n${row}\n\n${row}\n`))
    expect(rows.filter((each) => each?.length === 5)).toEqual([cells, cells])
    expect(numbers).toEqual([4, 5, 6])
  })

  it('may hold line breaks and quotes in its cells', async () => {
    const { rows } = await rowsOf(textSource('t.csv', `${header}\n海测,"KFR\n35",空调,"4,999",\n海测,55" TV,电视,1,\n`))
    expect(rows).toEqual([
      ['海测', 'KFR\n35', '空调', '4,999', ''],
      ['海测', '55" TV', '电视', '1', ''],
    ])
  })

  it.each(['\n', '\r\n'])('goes on after a quote that never closes, and names the row (%j)', async (end) => {
    const rows = [
      header,
      row,
      '海测,"KFR-36,空调,1,',
      row.replace('01A', '02A'),
      '"海测,KFR-37,空调,1,',
      row.replace('01A', '03A'),
      '',
    ]
    const { findings, listingsByBrand } = await checkText(rows.join(end))
    expect(findings.map(({ row: at, code, detail }) => [at, code, detail])).toEqual([
      [3, 'row_unreadable', 'CSV_QUOTE_NOT_CLOSED'],
      [4, 'barcode_shared', 'row 2'],
      [5, 'row_unreadable', 'CSV_QUOTE_NOT_CLOSED'],
      [6, 'barcode_shared', 'row 2'],
    ])
    expect(listingsByBrand.get('haice')).toBe(3)
  })

  it('stops an open quote before it takes in the whole file', async () => {
    const { findings, listingsByBrand } = await checkText(
      [header, '海测,"open', ...Array.from({ length: 3_000 }, (_, i) => `海测,KFR-${i},空调,4999,`)].join('\n'),
    )
    expect(findings).toMatchObject([{ row: 2, code: 'row_unreadable', detail: 'CSV_MAX_RECORD_SIZE' }])
    expect(listingsByBrand.get('haice')).toBe(3_000)
  })

  it('may have any number of narrow rows', async () => {
    const { rows } = await rowsOf(textSource('t.csv', `${header}\n${'x\n'.repeat(300_000)}`))
    expect(rows).toHaveLength(300_000)
  })

  it('is given up when its quotes are broken throughout', async () => {
    await expect(checkText(`${header}\n${'海测,"A,空调,1,\n'.repeat(61)}`)).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      message: matching(/more than 50 rows/),
    })
  })

  it.each([
    ['nothing at all', '', /is empty/],
    ['no header', `${row}\n${row}`, /the header lacks brand \(品牌/],
    ['a header without a price', '品牌,型号,品类\n海测,A,空调', /the header lacks filedPrice/],
    ['a column that comes twice', `${header},备案价\n${row},1`, /two columns are headed filedPrice/],
    ['bytes of no text', Uint8Array.from([0xff, 0x81, 0x20, 0xff]), /neither UTF-8 nor GB18030/],
  ])('is refused with %s', async (_, content, message) => {
    await expect(checkText(content)).rejects.toMatchObject({ code: 'TABLE_INVALID', message: matching(message) })
  })

  it('is read from a workbook', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('../../data/authority/listings.xlsx', import.meta.url)))
    const { rows, encoding } = await rowsOf(textSource('listings.xlsx', bytes))
    expect(encoding).toBe('xlsx')
    // One barcode was kept as text, one as a number.
    expect(rows).toEqual([cells, ['空试', 'BCD-480W', '冰箱', '5999.5', '9520002001017']])
  })

  it('is refused as a workbook that would unpack to more than memory takes, before it is unpacked', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('../../data/authority/listings.xlsx', import.meta.url)))
    const claimed = (size: number): Uint8Array<ArrayBuffer> => {
      const changed = bytes.slice()
      const file = Buffer.from(changed.buffer)
      for (let at = -1; (at = file.indexOf('PK\u0001\u0002', at + 1, 'latin1')) >= 0;) file.writeUInt32LE(size, at + 24)
      return changed
    }
    await expect(checkText(claimed(600_000_000), 'bomb.xlsx')).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      message: matching(/over 536870912 bytes unpacked/),
    })
    // What claims less than it holds is not unpacked beyond its claim.
    await expect(checkText(claimed(10), 'liar.xlsx')).rejects.toMatchObject({ code: 'TABLE_INVALID' })
  })

  it('is refused when it only looks like a workbook', async () => {
    await expect(checkText(Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2, 3]), 'bad.xlsx')).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      field: 'bad.xlsx',
    })
  })
})
