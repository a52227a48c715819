/** The chain of a till's records within an epoch (DESIGN §6.4). */
import type { TillRecord } from './record.ts'

/** The last record of a chain; `seq` -1 and `hash` null before an epoch's first. */
export interface ChainHead {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
}

/** Where a record stands in its chain. */
export type ChainPlace = Pick<TillRecord, 'epoch' | 'seq' | 'prev'>

/** The head of an epoch in which nothing is written yet. */
export function emptyChain(epoch: number): ChainHead {
  return { epoch, seq: -1, hash: null }
}

/** The place that the next record takes. */
export function nextPlace(head: ChainHead): ChainPlace {
  return { epoch: head.epoch, seq: head.seq + 1, prev: head.hash }
}

/**
 * How a record joins a chain:
 * `linked`: it is the next one · `gap`: records before it are missing · `behind`: its place is
 * taken, the same record again or another · `forked`: it is in the next place but follows something else.
 */
export function linkOf(head: ChainHead, place: ChainPlace): 'linked' | 'gap' | 'behind' | 'forked' {
  if (place.epoch !== head.epoch) return place.epoch < head.epoch ? 'behind' : 'gap'
  if (place.seq <= head.seq) return 'behind'
  if (place.seq > head.seq + 1) return 'gap'
  return place.prev === head.hash ? 'linked' : 'forked'
}

/** A break in a chain: the first record that does not follow from the one before it. */
export interface Break {
  readonly id: string
  readonly seq: number
  readonly link: 'gap' | 'behind' | 'forked'
}

/** Checks records in the order of their `seq`, from the head before them. Null: every link holds. */
export function findBreak(
  head: ChainHead,
  records: readonly { readonly record: ChainPlace & { readonly id: string }; readonly hash: string }[],
): Break | null {
  let last = head
  for (const { record, hash } of records) {
    const link = linkOf(last, record)
    if (link !== 'linked') return { id: record.id, seq: record.seq, link }
    last = { epoch: record.epoch, seq: record.seq, hash }
  }
  return null
}
