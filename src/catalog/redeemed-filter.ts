/**
 * Serials that were subsidised, as signed filters by period, and `cleared`: those given back since.
 * A hit means "perhaps": it sends the till to the platform, and is never called counterfeit.
 */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import {
  filterHeaderBytes,
  filterKeysLimit,
  filterMagic,
  filterVersion,
  fingerprintBits,
  hashKey,
  placesOf,
  wordsOf,
  type FilterLayout,
  type KeyHash,
  type Places,
} from './filter-layout.ts'
import type { Gtin14 } from '../scan/gtin.ts'
import type { RedeemedFilter } from './listing.ts'
import { segmentChecksum } from './segment-format.ts'

/** One period's filter. */
export interface PeriodFilter {
  /** Serials in it. */
  readonly keys: number
  /** Chance that a serial not in it hits: 2^-bits. */
  readonly falsePositives: number
  has(key: KeyHash): boolean
}

/**
 * Opens a filter in place.
 * @param name the target's path: `"redeemed/2026-03.flt"`
 * @throws {@link CheckoutError} `FILTER_MALFORMED` naming the field
 */
export function readFilter(bytes: Bytes, name: string): PeriodFilter {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const layout = readLayout(aligned, name)
  const { keys, bits } = layout
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset + filterHeaderBytes, wordsOf(layout))
  const mask = 2 ** bits - 1
  const places: Places = { first: 0, second: 0, third: 0, fourth: 0, fingerprint: 0 }
  const cell = (place: number): number => {
    const bit = place * bits
    const word = bit >>> 5
    const shift = bit & 31
    const low = (words[word] ?? 0) >>> shift
    return shift === 0 ? low : low | ((words[word + 1] ?? 0) << (32 - shift))
  }
  return {
    keys,
    falsePositives: keys === 0 ? 0 : 2 ** -bits,
    has(key) {
      if (keys === 0) return false
      placesOf(key, layout, places)
      return (
        ((cell(places.first) ^ cell(places.second) ^ cell(places.third) ^ cell(places.fourth) ^ places.fingerprint) &
          mask) ===
        0
      )
    },
  }
}

/**
 * The filters of all periods as one.
 * @param cleared serials of any period that may be subsidised again. The authority takes one out of
 * it when it is redeemed once more.
 */
export function joinFilters(periods: readonly PeriodFilter[], cleared: PeriodFilter | null): RedeemedFilter {
  const key: KeyHash = { high: 0, low: 0 }
  return {
    has(gtin: Gtin14, serial: string) {
      hashKey(gtin, serial, key)
      return periods.some((period) => period.has(key)) && !(cleared?.has(key) ?? false)
    },
  }
}

function readLayout(bytes: Bytes, name: string): FilterLayout {
  const refuse = (field: string, problem: string): CheckoutError =>
    new CheckoutError('FILTER_MALFORMED', `${name}: ${field} ${problem}`, { field })
  if (bytes.length < filterHeaderBytes || bytes.length % 16 !== 0)
    throw refuse('length', `cannot be ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(0, true) !== filterMagic) throw refuse('magic', 'is not TFLT')
  if (view.getUint16(4, true) !== filterVersion) throw refuse('version', `is not ${filterVersion}`)
  if (view.getUint16(6, true) !== 0 || view.getUint32(12, true) !== 0) throw refuse('reserved', 'is not zero')
  const lanes = segmentChecksum(new Uint32Array(bytes.buffer, bytes.byteOffset + 32, (bytes.length - 32) >> 2))
  if (lanes.some((lane, i) => view.getUint32(16 + 4 * i, true) !== lane))
    throw refuse('checksum', 'does not fit the content')
  const layout: FilterLayout = {
    bits: view.getUint32(48, true),
    keys: view.getUint32(32, true),
    seed: view.getUint32(36, true),
    segmentLength: view.getUint32(40, true),
    segmentCount: view.getUint32(44, true),
  }
  if (layout.bits < fingerprintBits.least || layout.bits > fingerprintBits.most)
    throw refuse('bits', `are not ${fingerprintBits.least} to ${fingerprintBits.most}`)
  if (layout.keys > filterKeysLimit) throw refuse('keys', `are over ${filterKeysLimit}`)
  const { segmentLength, segmentCount } = layout
  if (segmentLength < 4 || segmentLength > 2 ** 18 || (segmentLength & (segmentLength - 1)) !== 0)
    throw refuse('segmentLength', 'is no power of two from 4 to 262144')
  if (segmentCount < 1 || segmentCount > filterKeysLimit) throw refuse('segmentCount', 'is out of range')
  if (filterBytes(layout) !== bytes.length || view.getUint32(8, true) !== bytes.length)
    throw refuse('length', 'does not fit the counts')
  return layout
}

/** Bytes of a filter file. */
export function filterBytes(layout: FilterLayout): number {
  return Math.ceil((filterHeaderBytes + 4 * wordsOf(layout)) / 16) * 16
}
