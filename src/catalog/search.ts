/** Search for what has no barcode: by model, part of a model, product name or brand. */
import type { BrandIndex } from './brand-index.ts'
import { nameKey } from './brand-index.ts'
import type { Brand, SearchHit } from './listing.ts'
import { characterBits, longestKey, readKey, writeKey } from './model-codes.ts'
import { longestClass, type ModelIndex } from './model-index.ts'
import { modelKey } from './model-text.ts'
import { nearRows } from './near-models.ts'
import type { Rows } from './rows.ts'

export interface SearchIndex {
  readonly rows: Rows
  readonly models: ModelIndex
  readonly brandIndex: BrandIndex
}

const longestSearch = 200
const mostWords = 8

/** For what has no barcode: by model, name or brand text. Best first: the model itself, models that begin so, what has it in model or name, near misses if nothing else fits. */
export function searchListings(searched: SearchIndex, text: string, limit = 20): readonly SearchHit[] {
  const words = text
    .slice(0, longestSearch)
    .trim()
    .split(/\p{White_Space}+/u)
    .filter(Boolean)
    .slice(0, mostWords)
  if (words.length === 0 || limit < 1) return []
  const { rows, models } = searched
  const brand = brandIn(searched.brandIndex, words)
  const rest = brand ? brand.rest : words
  const inBrand = (row: number): boolean => !brand || rows.brand(row) === brand.brand.id
  const hits = new Map<number, SearchHit['match']>()
  const take = (found: readonly number[], match: SearchHit['match']): void => {
    for (const row of found) if (hits.size < limit && inBrand(row) && !hits.has(row)) hits.set(row, match)
  }

  const model = rest.join(' ')
  take(models.find(text), 'exact')
  take(models.find(model), 'exact')
  const found = rowsWithPart(searched, modelKey(model), limit, inBrand)
  take(found.prefix, 'prefix')
  take(found.part, 'part')
  if (hits.size < limit) take(rowsWithWords(searched, rest, brand?.brand.id ?? null, limit), 'part')
  if (hits.size === 0) take(nearRows(rows, models, model, 1, limit), 'near')
  if (hits.size === 0) take(nearRows(rows, models, model, 2, limit), 'near')
  return [...hits].map(([row, match]) => ({ listing: rows.listing(row), match }))
}

/** The brand that the words, or one of them, name; and the other words. */
function brandIn(brands: BrandIndex, words: readonly string[]): { brand: Brand; rest: readonly string[] } | null {
  const whole = brands.byName(words.join(' '))
  if (whole) return { brand: whole, rest: [] }
  for (const [i, word] of words.entries()) {
    const brand = brands.byName(word)
    if (brand) return { brand, rest: words.filter((_, other) => other !== i) }
  }
  return null
}

/** Rows whose model begins with `key` or has it inside, the shorter first. */
function rowsWithPart(
  { rows, models }: SearchIndex,
  key: string,
  limit: number,
  fits: (row: number) => boolean,
): { prefix: number[]; part: number[] } {
  const prefix: number[] = []
  const part: number[] = []
  if (key === '') return { prefix, part }
  const { order, characters, lengthStarts } = models.tables()
  const scratch = new Uint16Array(longestKey)
  const bits = characterBits(scratch, writeKey(models.fold(key), scratch))
  const wanted = new Uint16Array(key.length)
  writeKey(key, wanted)
  for (let i = lengthStarts[Math.min(key.length, longestClass)] ?? 0; i < order.length && prefix.length < limit; i++) {
    if ((bits & ~(characters[i] ?? 0)) !== 0) continue
    const row = order[i] ?? 0
    const { segment, start } = rows.segmentOf(row)
    const at = placeOf(wanted, scratch, readKey(segment, row - start, scratch))
    if (at < 0 || (at > 0 && part.length >= limit) || !fits(row)) continue
    ;(at === 0 ? prefix : part).push(row)
  }
  return { prefix, part }
}

function placeOf(wanted: Uint16Array, codes: Uint16Array, length: number): number {
  for (let at = 0; at + wanted.length <= length; at++) {
    let same = 0
    while (same < wanted.length && codes[at + same] === wanted[same]) same++
    if (same === wanted.length) return at
  }
  return -1
}

/** Rows of the brand whose product name or model has every word; without words, rows of the brand. */
function rowsWithWords({ rows }: SearchIndex, words: readonly string[], brand: string | null, limit: number): number[] {
  const keys = words.map(nameKey)
  const modelKeys = words.map(modelKey)
  const all = (1 << words.length) - 1
  const found: number[] = []
  for (const { segment, start } of rows.segments) {
    const wordsByName = new Map<number, number>()
    const wordsIn = (name: number): number => {
      const text = name < 0 ? '' : nameKey(segment.productNames.text(name))
      return keys.reduce((mask, key, i) => (key !== '' && text.includes(key) ? mask | (1 << i) : mask), 0)
    }
    for (let row = 0; row < segment.count && found.length < limit; row++) {
      if (brand !== null && segment.brand(row) !== brand) continue
      const name = segment.productName(row)
      let mask = wordsByName.get(name) ?? wordsIn(name)
      wordsByName.set(name, mask)
      // A word of the model alone was looked for before; here at least the name or the brand must speak for the row.
      if (mask !== all && (mask !== 0 || brand !== null)) {
        const model = modelKey(segment.models.text(row))
        modelKeys.forEach((key, i) => {
          if (key !== '' && model.includes(key)) mask |= 1 << i
        })
      }
      if (mask === all) found.push(start + row)
    }
    if (found.length >= limit) break
  }
  return found
}
