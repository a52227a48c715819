import { expect, it } from 'vitest'
import { msToZoned } from '../../src/core/clock.ts'

it.each([
  ['Asia/Shanghai', '2026-03-06T02:00:00.999Z', '2026-03-06T10:00:00+08:00'],
  ['Asia/Shanghai', '2025-12-31T16:00:00Z', '2026-01-01T00:00:00+08:00'],
  ['UTC', '2026-03-06T02:00:00Z', '2026-03-06T02:00:00+00:00'],
  ['Europe/London', '2026-07-01T12:00:00Z', '2026-07-01T13:00:00+01:00'],
  ['America/St_Johns', '2026-01-01T00:00:00Z', '2025-12-31T20:30:00-03:30'],
  ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01T05:45:00+05:45'],
])('writes an instant as %s does', (zone, utc, zoned) => {
  expect(msToZoned(Date.parse(utc), zone)).toBe(zoned)
})

it('writes what is the same instant, in every zone and season', () => {
  const start = Date.parse('2025-01-01T00:00:00Z')
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    for (let month = 0; month < 12; month++) {
      const ms = start + month * 2_629_800_000
      expect(Date.parse(msToZoned(ms, zone))).toBe(ms)
    }
  }
})
