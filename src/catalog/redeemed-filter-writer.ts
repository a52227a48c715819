/** Builds a redeemed filter, as the authority's tool publishes one for each period. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import {
  cellsOf,
  filterHeaderBytes,
  filterKeysLimit,
  filterMagic,
  filterVersion,
  hashKey,
  layoutFor,
  placesOf,
  wordsOf,
  type FilterLayout,
  type KeyHash,
  type Places,
} from './filter-layout.ts'
import { filterBytes } from './redeemed-filter.ts'
import { segmentChecksum } from './segment-format.ts'

export interface RedeemedUnit {
  readonly gtin: string
  /** As the scan stage normalises it. */
  readonly serial: string
}

export interface FilterOptions {
  /**
   * Periods that tills will hold at once. Fingerprints grow with it, so that the chance of a false
   * hit over all of them together stays at 2^-16 or below. Default 1; at most 256.
   */
  readonly periods?: number
}

// One attempt in many fails; a hundred in a row do not, unless keys collide in all 64 bits.
const attempts = 100

/**
 * One period's filter. The same units in any order give the same bytes.
 * @throws {@link CheckoutError} `INPUT_TOO_LARGE` over 50 million units, `OPTIONS_INVALID` for a wrong count of periods
 */
export function writeFilter(units: Iterable<RedeemedUnit>, { periods = 1 }: FilterOptions = {}): Bytes {
  if (!Number.isInteger(periods) || periods < 1 || periods > 256) {
    throw new CheckoutError('OPTIONS_INVALID', 'periods must be a whole number from 1 to 256', {
      field: 'periods',
      received: String(periods),
    })
  }
  const hashes = distinctHashes(units)
  const bits = 16 + Math.ceil(Math.log2(periods))
  for (let attempt = 0; attempt < attempts; attempt++) {
    const layout = layoutFor(hashes.length / 2, bits, Math.imul(attempt + 1, 0x9e3779b1) >>> 0)
    const cells = layout.keys === 0 ? new Uint32Array(0) : assignCells(hashes, layout)
    if (cells) return assemble(cells, layout)
  }
  throw new CheckoutError('INTERNAL', 'no filter fits these units')
}

/** High and low words in turn, sorted, each pair once. */
function distinctHashes(units: Iterable<RedeemedUnit>): Uint32Array {
  let hashes = new BigUint64Array(1024)
  let count = 0
  const words = (): Uint32Array => new Uint32Array(hashes.buffer)
  let view = words()
  const key: KeyHash = { high: 0, low: 0 }
  for (const { gtin, serial } of units) {
    if (count >= filterKeysLimit)
      throw new CheckoutError('INPUT_TOO_LARGE', `A filter holds at most ${filterKeysLimit} units`, { field: 'units' })
    if (count === hashes.length) {
      const larger = new BigUint64Array(2 * count)
      larger.set(hashes)
      hashes = larger
      view = words()
    }
    hashKey(gtin, serial, key)
    view[2 * count] = key.low
    view[2 * count + 1] = key.high
    count++
  }
  const sorted = view.subarray(0, 2 * count)
  new BigUint64Array(sorted.buffer, 0, count).sort()
  let kept = 0
  for (let i = 0; i < count; i++) {
    if (i > 0 && sorted[2 * i] === sorted[2 * kept - 2] && sorted[2 * i + 1] === sorted[2 * kept - 1]) continue
    sorted[2 * kept] = sorted[2 * i] ?? 0
    sorted[2 * kept + 1] = sorted[2 * i + 1] ?? 0
    kept++
  }
  return sorted.slice(0, 2 * kept)
}

/** Peels keys off places that only they hold, then fills the cells backwards. Null when it comes to a stand. */
function assignCells(hashes: Uint32Array, layout: FilterLayout): Uint32Array | null {
  const size = cellsOf(layout)
  const keys = layout.keys
  const counts = new Uint32Array(size)
  const keySums = new Uint32Array(size)
  const key: KeyHash = { high: 0, low: 0 }
  const places: Places = { first: 0, second: 0, third: 0, fourth: 0, fingerprint: 0 }
  const placed = (index: number): Places => {
    key.low = hashes[2 * index] ?? 0
    key.high = hashes[2 * index + 1] ?? 0
    return placesOf(key, layout, places)
  }
  const add = (place: number, index: number): void => {
    const count = (counts[place] ?? 0) + 1
    counts[place] = count
    keySums[place] = (keySums[place] ?? 0) ^ index
  }
  for (let index = 0; index < keys; index++) {
    const { first, second, third, fourth } = placed(index)
    add(first, index)
    add(second, index)
    add(third, index)
    add(fourth, index)
  }
  const queue = new Uint32Array(size)
  let queued = 0
  const take = (place: number, index: number): void => {
    const count = (counts[place] ?? 0) - 1
    counts[place] = count
    keySums[place] = (keySums[place] ?? 0) ^ index
    if (count === 1) queue[queued++] = place
  }
  for (let place = 0; place < size; place++) {
    if (counts[place] === 1) queue[queued++] = place
  }
  const order = new Uint32Array(keys)
  const freed = new Uint32Array(keys)
  let peeled = 0
  while (queued > 0) {
    const place = queue[--queued] ?? 0
    if (counts[place] !== 1) continue
    const index = keySums[place] ?? 0
    order[peeled] = index
    freed[peeled++] = place
    const { first, second, third, fourth } = placed(index)
    take(first, index)
    take(second, index)
    take(third, index)
    take(fourth, index)
  }
  if (peeled < keys) return null
  const cells = new Uint32Array(size)
  for (let i = keys - 1; i >= 0; i--) {
    const at = placed(order[i] ?? 0)
    const place = freed[i] ?? 0
    const sum = (cells[at.first] ?? 0) ^ (cells[at.second] ?? 0) ^ (cells[at.third] ?? 0) ^ (cells[at.fourth] ?? 0)
    cells[place] = sum ^ (cells[place] ?? 0) ^ at.fingerprint
  }
  return cells
}

function assemble(cells: Uint32Array, layout: FilterLayout): Bytes {
  const bytes = new Uint8Array(filterBytes(layout))
  const words = new Uint32Array(bytes.buffer, filterHeaderBytes, wordsOf(layout))
  const { bits } = layout
  cells.forEach((cell, place) => {
    const bit = place * bits
    const word = bit >>> 5
    const shift = bit & 31
    words[word] = (words[word] ?? 0) | (cell << shift)
    if (shift + bits > 32) words[word + 1] = (words[word + 1] ?? 0) | (cell >>> (32 - shift))
  })
  const view = new DataView(bytes.buffer)
  view.setUint32(0, filterMagic, true)
  view.setUint16(4, filterVersion, true)
  view.setUint32(8, bytes.length, true)
  view.setUint32(32, layout.keys, true)
  view.setUint32(36, layout.seed, true)
  view.setUint32(40, layout.segmentLength, true)
  view.setUint32(44, layout.segmentCount, true)
  view.setUint32(48, bits, true)
  segmentChecksum(new Uint32Array(bytes.buffer, 32)).forEach((lane, i) => view.setUint32(16 + 4 * i, lane, true))
  return bytes
}
