import { expect, test } from 'vitest'
import { joinFilters, readFilter } from '../../src/catalog/redeemed-filter.ts'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { gtin14, someListings } from './listings.ts'
import { hasBySpecification, readBySpecification } from './spec-reader.ts'

test('a segment reads by its specification as it reads by the reader', () => {
  const bytes = writeSegment(someListings(800, 17))
  const segment = readSegment(bytes, 'models/x/0.seg')
  expect(readBySpecification(bytes)).toEqual(Array.from({ length: segment.count }, (_, row) => segment.listing(row)))
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
