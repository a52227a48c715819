import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockToleranceMs, createClockWatch } from '../../src/release/clock-watch.ts'
import { freshnessOf } from '../../src/scheme/freshness.ts'

const hourMs = 3_600_000
const issued = '2026-03-06T10:00:00+08:00'
const issuedMs = Date.parse(issued)
const short = { freshness: { warnHours: 12, refuseHours: 36, clause: 'age' } }

describe('freshness', () => {
  test.each([
    [-1, 'fresh'],
    [0, 'fresh'],
    [12 * hourMs - 1, 'fresh'],
    [12 * hourMs, 'warn'],
    [36 * hourMs - 1, 'warn'],
    [36 * hourMs, 'refuse'],
  ] as const)('%i ms after its issue is %s', (ageMs, expected) =>
    expect(freshnessOf(issued, issuedMs + ageMs, [short])).toBe(expected),
  )

  test.each([
    [24 * hourMs - 1, 'fresh'],
    [24 * hourMs, 'warn'],
    [72 * hourMs - 1, 'warn'],
    [72 * hourMs, 'refuse'],
  ] as const)('%i ms after its issue is %s where no rule set holds', (ageMs, expected) =>
    expect(freshnessOf(issued, issuedMs + ageMs, [])).toBe(expected),
  )

  test('under several rule sets is that of the strictest', () => {
    const long = { freshness: { warnHours: 24, refuseHours: 168, clause: 'age' } }
    for (const both of [
      [short, long],
      [long, short],
    ]) {
      expect(freshnessOf(issued, issuedMs + 13 * hourMs, both)).toBe('warn')
      expect(freshnessOf(issued, issuedMs + 36 * hourMs, both)).toBe('refuse')
    }
  })

  test('of a release that does not say when it was issued is refused', () =>
    expect(freshnessOf(null, 0, [short])).toBe('refuse'))
  test('without a release is missing', () => expect(freshnessOf(undefined, 0, [short])).toBe('missing'))
})

describe('the clock watch', () => {
  const device = (nowMs: number) => {
    const clock = { nowMs, runMs: 0, now: () => clock.nowMs, monotonic: () => clock.runMs }
    return clock
  }
  const hours = (clock: ReturnType<typeof device>, count: number, { frozen = false } = {}): void => {
    clock.runMs += count * hourMs
    if (!frozen) clock.nowMs += count * hourMs
  }

  test('trusts a clock that runs', () => {
    const clock = device(issuedMs)
    const watch = createClockWatch(clock, issuedMs)
    hours(clock, 5)
    expect(watch.read()).toEqual({ nowMs: issuedMs + 5 * hourMs, clock: 'trusted' })
  })

  test('goes on by the running time while the clock is frozen', () => {
    const clock = device(issuedMs)
    const watch = createClockWatch(clock, issuedMs)
    hours(clock, 80, { frozen: true })
    expect(watch.read()).toEqual({ nowMs: issuedMs + 80 * hourMs, clock: 'untrusted' })
  })

  test('does not go back with a clock set back, nor over a restart', () => {
    const clock = device(issuedMs + 70 * hourMs)
    const watch = createClockWatch(clock, issuedMs)
    watch.read()
    clock.nowMs = issuedMs
    expect(watch.read()).toEqual({ nowMs: issuedMs + 70 * hourMs, clock: 'untrusted' })
    const restarted = createClockWatch(device(issuedMs + hourMs), watch.floorMs())
    expect(restarted.read()).toEqual({ nowMs: issuedMs + 70 * hourMs, clock: 'untrusted' })
  })

  test('knows a clock that stands before the release was issued', () => {
    expect(createClockWatch(device(issuedMs - hourMs), issuedMs).read().clock).toBe('untrusted')
  })

  test('bears a few minutes of difference', () => {
    expect(createClockWatch(device(issuedMs - clockToleranceMs), issuedMs).read()).toEqual({
      nowMs: issuedMs,
      clock: 'trusted',
    })
  })

  test('recovers from a clock that ran ahead and was put right, with the next newer release', () => {
    const clock = device(issuedMs + 10 * 365 * 24 * hourMs)
    const watch = createClockWatch(clock, issuedMs)
    expect(freshnessOf(issued, watch.read().nowMs, [short])).toBe('refuse')
    clock.nowMs = issuedMs + 30 * hourMs
    expect(watch.read().clock).toBe('untrusted')
    watch.accept(issuedMs + 29 * hourMs)
    expect(watch.read()).toEqual({ nowMs: issuedMs + 30 * hourMs, clock: 'trusted' })
  })

  test('never lets a release look younger than the running time since it, whatever the clock does', () => {
    const step = fc.record({
      runHours: fc.integer({ min: 0, max: 10 }),
      clockHours: fc.integer({ min: -200, max: 200 }),
      isRestart: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let clock = device(issuedMs)
        let watch = createClockWatch(clock, issuedMs)
        let passedMs = 0
        let seenMs = issuedMs
        for (const { runHours, clockHours, isRestart } of steps) {
          clock.runMs += runHours * hourMs
          clock.nowMs += clockHours * hourMs
          passedMs += runHours * hourMs
          seenMs = Math.max(seenMs, clock.nowMs)
          const { nowMs } = watch.read()
          expect(nowMs).toBeGreaterThanOrEqual(Math.max(issuedMs + passedMs, seenMs))
          if (isRestart) {
            clock = device(clock.nowMs)
            watch = createClockWatch(clock, watch.floorMs())
          }
        }
      }),
      { seed: 12, numRuns: 500 },
    )
  })
})
