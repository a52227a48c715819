/** C4: a release of 100,000 listings accepted in Chromium: fetched from loopback, verified, stored durably, switched to. */
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'
import { stageCatalog } from './catalog-stage.ts'

const taskLimitMs = 50

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const stage = await stageCatalog(100_000)
  try {
    const installs: { ms: number; longestTaskMs: number }[] = []
    for (let round = 0; round < 5; round++) installs.push(await stage.call('install', stage.root, `till-${round}`))
    // The peer takes a good part of a minute: once is enough to see what it is.
    const rowsMs = await stage.call('installRows')
    return [
      lessIsBetter(
        'C4',
        quantile(
          installs.map(({ ms }) => ms),
          0.5,
        ),
        rowsMs,
        'Dexie bulkPut of the rows, once',
        'ms',
      ),
      lessIsBetter(
        'C4',
        quantile(
          installs.map(({ longestTaskMs }) => longestTaskMs),
          0.5,
        ),
        taskLimitMs,
        'limit for the longest task on the main thread',
        'ms',
      ),
    ]
  } finally {
    await stage.close()
  }
}
