import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCodeCell } from '../../src/scan/gtin-cell.ts'
import { readScan } from '../../src/scan/read-scan.ts'

const data = (name: string): string => readFileSync(new URL(`../data/scan/${name}`, import.meta.url), 'utf8')

const real = data('gtin-real.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',', 4) as [code: string, reading: string, gtin13: string, source: string])

describe('the barcodes of two public registers, as they stand there', () => {
  it.each(real.filter(([, reading]) => reading.startsWith('valid')))('finds %s (%s)', (code, _, gtin13) => {
    const scan = readScan(code)
    if (gtin13.startsWith('2')) {
      expect(scan).toMatchObject({ kind: 'unknown', form: 'in_store', problem: 'not_a_product_code' })
    } else {
      expect(scan).toMatchObject({ kind: 'product', item: { gtin: `0${gtin13}` }, problem: null, repairs: [] })
    }
  })

  it.each(real.filter(([, reading]) => reading === 'lost_leading_zero'))(
    'puts the zero back on %s',
    (code, _, gtin13) => {
      expect(readScan(code)).toMatchObject({
        kind: 'product',
        form: 'upca',
        item: { gtin: `0${gtin13}` },
        repairs: ['lost_zero'],
      })
    },
  )

  it.each(real.filter(([, reading]) => reading.startsWith('float_suffix')))(
    'reads %s (%s)',
    (code, reading, gtin13) => {
      const repairs = reading === 'float_suffix' ? ['float_suffix'] : ['float_suffix', 'lost_zero']
      expect(readScan(code)).toMatchObject({ kind: 'product', item: { gtin: `0${gtin13}` }, repairs })
    },
  )

  it.each(real.filter(([, reading]) => reading === 'spreadsheet_rounded'))('names %s as rounded', (code) => {
    expect(readScan(code)).toMatchObject({ problem: 'barcode_garbled', garble: 'rounded', item: {} })
  })

  it.each(real.filter(([, reading]) => reading === 'bad_check_digit'))('refuses %s for its check digit', (code) => {
    expect(readScan(code)).toMatchObject({ kind: 'product', problem: 'barcode_check_digit', item: {}, repairs: [] })
  })

  it.each(real.filter(([, reading]) => reading === 'bad_length_or_chars'))('refuses %s', (code) => {
    const scan = readScan(code)
    expect(scan.item).toEqual({})
    expect(scan.problem).toBe(code.length === 11 ? 'barcode_garbled' : 'not_a_product_code')
  })

  it.each(JSON.parse(data('cells.json')) as { cell: string; gtins: string[]; refused: string[] }[])(
    'reads the cell $cell',
    (each) => {
      const codes = readCodeCell(each.cell)
      expect(codes.flatMap((code) => code.gtin ?? [])).toEqual(each.gtins)
      expect(codes.flatMap((code) => (code.gtin === null ? code.raw : []))).toEqual(each.refused)
      if (each.gtins.length > 1)
        expect(readScan(each.cell)).toMatchObject({ problem: 'barcode_garbled', garble: 'several', item: {} })
    },
  )
})

it('a cell of more than 4096 characters is refused unread', () => {
  expect(readCodeCell('6901010101098;'.repeat(300))).toMatchObject([{ gtin: null, problem: 'barcode_unreadable' }])
})

it('a scanner is believed the zeros at the end', () => {
  expect(readScan('6901080000000', { origin: 'scanner' })).toMatchObject({ item: { gtin: '06901080000000' } })
})

describe('forms of a product code', () => {
  it.each([
    ['6901010101098', 'ean13', '06901010101098'],
    ['96385074', 'ean8', '00000096385074'],
    ['012505115158', 'upca', '00012505115158'],
    ['04252614', 'upce', '00042100005264'],
    ['16901010101095', 'gtin14', '16901010101095'],
    [' 6901010101098\r\n', 'ean13', '06901010101098'],
  ])('%j is %s', (raw, form, gtin) =>
    expect(readScan(raw)).toMatchObject({ kind: 'product', form, item: { gtin }, problem: null }),
  )

  it.each([
    ['9787302511496', 'isbn'],
    ['978730251149612', 'isbn'],
    ['977167467800005', 'issn'],
    ['2112345678900', 'in_store'],
  ])('%s is no product but %s', (raw, form) =>
    expect(readScan(raw)).toMatchObject({ kind: 'unknown', form, problem: 'not_a_product_code', item: {} }),
  )

  it('says that eight digits can be two codes at once', () => {
    expect(readScan('01234558')).toMatchObject({
      kind: 'product',
      problem: 'barcode_garbled',
      garble: 'ambiguous',
      item: {},
    })
  })

  it('does not put a zero back on what a scanner cut short', () => {
    expect(readScan('12505115158')).toMatchObject({ item: { gtin: '00012505115158' } })
    expect(readScan('12505115158', { origin: 'scanner' })).toMatchObject({
      problem: 'barcode_garbled',
      garble: 'truncated',
      item: {},
    })
  })
})

describe('what is no product', () => {
  it.each([
    ['134567890123456789', 'wechat_pay'],
    ['281234567890123456', 'alipay'],
    ['2812345678901234567890', 'alipay'],
    ['6212345678901234567', 'unionpay'],
    ['6212 3456 7890 1234 567', 'unionpay'],
  ])('a payment code %s is recognised and not kept', (raw, form) => {
    const scan = readScan(raw)
    expect(scan).toMatchObject({ kind: 'payment_code', form, raw: '', text: null })
    expect(JSON.stringify(scan)).not.toContain(raw.slice(-6))
  })

  it('a receipt of ours', () =>
    expect(readScan('TI1:6BF590B20FFWJWG')).toMatchObject({ kind: 'receipt', text: 'TI1:6BF590B20FFWJWG' }))

  it('an entitlement: a token, or a code of a known issuer', () => {
    const token = `eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJzeCJ9.${'a'.repeat(86)}`
    expect(readScan(token)).toMatchObject({ kind: 'entitlement', text: token })
    expect(readScan('SXGB0012345678', { issuers: [{ prefix: 'SXGB' }] })).toMatchObject({
      kind: 'entitlement',
      text: 'SXGB0012345678',
    })
    expect(readScan('SXGB0012345678')).toMatchObject({ kind: 'serial' })
  })

  it('a certificate and an IMEI', () => {
    expect(readScan('2021010901402658')).toMatchObject({
      kind: 'label',
      form: 'ccc',
      item: { certificate: '2021010901402658' },
    })
    expect(readScan('490154203237518')).toMatchObject({
      kind: 'serial',
      form: 'imei',
      extras: { imei: '490154203237518' },
    })
    expect(readScan('490154203237519')).toMatchObject({ kind: 'serial', form: null })
  })

  it('a serial', () =>
    expect(readScan('gc0a1b2c3d4')).toMatchObject({ kind: 'serial', item: { serial: 'GC0A1B2C3D4' } }))

  it.each([
    ['', 'barcode_unreadable'],
    ['   ', 'barcode_unreadable'],
    ['海尔冰箱', 'not_a_product_code'],
    ['x'.repeat(5000), 'barcode_unreadable'],
    ['5910009', 'not_a_product_code'],
  ])('refuses %j', (raw, problem) => {
    const scan = readScan(raw)
    expect(scan).toMatchObject({ kind: 'unknown', problem, item: {} })
    expect(scan.raw.length).toBeLessThanOrEqual(512)
  })
})
