/**
 * The time that freshness counts by, on a device whose clock anybody can set.
 *
 * A floor is kept, over restarts too: the latest instant that has surely passed. It is raised by the
 * `issued` instant of every verified release, by what the device's clock showed, and by the
 * monotonic clock while the page runs. The time used is never before the floor, so neither a clock
 * set back nor a frozen one makes a release younger.
 *
 * A clock that ran ahead lifts the floor with it, and every release looks old. The floor falls back
 * to what the authority says: to the signed `issued` of a newer release, or to the platform's own
 * time in its answer to this till, but never below what was signed. Setting the clock or fetching
 * again does nothing.
 */
import type { Clock } from '../core/ports.ts'

export interface ClockReading {
  /** The latest of the device's clock and the floor, milliseconds since 1970. */
  readonly nowMs: number
  /** `untrusted`: the device's clock is behind a time that has passed already. */
  readonly clock: 'trusted' | 'untrusted'
}

export interface ClockWatch {
  read(): ClockReading
  /** What to keep over restarts, milliseconds since 1970. */
  floorMs(): number
  /** A release issued later than any before was fetched and verified. */
  accept(issuedMs: number): void
  /** The stored release was issued then. */
  raise(issuedMs: number): void
  /** The platform has just told its time, milliseconds since 1970. */
  hear(platformMs: number): void
  /** The platform's clock less the device's when it was last heard; null: not yet. */
  readonly offsetMs: number | null
}

/** Clocks of a till and an authority may disagree this far before it counts: 5 minutes. */
export const clockToleranceMs = 300_000

export function createClockWatch(clock: Clock, initialFloorMs = 0): ClockWatch {
  let floorMs = initialFloorMs
  let takenAt = clock.monotonic()
  let signedMs = 0
  let offsetMs: number | null = null

  // The floor as of now: what it was, and the running time since.
  function advance(): number {
    const now = clock.monotonic()
    if (floorMs > 0) floorMs += Math.max(0, now - takenAt)
    takenAt = now
    return floorMs
  }

  return {
    read() {
      const floor = advance()
      const deviceMs = clock.now()
      floorMs = Math.max(floor, deviceMs)
      return { nowMs: floorMs, clock: deviceMs < floor - clockToleranceMs ? 'untrusted' : 'trusted' }
    },
    floorMs: advance,
    accept(issuedMs) {
      advance()
      // The device's own reading is taken again at the next look, if it is right by then.
      floorMs = signedMs = issuedMs
    },
    raise(issuedMs) {
      signedMs = issuedMs
      floorMs = Math.max(advance(), issuedMs)
    },
    hear(platformMs) {
      advance()
      floorMs = Math.max(signedMs, platformMs)
      offsetMs = platformMs - clock.now()
    },
    get offsetMs() {
      return offsetMs
    },
  }
}
