import { describe, expect, it } from 'vitest'
import { instantToMs, isDate, isInstant, isUtcInstant, isZone } from '../../src/core/clock.ts'

describe('an instant', () => {
  it.each([
    ['2026-03-06T10:00:00+08:00', Date.UTC(2026, 2, 6, 2)],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2000-02-29T00:00:00.5Z', Date.UTC(2000, 1, 29) + 500],
    ['2026-12-31T23:59:59.999-05:30', Date.UTC(2027, 0, 1, 5, 29, 59, 999)],
    ['2026-03-06T10:00:00+23:59', Date.UTC(2026, 2, 5, 10, 1)],
  ])('%s is one', (text, ms) => {
    expect(isInstant(text)).toBe(true)
    expect(instantToMs(text)).toBe(ms)
  })

  it.each([
    '2026-02-29T00:00:00+08:00',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-03-00T00:00:00Z',
    '2026-03-06T24:00:00Z',
    '2026-03-06T10:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-03-06T10:00:00+25:00',
    '2026-03-06T10:00:00+24:00',
    '2026-03-06T10:00:00+08:60',
    '2026-03-06T10:00:00',
    '2026-03-06T10:00Z',
    '2026-03-06 10:00:00Z',
    '2026-03-06T10:00:00.1234Z',
    '2026-03-06',
    '',
    null,
    undefined,
    1_772_791_200_000,
    new Date(0),
    ['2026-03-06T10:00:00Z'],
  ])('%s is none', (value) => {
    expect(isInstant(value)).toBe(false)
    expect(() => instantToMs(value as string, 'at')).toThrow(
      expect.objectContaining({ name: 'CheckoutError', code: 'INPUT_INVALID', field: 'at' }),
    )
  })

  it('is refused again where it was refused before', () => {
    for (let i = 0; i < 2; i++) expect(() => instantToMs('2026-02-29T00:00:00Z')).toThrow()
  })

  it('in UTC has whole seconds and a Z, as TUF writes it', () => {
    expect(isUtcInstant('2026-03-06T10:00:00Z')).toBe(true)
    for (const text of ['2026-03-06T10:00:00+00:00', '2026-03-06T10:00:00.0Z', '2026-02-29T10:00:00Z'])
      expect(isUtcInstant(text)).toBe(false)
  })
})

describe('a date', () => {
  it('is a day of the calendar', () => {
    for (const text of ['2026-03-06', '2024-02-29', '2000-02-29', '2026-12-31']) expect(isDate(text)).toBe(true)
    for (const text of [
      '2026-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-04-31',
      '2026-3-6',
      '2026-03-06T00:00:00Z',
      null,
    ])
      expect(isDate(text)).toBe(false)
  })
})

describe('a zone', () => {
  it('is one of the IANA list', () => {
    for (const zone of ['Asia/Shanghai', 'Asia/Urumqi', 'UTC']) expect(isZone(zone)).toBe(true)
    for (const zone of ['Mars/Base', 'Asia/Taiyuan', '', '+08:00', 8, null]) expect(isZone(zone)).toBe(false)
  })
})
