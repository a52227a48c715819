/** A seeded source of numbers: the same seed gives the same run anywhere (mulberry32). */
export interface SeededRandom {
  /** A whole number in `[0, below)`. */
  below(below: number): number
  pick<T>(from: readonly T[]): T
  chance(share: number): boolean
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number], chance: (share) => next() < share }
}
