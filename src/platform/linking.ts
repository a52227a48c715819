/** Links a till's records in the order of their chain, and decides on each as it is linked. */
import { decide, isReceiptDue, ledgerKeys } from './acceptance.ts'
import type { Decision, Judgement, Link } from './decision.ts'
import { closedBy, knownOf, placeName } from '../record/chain.ts'
import { decodeRecord } from '../record/jws.ts'
import { noWrites, type LedgerSale } from './ledger.ts'
import { stillUnanswered, type LateSale } from './offline-budget.ts'
import { instantOf, toleranceMs } from './record-time.ts'
import { saleOf, type EpochRecord, type TillRecord } from '../record/record.ts'
import type { ChainRow, StoredRecord, TillKeyRow, TillTransaction } from './store.ts'

/** Records linked in one transaction at most, so that a long backlog is not begun again as a whole. */
const linksPerTransaction = 50

export interface LinkingPorts {
  readonly nowMs: () => number
  /** Signs the receipt code of a sale. */
  readonly countersign: (sale: LedgerSale) => Promise<string>
  /** Whether the files that the authority publishes now call a unit redeemed; `product` as `productId` writes it. */
  readonly isPublished: (product: string, serial: string) => boolean
}

export interface Incoming {
  readonly record: TillRecord
  readonly hash: string
  readonly jws: string
  /** When the platform first had it, milliseconds since 1970. */
  readonly receivedMs: number
  /** It came in an exported outbox, not from its till. */
  readonly recovered: boolean
}

/** One transaction's view of a till. */
export interface Linking {
  readonly ports: LinkingPorts
  readonly tx: TillTransaction
  readonly key: TillKeyRow
  /** What was found out about reserve records, outside the transaction, by record id. */
  readonly judgements: ReadonlyMap<string, Judgement>
}

/** What a record came to. */
export interface LinkResult {
  readonly chain: ChainRow
  readonly stored: StoredRecord
  readonly sale: LedgerSale | null
}

export interface ChainAdvance {
  readonly chain: ChainRow
  /** Reserve records that are next but were not judged yet: judge them, then go on in a new transaction. */
  readonly wanted: readonly StoredRecord[]
  /** Whether to go on in a new transaction. */
  readonly more: boolean
}

/** Links what waits behind the head of the chain, as far as it is there. */
export async function advance(linking: Linking, from: ChainRow): Promise<ChainAdvance> {
  const { tx, judgements } = linking
  let chain = from
  if (chain.seq >= chain.furthest) return { chain, wanted: [], more: false }
  const waiting = new Map(
    (await tx.waiting(chain.epoch, chain.seq + 1, linksPerTransaction)).map((record) => [record.seq, record]),
  )
  for (let links = 0; links < linksPerTransaction && chain.seq < chain.furthest; links++) {
    const seq = chain.seq + 1
    const stored = waiting.get(seq)
    if (stored?.kind === 'reserve' && !judgements.has(stored.id)) {
      return {
        chain,
        wanted: [...waiting.values()].filter(({ id, kind }) => kind === 'reserve' && !judgements.has(id)),
        more: true,
      }
    }
    if (stored) {
      const incoming = {
        record: decodeRecord(stored.jws),
        hash: stored.hash,
        jws: stored.jws,
        receivedMs: stored.receivedMs,
        recovered: stored.notes.includes('recovered_late'),
      }
      const linked = await link(linking, chain, incoming, undefined, true)
      chain = linked.chain
      continue
    }
    const gap = await tx.gapFor(placeName({ epoch: chain.epoch, seq }))
    const closed = gap && decodeRecord(gap.jws)
    if (closed?.kind !== 'gap') return { chain, wanted: [], more: false }
    chain = { ...chain, seq, hash: closed.missing.hash }
    await tx.write({ record: null, chain, ledger: noWrites, publish: [] })
  }
  return { chain, wanted: [], more: chain.seq < chain.furthest }
}

/**
 * Decides on a record and writes all of it.
 * @param sale the row of its sale where it was read already
 * @param isLate its till was not answered, or "provisional", and is told now
 */
