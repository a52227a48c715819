import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Listing } from '../../src/catalog/listing.ts'
import { joinFilters, readFilter } from '../../src/catalog/redeemed-filter.ts'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { airConditioner, gtin14, someListings } from './listings.ts'
import { hasBySpecification, readBySpecification } from './spec-reader.ts'

test('a segment reads by its specification as it reads by the reader', () => {
  const bytes = writeSegment(someListings(800, 17))
  const segment = readSegment(bytes, 'models/x/0.seg')
  expect(readBySpecification(bytes)).toEqual(Array.from({ length: segment.count }, (_, row) => segment.listing(row)))
})

// Where texts are put together from pieces: eight letters at a time, three digits at a time, tails with leading zeros.
const digits = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: least, maxLength: most })
const letters = fc.string({ unit: fc.constantFrom(...Array.from('AZaz09-/.*é空🧊')), minLength: 1, maxLength: 70 })
const amounts = fc
  .integer({ min: 0, max: 9_999_999_999 })
  .map((fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`)
const numbered = fc.tuple(letters, digits(0, 22)).map((parts) => parts.join(''))
const anyListing: fc.Arbitrary<Listing> = fc
  .record({
    gtin: fc.option(digits(14, 14)),
    model: letters,
    filedPrice: amounts,
    basePrice: fc.option(amounts),
    averagePrice: fc.option(amounts),
    guidePrice: fc.option(amounts),
    recordNumber: fc.option(numbered),
    certificate: fc.option(numbered),
    parts: fc.array(fc.option(letters), { maxLength: 5 }),
  })
  .map(({ parts, ...fields }) => ({
    ...airConditioner,
    ...fields,
    name: parts
      .map((part) => part ?? fields.model)
      .join(' ')
      .slice(0, 300)
      .toWellFormed(),
  }))

test('any listings read by the reader as by its specification, and as they were written', () => {
  fc.assert(
    fc.property(fc.array(anyListing, { minLength: 1, maxLength: 40 }), (listings) => {
      const bytes = writeSegment(listings)
      const segment = readSegment(bytes, 'models/x/0.seg')
      const read = Array.from({ length: segment.count }, (_, row) => segment.listing(row))
      expect(read).toEqual(readBySpecification(bytes))
      const texts = (all: readonly Listing[]) => all.map((listing) => JSON.stringify(listing)).sort()
      expect(texts(read)).toEqual(texts(listings.map((each) => ({ ...airConditioner, ...each }))))
    }),
    { seed: 20260301, numRuns: 300 },
  )
})

test('a filter answers by its specification as it answers by the reader', () => {
  const unit = (i: number) => ({ gtin: gtin14(952_123_000_000 + (i % 7)), serial: `SN-${i * 7919}` })
  const bytes = writeFilter(
    Array.from({ length: 2_000 }, (_, i) => unit(i)),
    { periods: 3 },
  )
  const joined = joinFilters([readFilter(bytes, 'redeemed/x.flt')], null)
  for (let i = 0; i < 4_000; i += 7) {
    const { gtin, serial } = unit(i)
    expect(hasBySpecification(bytes, gtin, serial)).toBe(joined.has(gtin, serial))
  }
  expect(hasBySpecification(bytes, unit(5).gtin, unit(5).serial)).toBe(true)
})
