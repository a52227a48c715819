/**
 * Texts that are made, or happen, to look like another: their skeletons, and whom they imitate.
 *
 * An exact name or model never comes here. So a register's near-identical genuine models
 * (`…W` and `…B`) are told apart, and only what is on no list is compared with what is.
 */
import type { Brand, Catalog, Listing } from '../catalog/listing.ts'
import { lookalikeKey, modelKey } from '../catalog/model-text.ts'
import { oneEditApart } from './one-edit.ts'
import { skeleton } from './skeleton.ts'

/** What two strokes drawn together can be taken for. */
const joined: readonly (readonly [pair: string, single: string])[] = [
  ['VV', 'W'],
  ['RN', 'M'],
  ['CL', 'D'],
]

function joinStrokes(key: string): string {
  return joined.reduce((text, [pair, single]) => text.replaceAll(pair, single), key)
}

/** What a name is compared by: its skeleton, with strokes joined and look-alike letters and digits made one. */
function shapeOf(name: string): string {
  return lookalikeKey(joinStrokes(modelKey(skeleton(name))))
}

/** Shorter names and models differ by one character too often to say that one imitates the other. */
const shortest = 4

interface BrandShapes {
  readonly byShape: ReadonlyMap<string, Brand>
  /** Names of ideographs with one of them left out: `"海□"`. */
  readonly byGap: ReadonlyMap<string, Brand>
  readonly letters: readonly (readonly [shape: string, brand: Brand])[]
}

const shapesByBrands = new WeakMap<readonly Brand[], BrandShapes>()
const gap = '\u25a1'

function shapesOf(brands: readonly Brand[]): BrandShapes {
  let shapes = shapesByBrands.get(brands)
  if (shapes) return shapes
  const byShape = new Map<string, Brand>()
  const byGap = new Map<string, Brand>()
  const letters: (readonly [string, Brand])[] = []
  for (const brand of brands) {
    for (const name of brand.names) {
      const key = shapeOf(name)
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

/** The registered brand that a name which is no registered brand's looks like; null: none. */
export function imitatedBrand(name: string, catalog: Pick<Catalog, 'brands'>): Brand | null {
  const { byShape, byGap, letters } = shapesOf(catalog.brands)
  const key = shapeOf(name)
  const same = byShape.get(key)
  if (same) return same
  for (const hole of gaps(key)) {
    const brand = byGap.get(hole)
    if (brand) return brand
  }
  if (key.length < shortest) return null
  return letters.find(([each]) => oneEditApart(key, each))?.[1] ?? null
}

const candidateLimit = 8

/**
 * Listings whose model an unlisted model looks like, best first: the same skeleton, or one edit
 * away (a character more, less or other, or two neighbours swapped).
 * @param brand where the item's brand is known, only its listings count
 */
export function imitatedModels(model: string, catalog: Catalog, brand: Brand | null): readonly Listing[] {
  const plain = skeleton(model)
  const ofBrand = (listings: readonly Listing[]): readonly Listing[] =>
    brand === null ? listings : listings.filter((listing) => listing.brand === brand.id)
  const same = ofBrand(catalog.byModel(plain, brand?.id))
  if (same.length > 0) return same.slice(0, candidateLimit)
  const key = modelKey(plain)
  // A brand can only be asked for after the search, so the search must leave room for other brands' models.
  const near = ofBrand(catalog.nearModels(plain, { maxEdits: 1, limit: 4 * candidateLimit }))
  const alike =
    key.length > shortest ? near : near.filter((listing) => lookalikeKey(modelKey(listing.model)) === lookalikeKey(key))
  if (alike.length > 0) return alike.slice(0, candidateLimit)
  for (const variant of variantsOf(key)) {
    const found = ofBrand(catalog.byModel(variant, brand?.id))
    if (found.length > 0) return found.slice(0, candidateLimit)
  }
  return []
}

/** Edits that count as one to the eye but as two to Levenshtein: strokes joined or parted, neighbours swapped. */
function* variantsOf(key: string): Generator<string, void> {
  for (const [pair, single] of joined) {
    if (key.includes(pair)) yield key.replaceAll(pair, single)
    if (key.includes(single)) yield key.replaceAll(single, pair)
  }
  if (key.length <= shortest) return
  for (let i = 0; i + 1 < key.length; i++) {
    if (key[i] !== key[i + 1]) yield `${key.slice(0, i)}${key[i + 1] ?? ''}${key[i] ?? ''}${key.slice(i + 2)}`
  }
}
