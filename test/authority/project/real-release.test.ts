/** The real registers, dirt and all, through the authority's tool. */
import { beforeAll, describe, expect, it } from 'vitest'
import { countByCode, weightOf } from '../../../src/authority/tables/findings.ts'
import { createCatalog } from '../../../src/catalog/catalog.ts'
import { readSegment } from '../../../src/catalog/segment-reader.ts'
import type { Catalog } from '../../../src/catalog/listing.ts'
import { buildRealRelease, realBrands, type RealRelease } from '../../support/real-release.ts'

const nowMs = Date.parse('2026-03-06T10:00:00+08:00')

describe('release "real"', () => {
  let release: RealRelease
  let catalog: Catalog

  beforeAll(async () => {
    release = await buildRealRelease(nowMs)
    const segments = [...release.files]
      .filter(([path]) => path.endsWith('.seg'))
      .map(([path, bytes]) => readSegment(bytes, path))
    catalog = createCatalog(segments, realBrands())
  })

  it('lists every register row that has no error', () => {
    expect(catalog.size).toBe(release.listings.length)
    expect(release.listings.length).toBeGreaterThan(5_500)
  })

  it('names each kind of broken barcode, and only those', () => {
    const counts = Object.fromEntries(countByCode(release.findings))
    expect(counts).toMatchInlineSnapshot(`
      {
        "barcode_check_digit": 14,
        "barcode_length": 10,
        "barcode_lost_zeros": 1,
        "barcode_not_a_product": 1,
        "barcode_rounded": 19,
        "barcode_shared": 55,
        "barcode_suffix_removed": 18,
        "barcode_zero_restored": 67,
        "cell_damaged": 1,
        "cell_missing": 2,
        "duplicate_listing": 79,
        "duplicate_model": 5,
        "duplicate_row": 32,
        "near_duplicate_model": 3,
      }
    `)
  })

  it('finds a barcode as printed, and one whose leading zero the register lost', () => {
    expect(catalog.byGtin('00084691957379').map(({ model }) => model)).toContain('PFQ83HSSW***')
    // The register has 52575110431.0: eleven digits and a float's suffix.
    expect(
      catalog
        .byGtin('00052575110431')
        .map(({ model }) => model)
        .sort(),
    ).toEqual(['RTG-K-160N1', 'RTG-K-160N2', 'T9800 SE 160'])
  })

  it('finds every barcode of a cell that holds several', () => {
    for (const gtin of ['00825225965305', '00825225965374', '00825225970552']) {
      expect(catalog.byGtin(gtin).map(({ model }) => model)).toContain('SPE53C56UC')
    }
  })

  it('keeps all models of a shared barcode, and says that they share it', () => {
    const shared = release.findings.find(({ code }) => code === 'barcode_shared')
    expect(catalog.byGtin(shared?.value ?? '').length).toBeGreaterThan(1)
  })

  it.each([
    ['a rounded number', 'C40G1', 'barcode_rounded'],
    ['a wrong check digit', 'RANSBERG 105.911.58', 'barcode_check_digit'],
  ])('refuses the row with %s', (_, model, code) => {
    const [finding] = release.findings.filter((each) => each.code === code)
    expect(finding && weightOf(finding)).toBe('error')
    expect(release.listings.some((listing) => listing.model === model)).toBe(false)
  })

  it('finds a model by any text that fits its wildcards', () => {
    expect(catalog.byModel('OLED55B4PUA').map(({ model }) => model)).toContain('OLED55B4PU*')
  })
})
