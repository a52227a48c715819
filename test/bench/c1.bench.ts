/** C1: cold start, 100,000 listings in the browser's store, new browser process each time. */
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'
import { someGtin, stageCatalog } from './catalog-stage.ts'

export interface ColdStart {
  readonly oursMs: number
  readonly rowsMs: number
  /** The same bytes read by idb-keyval and hashed: a value a file, and a value a pack. */
  readonly filesMs: number
  readonly packsMs: number
  readonly heapMb: number
}

/** Medians of five browser processes each, in turn. */
export async function coldStart(count: number, rowCount: number): Promise<ColdStart> {
  const stage = await stageCatalog(count)
  const rowStage = rowCount === count ? stage : await stageCatalog(rowCount)
  try {
    await stage.call('ours', 'install', stage.root, 'till')
    await stage.call('files', 'installLimit', stage.targetPaths, false)
    await stage.call('packs', 'installLimit', stage.targetPaths, true)
    await rowStage.call('rows', 'installRows')
    const gtin = someGtin(stage.repository)
    const rowGtin = someGtin(rowStage.repository)
    const samples = {
      ours: [] as number[],
      rows: [] as number[],
      files: [] as number[],
      packs: [] as number[],
      heap: [] as number[],
    }
    for (let round = 0; round < 5; round++) {
      const ours = await stage.call('ours', 'startOurs', stage.root, 'till', gtin)
      if (ours.model === '') throw new Error('the first verdict found no listing')
      samples.ours.push(ours.ms)
      samples.heap.push(ours.heapMb)
      samples.files.push((await stage.call('files', 'startLimit')).ms)
      samples.packs.push((await stage.call('packs', 'startLimit')).ms)
      samples.rows.push((await rowStage.call('rows', 'startRows', rowGtin)).ms)
    }
    return {
      oursMs: quantile(samples.ours, 0.5),
      rowsMs: quantile(samples.rows, 0.5),
      filesMs: quantile(samples.files, 0.5),
      packsMs: quantile(samples.packs, 0.5),
      heapMb: quantile(samples.heap, 0.5),
    }
  } finally {
    await stage.close()
    if (rowStage !== stage) await rowStage.close()
  }
}

export function limitLines(
  name: string,
  oursMs: number,
  { filesMs, packsMs }: Pick<ColdStart, 'filesMs' | 'packsMs'>,
): readonly BenchLine[] {
  return [
    lessIsBetter(name, oursMs, filesMs, 'the same bytes by idb-keyval, a value a file, and SHA-256', 'ms'),
    lessIsBetter(name, oursMs, packsMs, 'the same bytes by idb-keyval, in packs of 1 MiB, and SHA-256', 'ms'),
  ]
}

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const { oursMs, rowsMs, ...limits } = await coldStart(100_000, 100_000)
  return [
    lessIsBetter('C1', oursMs, rowsMs, 'rows in Dexie read into a Map', 'ms'),
    ...limitLines('C1', oursMs, limits),
  ]
}
