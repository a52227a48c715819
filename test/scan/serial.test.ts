import { describe, expect, it } from 'vitest'
import { checkSerial, fitsSerialPattern, normalizeSerial } from '../../src/scan/serial.ts'
import { isSafeSerialPattern } from '../../src/scan/serial-pattern.ts'

describe('normalizeSerial', () => {
  it.each([
    [' gc0a1b2c3 ', 'GC0A1B2C3'],
    ['ＧＣ０１２３', 'GC0123'],
    ['GC 0123\t456', 'GC0123456'],
    ['GC\u200b0123', 'GC0123'],
    ['S/N:GC0123', 'GC0123'],
    ['SN: gc0123', 'GC0123'],
    ['SNC0123', 'SNC0123'],
    ['GC–0123', 'GC-0123'],
  ])('%j is %s', (text, serial) => expect(normalizeSerial(text)).toBe(serial))

  it('gives the same again for what it gave', () => {
    for (const text of [' s/n: ab-12 ', '０１２', 'x'.repeat(500)]) {
      expect(normalizeSerial(normalizeSerial(text))).toBe(normalizeSerial(text))
    }
  })
})

describe('checkSerial', () => {
  it('takes an ordinary serial', () => {
    expect(checkSerial('GC0A1B2C3', { gtin: '06901010101098', imei: '490154203237518' })).toBeNull()
    expect(checkSerial('000184/10000001')).toBeNull()
  })

  it('takes every sign of GS1’s character set 82 but its quotes and angle brackets', () => {
    expect(checkSerial(normalizeSerial('ab!%&()*+,-./:;=?_12'))).toBeNull()
    expect(checkSerial(normalizeSerial('AB！；12'))).toBeNull()
  })

  it('refuses none at all', () => expect(checkSerial('')).toBe('serial_missing'))

  it.each(['序列号123', 'AB<C>', 'A"B', 'AB'.repeat(41), '0000000', '-----', 'AB\u0000C'])(
    'refuses %j as malformed',
    (serial) => expect(checkSerial(serial)).toBe('serial_malformed'),
  )

  it('takes 80 characters', () => expect(checkSerial('AB'.repeat(40))).toBeNull())

  it.each(['6901010101098', '06901010101098'])('refuses the barcode %s scanned as a serial', (serial) => {
    expect(checkSerial(serial, { gtin: '06901010101098' })).toBe('serial_is_barcode')
    expect(checkSerial(serial, { gtin: '6901010101098' })).toBe('serial_is_barcode')
  })

  it.each(['0106901010101098214444', '(01)06901010101098(21)GC0A', '214444010690101010109811241101'])(
    'refuses the whole label %s, which holds the barcode',
    (serial) => {
      expect(checkSerial(serial, { gtin: '06901010101098' })).toBe('serial_is_barcode')
      expect(checkSerial(serial, { gtin: '6901010101098' })).toBe('serial_is_barcode')
      expect(checkSerial(serial, { gtin: '06901234567892' })).toBeNull()
    },
  )

  it('refuses a UPC without its leading zero', () => {
    expect(checkSerial('12505115158', { gtin: '00012505115158' })).toBe('serial_is_barcode')
  })

  it('refuses the IMEI scanned as a serial', () => {
    expect(checkSerial('490154203237518', { imei: '490154203237518' })).toBe('serial_is_barcode')
  })
})

describe('serial patterns', () => {
  it.each([
    ['^[0-9A-Z]{20}$', 'AB3E2G0000123456789Z', true],
    ['^[0-9A-Z]{20}$', 'AB3E2G', false],
    ['^GC\\d{4,8}-?[A-HJ-NP-Z]$', 'GC12345-A', true],
    ['^\\d{6}\\/\\d{8}$', '000184/10000001', true],
    ['^A.{2}$', 'ABC', true],
  ])('%s on %s: %s', (pattern, serial, fits) => expect(fitsSerialPattern(serial, pattern)).toBe(fits))

  it.each([
    '(a+)+$',
    '^(a|aa)+$',
    '^a*a*a*$',
    '^[A-Z]+$',
    '^(?=a)b$',
    '^(a)\\1$',
    '^\\w{5}$',
    '^a{1,99}$',
    '^a{5,2}$',
    '^[Z-A]{2}$',
    '^a?b?c?$',
    'abc',
    '^abc',
    '^$',
    `^${'a'.repeat(300)}$`,
    '^a{81}$',
    '^[^a]{3}$',
  ])('%s is outside the subset and says nothing', (pattern) => {
    expect(isSafeSerialPattern(pattern)).toBe(false)
    expect(fitsSerialPattern('AAAA', pattern)).toBeNull()
  })
})
