/** A number of histories, what they met, and a shorter one where one does not hold. */
import fc from 'fast-check'
import { expect, vi } from 'vitest'
import { play, type Bites } from './play.ts'
import {
  deadAddresses,
  finalRefusals,
  poisonAnswers,
  refusals,
  slowFaults,
  storageFaults,
  wireFaults,
  type Broken,
  type History,
} from './steps.ts'

const passing: readonly string[] = [
  'line cut',
  ...[...wireFaults, ...slowFaults, 'status'].map((kind) => `request ${kind}`),
  ...refusals.map((code) => `refusal ${code}`),
  'clock',
  'crash',
  'crash before a transaction',
  'crash after a transaction',
  'freeze',
  'a sale that ends confirmed',
  'a sale that ends refused',
]

/** What must have had an effect, or the run shows nothing of it. */
export const mustBite: Readonly<Record<'safety' | 'liveness', readonly string[]>> = {
  safety: [
    ...passing,
    ...storageFaults.map((kind) => `storage ${kind}`),
    'clone',
    'settled by a person',
    'a task: chain_forked',
    'a task: refused_after_sale',
  ],
  liveness: [
    ...passing,
    'for ever frozen',
    ...[...deadAddresses, ...poisonAnswers, ...finalRefusals].map((kind) => `for ever ${kind}`),
  ],
}

/** In fewer histories than this the rarest fault may not come up. */
const enoughForAll = 200

export const seedOf = (standard: number): number => Number(process.env['SEED'] ?? standard)
export const runsOf = (standard: number): number => Number(process.env['HISTORIES'] ?? standard)

/** Plays `runs` histories; fails with the shortest that breaks a law, or where a kind of fault never had an effect. */
export async function holds(
  histories: fc.Arbitrary<History & { readonly broken?: Broken }>,
  { runs, seed, expected }: { readonly runs: number; readonly seed: number; readonly expected: readonly string[] },
): Promise<void> {
  // Dexie tells of each connection that it opens again.
  const silenced = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const bites: Bites = new Map()
  const startMs = performance.now()
  let played = 0
  try {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { wrong } = await play(history, bites)
        played++
        if (played % 5_000 === 0) console.log(`${played} histories, ${perMinute(played, startMs)} a minute`)
        expect(wrong).toEqual([])
      }),
      { numRuns: runs, seed },
    )
  } finally {
    silenced.mockRestore()
  }
  const met = [...bites].sort(([a], [b]) => a.localeCompare(b)).map(([kind, count]) => `${kind} ${count}`)
  console.log(`${played} histories, seed ${seed}, ${perMinute(played, startMs)} a minute: ${met.join(' · ')}`)
  if (runs >= enoughForAll) expect(expected.filter((kind) => !bites.has(kind))).toEqual([])
}

function perMinute(played: number, startMs: number): number {
  return Math.round((played / (performance.now() - startMs)) * 60_000)
}
