/** V2: an unlisted model judged, with the search for what it imitates, beside a walk over all models. */
import { distance } from 'fastest-levenshtein'
import { modelKey } from '../../src/catalog/model-text.ts'
import { verify } from '../../src/verify/verify.ts'
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'
import { verdictCase } from './verdict-case.ts'

const limitMs: Readonly<Record<number, number>> = { 100_000: 2, 1_000_000: 6 }
/** A walk over all models takes so long that few of them make a median. */
const walks = 15

export const run: Bench = async () => [...(await measure(100_000)), ...(await measure(1_000_000))]

async function measure(count: number): Promise<readonly BenchLine[]> {
  const { context, models, unlisted } = verdictCase(count)
  const keys = models.map(modelKey)
  const ours: number[] = []
  const peer: number[] = []
  const judge = (model: string): void => {
    const { status } = verify({ model, price: '4899.00', serial: 'AA5SZ0E05001A3A00001' }, context)
    if (status === 'eligible') throw new Error(`${model} passes for a listed model`)
  }
  for (const model of unlisted.slice(0, 100)) judge(model)
  unlisted.forEach((model, i) => {
    const start = performance.now()
    judge(model)
    ours.push(performance.now() - start)
    if (i % Math.ceil(unlisted.length / walks) !== 0) return
    const key = modelKey(model)
    const before = performance.now()
    if (keys.filter((each) => distance(key, each) <= 1).length > count) throw new Error('cannot be')
    peer.push(performance.now() - before)
  })
  const of = `${count.toLocaleString('en')} models`
  return [
    lessIsBetter('V2', quantile(ours, 0.5), quantile(peer, 0.5), `${of}, p50: fastest-levenshtein over all`, 'ms'),
    lessIsBetter('V2', quantile(ours, 0.99), quantile(peer, 0.99), `${of}, p99: fastest-levenshtein over all`, 'ms'),
    lessIsBetter('V2', quantile(ours, 0.99), limitMs[count] ?? 0, `${of}, p99: limit`, 'ms'),
  ]
}
