/** C4: a release of 100,000 listings accepted in Chromium: fetched from loopback, verified, stored durably, switched to. */
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'
import { stageCatalog } from './catalog-stage.ts'

const taskLimitMs = 50

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const stage = await stageCatalog(100_000)
  try {
    const installs: { ms: number; longestTaskMs: number }[] = []
    const fetches: number[] = []
    for (let round = 0; round < 5; round++) {
      installs.push(await stage.call('ours', 'install', stage.root, `till-${round}`))
      fetches.push(await stage.call('files', 'fetchTargets', stage.targetPaths))
    }
    // The peer takes a good part of a minute: once is enough to see what it is.
    const rowsMs = await stage.call('rows', 'installRows')
    const ms = quantile(
      installs.map((install) => install.ms),
      0.5,
    )
    const longestTaskMs = quantile(
      installs.map((install) => install.longestTaskMs),
      0.5,
    )
    return [
      lessIsBetter('C4', ms, rowsMs, 'Dexie bulkPut of the rows, once', 'ms'),
      lessIsBetter('C4', ms, quantile(fetches, 0.5), 'its files fetched, six at a time, and nothing more', 'ms'),
      lessIsBetter('C4', longestTaskMs, taskLimitMs, 'limit for the longest task on the main thread', 'ms'),
    ]
  } finally {
    await stage.close()
  }
}
