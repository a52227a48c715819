/** Instants: RFC 3339 text at every boundary, milliseconds since 1970 inside. */
import { CheckoutError } from './errors.ts'

/** RFC 3339 with offset: `"2026-03-06T10:00:00+08:00"`. */
export type Instant = string

const datePattern = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const timePattern = /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** True for a day of the calendar: `"2026-03-06"`, not `"2026-02-29"`. */
export function isDate(value: unknown): value is string {
  const match = typeof value === 'string' && datePattern.exec(value)
  return match ? Number(match[3]) <= daysIn(Number(match[1]), Number(match[2])) : false
}

// Date.parse takes 29 February of any year for 1 March.
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** True for RFC 3339 with an offset, of a day and an hour that exist: no `24:00:00`, no leap second, at most milliseconds. */
export function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && timePattern.test(value.slice(10)) && isDate(value.slice(0, 10))
}

/** True for an {@link isInstant instant} in UTC with whole seconds, the one form that TUF has: `"2026-03-06T02:00:00Z"`. */
export function isUtcInstant(value: unknown): value is Instant {
  return isInstant(value) && value.length === 20
}

// One decision asks for one instant many times over.
let lastInstant = ''
let lastMs = 0

/** @throws {@link CheckoutError} `INPUT_INVALID` unless `instant` {@link isInstant is one}. */
export function instantToMs(instant: string, field = 'instant'): number {
  if (instant === lastInstant && instant !== '') return lastMs
  if (!isInstant(instant)) {
    const received: unknown = instant
    throw new CheckoutError('INPUT_INVALID', `${field} must be ${instantWords}`, {
      field,
      expected: '2026-03-06T10:00:00+08:00',
      received: typeof received === 'string' ? received.slice(0, 40) : typeof received,
    })
  }
  lastInstant = instant
  lastMs = Date.parse(instant)
  return lastMs
}

/** What an instant must be, as errors say it. */
export const instantWords = 'an instant that exists, with its offset, such as "2026-03-06T10:00:00+08:00"'

/** An instant in UTC with whole seconds: `"2026-03-06T02:00:00Z"`. */
export function msToUtc(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

const formatByZone = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a zone that the runtime does not know */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formatByZone.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatByZone.set(zone, format)
  }
  return format
}

/** True for an IANA zone that the runtime knows: `"Asia/Shanghai"`. An offset does not count as one: engines differ on it. */
export function isZone(value: unknown): value is string {
  // The first format of a page takes as long as opening all of a release's listings; every runtime has this zone.
  if (value === 'Asia/Shanghai') return true
  if (typeof value !== 'string' || !/^[A-Za-z]/.test(value)) return false
  try {
    formatOf(value)
    return true
  } catch {
    return false
  }
}

/** The wall-clock parts of `ms` in an IANA zone. @throws RangeError for a zone the runtime does not know */
export function wallClock(ms: number, zone: string): { date: string; time: string; offset: string } {
  const part: Record<string, string> = {}
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = value
  const date = `${part.year}-${part.month}-${part.day}`
  const time = `${part.hour}:${part.minute}:${part.second}`
  return { date, time, offset: offsetText(Date.parse(`${date}T${time}Z`) - Math.floor(ms / 1000) * 1000) }
}

/** `"+08:00"`. Browsers before Chromium 95 cannot be asked for it (`timeZoneName: 'longOffset'`). */
function offsetText(offsetMs: number): string {
  const minutes = Math.abs(Math.trunc(offsetMs / 60_000))
  const two = (count: number): string => String(Math.floor(count)).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** An instant as the scheme's own zone writes it, whole seconds: `"2026-03-06T10:00:00+08:00"`. */
export function msToZoned(ms: number, zone: string): Instant {
  const { date, time, offset } = wallClock(ms, zone)
  return `${date}T${time}${offset}`
}
