/**
 * Texts that are made to look like another: their skeletons, and whom they imitate.
 *
 * An exact name or model never comes here, and only what is on no list is compared with what is. A model
 * imitates another by disguise alone: characters taken for others, of other scripts, unseen, turned round, drawn
 * of parts; signs more or less. One that differs plainly, in size, colour or revision, is a model of its own: of a real
 * register's models that are not listed, more than half can be one character from a listed sibling.
 */
import type { Brand, Catalog, Listing, LookAlikes, MayBe } from './listing.ts'
import { modelKey } from './model-text.ts'
import { oneEditApart } from './one-edit.ts'
import { lookalikeKey, skeletons } from './skeleton.ts'

/** What two strokes drawn together can be taken for. */
const joined: readonly (readonly [pair: string, single: string])[] = [
  ['VV', 'W'],
  ['RN', 'M'],
  ['CL', 'D'],
]

function joinStrokes(key: string): string {
  return joined.reduce((text, [pair, single]) => text.replaceAll(pair, single), key)
}

/** What a name is compared by: its skeletons, with strokes joined and look-alike letters and digits made one. */
function shapesOf(name: string): readonly string[] {
  return skeletons(name).map((plain) => lookalikeKey(joinStrokes(modelKey(plain))))
}

/** Shorter names differ by one character too often to say that one imitates the other. */
const shortest = 4

interface BrandShapes {
  readonly byShape: ReadonlyMap<string, Brand>
  /** Names of ideographs with one of them left out: `"海□"`. */
  readonly byGap: ReadonlyMap<string, Brand>
  readonly letters: readonly (readonly [shape: string, brand: Brand])[]
}

const shapesByBrands = new WeakMap<readonly Brand[], BrandShapes>()
const gap = '\u25a1'

function brandShapes(brands: readonly Brand[]): BrandShapes {
  let shapes = shapesByBrands.get(brands)
  if (shapes) return shapes
  const byShape = new Map<string, Brand>()
  const byGap = new Map<string, Brand>()
  const letters: (readonly [string, Brand])[] = []
  for (const brand of brands) {
    for (const name of brand.names) {
      const [key = ''] = shapesOf(name)
      if (!byShape.has(key)) byShape.set(key, brand)
      if (/^\p{Script=Han}+$/u.test(name)) for (const hole of gaps(key)) if (!byGap.has(hole)) byGap.set(hole, brand)
      if (/^[ -~]+$/.test(name) && key.length >= shortest) letters.push([key, brand])
    }
  }
  shapes = { byShape, byGap, letters }
  shapesByBrands.set(brands, shapes)
  return shapes
}

function gaps(name: string): readonly string[] {
  const characters = Array.from(name)
  return characters.length < 2
    ? []
    : characters.map((_, i) => [...characters.slice(0, i), gap, ...characters.slice(i + 1)].join(''))
}

function imitatedBrand(name: string, { brands }: Pick<Catalog, 'brands'>): Brand | null {
  const { byShape, byGap, letters } = brandShapes(brands)
  const keys = shapesOf(name).filter((key) => key !== '')
  for (const key of keys) {
    const same = byShape.get(key)
    if (same) return same
  }
  for (const hole of keys.flatMap(gaps)) {
    const brand = byGap.get(hole)
    if (brand) return brand
  }
  const long = keys.filter((key) => key.length >= shortest)
  return letters.find(([each]) => long.some((key) => oneEditApart(key, each)))?.[1] ?? null
}

export function lookAlikesIn(catalog: Catalog): LookAlikes {
  return {
    brand: (name) => imitatedBrand(name, catalog),
    disguised: (model, mayBe) => disguised(model, catalog, mayBe),
    neighbours: (model, mayBe) => neighbours(model, catalog, mayBe),
  }
}

const candidateLimit = 8

function disguised(model: string, catalog: Catalog, mayBe: MayBe): readonly Listing[] {
  const found = skeletons(model)
    .flatMap((plain) => strokesOf(modelKey(plain)))
    .flatMap((text) => [...catalog.byModel(text).filter(mayBe), ...nearOf(text, 0, catalog, mayBe)])
  return [...new Set(found)].slice(0, candidateLimit)
}

function neighbours(model: string, catalog: Catalog, mayBe: MayBe): readonly Listing[] {
  const key = modelKey(model)
  const found: Listing[] = []
  for (let i = 0; i + 1 < key.length && found.length < candidateLimit; i++) {
    if (key[i] === key[i + 1]) continue
    const swapped = `${key.slice(0, i)}${key[i + 1] ?? ''}${key[i] ?? ''}${key.slice(i + 2)}`
    found.push(...catalog.byModel(swapped).filter(mayBe))
  }
  return [...found, ...nearOf(model, 1, catalog, mayBe)].slice(0, candidateLimit)
}

function nearOf(model: string, maxEdits: 0 | 1, catalog: Catalog, mayBe: MayBe): readonly Listing[] {
  // What else is known can only be asked for after the search, so the search leaves room for others.
  return catalog.nearModels(model, { maxEdits, limit: 4 * candidateLimit }).filter(mayBe)
}

const mostReadings = 64

/** The key, and every way to read its wide characters as one or as two: `WM`, `VVM`, `WRN`, `VVRN`. */
function strokesOf(key: string): readonly string[] {
  const parted = joined.reduce((text, [pair, single]) => text.replaceAll(single, pair), key)
  let before: readonly string[] = []
  let texts: readonly string[] = ['']
  for (let i = 0; i < parted.length; i++) {
    const single = i === 0 ? undefined : joined.find(([pair]) => parted.startsWith(pair, i - 1))?.[1]
    const wide = single === undefined ? [] : before.map((text) => text + single)
    // Beyond the limit the rest is read as wide.
    const apart = wide.length + texts.length > mostReadings ? [] : texts.map((text) => text + (parted[i] ?? ''))
    before = texts
    texts = [...wide, ...apart]
  }
  return [key, ...texts.filter((text) => text !== key)]
}
