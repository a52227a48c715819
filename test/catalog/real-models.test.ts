/** Look-up over the real registers in test/data/real. */
import { beforeAll, describe, expect, test } from 'vitest'
import { createCatalog } from '../../src/catalog/catalog.ts'
import type { Catalog, Listing } from '../../src/catalog/listing.ts'
import { modelKey } from '../../src/catalog/model-text.ts'
import { openCatalog } from '../../src/catalog/open-catalog.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { buildRealRelease } from '../support/real-release.ts'

let listings: readonly Listing[]
let catalog: Catalog
beforeAll(async () => {
  listings = (await buildRealRelease(Date.parse('2026-03-06T10:00:00+08:00'))).listings
  catalog = createCatalog([readSegment(writeSegment(listings), 'models/real/0.seg')], [])
})

describe('every model of the registers', () => {
  test.each([
    ['as filed', (model: string) => model],
    ['in lower case', (model: string) => model.toLowerCase()],
    ['without spaces, hyphens and slashes', (model: string) => model.replace(/[\s/-]/g, '')],
    [
      'in full width',
      (model: string) => model.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ],
  ])('is found %s', (_, written) => {
    const missed = listings.filter(
      (listing) => !catalog.byModel(written(listing.model), listing.brand).some(({ model }) => model === listing.model),
    )
    expect(missed.map(({ model }) => model)).toEqual([])
  })

  test('with place holders is found filled in, and not when longer', () => {
    const patterns = listings.filter(({ model }) => /[*#]/.test(model))
    expect(patterns.length).toBeGreaterThan(500)
    const finds = (text: string, listing: Listing): boolean =>
      catalog.byModel(text).some(({ model }) => model === listing.model)
    expect(patterns.filter((listing) => !finds(listing.model.replace(/[*#]/g, 'W'), listing))).toEqual([])
    expect(
      patterns.filter(
        (listing) =>
          !finds(listing.model.replace(/[*#]+$/, '').replace(/[*#]/g, 'W'), listing) &&
          modelKey(listing.model.replace(/[*#]+$/, '')) !== '',
      ),
    ).toEqual([])
    expect(patterns.filter((listing) => finds(`${listing.model.replace(/[*#]/g, 'W')}W`, listing))).toEqual([])
  })

  test('is no near miss of itself', () => {
    for (const { model } of listings.slice(0, 500)) {
      const key = modelKey(model)
      expect(catalog.nearModels(model, { limit: 100 }).map((near) => modelKey(near.model))).not.toContain(key)
    }
  })
})

test('a barcode that stands on several models gives all of them', () => {
  const modelsByGtin = new Map<string, Set<string>>()
  for (const { gtin, model } of listings)
    if (gtin !== null) modelsByGtin.set(gtin, (modelsByGtin.get(gtin) ?? new Set()).add(model))
  const shared = [...modelsByGtin].filter(([, models]) => models.size > 1)
  expect(shared.length).toBeGreaterThan(5)
  for (const [gtin, models] of modelsByGtin)
    expect(new Set(catalog.byGtin(gtin).map(({ model }) => model))).toEqual(models)
})

test('the signed release opens', async () => {
  const { files } = await buildRealRelease(Date.parse('2026-03-06T10:00:00+08:00'))
  const targets = [...files]
    .filter(([path]) => path.startsWith('targets/'))
    .map(([path, bytes]) => [path.slice('targets/'.length).replace(/[0-9a-f]{64}\./, ''), bytes] as const)
  const byPath = new Map(targets)
  const opened = openCatalog({
    paths: [...byPath.keys()],
    has: (path) => byPath.has(path),
    role: () => 'brands',
    read: (path) => byPath.get(path) ?? new Uint8Array(0),
  })
  expect(opened.catalog.size).toBe(listings.length)
})
