/** A clock that stands still until it is moved, and the timers that run by it. */
import { instantToMs, msToUtc, type Instant } from '../core/clock.ts'
import type { Clock, Timers } from '../core/ports.ts'

export interface StagedClock extends Clock {
  readonly timers: Timers
  /** The wall clock as text, UTC. */
  instant(): Instant
  /**
   * Moves wall and monotonic clock on by `ms`, running each timer at its own instant, in order.
   * After each timer, and at the end, other work of the page gets its turn.
   */
  advance(ms: number): Promise<void>
  /** Advances to the timer that is due next and runs it; false when there is none. */
  runNext(): Promise<boolean>
  /** Sets the wall clock alone, as a person or a time server would: no timer runs. */
  set(instant: Instant | number): void
  /** The machine sleeps: the wall clock goes on, the monotonic clock and the timers do not. */
  sleep(ms: number): void
  /** Timers that wait. */
  readonly waiting: number
}

interface Timer {
  readonly dueMs: number
  readonly order: number
  readonly task: () => void
}

/**
 * @param start the wall clock's first instant, RFC 3339 or milliseconds since 1970
 * @param rest lets other work of the page run, between timers; by default what is ready, once
 */
export function createClock(
  start: Instant | number = '2026-03-06T10:00:00+08:00',
  rest: () => Promise<void> = turn,
): StagedClock {
  let wallMs = toMs(start)
  let monotonicMs = 0
  let order = 0
  const timers = new Set<Timer>()

  const due = (untilMs: number): Timer | undefined =>
    [...timers].filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0]
  const moveTo = (targetMs: number): void => {
    const step = Math.max(0, targetMs - monotonicMs)
    monotonicMs += step
    wallMs += step
  }
  const run = async (timer: Timer): Promise<void> => {
    timers.delete(timer)
    moveTo(timer.dueMs)
    timer.task()
    await rest()
  }

  return {
    now: () => wallMs,
    monotonic: () => monotonicMs,
    instant: () => msToUtc(wallMs),
    timers: {
      after(ms, task) {
        const timer: Timer = { dueMs: monotonicMs + Math.max(0, ms), order: order++, task }
        timers.add(timer)
        return () => void timers.delete(timer)
      },
    },
    async advance(ms) {
      const endMs = monotonicMs + ms
      await rest()
      for (let timer = due(endMs); timer; timer = due(endMs)) await run(timer)
      moveTo(endMs)
      await rest()
    },
    async runNext() {
      await rest()
      const next = due(Number.POSITIVE_INFINITY)
      if (!next) return false
      await run(next)
      return true
    },
    set: (instant) => void (wallMs = toMs(instant)),
    sleep: (ms) => void (wallMs += ms),
    get waiting() {
      return timers.size
    },
  }
}

function toMs(instant: Instant | number): number {
  return typeof instant === 'number' ? instant : instantToMs(instant, 'start')
}

/** Lets all other work that is ready run once: promises, storage, messages. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
