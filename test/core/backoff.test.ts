import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capMs, createBackoff, firstMinuteCapMs } from '../../src/core/backoff.ts'
import { createRandom } from '../../src/testing/memory-ports.ts'

function staged(seed: number): {
  readonly backoff: ReturnType<typeof createBackoff>
  readonly pass: (ms: number) => void
} {
  let nowMs = 0
  const clock = { now: () => 0, monotonic: () => nowMs }
  return { backoff: createBackoff({ clock, random: createRandom(seed) }), pass: (ms) => void (nowMs += ms) }
}

describe('backoff', () => {
  it('tries again within 5 s in the first minute of an outage, and within 30 s for ever after', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 200 }), (seed, attempts) => {
        const { backoff, pass } = staged(seed)
        for (let outageMs = 0, i = 0; i < attempts; i++) {
          const delay = backoff.next()
          expect(delay).toBeGreaterThanOrEqual(100)
          expect(delay).toBeLessThanOrEqual(outageMs < 60_000 ? firstMinuteCapMs : capMs)
          outageMs += delay
          pass(delay)
        }
      }),
      { numRuns: 100, seed: 20260306 },
    )
  })

  it('spreads tills that lost the line together', () => {
    const delays = Array.from({ length: 200 }, (_, seed) => {
      const { backoff, pass } = staged(seed + 1)
      for (let i = 0; i < 10; i++) pass(backoff.next())
      return backoff.next()
    })
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(3_000)
    expect(new Set(delays).size).toBeGreaterThan(100)
  })

  it('gives the platform the time it asks for, within half a minute', () => {
    expect(staged(1).backoff.next(20_000)).toBeGreaterThanOrEqual(20_000)
    expect(staged(1).backoff.next(3_600_000)).toBe(capMs)
  })

  it('starts anew after a success', () => {
    const { backoff, pass } = staged(7)
    for (let i = 0; i < 20; i++) pass(backoff.next() + 10_000)
    backoff.reset()
    expect(backoff.next()).toBeLessThanOrEqual(500)
  })
})
