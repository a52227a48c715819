/**
 * The time that freshness counts by, on a device whose clock anybody can set.
 *
 * A floor is kept, over restarts too: the latest instant that has surely passed. It is raised by the
 * `issued` instant of every verified release, by what the device's clock showed, and by the
 * monotonic clock while the page runs. The time used is never before the floor, so neither a clock
 * set back nor a frozen one makes a release younger.
 *
 * A clock that ran ahead lifts the floor with it, and every release looks old until a newer one is
 * fetched: its `issued` is signed, so the floor falls back to that. Falling needs the authority's
 * signature and a version never seen before; setting the clock or fetching again does nothing.
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
  /** Another tab's floor, or one read from storage: the later one holds. */
  raise(floorMs: number): void
}

/** Clocks of a till and an authority may disagree this far before it counts: 5 minutes. */
export const clockToleranceMs = 300_000

export function createClockWatch(clock: Clock, initialFloorMs = 0): ClockWatch {
  let floorMs = initialFloorMs
  let takenAt = clock.monotonic()

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
      floorMs = issuedMs
    },
    raise(otherMs) {
      floorMs = Math.max(advance(), otherMs)
    },
  }
}
