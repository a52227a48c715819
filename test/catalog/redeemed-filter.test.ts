import { falsePositivesOf } from '../support/redeemed-units.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinFilters, readFilter } from '../../src/catalog/redeemed-filter.ts'
import { writeFilter, type RedeemedUnit } from '../../src/catalog/redeemed-filter-writer.ts'
import { gtin14, seeded } from './listings.ts'

const unit = (i: number): RedeemedUnit => ({
  gtin: gtin14(952_123_000_000 + (i % 50)),
  serial: `AA5SZ${(i * 7919).toString(36).toUpperCase()}`,
})
const units = (from: number, to: number): RedeemedUnit[] => Array.from({ length: to - from }, (_, i) => unit(from + i))
const filter = (list: readonly RedeemedUnit[], periods = 1) =>
  readFilter(writeFilter(list, { periods }), 'redeemed/2026-03.flt')

describe('a redeemed filter', () => {
  test.each([0, 1, 2, 3, 7, 100, 1_000, 30_000])('of %i serials knows each of them', (count) => {
    const joined = joinFilters([filter(units(0, count))], null)
    expect(units(0, count).every(({ gtin, serial }) => joined.has(gtin, serial))).toBe(true)
  })

  test('knows a serial only together with its barcode', () => {
    const joined = joinFilters([filter([unit(1)])], null)
    expect(joined.has(unit(2).gtin, unit(1).serial)).toBe(false)
  })

  test('hits falsely as seldom as it says, over four periods together', () => {
    const periods = [0, 1, 2, 3].map((period) => filter(units(period * 5_000, (period + 1) * 5_000), 4))
    expect(falsePositivesOf(periods)).toBeLessThanOrEqual(2 ** -16)
    const joined = joinFilters(periods, null)
    const hits = units(100_000, 400_000).filter(({ gtin, serial }) => joined.has(gtin, serial)).length
    // 4.6 are expected; 16 or more would come up once in 40,000 runs of a sound filter.
    expect(hits).toBeLessThan(16)
  })

  test('lets a serial go that was given back', () => {
    const joined = joinFilters([filter(units(0, 1000))], filter([unit(5)]))
    expect([joined.has(unit(5).gtin, unit(5).serial), joined.has(unit(6).gtin, unit(6).serial)]).toEqual([false, true])
  })

  test('takes a serial that comes twice once, and units in any order', () => {
    expect(writeFilter([...units(0, 500), ...units(0, 500).reverse()])).toEqual(writeFilter(units(0, 500)))
  })

  test('takes at most 18.5 bits a serial, and 20 with four periods', () => {
    const size = (periods: number): number => (writeFilter(units(0, 200_000), { periods }).length * 8) / 200_000
    expect(size(1)).toBeLessThan(18.5)
    expect(size(4)).toBeLessThan(20.1)
  })

  test('refuses a wrong count of periods', () => {
    expect(() => writeFilter([], { periods: 0 })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID', field: 'periods' }),
    )
  })

  test('is refused with a code after any change of its bytes', () => {
    const sound = writeFilter(units(0, 300))
    const next = seeded(4)
    for (let i = 0; i < 2_000; i++) {
      const bytes = sound.slice()
      for (let edits = 1 + next(4); edits > 0; edits--) {
        const at = next(bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 + next(255))
      }
      const cut = next(3) === 0 ? bytes.slice(0, next(bytes.length)) : bytes
      if (cut.length === sound.length && cut.every((byte, at) => byte === sound[at])) continue
      expect(() => readFilter(cut, 'a.flt')).toThrow(expect.objectContaining({ code: 'FILTER_MALFORMED' }))
    }
  })

  test('answers for any text', () => {
    const joined = joinFilters([filter(units(0, 100))], null)
    fc.assert(
      fc.property(fc.string(), fc.string(), (gtin, serial) => void joined.has(gtin, serial)),
      { seed: 3, numRuns: 300 },
    )
  })
})
