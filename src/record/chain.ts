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

/** The place that the next record takes. */
export function nextPlace(head: ChainHead): ChainPlace {
  return { epoch: head.epoch, seq: head.seq + 1, prev: head.hash }
}
