/** Instants: RFC 3339 text at every boundary, milliseconds since 1970 inside. */
import { CheckoutError } from './errors.ts'

/** RFC 3339 with offset: `"2026-03-06T10:00:00+08:00"`. */
export type Instant = string

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/

// One decision asks for one instant many times over.
let lastInstant = ''
let lastMs = 0

/** @throws {@link CheckoutError} `INPUT_INVALID` unless `instant` is RFC 3339 with an offset. */
export function instantToMs(instant: string, field = 'instant'): number {
  if (instant === lastInstant && instant !== '') return lastMs
  const ms = pattern.test(instant) ? Date.parse(instant) : Number.NaN
  if (Number.isNaN(ms)) {
    throw new CheckoutError('INPUT_INVALID', `${field} must be RFC 3339 with an offset`, {
      field,
      expected: '2026-03-06T10:00:00+08:00',
      received: instant.slice(0, 40),
    })
  }
  lastInstant = instant
  lastMs = ms
  return ms
}

/** An instant in UTC with whole seconds: `"2026-03-06T02:00:00Z"`. */
export function msToUtc(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

const formatByZone = new Map<string, Intl.DateTimeFormat>()

/** The wall-clock parts of `ms` in an IANA zone. @throws RangeError for a zone the runtime does not know */
export function wallClock(ms: number, zone: string): { date: string; time: string; offset: string } {
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
      timeZoneName: 'longOffset',
    })
    formatByZone.set(zone, format)
  }
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(ms)) part[type] = value
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}:${part.second}`,
    offset: (part.timeZoneName ?? 'GMT').slice(3) || '+00:00',
  }
}

/** An instant as the scheme's own zone writes it, whole seconds: `"2026-03-06T10:00:00+08:00"`. */
export function msToZoned(ms: number, zone: string): Instant {
  const { date, time, offset } = wallClock(ms, zone)
  return `${date}T${time}${offset}`
}
