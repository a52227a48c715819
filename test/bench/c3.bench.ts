/**
 * C3: look-up in Chromium by barcode and by model, every field read: of the few hundred products that
 * a till sells, and of any listing, which is made of its columns first.
 */
import { lessIsBetter, type Bench, type BenchLine } from './bench.ts'
import { stageCatalog } from './catalog-stage.ts'

export const run: Bench = async (): Promise<readonly BenchLine[]> => {
  const stage = await stageCatalog(100_000)
  try {
    await stage.call('all', 'install', stage.root, 'till')
    await stage.call('all', 'installRows')
    const found = await stage.call('all', 'lookUps', stage.root, 'till')
    const line = (ours: string, peer: string, at: 'p50' | 'p99'): BenchLine =>
      lessIsBetter(
        'C3',
        found[ours]?.[at] ?? Number.NaN,
        found[peer]?.[at] ?? Number.NaN,
        `${peer} (${ours}, ${at})`,
        'µs',
      )
    return (['gtin', 'model'] as const).flatMap((key) => [
      ...(['p50', 'p99'] as const).map((at) => line(`ours ${key} sold`, `dexie ${key} sold`, at)),
      ...(['p50', 'p99'] as const).map((at) => line(`ours ${key}`, `dexie ${key}`, at)),
      ...(['p50', 'p99'] as const).map((at) => line(`ours ${key} sold`, `map ${key} sold`, at)),
      ...(['p50', 'p99'] as const).map((at) => line(`ours ${key}`, `map ${key}`, at)),
    ])
  } finally {
    await stage.close()
  }
}
