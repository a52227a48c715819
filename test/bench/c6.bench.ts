/** C6: what a day's change costs: 1 % of the listings, in 5 % of the brands, get another price. */
import { gzipSync } from 'node:zlib'
import { sampleRepository } from '../support/sample-repository.ts'
import { lessIsBetter, type Bench, type BenchLine } from './bench.ts'

const count = 100_000

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const { listings, files, publish } = await sampleRepository(count)
  const size = (part: Iterable<Uint8Array>): number => [...part].reduce((sum, file) => sum + gzipSync(file).length, 0)
  const whole = size(files.values())
  const brands = [...new Set(listings.map(({ brand }) => brand))].sort()
  const changing = new Set(brands.slice(0, Math.round(brands.length * 0.05)))
  let left = count * 0.01
  const changed = listings.map((listing) =>
    changing.has(listing.brand) && left-- > 0
      ? { ...listing, filedPrice: listing.filedPrice.replace(/\d\.00$/, '8.00') }
      : listing,
  )
  const added = await publish(changed)
  return [lessIsBetter('C6', (100 * size(added.values())) / whole, 6, 'limit', '% of the whole release')]
}
