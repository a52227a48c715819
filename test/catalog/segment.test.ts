import { describe, expect, test } from 'vitest'
import { bareListing } from '../../src/catalog/bare-listing.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { airConditioner, someListings } from './listings.ts'

const rowsOf = (listings: readonly Listing[]): Listing[] => {
  const segment = readSegment(writeSegment(listings), 'models/test/1.seg')
  return Array.from({ length: segment.count }, (_, row) => segment.listing(row))
}
const byContent = (a: Listing, b: Listing): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

describe('a segment', () => {
  test('gives back every field of what was written', () => {
    expect(rowsOf([airConditioner])).toEqual([airConditioner])
  })

  test('gives back a thousand listings with any fields absent', () => {
    const listings = someListings(1000, 7)
    expect(rowsOf(listings).sort(byContent)).toEqual([...listings].sort(byContent))
  })

  test('holds no listing at all', () => {
    expect(rowsOf([])).toEqual([])
  })

  test('holds one value in every row, and null in every row, without cells', () => {
    const bare: Listing = {
      ...airConditioner,
      ...bareListing,
      name: '',
    }
    expect(rowsOf([bare, bare])).toEqual([bare, bare])
  })

  test('keeps leading zeros, twenty digits and no digits at all in record numbers', () => {
    const numbers = [
      'W-000',
      '0',
      '00000000000000000000',
      '202106-27-11027226-000000000000000001',
      'ABC',
      '1|2',
      '9'.repeat(25),
    ]
    const listings = numbers.map((recordNumber, i) => ({
      ...airConditioner,
      model: `M${i}`,
      recordNumber,
      certificate: recordNumber,
    }))
    expect(rowsOf(listings).map(({ recordNumber, certificate }) => [recordNumber, certificate])).toEqual(
      numbers.map((each) => [each, each]),
    )
  })

  test('keeps a text over 255 bytes', () => {
    const long = { ...airConditioner, name: '空'.repeat(300) }
    expect(
      rowsOf([long, airConditioner])
        .map(({ name }) => name.length)
        .sort(),
    ).toEqual([airConditioner.name.length, 300])
  })

  test('is sorted by barcode, listings without one first', () => {
    const segment = readSegment(writeSegment(someListings(500, 3)), 'models/test/1.seg')
    const codes = Array.from({ length: segment.count }, (_, row) => segment.gtin(row))
    expect(codes).toEqual([...codes].sort((a, b) => a - b))
    expect(codes[0]).toBe(-1)
  })

  test('has the same bytes whatever the order of the listings', () => {
    const listings = someListings(300, 11)
    expect(writeSegment([...listings].reverse())).toEqual(writeSegment(listings))
  })

  test('is read where it lies, also at an odd place in a larger buffer', () => {
    const bytes = writeSegment(someListings(20, 5))
    const larger = new Uint8Array(bytes.length + 3)
    larger.set(bytes, 3)
    expect(readSegment(larger.subarray(3), 'a').listing(4)).toEqual(readSegment(bytes, 'a').listing(4))
  })
})

describe('the writer refuses', () => {
  const wrong: readonly [field: string, patch: Partial<Record<keyof Listing, unknown>>][] = [
    ['gtin', { gtin: '9521234567894' }],
    ['brand', { brand: 'Hai Yun' }],
    ['category', { category: '' }],
    ['model', { model: '' }],
    ['model', { model: 'KFR\n35' }],
    ['model', { model: 'K\ud800' }],
    ['name', { name: 'x'.repeat(400) }],
    ['grade', { grade: 6 }],
    ['gradeKind', { gradeKind: 'heat' }],
    ['status', { status: 'gone' }],
    ['filedPrice', { filedPrice: '4999' }],
    ['averagePrice', { averagePrice: 4999 }],
    ['certificate', { certificate: '' }],
    ['from', { from: '2024-09-14' }],
  ]
  test.each(wrong)('a listing with a wrong %s', (field, patch) => {
    const listing = { ...airConditioner, ...patch } as unknown as Listing
    expect(() => writeSegment([airConditioner, listing])).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', field: `listings.1.${field}` }),
    )
  })
})
