/**
 * Sample listings by a seeded generator: fictional brands, barcodes from the GS1 demonstration prefix,
 * plausible models, grades and prices. The same seed gives the same listings, in Node and in a browser.
 */
import type { Brand, Listing } from '../../catalog/listing.ts'
import { checkDigit } from '../../scan/gtin.ts'
import { namedSampleBrands, sampleBrands } from './brands.ts'
import { sampleCategories, type SampleCategory } from './categories.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'

export interface SampleOptions {
  /** Default 3,000; at most 1,000,000. */
  readonly count?: number
  /** Default 1. */
  readonly seed?: number
}

/** Brands grow with the number of listings, as in a real filing: about 2,500 models a brand. */
export function brandsForSample({ count = 3_000 }: SampleOptions = {}): readonly Brand[] {
  return sampleBrands(Math.max(namedSampleBrands, Math.ceil(count / 2_500)))
}

/** Listings in the order in which they were made; barcodes and the models of a brand are unique. */
export function* generateListings(options: SampleOptions = {}): Generator<Listing> {
  const { count = 3_000, seed = 1 } = options
  const brands = brandsForSample(options)
  const random = createSeededRandom(seed)
  const madeByBrand = new Map<Brand, number>()
  for (let made = 0; made < count; made++) {
    const brand = random.pick(brands)
    const number = madeByBrand.get(brand) ?? 0
    madeByBrand.set(brand, number + 1)
    yield makeListing(brand, number, pickCategory(random), random)
  }
}

function pickCategory(random: SeededRandom): SampleCategory {
  let left = random.below(100)
  return sampleCategories.find(({ share }) => (left -= share) < 0) ?? random.pick(sampleCategories)
}

function makeListing(brand: Brand, number: number, category: SampleCategory, random: SeededRandom): Listing {
  const size = random.pick(category.sizes)
  const model = category.model(size).replace('%', variant(number, random))
  const grade = category.gradeKind === 'none' ? null : pickGrade(random)
  const price = priceOf(category, size, grade, random)
  const labelled = category.label !== null
  return {
    // One filing in a hundred names no barcode.
    gtin: random.below(100) === 0 ? null : barcode(brand, number),
    brand: brand.id,
    model,
    category: category.code,
    gradeKind: category.gradeKind,
    grade,
    filedPrice: yuan(price),
    basePrice: random.below(4) === 0 ? yuan(Math.round(price * 0.97)) : null,
    averagePrice: random.below(2) === 0 ? yuan(Math.round(price * (0.88 + random.below(12) / 100))) : null,
    guidePrice: yuan(Math.ceil((price * 1.08) / 100) * 100 - 1),
    recordNumber: labelled ? recordNumber(category.label, brand, random) : null,
    registeredModel: labelled && random.below(20) === 0 ? (model.split('/')[0] ?? null) : null,
    certificate: category.gradeKind === 'water' ? null : certificate(random),
    serialRule: 'unit',
    from: random.below(50) === 0 ? '2024-09-14T00:00:00+08:00' : null,
    to: random.below(200) === 0 ? '2025-01-01T00:00:00+08:00' : null,
    status: random.below(100) < 98 ? 'listed' : random.below(2) === 0 ? 'suspended' : 'withdrawn',
    name: `${brand.names[0] ?? brand.id} ${category.name} ${model}`,
  }
}

/** Letters and a digit that differ from those of every other model of the brand, even where O is read for 0. */
function variant(number: number, random: SeededRandom): string {
  const alphabet = 'ACDEFHJKMNPRTUVWXY'
  const places = number < alphabet.length ** 3 ? 3 : 4
  // Odd and no multiple of three, so it shares no factor with 18: the steps reach every place once.
  let rest = (number * 4_999 + 1_237) % alphabet.length ** places
  let letters = ''
  for (let place = 0; place < places; place++) {
    letters += alphabet[rest % alphabet.length] ?? ''
    rest = Math.floor(rest / alphabet.length)
  }
  return `${letters}${random.below(9) + 1}`
}

function pickGrade(random: SeededRandom): number {
  const at = random.below(100)
  return at < 72 ? 1 : at < 92 ? 2 : at < 98 ? 3 : at < 99 ? 4 : 5
}

function priceOf(
  { sizes, price: [least, most] }: SampleCategory,
  size: number,
  grade: number | null,
  random: SeededRandom,
): number {
  const share = sizes.length < 2 ? 0 : sizes.indexOf(size) / (sizes.length - 1)
  const middle = least * (most / least) ** share
  const factor = (0.85 + random.below(40) / 100) * (grade === null ? 1 : 1.12 - 0.06 * grade)
  return Math.max(299, Math.round((middle * factor) / 100) * 100 - 1)
}

function yuan(whole: number): string {
  return `${whole}.00`
}

function barcode(brand: Brand, number: number): string {
  const digits = `${brand.prefixes[0] ?? ''}${String(number + 101).padStart(5, '0')}`
  return `0${digits}${checkDigit(digits)}`
}

/** As on real labels: month, product type, maker, sequence. */
function recordNumber(label: number | null, brand: Brand, random: SeededRandom): string {
  const month = `${2019 + random.below(6)}${String(1 + random.below(12)).padStart(2, '0')}`
  const sequence = `${1_400_000_000 + random.below(300_000_000)}${String(random.below(1_000_000)).padStart(6, '0')}`
  return `${month}-${label ?? 0}-1${brand.prefixes[0]?.slice(3) ?? '0000'}-${sequence}`
}

/** Year, body 01, product class, sequence: 16 digits. */
function certificate(random: SeededRandom): string {
  return `${2018 + random.below(7)}0107${String(1 + random.below(20)).padStart(2, '0')}${String(random.below(1_000_000)).padStart(6, '0')}`
}
