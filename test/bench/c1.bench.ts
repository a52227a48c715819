/** C1: cold start, 100,000 listings in the browser's store, new browser process each time. */
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'
import { someGtin, stageCatalog } from './catalog-stage.ts'

export interface ColdStart {
  readonly oursMs: number
  readonly rowsMs: number
  readonly limitMs: number
  readonly heapMb: number
}

/** Medians of five browser processes each, in turn. */
export async function coldStart(count: number, rowCount: number): Promise<ColdStart> {
  const stage = await stageCatalog(count)
  const rowStage = rowCount === count ? stage : await stageCatalog(rowCount)
  try {
    await stage.call('ours', 'install', stage.root, 'till')
    await stage.call('limit', 'installLimit', stage.targetPaths)
    await rowStage.call('rows', 'installRows')
    const gtin = someGtin(stage.repository)
    const rowGtin = someGtin(rowStage.repository)
    const samples = { ours: [] as number[], rows: [] as number[], limit: [] as number[], heap: [] as number[] }
    for (let round = 0; round < 5; round++) {
      const ours = await stage.call('ours', 'startOurs', stage.root, 'till', gtin)
      if (ours.model === '') throw new Error('the first verdict found no listing')
      samples.ours.push(ours.ms)
      samples.heap.push(ours.heapMb)
      samples.limit.push((await stage.call('limit', 'startLimit')).ms)
      samples.rows.push((await rowStage.call('rows', 'startRows', rowGtin)).ms)
    }
    return {
      oursMs: quantile(samples.ours, 0.5),
      rowsMs: quantile(samples.rows, 0.5),
      limitMs: quantile(samples.limit, 0.5),
      heapMb: quantile(samples.heap, 0.5),
    }
  } finally {
    await stage.close()
    if (rowStage !== stage) await rowStage.close()
  }
}

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const { oursMs, rowsMs, limitMs } = await coldStart(100_000, 100_000)
  return [
    lessIsBetter('C1', oursMs, rowsMs, 'rows in Dexie read into a Map', 'ms'),
    lessIsBetter('C1', oursMs, limitMs, 'the same bytes in the same packs by idb-keyval, and SHA-256', 'ms'),
  ]
}
