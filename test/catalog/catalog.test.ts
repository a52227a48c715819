import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchListings } from '../../src/catalog/search.ts'
import { createCatalog } from '../../src/catalog/catalog.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { modelKey } from '../../src/catalog/model-text.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { airConditioner, brands, gtin14, seeded, someListings } from './listings.ts'

const catalogOf = (...segments: (readonly Listing[])[]) =>
  createCatalog(
    segments.map((listings, i) => readSegment(writeSegment(listings), `models/${i}.seg`)),
    brands,
  )
const warmed = (...segments: (readonly Listing[])[]) => {
  const catalog = catalogOf(...segments)
  const steps = catalog.warm()
  while (steps.next().done !== true);
  return catalog
}

describe('look-up by barcode', () => {
  const listings = someListings(3000, 21)
  const parts = [listings.slice(0, 900), listings.slice(900, 901), [], listings.slice(901)]

  test.each([
    ['before', catalogOf(...parts)],
    ['after', warmed(...parts)],
  ])('finds every listing %s the tables are built', (_, catalog) => {
    for (const listing of listings) {
      if (listing.gtin !== null) expect(catalog.byGtin(listing.gtin)).toContainEqual(listing)
    }
  })

  test('gives all listings on one barcode, over segments', () => {
    const on = (model: string): Listing => ({ ...airConditioner, model })
    const parted = [
      [on('A1'), on('A2')],
      [on('A3'), { ...on('B'), gtin: gtin14(952_124) }],
    ] as const
    for (const catalog of [catalogOf(...parted), warmed(...parted)]) {
      expect(catalog.byGtin(airConditioner.gtin ?? '').map(({ model }) => model)).toEqual(['A1', 'A2', 'A3'])
    }
  })

  test.each(['', '9521234567894', '0952123456789X', '99999999999999', '00000000000000', '9'.repeat(1e6)])(
    'gives none for %.20s',
    (gtin) => {
      expect(catalogOf(listings).byGtin(gtin)).toEqual([])
      expect(warmed(listings).byGtin(gtin)).toEqual([])
    },
  )

  test('gives the same object again, which cannot be changed', () => {
    const catalog = catalogOf([airConditioner])
    const [first] = catalog.byGtin(airConditioner.gtin ?? '')
    expect(catalog.byModel(airConditioner.model)[0]).toBe(first)
    expect(Object.isFrozen(first)).toBe(true)
  })
})

describe('look-up by model', () => {
  test('finds every listing by its own model', () => {
    const listings = someListings(2000, 9)
    const catalog = catalogOf(listings.slice(0, 700), listings.slice(700))
    for (const listing of listings) expect(catalog.byModel(listing.model)).toContainEqual(listing)
  })

  test.each(['kfr-35gw/01a', 'ＫＦＲ－３５ＧＷ／０１Ａ', ' KFR 35GW 01A ', 'KFR–35GW/01A', 'KFR\u200b-35GW/01A'])(
    'finds the same model written %s',
    (text) => {
      expect(catalogOf([airConditioner]).byModel(text)).toEqual([airConditioner])
    },
  )

  test('narrows to a brand', () => {
    const other = { ...airConditioner, brand: 'beichen' }
    expect(catalogOf([airConditioner, other]).byModel('KFR-35GW/01A', 'beichen')).toEqual([other])
  })

  test('finds models in other scripts', () => {
    const listing = { ...airConditioner, model: '小白鸽-8Ａ' }
    expect(catalogOf([airConditioner, listing]).byModel('小白鸽8a')).toEqual([listing])
  })

  test('finds a model through a filed wildcard, and the filed text itself', () => {
    const listing = { ...airConditioner, model: 'OLED55B4PU*' }
    const catalog = catalogOf([listing])
    for (const text of ['OLED55B4PUA', 'oled55b4pu', 'OLED55B4PU*']) expect(catalog.byModel(text)).toEqual([listing])
    expect(catalog.byModel('OLED55B4PUAB')).toEqual([])
  })

  test.each(['', '---', 'KFR-35GW/01B', 'x'.repeat(1e6)])('gives none for %.20s', (text) => {
    expect(catalogOf([airConditioner]).byModel(text)).toEqual([])
  })
})

