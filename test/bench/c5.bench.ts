/** C5: bytes on the wire by listing. */
import { gzipSync } from 'node:zlib'
import { generateListings } from '../../src/authority/sample/sample.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { writeSegments } from '../../src/authority/project/segment-layout.ts'
import { lessIsBetter, type Bench, type BenchLine } from './bench.ts'

const count = 100_000

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const listings = [...generateListings({ count })]
  const ours = [...writeSegments(listings).values()].reduce((sum, segment) => sum + gzipSync(segment).length, 0)
  const byBrand = new Map<string, Listing[]>()
  for (const listing of listings) {
    const rows = byBrand.get(listing.brand) ?? []
    rows.push(listing)
    byBrand.set(listing.brand, rows)
  }
  const byFile = [...byBrand.values()].reduce((sum, rows) => sum + gzipSync(JSON.stringify(rows)).length, 0)
  const whole = gzipSync(JSON.stringify(listings)).length
  return [
    lessIsBetter('C5', ours / count, byFile / count, 'gzipped JSON rows, a file a brand as ours', 'bytes'),
    lessIsBetter('C5', ours / count, whole / count, 'gzipped JSON rows in one file', 'bytes'),
  ]
}
