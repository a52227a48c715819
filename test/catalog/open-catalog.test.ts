import { describe, expect, test } from 'vitest'
import { openCatalog } from '../../src/catalog/open-catalog.ts'
import { createSegmentGuide } from '../../src/catalog/partial.ts'
import { releaseFiles } from '../../src/catalog/release-files.ts'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { utf8, type Bytes } from '../../src/core/bytes.ts'
import { airConditioner, brands, gtin14 } from './listings.ts'

const brandsFile = utf8(JSON.stringify({ v: 1, brands }))
const filesOf = (entries: Readonly<Record<string, Bytes>>, role = 'brands') =>
  releaseFiles(
    Object.keys(entries).map((path) => ({ path, length: 0, hashes: {}, role })),
    new Map(Object.entries(entries)),
  )
const own = (change: object) => writeSegment([{ ...airConditioner, gtin: gtin14(952_123_000_001), ...change }])

describe('the files of a release', () => {
  test('make the brand database and the redeemed filter', () => {
    const unit = { gtin: airConditioner.gtin ?? '', serial: 'A1' }
    const { catalog, redeemed } = openCatalog(
      filesOf({
        'brands.json': brandsFile,
        'models/haiyun/0.seg': writeSegment([airConditioner]),
        'models/_small/0.seg': writeSegment([]),
        'redeemed/2026-02.flt': writeFilter([unit]),
        'redeemed/2026-03.flt': writeFilter([{ ...unit, serial: 'A2' }]),
        'redeemed/cleared.flt': writeFilter([unit]),
      }),
    )
    expect([catalog.size, redeemed?.has(unit.gtin, 'A1'), redeemed?.has(unit.gtin, 'A2')]).toEqual([1, false, true])
  })

  test('need no filter', () => expect(openCatalog(filesOf({ 'brands.json': brandsFile })).redeemed).toBeNull())

  test('need the brands', () => {
    expect(() => openCatalog(filesOf({}))).toThrow(
      expect.objectContaining({ code: 'TARGET_UNKNOWN', field: 'brands.json' }),
    )
  })
})

describe('a brand that signs for itself', () => {
  const open = (segment: Bytes, folder = 'haiyun') =>
    openCatalog(
      releaseFiles(
        [
          { path: 'brands.json', length: 0, hashes: {}, role: 'brands' },
          { path: `models/${folder}/0.seg`, length: 0, hashes: {}, role: 'brand-haiyun' },
        ],
        new Map([
          ['brands.json', brandsFile],
          [`models/${folder}/0.seg`, segment],
        ]),
      ),
    )

  test('may list its own models under its own barcodes, and without any', () => {
    expect(open(own({})).catalog.size).toBe(1)
    expect(open(own({ gtin: null })).catalog.size).toBe(1)
  })
  test.each([
    ['models of another brand', own({ brand: 'beichen' }), 'haiyun', 'brands'],
    ['barcodes of another company', own({ gtin: gtin14(952_456_000_001) }), 'haiyun', 'gtin'],
    ['a folder that is no brand', own({}), 'nobody', 'brands'],
  ])('may not list %s', (_, segment, folder, field) => {
    expect(() => open(segment, folder)).toThrow(expect.objectContaining({ code: 'SEGMENT_MALFORMED', field }))
  })
})

describe('the segments a page needs', () => {
  const paths = [
    'brands.json',
    'models/haiyun/0.seg',
    'models/haiyun/1.seg',
    'models/other/0.seg',
    'models/_small/0.seg',
    'models/_small/1.seg',
  ]
  test.each([
    [{ brand: 'haiyun', model: 'X' }, ['models/haiyun/0.seg', 'models/haiyun/1.seg']],
    [{ gtin: gtin14(952_123_000_001) }, ['models/haiyun/0.seg', 'models/haiyun/1.seg']],
    [{ brand: 'beichen', model: 'X' }, ['models/_small/0.seg', 'models/_small/1.seg']],
    [{ gtin: gtin14(690_123_000_001) }, paths.slice(1)],
    [{ gtin: gtin14(690_123_000_001), brand: 'haiyun' }, paths.slice(1)],
    [{ brand: 'nobody', model: 'X' }, paths.slice(1)],
    [{ model: 'X' }, paths.slice(1)],
    [{ brand: 'haiyun' }, []],
  ])('for %j', (item, expected) => expect(createSegmentGuide(paths, brands).segmentsFor(item)).toEqual(expected))
})
