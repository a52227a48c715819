/**
 * How long to wait before the next attempt: full jitter, so that tills that lost the line together do
 * not come back together. Soon in the first minute of an outage, and never more than half a minute.
 */
import type { Clock, Random } from './ports.ts'

export const firstMinuteCapMs = 5_000
export const capMs = 30_000
const baseMs = 500
const leastMs = 100
const minuteMs = 60_000

export interface Backoff {
  /** Milliseconds until the next attempt, after one more failure. `retryAfterMs`: what the platform asked for. */
  next(retryAfterMs?: number | null): number
  /** An attempt succeeded. */
  reset(): void
}

export function createBackoff({ clock, random }: { readonly clock: Clock; readonly random: Random }): Backoff {
  let failures = 0
  let sinceMs: number | null = null
  return {
    next(retryAfterMs = null) {
      sinceMs ??= clock.monotonic()
      const cap = clock.monotonic() - sinceMs < minuteMs ? firstMinuteCapMs : capMs
      const widest = Math.min(cap, baseMs * 2 ** Math.min(failures, 10))
      failures++
      const delay = leastMs + fraction(random) * (widest - leastMs)
      // A platform that asks for more time gets it, within the cap: a till must not fall silent for hours.
      return Math.round(Math.max(delay, Math.min(retryAfterMs ?? 0, capMs)))
    },
    reset() {
      failures = 0
      sinceMs = null
    },
  }
}

/** When something that is not urgent is tried again. */
export interface Pace {
  /** Milliseconds until its time has come; 0 before it was first put off. */
  dueInMs(): number
  /** Puts it off, each time for about twice as long, up to {@link paceCapMs}; for how many milliseconds. */
  putOff(): number
  /** Due now, and put off from the first step again. */
  reset(): void
}

/** A quarter of an hour. */
export const paceCapMs = 900_000

/** @param firstMs the first wait, of which half is left to chance, as of all that follow */
export function createPace(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  firstMs: number,
): Pace {
  let times = 0
  let dueMs = -Infinity
  return {
    dueInMs: () => Math.max(0, dueMs - clock.monotonic()),
    putOff() {
      const widest = Math.min(paceCapMs, firstMs * 2 ** Math.min(times, 10))
      times++
      const waitMs = Math.round(widest * (0.5 + fraction(random) / 2))
      dueMs = clock.monotonic() + waitMs
      return waitMs
    },
    reset() {
      times = 0
      dueMs = -Infinity
    },
  }
}

/** Uniform in [0, 1). */
function fraction(random: Random): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4)
  return (((a * 256 + b) * 256 + c) * 256 + d) / 2 ** 32
}