export async function link(
  linking: Linking,
  chain: ChainRow,
  incoming: Incoming,
  sale: LedgerSale | null | undefined,
  isLate: boolean,
): Promise<LinkResult> {
  const { ports, tx, key } = linking
  const { record } = incoming
  const refers = saleOf(record)
  const before = refers === null ? null : sale === undefined ? await tx.sale(refers) : sale
  if (record.kind === 'reserve' && before) return setAside(tx, chain, incoming)
  const how = howLinked(chain, incoming)
  const decision = await decideOn(linking, chain, incoming, before, how)
  const isRestored = record.kind === 'epoch' && !(await startsAfterTheLast(tx, record))
  const written = decision.writes.sale
  const after =
    written && isReceiptDue(written) ? { ...written, countersignature: await ports.countersign(written) } : written
  const stored = storedRecord(incoming, {
    linked: true,
    standing: isRestored ? 'review' : decision.standing,
    notes: isRestored ? [...decision.notes, 'record_forked'] : decision.notes,
  })
  const isCalledOff = record.kind === 'cancel' && after?.state === 'cancelled'
  const late = isCalledOff ? chain.late.filter(({ sale: each }) => each !== after.id) : chain.late
  const next = moved({ ...chain, late }, incoming, how === 'forked', decision.late ?? null)
  const isElsewhere = after !== null && (after.store !== key.store || after.till !== key.till)
  await tx.write({
    record: stored,
    chain: next,
    ledger: { ...decision.writes, sale: after },
    publish: [
      ...(isElsewhere ? [{ store: after.store, till: after.till, record: after.id }] : []),
      ...(isLate ? [{ store: key.store, till: key.till, record: record.id }] : []),
    ],
  })
  return { chain: next, stored, sale: after ?? before }
}

/** Decides with the rows that the decision needs. */
export async function decideOn(
  { ports, tx, key, judgements }: Linking,
  { latestMs, late }: ChainRow,
  { record, hash, receivedMs }: Incoming,
  sale: LedgerSale | null,
  how: Link,
): Promise<Decision> {
  const judgement = judgements.get(record.id) ?? null
  const ledger = await tx.read(ledgerKeys(record, judgement, sale), sale)
  return decide(record, {
    hash,
    link: how,
    tillNumber: key.number,
    place: key.place,
    nowMs: ports.nowMs(),
    receivedMs,
    latestMs,
    late,
    isPublished: ports.isPublished,
    judgement,
    ledger,
  })
}

/** A record whose place was closed, by a gap record, does not move the chain when it turns up. */
function moved(
  chain: ChainRow,
  { record, hash, receivedMs }: Incoming,
  isForked: boolean,
  late: LateSale | null,
): ChainRow {
  if (record.seq <= chain.seq) return chain
  // Never after its arrival: a clock that runs ahead must not make all that follows look set back.
  const latestMs = Math.max(chain.latestMs ?? -Infinity, Math.min(instantOf(record), receivedMs))
  return {
    ...chain,
    seq: record.seq,
    hash,
    forked: chain.forked || isForked,
    latestMs,
    late: [...stillUnanswered(chain.late, latestMs - toleranceMs), ...(late ? [late] : [])],
  }
}

function howLinked(chain: ChainRow, { record, recovered }: Incoming): Link {
  if (record.seq <= chain.seq || recovered) return 'recovered'
  const follows = record.seq === 0 || chain.hash === null || record.prev === chain.hash
  const isOpen = chain.closedAfter === null || record.seq <= chain.closedAfter
  return follows && isOpen && !chain.forked ? 'linked' : 'forked'
}

/** Another till got there first with this very id, while the record waited behind a gap: it is not this till's sale. */
async function setAside(tx: TillTransaction, chain: ChainRow, incoming: Incoming): Promise<LinkResult> {
  const stored = {
    ...storedRecord(incoming, { linked: true, standing: 'review', notes: ['record_forked'] }),
    sale: null,
  }
  const next = moved(chain, incoming, false, null)
  await tx.write({ record: stored, chain: next, ledger: noWrites, publish: [] })
  return { chain: next, stored, sale: null }
}

/**
 * Closes the epochs before a new one behind the last record that the till still knows. False when
 * the platform knows of more: the till was put back to an older state, or there are two of it.
 */
async function startsAfterTheLast(tx: TillTransaction, { epoch, last }: EpochRecord): Promise<boolean> {
  let holds = true
  for (const chain of await tx.chainsBefore(epoch)) {
    const known = knownOf(chain.epoch, last)
    if (known === null) continue
    if (chain.seq > known) holds = false
    if (last?.epoch === chain.epoch && chain.seq === last.seq && chain.hash !== last.hash) holds = false
    // What is closed stays closed, whatever a later one names.
    if (known < (chain.closedAfter ?? Infinity))
      await tx.write({ record: null, chain: { ...chain, closedAfter: known }, ledger: noWrites, publish: [] })
  }
  return holds
}

export function storedRecord(
  { record, hash, jws, receivedMs }: Incoming,
  state: Pick<StoredRecord, 'linked' | 'standing' | 'notes'>,
): StoredRecord {
  const { id, epoch, seq, kind } = record
  const place = closedBy(record)
  const closes = place && placeName(place)
  return { id, epoch, seq, hash, kind, sale: saleOf(record), closes, jws, receivedMs, ...state }
}
