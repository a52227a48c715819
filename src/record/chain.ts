/** The chain of a till's records within an epoch (DESIGN §6.4). */
import type { EpochRecord, TillRecord } from './record.ts'

/** The last record of a chain; `seq` -1 and `hash` null before an epoch's first. */
export interface ChainHead {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
}

/** Where a record stands in its chain. */
export type ChainPlace = Pick<TillRecord, 'epoch' | 'seq' | 'prev'>

/** The place that the next record takes. */
export function nextPlace(head: ChainHead): ChainPlace {
  return { epoch: head.epoch, seq: head.seq + 1, prev: head.hash }
}

/** What cannot be at the record's place: an epoch record opens its chain and stands nowhere else, and it alone names none before it. */
export function misplaced({ kind, seq, prev }: Pick<TillRecord, 'kind' | 'seq' | 'prev'>): 'kind' | 'prev' | null {
  if ((seq === 0) !== (kind === 'epoch')) return 'kind'
  return (seq === 0) === (prev === null) ? null : 'prev'
}

/**
 * The last place of an earlier epoch that the till still knew when it opened a new one: what is there
 * beyond it was lost, or is another's. -1: it knew of none; null: the record does not say.
 */
export function knownOf(epoch: number, last: EpochRecord['last']): number | null {
  if (last === null || last.epoch < epoch) return -1
  return last.epoch === epoch ? last.seq : null
}

/** Whether a till whose chain ends at `head` lacks records that are `known`; no head: it has none at all. */
export function isBehind(
  head: ChainHead | null | undefined,
  { epoch, seq }: Pick<ChainHead, 'epoch' | 'seq'>,
): boolean {
  return !head || head.epoch < epoch || (head.epoch === epoch && head.seq < seq)
}

/** A place of a till's chains in one word: `"2.15"`, the epoch and the sequence. */
export function placeName({ epoch, seq }: Pick<ChainHead, 'epoch' | 'seq'>): string {
  return `${epoch}.${seq}`
}

/** The place that a gap record closes, of its own epoch or an earlier one; null for what closes none that is before it. */
export function closedBy(record: TillRecord): Pick<ChainHead, 'epoch' | 'seq'> | null {
  if (record.kind !== 'gap') return null
  const { epoch = record.epoch, seq } = record.missing
  return isBehind({ epoch, seq, hash: null }, record) ? { epoch, seq } : null
}
