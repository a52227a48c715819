import { describe, expect, it } from 'vitest'
import { readBarcodes } from '../../../src/authority/tables/barcode-cell.ts'

const read = (cell: string): [string | null, string | null][] =>
  readBarcodes(cell).map(({ gtin, code }) => [gtin, code])

describe('a barcode cell', () => {
  it.each([
    ['690123456789２', '06901234567892'],
    ['6901234567892', '06901234567892'],
    ['036000291452', '00036000291452'],
    ['10614141000415', '10614141000415'],
    ['96385074', '00000096385074'],
    [" '6901234567892 ", '06901234567892'],
    ['6 901234 567892', '06901234567892'],
    ['690-1234-56789-2', '06901234567892'],
  ])('reads %s', (cell, gtin) => {
    expect(read(cell)).toEqual([[gtin, null]])
  })

  it('reads several barcodes, however they are parted', () => {
    for (const sign of [';', '；', ', ', '、', '|', '\n', ' / ']) {
      expect(read(`6901234567892${sign}036000291452`)).toEqual([
        ['06901234567892', null],
        ['00036000291452', null],
      ])
    }
  })

  it.each([
    ['a number shown as 6.9E+12', '6.9E+12', 'barcode_scientific'],
    ['a number rounded by a spreadsheet', '6951220000000', 'barcode_rounded'],
    ['ten digits whose check digit fits', '0573607354', 'barcode_lost_zeros'],
    ['a wrong digit', '6901234567893', 'barcode_check_digit'],
    ['too few digits', '578206', 'barcode_length'],
    ['too many digits', '690123456789212', 'barcode_length'],
    ['letters', '69O1234567892', 'barcode_not_digits'],
    ["a shop's own code", '2022019133850', 'barcode_not_a_product'],
    ['all zeros', '0000000000000', 'barcode_rounded'],
  ])('refuses %s', (_, cell, code) => {
    expect(read(cell)).toEqual([[null, code]])
  })

  it.each([
    ['the lost zero of a UPC', '79841211401', '00079841211401', 'barcode_zero_restored'],
    ['a decimal point', '810035930339.0', '00810035930339', 'barcode_suffix_removed'],
    ['both', '52575110431.0', '00052575110431', 'barcode_zero_restored'],
    ['scientific notation that kept every digit', '6.901234567892E+12', '06901234567892', 'barcode_suffix_removed'],
    ['many zeros that do fit the check digit', '9520011000000', '09520011000000', 'barcode_maybe_rounded'],
  ])('puts right %s, and says so', (_, cell, gtin, code) => {
    expect(read(cell)).toEqual([[gtin, code]])
  })

  it('judges each of several for itself', () => {
    expect(read('6901234567892;578206')).toEqual([
      ['06901234567892', null],
      [null, 'barcode_length'],
    ])
  })
})
