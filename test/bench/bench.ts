/** What a benchmark prints, and how it measures. */

/** One figure beside one peer or limit. `ratio`: how many times better ours is, whatever the unit; 0.5 is half as good. */
export interface BenchLine {
  /** Row of the budgets: `C1`. */
  readonly name: string
  readonly ours: number
  readonly peer: number
  readonly peerName: string
  readonly ratio: number
  readonly unit: string
}

/** One row's benchmark: a file `<row>.bench.ts` exports `run`. `soak`: the long form. */
export type Bench = (options: { readonly soak: boolean }) => Promise<readonly BenchLine[]>

/** A line in which less is better: times, bytes. */
export function lessIsBetter(name: string, ours: number, peer: number, peerName: string, unit: string): BenchLine {
  return { name, ours, peer, peerName, ratio: peer / ours, unit }
}

/** A line in which more is better: rates, shares caught. */
export function moreIsBetter(name: string, ours: number, peer: number, peerName: string, unit: string): BenchLine {
  return { name, ours, peer, peerName, ratio: ours / peer, unit }
}

/** The value at `share` (0 to 1) of the sorted samples: 0.5 is the median. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** Runs the tasks in turn, `rounds` times, and gives each one's median in milliseconds: both see the same machine. */
export async function inTurn(rounds: number, ...tasks: readonly (() => unknown)[]): Promise<number[]> {
  const samples = tasks.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = performance.now()
      await task()
      // The first round warms up.
      if (round > 0) samples[i]?.push(performance.now() - start)
    }
  }
  return samples.map((each) => quantile(each, 0.5))
}
