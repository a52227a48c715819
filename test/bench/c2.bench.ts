/** C2: cold start at a million listings, and the memory it takes; a quarter of that in the quick run. */
import { lessIsBetter, type Bench, type BenchLine } from './bench.ts'
import { coldStart } from './c1.bench.ts'

const heapLimitMb = 90
/** The peer takes minutes to fill with a million rows; its start is linear in them. */
const rowCount = 100_000

export const run: Bench = async ({ soak }): Promise<readonly BenchLine[]> => {
  const count = soak ? 1_000_000 : 250_000
  const { oursMs, rowsMs, limitMs, heapMb } = await coldStart(count, rowCount)
  const rowsAtCountMs = (rowsMs * count) / rowCount
  return [
    lessIsBetter(
      'C2',
      oursMs,
      rowsAtCountMs,
      `rows in Dexie read into a Map, ×${count / rowCount} from ${rowCount}`,
      'ms',
    ),
    lessIsBetter('C2', oursMs, limitMs, 'the same bytes in the same packs by idb-keyval, and SHA-256', 'ms'),
    lessIsBetter('C2', heapMb, (heapLimitMb * count) / 1_000_000, 'limit', 'MB'),
  ]
}
