/** C7: the redeemed filter at five million serials. */
import bloomFilters from 'bloom-filters'
import { falsePositivesOf, gtin14, serialOf } from '../support/redeemed-units.ts'
import { joinFilters, readFilter, type PeriodFilter } from '../../src/catalog/redeemed-filter.ts'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'

const serials = 5_000_000
const periods = 4
const peerSerials = 100_000
const rate = 2 ** -16

function* units(from: number, to: number): Generator<{ gtin: string; serial: string }> {
  for (let i = from; i < to; i++) yield { gtin: gtin14(i % 20_000), serial: serialOf(i) }
}

/** Median of batches of calls, microseconds a call. */
function microseconds(call: (i: number) => boolean): number {
  const samples: number[] = []
  for (let batch = 0, i = 0; batch < 101; batch++) {
    const start = performance.now()
    for (let k = 0; k < 1_000; k++, i++) call(i)
    samples.push(performance.now() - start)
  }
  return quantile(samples, 0.5)
}

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const one = writeFilter(units(0, serials))
  const loads: number[] = []
  let whole: PeriodFilter = readFilter(one, 'redeemed/one.flt')
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    whole = readFilter(one, 'redeemed/one.flt')
    loads.push(performance.now() - start)
  }
  const parts = Array.from({ length: periods }, (_, period) =>
    writeFilter(units((period * serials) / periods, ((period + 1) * serials) / periods), { periods }),
  )
  const filters = parts.map((part, i) => readFilter(part, `redeemed/${i}.flt`))
  const joined = joinFilters(filters, null)
  const strange = (i: number): boolean => joined.has(gtin14(i % 20_000), serialOf(serials + i))
  let hits = 0
  const asked = 2_000_000
  for (let i = 0; i < asked; i++) if (strange(i)) hits++

  const peer = bloomFilters.BloomFilter.create(peerSerials, rate)
  for (const { gtin, serial } of units(0, peerSerials)) peer.add(gtin + serial)
  const oursUs = microseconds(strange)
  const peerUs = microseconds((i) => peer.has(gtin14(i % 20_000) + serialOf(serials + i)))
  const bits = (sum: number): number => (8 * sum) / serials
  return [
    lessIsBetter('C7', bits(one.length), 18.5, 'limit, one period', 'bits a serial'),
    lessIsBetter(
      'C7',
      bits(parts.reduce((sum, part) => sum + part.length, 0)),
      20,
      `limit, ${periods} periods`,
      'bits a serial',
    ),
    lessIsBetter(
      'C7',
      falsePositivesOf(filters),
      rate,
      `limit, ${periods} periods together (${hits} of ${asked} strange serials hit)`,
      'chance',
    ),
    lessIsBetter('C7', oursUs, 2, `limit, p50 over ${periods} periods`, 'µs a query'),
    lessIsBetter('C7', oursUs, peerUs, `bloom-filters at the same rate, ${peerSerials} serials`, 'µs a query'),
    lessIsBetter('C7', quantile(loads, 0.5), 50, `limit, ${whole.keys} serials`, 'ms to load'),
  ]
}
