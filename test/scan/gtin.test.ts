import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkDigit,
  expandUpcE,
  hasCheckDigit,
  normalizeGtin,
  normalizeUpcE,
  reservedUse,
} from '../../src/scan/gtin.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

describe('check digits', () => {
  it('catch every single wrong digit', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const code = `${body}${checkDigit(body)}`
        const wrong = `${code.slice(0, at)}${(Number(code[at]) + by) % 10}${code.slice(at + 1)}`
        expect(hasCheckDigit(code)).toBe(true)
        expect(hasCheckDigit(wrong)).toBe(false)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})

describe('normalizeGtin', () => {
  it.each([
    ['6901010101098', '06901010101098'],
    ['012505115158', '00012505115158'],
    ['96385074', '00000096385074'],
    ['12345678901231', '12345678901231'],
  ])('pads %s to 14 digits', (text, gtin) => expect(normalizeGtin(text)).toBe(gtin))

  it.each([
    '',
    '69010101010',
    '690101010108',
    '6901010101097',
    '69010101010981',
    ' 6901010101098',
    '６901010101098',
    '0000000000000',
    '690101010109x',
  ])('refuses %j', (text) => expect(normalizeGtin(text)).toBeNull())

  it('gives the same again for what it gave', () => {
    fc.assert(
      fc.property(digits(13), (body) => {
        const gtin = normalizeGtin(`${body}${checkDigit(body)}`)
        if (gtin !== null) expect(normalizeGtin(gtin)).toBe(gtin)
      }),
      { seed: 2 },
    )
  })
})

describe('UPC-E', () => {
  it.each([
    ['04252614', '042100005264'],
    ['01234531', '012300000451'],
    ['01234541', '012340000051'],
    ['01234591', '012345000091'],
  ])('%s stands for %s', (text, upcA) => expect(expandUpcE(text)).toBe(upcA))

  it.each([
    ['0123450', null],
    ['21234505', null],
    ['0123450x', null],
    ['01214531', null],
    ['01230541', null],
    ['01234091', null],
  ])('%s is none', (text, answer) => expect(expandUpcE(text)).toBe(answer))

  it('is proved by the check digit of the long form', () => {
    expect(normalizeUpcE('04252614')).toBe('00042100005264')
    expect(normalizeUpcE('04252613')).toBeNull()
  })
})

describe('reservedUse', () => {
  it.each([
    ['09787302511496', 'isbn'],
    ['09771674678002', 'issn'],
    ['02112345678900', 'in_store'],
    ['00212345678900', 'in_store'],
    ['09801234567891', 'refund_receipt'],
    ['09990000000000', 'coupon'],
    ['00000002345673', 'in_store'],
    ['06901010101098', null],
    ['09520123456788', null],
    ['00012505115158', null],
    ['00000096385074', null],
  ])('%s: %s', (gtin, use) => expect(reservedUse(gtin)).toBe(use))
})
