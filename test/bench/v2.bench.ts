/**
 * V2: an unlisted model judged, with the search for what it imitates, beside a walk over all models.
 * One call is short beside the turn that a busy machine gives to something else, and a p99 by the
 * clock tells of those turns; so it is also taken of the processor time that the process spent.
 */
import { distance } from 'fastest-levenshtein'
import { modelKey } from '../../src/catalog/model-text.ts'
import { verify } from '../../src/verify/verify.ts'
import { lessIsBetter, quantile, type Bench, type BenchLine } from './bench.ts'
import { verdictCase } from './verdict-case.ts'

const limitMs: Readonly<Record<number, number>> = { 100_000: 2, 1_000_000: 6 }
/** A walk over all models takes so long that few of them make a median. */
const walks = 15
/** The first warms up. */
const rounds = 6

export const run: Bench = async () => [...(await measure(100_000)), ...(await measure(1_000_000))]

async function measure(count: number): Promise<readonly BenchLine[]> {
  const { context, models, unlisted } = verdictCase(count)
  const keys = models.map(modelKey)
  const peerTimes: number[] = []
  const wallP50: number[] = []
  const wallP99: number[] = []
  const processorP99: number[] = []
  const judge = (model: string): void => {
    const { status } = verify({ model, price: '4899.00', serial: 'AA5SZ0E05001A3A00001' }, context)
    if (status === 'eligible') throw new Error(`${model} passes for a listed model`)
  }
  const walk = (key: string): void => {
    if (keys.filter((each) => distance(key, each) <= 1).length > count) throw new Error('cannot be')
  }
  for (let round = 0; round < rounds; round++) {
    const ours = unlisted.map((model) => timesOf(() => judge(model)))
    const walked = unlisted.slice(round * 3, round * 3 + Math.ceil(walks / (rounds - 1))).map(modelKey)
    const theirs = walked.map((key) => timesOf(() => walk(key)).wallMs)
    if (round === 0) continue
    peerTimes.push(...theirs)
    const wall = ours.map(({ wallMs }) => wallMs)
    wallP50.push(quantile(wall, 0.5))
    wallP99.push(quantile(wall, 0.99))
    processorP99.push(
      quantile(
        ours.map(({ processorMs }) => processorMs),
        0.99,
      ),
    )
  }
  const of = `${count.toLocaleString('en')} models`
  const p99 = quantile(processorP99, 0.5)
  return [
    lessIsBetter(
      'V2',
      quantile(wallP50, 0.5),
      quantile(peerTimes, 0.5),
      `${of}, p50 by the clock: fastest-levenshtein over all`,
      'ms',
    ),
    lessIsBetter('V2', p99, limitMs[count] ?? 0, `${of}, p99 of processor time: limit`, 'ms'),
    lessIsBetter('V2', quantile(wallP99, 0.5), limitMs[count] ?? 0, `${of}, p99 by the clock: limit`, 'ms'),
  ]
}

interface Times {
  readonly wallMs: number
  /** Of all threads of the process, the collector's and the compiler's too. */
  readonly processorMs: number
}

function timesOf(task: () => void): Times {
  const before = process.cpuUsage()
  const start = performance.now()
  task()
  const wallMs = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  return { wallMs, processorMs: (user + system) / 1000 }
}
