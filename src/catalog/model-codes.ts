/** Model keys straight from a segment's heap, as code units, without making a string of each. */
import type { Segment } from './segment-reader.ts'
import { foldCode, modelKey, modelTextLimit } from './model-text.ts'

/** Room for the longest key: NFKC makes at most 18 units of one, folding two of one of those. */
export const longestKey: number = 36 * modelTextLimit

// What modelKey does to an ASCII byte: 0 where it goes.
const keyByByte = Uint8Array.from({ length: 128 }, (_, byte) => modelKey(String.fromCharCode(byte)).charCodeAt(0) || 0)
const foldedByByte = keyByByte.map(foldCode)

/** Writes the key of a row's model into `out`; answers its length. */
export function readKey(segment: Segment, row: number, out: Uint16Array): number {
  return readWith(segment, row, out, keyByByte, modelKey)
}

/** The same, folded. @param fold what it does to a key that is not all ASCII */
export function readFoldedKey(segment: Segment, row: number, out: Uint16Array, fold: (key: string) => string): number {
  return readWith(segment, row, out, foldedByByte, (text) => fold(modelKey(text)))
}

function readWith(
  segment: Segment,
  row: number,
  out: Uint16Array,
  table: Uint8Array,
  keyOf: (text: string) => string,
): number {
  const { heap, models } = segment
  const start = models.start(row)
  const end = start + models.length(row)
  let size = 0
  for (let at = start; at < end; at++) {
    const byte = heap[at] ?? 0
    if (byte >= 0x80) return writeKey(keyOf(models.text(row)), out)
    const code = table[byte] ?? 0
    if (code !== 0) out[size++] = code
  }
  return size
}

/** Writes a key that is there as text; answers its length. */
export function writeKey(key: string, out: Uint16Array): number {
  for (let i = 0; i < key.length; i++) out[i] = key.charCodeAt(i)
  return key.length
}

/** The prime that {@link hashCodes} counts in; odd, so that it has an inverse. */
export const hashPrime = 0x01000193

/** Polynomial hash, so that the hash of a text with one edit comes from parts of its own. 32 bits, unmixed. */
export function hashCodes(codes: Uint16Array, length: number): number {
  let hash = 0
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, hashPrime) + (codes[i] ?? 0)) | 0
  return hash
}

/** Spreads a hash over all bits (the finaliser of MurmurHash3). */
export function mixed(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const bitByCode = new Uint8Array(128)
{
  let bit = 0
  for (let code = 0x30; code < 0x5b; code++) {
    if ((code < 0x3a || code > 0x40) && foldCode(code) === code) bitByCode[code] = bit++
  }
  for (let code = 0; code < 128; code++) {
    if (!/[0-9A-Z]/.test(String.fromCharCode(code))) bitByCode[code] = bit + (code % (32 - bit))
  }
}

/** Which characters a folded key has, one bit each for digits and letters; one edit turns at most two bits over. */
export function characterBits(codes: Uint16Array, length: number): number {
  let bits = 0
  for (let i = 0; i < length; i++) bits |= 1 << (bitByCode[(codes[i] ?? 0) & 0x7f] ?? 0)
  return bits
}

/** Which pairs of neighbours it has, hashed to 32 bits; one edit turns at most four bits over. */
export function pairBits(codes: Uint16Array, length: number): number {
  let bits = 0
  for (let i = 1; i < length; i++)
    bits |= 1 << (Math.imul((codes[i - 1] ?? 0) * 131 + (codes[i] ?? 0), 0x9e3779b1) >>> 27)
  return bits
}
