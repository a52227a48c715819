/**
 * What lost its place in a till's chain: two profiles sign with one key, or one was put back to an older
 * state and went on. The first that came has the place; what the other sold is no less real.
 */
import { decideOn, storedRecord, type Incoming, type Linking, type LinkResult } from './linking.ts'
import { noWrites, union, type LedgerSale } from './ledger.ts'
import type { ChainRow, StoredRecord } from './store.ts'

/** A till has two profiles, seldom three. Whoever signs more for one place fills the store. */
const mostAtPlace = 4
const note = 'record_forked'

/**
 * Keeps the record beside the one that has its place and puts its sale before a person: it takes nothing of
 * serials, quotas and entitlements until that one has settled it, and gives nothing back. Both profiles are
 * told: this one by the answer, the other by what changed of the record that has the place.
 * @param sale the row of its sale
 * @returns null when it is not kept: its sale is another record's, or the place has too many already
 */
export async function displace(
  linking: Linking,
  chain: ChainRow,
  holder: StoredRecord,
  incoming: Incoming,
  sale: LedgerSale | null,
): Promise<LinkResult | null> {
  const { tx, key } = linking
  const { record, hash } = incoming
  const kept = await tx.displaced(record.epoch, record.seq)
  const same = kept.find((each) => each.hash === hash)
  if (same) return { chain, stored: same, sale }
  if (kept.length >= mostAtPlace || (record.kind === 'reserve' && sale)) return null
  const { standing, notes, writes } = await decideOn(linking, chain, incoming, sale, 'forked')
  const displaced = storedRecord(incoming, { linked: true, standing, notes })
  const forked = { ...chain, forked: true }
  const tell = (id: string, { store, till }: { readonly store: string; readonly till: string } = key) => ({
    store,
    till,
    record: id,
  })
  await tx.write({
    record: { ...holder, notes: union(holder.notes, [note]) },
    displaced,
    chain: forked,
    ledger: { ...noWrites, sale: writes.sale },
    publish: [
      ...(holder.notes.includes(note) ? [] : [tell(holder.id)]),
      ...(writes.sale ? [tell(writes.sale.id, writes.sale)] : []),
      ...(incoming.recovered ? [tell(record.id)] : []),
    ],
  })
  return { chain: forked, stored: displaced, sale: writes.sale ?? sale }
}

/**
 * Keeps for a person what its till is refused: other content under an id that is taken. It has no effect, and goes by
 * its own hash, since its id is another's.
 */
export async function keepRefused({ tx }: Linking, incoming: Incoming): Promise<void> {
  const { record, hash } = incoming
  const kept = await tx.displaced(record.epoch, record.seq)
  if (kept.length >= mostAtPlace || kept.some((each) => each.hash === hash)) return
  const stored = storedRecord(incoming, { linked: true, standing: 'review', notes: ['record_conflict'] })
  const displaced = { ...stored, id: hash, sale: null, closes: null }
  await tx.write({ record: null, displaced, chain: null, ledger: noWrites, publish: [] })
}
