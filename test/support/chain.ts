/** The links of a chain, as a test checks them. */
import { nextPlace, type ChainPlace } from '../../src/record/chain.ts'

/** The first record, in the order of `seq`, that does not follow from the one before it; null: every link holds. */
export function firstBreak<R extends ChainPlace>(
  epoch: number,
  records: readonly { readonly record: R; readonly hash: string }[],
): R | null {
  let head = { epoch, seq: -1, hash: null as string | null }
  for (const { record, hash } of records) {
    const next = nextPlace(head)
    if (record.epoch !== next.epoch || record.seq !== next.seq || record.prev !== next.prev) return record
    head = { epoch, seq: record.seq, hash }
  }
  return null
}
