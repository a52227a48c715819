/** Brands by id, by any of their names, and by the company prefix of a barcode. */
import type { Gtin14 } from '../scan/gtin.ts'
import type { Brand } from './listing.ts'

export interface BrandIndex {
  readonly byId: (id: string) => Brand | undefined
  readonly byName: (name: string) => Brand | undefined
  readonly byGtin: (gtin: Gtin14) => Brand | undefined
}

const longestName = 200

/** A brand's name without width, case and spaces: `"Ｈａｉ er"` gives `"HAIER"`. */
export function nameKey(name: string): string {
  if (name.length > longestName) return ''
  return name
    .normalize('NFKC')
    .replace(/\p{White_Space}+/gu, '')
    .toUpperCase()
}

export function createBrandIndex(brands: readonly Brand[]): BrandIndex {
  const byId = new Map<string, Brand>()
  const byName = new Map<string, Brand>()
  // As filed, which is how most names are asked for: without making a key of each.
  const byFiledName = new Map<string, Brand>()
  const byPrefix = new Map<string, Brand>()
  const prefixLengths = new Set<number>()
  for (const brand of brands) {
    byId.set(brand.id, brand)
    // The first brand keeps a name that two of them file.
    for (const name of brand.names) if (!byName.has(nameKey(name))) byName.set(nameKey(name), brand)
    for (const prefix of brand.prefixes) {
      if (!byPrefix.has(prefix)) byPrefix.set(prefix, brand)
      prefixLengths.add(prefix.length)
    }
  }
  for (const { names } of brands) for (const name of names) byFiledName.set(name, byName.get(nameKey(name)) as Brand)
  const longestFirst = [...prefixLengths].sort((a, b) => b - a)
  return {
    byId: (id) => byId.get(id),
    byName: (name) => byFiledName.get(name) ?? byName.get(nameKey(name)),
    byGtin(gtin) {
      // The company prefix of a GTIN-14 follows its indicator digit; a GTIN-8 has none (GS1 General Specifications §1.4).
      if (gtin.startsWith('000000')) return undefined
      for (const length of longestFirst) {
        const brand = byPrefix.get(gtin.slice(1, 1 + length))
        if (brand) return brand
      }
      return undefined
    },
  }
}
