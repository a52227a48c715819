/**
 * Ten thousand changed segments. A change that the checksum covers is refused; one whose checksum is
 * made to fit again, as only the signer could, is refused or read within bounds, never worse.
 */
import { describe, expect, test } from 'vitest'
import { isAmount } from '../../src/core/money.ts'
import { isCheckoutError } from '../../src/core/errors.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { entryBytes, headerBytes, sections, segmentChecksum } from '../../src/catalog/segment-format.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { someListings, seeded } from './listings.ts'

const mutations = 10_000
const seed = 20_240_914
const sound = writeSegment(someListings(60, 1))
const rowsOf = (bytes: Uint8Array<ArrayBuffer>): Listing[] => {
  const segment = readSegment(bytes, 'models/x/0.seg')
  return Array.from({ length: segment.count }, (_, row) => segment.listing(row))
}
const soundRows = JSON.stringify(rowsOf(sound))
const numbers = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff]

/** Some bytes changed, a field of the header or directory overwritten, cut, or lengthened. */
function mutate(bytes: Uint8Array<ArrayBuffer>, next: (below: number) => number): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice()
  const view = new DataView(changed.buffer)
  switch (next(6)) {
    case 0:
      return changed.slice(0, next(changed.length))
    case 1: {
      const longer = new Uint8Array(changed.length + 16 * (1 + next(4)))
      longer.set(changed)
      return longer
    }
    case 2:
      view.setUint32(4 * next(headerBytes / 4), numbers[next(numbers.length)] ?? 0, true)
      return changed
    case 3:
      view.setUint32(
        headerBytes + 4 * next((sections.length * entryBytes) / 4),
        numbers[next(numbers.length)] ?? 0,
        true,
      )
      return changed
    default:
      for (let edits = 1 + next(5); edits > 0; edits--) {
        const at = next(changed.length)
        changed[at] = (changed[at] ?? 0) ^ (1 + next(255))
      }
      return changed
  }
}

function withChecksum(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length < headerBytes || bytes.length % 16 !== 0) return bytes
  const view = new DataView(bytes.buffer)
  segmentChecksum(new Uint32Array(bytes.buffer, headerBytes)).forEach((lane, i) =>
    view.setUint32(16 + 4 * i, lane, true),
  )
  return bytes
}

/** The code of the refusal, or what was read. */
function attempt(bytes: Uint8Array<ArrayBuffer>): string | Listing[] {
  try {
    return rowsOf(bytes)
  } catch (error) {
    if (isCheckoutError(error)) return error.code
    throw error
  }
}

describe(`a segment changed in ${mutations} ways (seed ${seed})`, () => {
  test('is refused with a code, or reads as before', () => {
    const next = seeded(seed)
    let refused = 0
    for (let i = 0; i < mutations; i++) {
      const outcome = attempt(mutate(sound, next))
      if (typeof outcome === 'string') {
        expect(outcome).toBe('SEGMENT_MALFORMED')
        refused++
      } else expect(JSON.stringify(outcome)).toBe(soundRows)
    }
    expect(refused).toBeGreaterThan(mutations * 0.99)
  })

  test('and signed anew is refused with a code, or read within bounds', () => {
    const next = seeded(seed + 1)
    let read = 0
    for (let i = 0; i < mutations; i++) {
      const outcome = attempt(withChecksum(mutate(sound, next)))
      if (typeof outcome === 'string') expect(outcome).toBe('SEGMENT_MALFORMED')
      else {
        read++
        for (const listing of outcome) if (!isWellFormed(listing)) expect(listing).toBe('well formed')
      }
    }
    expect(read).toBeGreaterThan(mutations * 0.05)
  })
})

function isWellFormed(listing: Listing): boolean {
  const { gtin, filedPrice, basePrice, grade, model, name } = listing
  return (
    (gtin === null || /^\d{14}$/.test(gtin)) &&
    isAmount(filedPrice) &&
    (basePrice === null || isAmount(basePrice)) &&
    (grade === null || grade <= 5) &&
    model.length <= sound.length &&
    name.length <= sound.length * sound.length
  )
}
