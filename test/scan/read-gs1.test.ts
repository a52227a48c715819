import { describe, expect, it } from 'vitest'
import { readScan } from '../../src/scan/read-scan.ts'

const gs = '\u001d'
const gtin = '06901010101098'
const signature = 'Q29tcGFjdFNpZ25hdHVyZQ'

describe('GS1 element strings', () => {
  it.each([
    [`]C101${gtin}21gc0a1b2${gs}240KFR-35GW/01A`, 'gs1'],
    [`]d201${gtin}21GC0A1B2${gs}240KFR-35GW/01A`, 'gs1'],
    [`]Q301${gtin}240KFR-35GW/01A${gs}21GC0A1B2`, 'gs1'],
    [`]J101${gtin}240KFR-35GW/01A${gs}21GC0A1B2`, 'gs1'],
    [`01${gtin}240KFR-35GW/01A${gs}21GC0A1B2`, 'gs1'],
    [`${gs}01${gtin}240KFR-35GW/01A${gs}21GC0A1B2\r`, 'gs1'],
    [`(01)${gtin}(21)GC0A1B2(240)KFR-35GW/01A`, 'gs1'],
    [`(01) ${gtin} (21) GC0A1B2 (240) KFR-35GW/01A`, 'gs1'],
    [`https://id.gs1.org/01/${gtin}/21/GC0A1B2?240=KFR-35GW%2F01A`, 'digital_link'],
    [`https://shop.example/p/gtin/${gtin}/ser/GC0A1B2?240=KFR-35GW%2F01A&utm=1`, 'digital_link'],
    [`]Q1https://id.gs1.org/01/${gtin}/21/GC0A1B2?240=KFR-35GW%2F01A`, 'digital_link'],
  ])('%j', (raw, form) => {
    expect(readScan(raw)).toMatchObject({
      kind: 'product',
      form,
      problem: null,
      repairs: [],
      item: { gtin, serial: 'GC0A1B2' },
      extras: { additionalId: 'KFR-35GW/01A' },
    })
  })

  it('takes what a scanner is known to send for the separator', () => {
    const found = { item: { gtin, serial: 'GC0A1B2' }, extras: { additionalId: 'KFR-35GW' }, repairs: [] }
    expect(readScan(`]C101${gtin}21GC0A1B2%%240KFR-35GW`, { separator: '%%' })).toMatchObject(found)
  })

  it('takes no serial from a scanner known to lose the separator', () => {
    const scan = readScan(`]C101${gtin}21GC0A1B2240KFR-35GW`, { separator: null })
    expect(scan).toMatchObject({ kind: 'product', repairs: ['lost_gs'] })
    expect(scan.item).toEqual({ gtin })
    expect(readScan(`]E0${gtin.slice(1)}`, { separator: null })).toMatchObject({ item: { gtin }, repairs: [] })
  })

  it('brings the signature out', () => {
    const scan = readScan(`]d201${gtin}21GC0A1B2${gs}8030${signature}`)
    expect(scan).toMatchObject({ item: { gtin, serial: 'GC0A1B2' }, extras: { signature } })
  })

  it('reads the number alone, with digits only', () => {
    expect(readScan(`01${gtin}`)).toMatchObject({ kind: 'product', form: 'gs1', item: { gtin } })
    expect(readScan(`01${gtin}11241101`)).toMatchObject({ kind: 'product', form: 'gs1', item: { gtin } })
  })

  it.each([
    [`01${gtin}21${'4'.repeat(21)}`, 'lost_gs'],
    [`01${gtin}37123456789`, 'lost_gs'],
    [`01${gtin}1124110111250101`, 'lost_gs'],
    [`01${gtin}21`, 'truncated'],
    [`01${gtin}112411`, 'truncated'],
    [`01${gtin}2`, 'lost_gs'],
    [`01${gtin}5512345678`, 'lost_gs'],
  ])(
    'digits alone that begin with a product and cannot be read are its label, garbled, and no serial: %s',
    (raw, garble) => {
      const scan = readScan(raw)
      expect(scan).toMatchObject({ kind: 'product', form: 'gs1', problem: 'barcode_garbled', garble, item: {} })
      expect(scan.item).toEqual({})
    },
  )

  it('takes no serial from a code that names two', () => {
    for (const raw of [`]C101${gtin}21GC0A1B2${gs}21GC0A1B3`, `(01)${gtin}(21)GC0A1B2(21)GC0A1B3`])
      expect(readScan(raw)).toMatchObject({ problem: 'barcode_unreadable', item: {} })
  })

  it('judges what is said twice by where it stands, however many elements come before', () => {
    const others = (count: number): string =>
      Array.from({ length: count }, (_, i) => `31${String(i % 6)}0000001`).join('')
    const twice = (between: string): string => `]C101${gtin}11241101${between}11250101`
    for (const count of [0, 6, 60])
      expect(readScan(twice(others(count))), `${count} between`).toMatchObject({ item: { gtin }, repairs: ['lost_gs'] })
  })

  it('takes neither of two products that one code names', () => {
    const other = '06901234567892'
    for (const between of ['', '11241101', '11241101310000000131100000013120000001'.repeat(8)])
      expect(readScan(`]C101${gtin}${between}01${other}`)).toMatchObject({ problem: 'barcode_unreadable', item: {} })
  })

  it('takes no serial that is the barcode', () => expect(readScan(`]C101${gtin}21${gtin}`).item).toEqual({ gtin }))

  it('reads a serial in a code of its own', () =>
    expect(readScan(']C121GC0A1B2')).toMatchObject({ kind: 'serial', item: { serial: 'GC0A1B2' } }))

  it('reads one piece of a product by the whole', () =>
    expect(readScan(`]C18006${gtin}0102`)).toMatchObject({ kind: 'product', item: { gtin } }))

  it.each([
    [']C100340123450000000000', 'sscc'],
    [']C12539520123456788', 'document'],
    [']C1811010614141011111275110111', 'coupon'],
    ['https://id.gs1.org/414/9520123456788', 'location'],
  ])('%s is no product', (raw, form) => {
    const scan = readScan(raw)
    expect(scan.item.gtin).toBeUndefined()
    expect([scan.form, scan.problem]).toContain(form)
  })

  it.each([
    [`]C101${gtin.slice(0, 13)}7`, 'barcode_check_digit', undefined],
    [`]C101${gtin.slice(0, 9)}`, 'barcode_garbled', 'truncated'],
    [`]C1`, 'barcode_unreadable', undefined],
    [`]C101${gtin}02${gtin}37`, 'barcode_garbled', 'truncated'],
    [`]C101${gtin}02${gtin}`, 'barcode_unreadable', undefined],
    [`https://id.gs1.org/01/${gtin.slice(0, 13)}7`, 'barcode_check_digit', undefined],
    [`https://id.gs1.org/01/${gtin}/10/A/22/B`, 'barcode_unreadable', undefined],
  ])('refuses %j', (raw, problem, garble) => {
    const scan = readScan(raw)
    expect(scan).toMatchObject({ problem, item: {} })
    expect(scan.garble).toBe(garble)
  })

  it('names a compressed Digital Link', () => {
    expect(readScan('https://dl.gs1.org/AQnYUc1gmiCNV4JcQwBo')).toMatchObject({
      kind: 'unknown',
      form: 'digital_link_compressed',
      problem: 'barcode_unreadable',
    })
  })

  it('names an address that is no Digital Link', () => {
    expect(readScan('https://www.example.com/promo?x=1')).toMatchObject({
      kind: 'unknown',
      form: 'url',
      problem: 'not_a_product_code',
    })
  })
})

