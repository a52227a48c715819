/**
 * Where a key lies in a redeemed filter: a binary fuse filter with four places a key (Graf and
 * Lemire, "Binary Fuse Filters", 2022), its fingerprints packed to the bit.
 */
import { mixed } from './model-codes.ts'

/** "TFLT" in the file's first four bytes, read as a little-endian u32. */
export const filterMagic = 0x544c4654
export const filterVersion = 1
export const filterHeaderBytes = 64
/** Fingerprints of 8 to 24 bits. */
export const fingerprintBits = { least: 8, most: 24 } as const
/** Most keys in one filter. */
export const filterKeysLimit = 50_000_000

export interface FilterLayout {
  readonly keys: number
  readonly seed: number
  /** Bits of a fingerprint. */
  readonly bits: number
  /** A power of two. */
  readonly segmentLength: number
  /** Segments in which a key's first place can lie; three more follow them. */
  readonly segmentCount: number
}

/** Number of fingerprints. */
export function cellsOf({ keys, segmentLength, segmentCount }: FilterLayout): number {
  return keys === 0 ? 0 : (segmentCount + 3) * segmentLength
}

/** The u32 words that hold them; one more, so that the last can be read like the others. */
export function wordsOf(layout: FilterLayout): number {
  return Math.ceil((cellsOf(layout) * layout.bits) / 32) + 1
}

/** The layout for `keys` keys, by the sizes that the paper found to work. */
export function layoutFor(keys: number, bits: number, seed: number): FilterLayout {
  const count = Math.max(2, keys)
  const segmentLength = Math.min(2 ** 18, Math.max(4, 2 ** Math.floor(Math.log(count) / Math.log(2.91) - 0.5)))
  const factor = Math.max(1.075, 0.77 + (0.305 * Math.log(600_000)) / Math.log(count))
  const segmentCount = Math.max(1, Math.ceil((count * factor) / segmentLength) - 3)
  return { keys, seed, bits, segmentLength, segmentCount }
}

/** Two words of hash of the barcode and the serial. */
export interface KeyHash {
  high: number
  low: number
}

/**
 * Hashes `gtin|serial`, UTF-16 unit by unit, in two lanes of 32 bits.
 * @param into written to and given back, so that millions of keys make no object each
 */
export function hashKey(gtin: string, serial: string, into: KeyHash): KeyHash {
  let a = 0x9747b28c
  let b = 0x2f0b4a27
  for (let i = 0; i < gtin.length; i++) {
    const code = gtin.charCodeAt(i)
    a = Math.imul(a ^ code, 0xcc9e2d51)
    a = (a << 13) | (a >>> 19)
    b = Math.imul(b ^ code, 0x1b873593)
    b = (b << 17) | (b >>> 15)
  }
  a = Math.imul(a ^ 0x7c, 0xcc9e2d51)
  b = Math.imul(b ^ 0x7c, 0x1b873593)
  for (let i = 0; i < serial.length; i++) {
    const code = serial.charCodeAt(i)
    a = Math.imul(a ^ code, 0xcc9e2d51)
    a = (a << 13) | (a >>> 19)
    b = Math.imul(b ^ code, 0x1b873593)
    b = (b << 17) | (b >>> 15)
  }
  into.high = mixed(a ^ (b >>> 7))
  into.low = mixed(b ^ Math.imul(a, 0x85ebca6b))
  return into
}

/** A key's four places and its fingerprint, under a filter's seed. */
export interface Places {
  first: number
  second: number
  third: number
  fourth: number
  fingerprint: number
}

export function placesOf(
  { high, low }: KeyHash,
  { seed, bits, segmentLength, segmentCount }: FilterLayout,
  into: Places,
): Places {
  const mask = segmentLength - 1
  // Not mixed again: keys sorted by hash then fill the filter from one end to the other, which caches like.
  const a = (high + seed) >>> 0
  const b = mixed(low + Math.imul(a, 0x9e3779b1) + seed)
  const c = mixed(b ^ Math.imul(high, 0xc2b2ae35))
  const first = Math.floor((a * segmentCount * segmentLength) / 0x100000000)
  into.first = first
  into.second = (first + segmentLength) ^ (b & mask)
  into.third = (first + 2 * segmentLength) ^ (c & mask)
  into.fourth = (first + 3 * segmentLength) ^ ((Math.imul(b, 0x27d4eb2f) ^ (c >>> 11)) & mask)
  into.fingerprint = (mixed(c + low) >>> (32 - bits)) >>> 0
  return into
}
