import { expect, it } from 'vitest'
import { seededRandom } from '../../support/random.ts'
import { sellThrough, type Fault } from './rounds.ts'

const seeds = Array.from({ length: 10 }, (_, n) => 20_270 + n)
const each: Readonly<Record<Fault, number>> = { kill: 30, crash: 5, freeze: 5, stop: 3, close: 3 }

it.each(seeds)(
  'loses, doubles and blocks nothing through thirty kills, seed %i',
  async (seed) => {
    const random = seededRandom(seed)
    const faults = Object.entries(each).flatMap(([fault, times]) => Array.from({ length: times }, () => fault as Fault))
    const shuffled = faults
      .map((fault) => ({ fault, place: random.below(1_000_000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ fault }) => fault)
    expect((await sellThrough(seed, shuffled)).faults).toEqual(each)
  },
  1_800_000,
)
