import { describe, expect, it } from 'vitest'
import { checkTables } from '../../../src/authority/tables/check-tables.ts'
import { brandsForSample, generateListings } from '../../../src/authority/sample/sample.ts'
import { brandCsvLines, listingCsvLines } from '../../../src/authority/sample/table.ts'
import { readBrandsTable } from '../../../src/authority/tables/brands-table.ts'
import { writeSegments } from '../../../src/authority/project/segment-layout.ts'
import { modelKey } from '../../../src/catalog/model-text.ts'
import { sha256Hex, utf8 } from '../../../src/core/bytes.ts'
import { normalizeGtin } from '../../../src/scan/gtin.ts'
import { ruleSets, textSource } from '../../support/real-release.ts'

const brands = brandsForSample()
const listings = [...generateListings()]
const text = [...listingCsvLines(listings, brands)].join('')

describe('the sample', () => {
  it('is the same for the same seed, and another for another', async () => {
    expect([...generateListings({ seed: 1 })]).toEqual(listings)
    expect([...generateListings({ seed: 2, count: 50 })]).not.toEqual(listings.slice(0, 50))
    // Every till that tries the sample out sees this one; another figure here is another sample.
    expect(await sha256Hex(utf8(text))).toMatchInlineSnapshot(
      `"fe44c82bdb4e4decea919551f76267f8a7e14f8d291d6be27c47d891360ce925"`,
    )
  })

  it('covers the 15 categories of the sample rules with about 3,000 listings of 25 brands', () => {
    expect(listings).toHaveLength(3_000)
    expect(brands).toHaveLength(25)
    expect(new Set(listings.map(({ category }) => category))).toEqual(
      new Set(ruleSets[0]?.categories.map(({ code }) => code)),
    )
  })

  it('has barcodes of the demonstration prefix alone, each once, under its brand', () => {
    const gtins = listings.flatMap(({ gtin }) => gtin ?? [])
    expect(new Set(gtins).size).toBe(gtins.length)
    for (const { gtin, brand } of listings) {
      if (gtin === null) continue
      expect(normalizeGtin(gtin)).toBe(gtin)
      expect(gtin.slice(1)).toMatch(new RegExp(`^${brands.find(({ id }) => id === brand)?.prefixes[0] ?? '-'}`))
      expect(gtin).toMatch(/^0952/)
    }
  })

  it('has models that are one of a kind within their brand', () => {
    const models = listings.map(({ brand, model }) => `${brand}|${modelKey(model)}`)
    expect(new Set(models).size).toBe(models.length)
  })

  it('goes through the check without a finding, and comes back as it was', async () => {
    const checked = await checkTables({ tables: [textSource('sample.csv', text)], brands, ruleSets })
    const back = [...checked.listingsByBrand.keys()].flatMap((brand) => checked.readBrand(brand))
    expect(checked.findings).toEqual([])
    expect(new Map(back.map((listing) => [listing.model + listing.brand, listing]))).toEqual(
      new Map(listings.map((listing) => [listing.model + listing.brand, listing])),
    )
  })

  it('has brands that go through their table', async () => {
    expect(await readBrandsTable(textSource('brands.csv', [...brandCsvLines(brands)].join('')))).toEqual(brands)
  })

  it('makes as many as are asked for', () => {
    const some = [...generateListings({ count: 20_000, seed: 3 })]
    expect(new Set(some.map(({ brand, model }) => `${brand}|${modelKey(model)}`)).size).toBe(20_000)
    expect(new Set(some.map(({ brand }) => brand)).size).toBe(brandsForSample({ count: 20_000 }).length)
    expect(brandsForSample({ count: 1_000_000 })).toHaveLength(400)
  })
})

describe('segments', () => {
  it('have the same paths and bytes in whatever order the listings come', () => {
    expect(writeSegments([...listings].reverse())).toEqual(writeSegments(listings))
  })

  it('give small brands common files, and a brand that signs for itself its own', () => {
    const few = listings.filter(({ brand }) => brand === 'shuolan' || brand === 'mucen').slice(0, 100)
    expect([...writeSegments(few).keys()]).toEqual(['models/_small/0.seg'])
    expect([...writeSegments(few, new Set(['mucen'])).keys()]).toEqual(['models/mucen/0.seg', 'models/_small/0.seg'])
  })

  it('split large brands, and a new model moves no other to another file', () => {
    const one = [...generateListings({ count: 40_000, seed: 5 })].map((listing) => ({ ...listing, brand: 'shuolan' }))
    const before = writeSegments(one)
    expect(before.size).toBe(4)
    const [first] = one
    const after = writeSegments(first ? [...one, { ...first, model: 'NEW-1', gtin: null }] : one)
    expect(
      [...after].filter(([path, bytes]) => !Buffer.from(bytes).equals(before.get(path) ?? new Uint8Array())).length,
    ).toBe(1)
  })
})
