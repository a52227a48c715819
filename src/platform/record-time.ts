/** What a platform believes of a record's instant (DESIGN §6.5). All in milliseconds since 1970. */
import { instantToMs } from '../core/clock.ts'
import type { TillRecord } from '../record/record.ts'

/** Clocks of tills and platform may differ by this much before an instant is called impossible. */
export const toleranceMs: number = 10 * 60_000

/** The instant of a record, put right by its own measured distance from the platform's clock. */
export function instantOf({ at, clock }: Pick<TillRecord, 'at' | 'clock'>): number {
  return instantToMs(at) + (clock.offsetMs ?? 0)
}

/** Made without a line, or sent long after it was made. */
export function isLate({ atMs, receivedMs }: { readonly atMs: number; readonly receivedMs: number }): boolean {
  return receivedMs - atMs > toleranceMs
}

/**
 * Whether the instant can be: not after it arrived, not before what came before it in the chain.
 * A clock that was put right since it was last compared is off by the old distance: the raw instant
 * may then be the right one, and a person looks.
 * @param latestMs the latest of the chain so far; null: none
 */
export function instantStanding(
  record: Pick<TillRecord, 'at' | 'clock'>,
  receivedMs: number,
  latestMs: number | null,
): 'possible' | 'doubtful' | 'impossible' {
  const atMs = instantOf(record)
  if (atMs > receivedMs + toleranceMs)
    return instantToMs(record.at) > receivedMs + toleranceMs ? 'impossible' : 'doubtful'
  return latestMs !== null && atMs < latestMs - toleranceMs ? 'doubtful' : 'possible'
}