describe('near models', () => {
  const catalog = catalogOf([airConditioner, { ...airConditioner, model: 'XQG100-B12' }])

  test.each([
    ['KFR-35GW/01B', 1],
    ['KFR-35GW/1A', 1],
    ['KFR-355GW/01A', 1],
    ['KFR-36GW/02A', 2],
    ['KFR-3SGW/O1A', 1],
    ['КFR-35GW/01А', 1],
    ['XQG1OO-8I2', 1],
  ] as const)('takes %s for a near miss at %i edits', (text, maxEdits) => {
    expect(catalog.nearModels(text, { maxEdits })).toHaveLength(1)
  })

  test('is never the model itself, nor what a wildcard covers', () => {
    expect(catalog.nearModels('kfr 35gw/01a', { maxEdits: 2 })).toEqual([])
    expect(catalogOf([{ ...airConditioner, model: 'DDT39434**' }]).nearModels('DDT39434XY')).toEqual([])
  })

  test('of no edit at all are those whose look-alike characters or signs alone differ, wildcards filled in', () => {
    const models = ['XQG100-B12', 'XQG100.812', 'XQG1OO-B1*', 'XQG100-B13', 'XQG100-B1']
    const all = catalogOf(...models.map((model) => [{ ...airConditioner, model }]))
    const near = (text: string): string[] => all.nearModels(text, { maxEdits: 0 }).map(({ model }) => model)
    expect(near('XQG100-B12')).toEqual(['XQG100.812', 'XQG1OO-B1*'])
    expect(near('XQG(100)-B13')).toEqual(['XQG1OO-B1*', 'XQG100-B13'])
    expect(near('XQG200-B13')).toEqual([])
    expect(near('...')).toEqual([])
  })

  test('puts look-alike characters before edits', () => {
    const near = catalogOf([
      { ...airConditioner, model: 'KFR-36GW' },
      { ...airConditioner, model: 'KFR-35GW' },
    ])
    expect(near.nearModels('KFR-3SGW').map(({ model }) => model)).toEqual(['KFR-35GW', 'KFR-36GW'])
  })

  test('finds what a walk over all models finds, by either way', () => {
    const listings = someListings(1500, 33)
    const walked = catalogOf(listings.slice(0, 600), listings.slice(600))
    const models = [...new Set(listings.map(({ model }) => model))]
    const next = seeded(77)
    const letters = 'ABGKW0123589OIS-/'
    for (let i = 0; i < 120; i++) {
      const model = models[next(models.length)] ?? ''
      const at = next(model.length)
      const letter = letters[next(letters.length)] ?? ''
      const text =
        [
          model.slice(0, at) + letter + model.slice(at + 1),
          model.slice(0, at) + model.slice(at + 1),
          model.slice(0, at) + letter + model.slice(at),
        ][next(3)] ?? ''
      for (const maxEdits of [1, 2] as const) {
        const expected = new Set(
          models.filter(
            (each) => modelKey(each) !== modelKey(text) && plainDistance(folded(each), folded(text)) <= maxEdits,
          ),
        )
        const found = new Set(walked.nearModels(text, { maxEdits, limit: 10_000 }).map((listing) => listing.model))
        expect(found, `${text} at ${maxEdits}`).toEqual(expected)
      }
    }
  })
})

describe('search', () => {
  const listings: Listing[] = [
    airConditioner,
    { ...airConditioner, model: 'KFR-35GW/01AB', name: '海云 KFR-35GW/01AB 柜机' },
    { ...airConditioner, brand: 'beichen', model: 'BCD-480W', name: '北辰 BCD-480W 多门冰箱' },
  ]
  const catalog = catalogOf(listings)
  const hits = (text: string): string[] =>
    searchListings(catalog.searchIndex, text).map(({ listing, match }) => `${match} ${listing.model}`)

  test.each([
    ['KFR-35GW/01A', ['exact KFR-35GW/01A', 'prefix KFR-35GW/01AB']],
    ['kfr 35', ['prefix KFR-35GW/01A', 'prefix KFR-35GW/01AB']],
    ['35GW', ['part KFR-35GW/01A', 'part KFR-35GW/01AB']],
    ['海云 01A', ['part KFR-35GW/01A', 'part KFR-35GW/01AB']],
    ['冰箱', ['part BCD-480W']],
    ['beichen 冰箱', ['part BCD-480W']],
    ['多门 480', ['part BCD-480W']],
    ['Beichen', ['part BCD-480W']],
    ['BCD-48OW', ['near BCD-480W']],
    ['BCD-470', ['near BCD-480W']],
    ['ZZZZZZ', []],
    ['  ', []],
  ])('%s gives %j', (text, expected) => {
    expect(hits(text)).toEqual(expected)
  })

  test('finds a model by a part that is longer once its letters are folded', () => {
    const models = ['XÆÆ-7ÆX', 'XAEAE-7AEX']
    const { searchIndex } = catalogOf(models.map((model) => ({ ...airConditioner, model })))
    for (const model of models)
      expect(searchListings(searchIndex, model.slice(1)).map(({ match }) => match)).toContain('part')
  })

  test('gives no more than asked for', () => {
    expect(searchListings(catalog.searchIndex, 'KFR', 1)).toHaveLength(1)
  })

  test('answers any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (text) => void searchListings(catalog.searchIndex, text),
      ),
      { seed: 5, numRuns: 300 },
    )
  })
})

describe('brands', () => {
  const catalog = catalogOf([airConditioner])
  test.each(['海云', 'haiyun', 'ＨＡＩ ＹＵＮ'])('are found by the name %s', (name) =>
    expect(catalog.brandByName(name)?.id).toBe('haiyun'),
  )
  test('are found by the longest company prefix of the barcode', () => {
    expect(catalog.brandByGtin(gtin14(952_456_000_001))?.id).toBe('beichen')
    expect(catalog.brandByGtin(gtin14(952_123_000_001))?.id).toBe('haiyun')
    expect(catalog.brandByGtin('00000095212346')).toBeUndefined()
  })
})

const lookalikePairs: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
}

function folded(model: string): string {
  return Array.from(modelKey(model).replace(/[^A-Z0-9*#]/g, ''), (letter) => lookalikePairs[letter] ?? letter).join('')
}

function plainDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] ?? 0
}