describe('symbology identifiers', () => {
  it.each([
    [']E06901010101098', 'ean13', gtin],
    [']E00012505115158', 'ean13', '00012505115158'],
    [']E496385074', 'ean8', '00000096385074'],
    [']E3690101010109812', 'ean13', gtin],
    [']I116901010101095', 'gtin14', '16901010101095'],
    [']C06901010101098', 'ean13', gtin],
  ])('%s is %s', (raw, form, found) =>
    expect(readScan(raw)).toMatchObject({ kind: 'product', form, item: { gtin: found }, problem: null }),
  )

  it.each([
    [']E112', 'add_on'],
    [']E252495', 'add_on'],
    [']E3978730251149612', 'isbn'],
  ])('%s is %s, no product', (raw, form) =>
    expect(readScan(raw)).toMatchObject({ kind: 'unknown', form, problem: 'not_a_product_code' }),
  )

  it('knows a short EAN for cut off', () => {
    expect(readScan(']E0690101010109')).toMatchObject({ problem: 'barcode_garbled', garble: 'truncated', item: {} })
  })

  it('keeps a payment code out of the record behind an identifier too', () => {
    expect(readScan(']Q1134567890123456789')).toMatchObject({ kind: 'payment_code', raw: '' })
  })

  it('reads a serial in Code 128', () =>
    expect(readScan(']C0GC0A1B2C3')).toMatchObject({ kind: 'serial', item: { serial: 'GC0A1B2C3' } }))
})

describe('labels', () => {
  const record = '202106-27-11027226-462651443728322560'
  it.each([
    [record, 'energy_label'],
    [`备案号：${record}`, 'energy_label'],
    [`https://www.energylabel.com.cn/detail?recordNo=${record}`, 'energy_label'],
    [`https://www.waterlabel.org.cn/q/${record}`, 'water_label'],
  ])('%s carries its record number', (raw, form) =>
    expect(readScan(raw)).toMatchObject({ kind: 'label', form, item: { recordNumber: record }, problem: null }),
  )

  it.each(['201710-14-1847-2457643120060', '201801-22-11021271-2751671104235', '201607-14-1134954-11381977'])(
    'reads the record number %s',
    (number) => expect(readScan(number)).toMatchObject({ kind: 'label', item: { recordNumber: number } }),
  )

  it("keeps the register's own id where the address has no record number", () => {
    const address =
      'https://mobile.energylabel.com.cn/app/#/signDetails?productId=123456&productTypeCode=22&tenantId=1&isOld=0'
    expect(readScan(address)).toMatchObject({ kind: 'label', form: 'energy_label', item: {}, text: '123456' })
    expect(readScan('https://bbqk.com/aB3xY9')).toMatchObject({ kind: 'label', form: 'energy_label', text: 'aB3xY9' })
  })

  it.each([
    'https://energylabel.com.cn.evil.example/x',
    'https://evil.example/energylabel.com.cn',
    'https://user@energylabel.com.cn:x/',
  ])("%s is nobody's label", (raw) => expect(readScan(raw).kind).not.toBe('label'))

  it('reads a certificate with its words', () =>
    expect(readScan('CCC:2021010901402658')).toMatchObject({
      kind: 'label',
      form: 'ccc',
      item: { certificate: '2021010901402658' },
    }))

  it('takes no month 13', () => expect(readScan('202113-27-11027226-462651443728322560').kind).not.toBe('label'))
})
