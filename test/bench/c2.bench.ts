/** C2: cold start at a million listings, and the memory it takes; a quarter of that in the quick run. */
import { lessIsBetter, type Bench, type BenchLine } from './bench.ts'
import { coldStart, limitLines } from './c1.bench.ts'

const heapLimitMb = 90
/** The peer takes minutes to fill with a million rows; its start is linear in them. */
const rowCount = 100_000

export const run: Bench = async ({ soak }): Promise<readonly BenchLine[]> => {
  const count = soak ? 1_000_000 : 250_000
  const { oursMs, rowsMs, filesMs, packsMs, heapMb } = await coldStart(count, rowCount)
  const rowsAtCountMs = (rowsMs * count) / rowCount
  return [
    lessIsBetter(
      'C2',
      oursMs,
      rowsAtCountMs,
      `rows in Dexie read into a Map, ×${count / rowCount} from ${rowCount}`,
      'ms',
    ),
    ...limitLines('C2', oursMs, { filesMs, packsMs }),
    lessIsBetter('C2', heapMb, (heapLimitMb * count) / 1_000_000, 'limit', 'MB'),
  ]
}
