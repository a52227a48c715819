/**
 * Segment format, version 1: the numbers that the writer and the reader share. README.md beside
 * this file is the specification.
 */

/** "TSEG" in the file's first four bytes, read as a little-endian u32. */
export const segmentMagic = 0x47455354
export const segmentVersion = 1
export const headerBytes = 32
export const entryBytes = 32
/** Texts are found by the start of their block of 16 plus the lengths before them in it. */
export const textsPerStart = 16

/** Limits of one segment. A file over them is refused before it is read. */
export const segmentLimits = {
  /** 64 MiB. */
  bytes: 67_108_864,
  rows: 1_048_576,
  /** UTF-8 bytes of one text. */
  textBytes: 1_024,
} as const

export type SectionKind = 'numbers' | 'texts' | 'heap'
export const kindCodes: Readonly<Record<SectionKind, number>> = { numbers: 1, texts: 2, heap: 3 }

/**
 * The sections, in the order of the directory; a section's id is its place here. A `numbers` section
 * whose `of` names a `texts` section holds places in it. `rows` marks what has one cell a listing.
 */
export const sections = [
  { name: 'gtin', kind: 'numbers', rows: true },
  { name: 'brand', kind: 'numbers', rows: true, of: 'brands' },
  { name: 'brands', kind: 'texts', rows: false },
  { name: 'model', kind: 'texts', rows: true },
  { name: 'category', kind: 'numbers', rows: true, of: 'categories' },
  { name: 'categories', kind: 'texts', rows: false },
  { name: 'grade', kind: 'numbers', rows: true },
  { name: 'status', kind: 'numbers', rows: true },
  { name: 'filedPrice', kind: 'numbers', rows: true },
  { name: 'basePrice', kind: 'numbers', rows: true },
  { name: 'averagePrice', kind: 'numbers', rows: true },
  { name: 'guidePrice', kind: 'numbers', rows: true },
  { name: 'recordHead', kind: 'numbers', rows: true, of: 'recordHeads' },
  { name: 'recordHeads', kind: 'texts', rows: false },
  { name: 'recordTailHigh', kind: 'numbers', rows: true },
  { name: 'recordTailLow', kind: 'numbers', rows: true },
  { name: 'registeredModel', kind: 'numbers', rows: true, of: 'registeredModels' },
  { name: 'registeredModels', kind: 'texts', rows: false },
  { name: 'certificateHead', kind: 'numbers', rows: true, of: 'certificateHeads' },
  { name: 'certificateHeads', kind: 'texts', rows: false },
  { name: 'certificateTail', kind: 'numbers', rows: true },
  { name: 'serialRule', kind: 'numbers', rows: true, of: 'serialRules' },
  { name: 'serialRules', kind: 'texts', rows: false },
  { name: 'from', kind: 'numbers', rows: true, of: 'instants' },
  { name: 'to', kind: 'numbers', rows: true, of: 'instants' },
  { name: 'instants', kind: 'texts', rows: false },
  { name: 'productName', kind: 'numbers', rows: true, of: 'productNames' },
  { name: 'productNames', kind: 'texts', rows: false },
  { name: 'heap', kind: 'heap', rows: false },
] as const

export type SectionName = (typeof sections)[number]['name']
export type NumbersName = Extract<(typeof sections)[number], { kind: 'numbers' }>['name']
export type TextsName = Extract<(typeof sections)[number], { kind: 'texts' }>['name']

/** Codes of the `grade` column: place of the kind × 6 + grade, where grade 0 is "no grade". */
export const gradeKinds = ['none', 'energy', 'water'] as const
export const gradesPerKind = 6
/** Codes of the `status` column. */
export const statuses = ['listed', 'suspended', 'withdrawn'] as const
/** Stands for the listing's own model inside a product name, so that like names are stored once. */
export const modelMark = '\u0000'

/** Most decimal digits that a tail column takes off the end of a text: two of nine, or one of six. */
export const recordTailDigits = 18
export const certificateTailDigits = 6

/** Position of everything after the header: the directory, then the sections. */
export const sectionsStart: number = headerBytes + sections.length * entryBytes

export function alignTo(position: number, bytes: number): number {
  return Math.ceil(position / bytes) * bytes
}

/**
 * Four lanes over the u32 words after the header, word `i` into lane `i mod 4`. Each step is a
 * bijection of the lane, so a change inside one word never goes unseen. It tells a broken file from
 * a whole one; who wrote the file is what its signed SHA-256 says.
 */
export function segmentChecksum(words: Uint32Array): readonly [number, number, number, number] {
  let a = 0x9e3779b9
  let b = 0x85ebca6b
  let c = 0xc2b2ae35
  let d = 0x27d4eb2f
  for (let i = 0; i + 3 < words.length; i += 4) {
    a = Math.imul(a ^ (words[i] ?? 0), 0x01000193)
    b = Math.imul(b ^ (words[i + 1] ?? 0), 0x01000193)
    c = Math.imul(c ^ (words[i + 2] ?? 0), 0x01000193)
    d = Math.imul(d ^ (words[i + 3] ?? 0), 0x01000193)
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0]
}
