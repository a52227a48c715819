/** Takes records in: each stored once, linked in the order of its chain, decided when it is linked. */
import { answerFor, decide, isReceiptDue, ledgerKeys, saleOf, type Judgement, type Link } from '../acceptance.ts'
import { decodeRecord } from '../jws.ts'
import { noWrites, type SaleRow } from '../ledger.ts'
import type { Answer } from '../protocol.ts'
import type { ReserveRecord, TillRecord } from '../record.ts'
import { problem, type Reply } from './http.ts'
import type { ChainRow, PlatformStore, StoredRecord, TillKeyRow, TillTransaction } from './store.ts'

/** Records linked in one transaction at most, so that a long backlog does not hold the till's rows. */
const linksPerTransaction = 50

export interface RecordPorts {
  readonly store: PlatformStore
  readonly nowMs: () => number
  readonly serverTime: () => string
  /** Everything about a reserve record that does not depend on the ledger. */
  readonly judge: (record: ReserveRecord) => Promise<Judgement>
  /** Signs the receipt code of a sale. */
  readonly countersign: (sale: SaleRow) => Promise<string>
}

interface Incoming {
  readonly record: TillRecord
  readonly hash: string
  readonly jws: string
}

interface Prepared extends Incoming {
  readonly judgement: Judgement | null
  /** The sale's row, where it was read already. */
  readonly sale?: SaleRow | null
}

/** What a transaction came to: the chain as it stands, and the incoming record with its sale once it is linked. */
interface Progress {
  readonly chain: ChainRow
  readonly more: boolean
  readonly stored: StoredRecord | null
  readonly sale: SaleRow | null
  /** Whether other records were linked. */
  readonly changed: boolean
}

/** Stores one record and answers where its sale stands now. The same record again gets the sale's current answer. */
export async function takeRecord(ports: RecordPorts, key: TillKeyRow, incoming: Incoming): Promise<Reply> {
  const misplaced = placeProblem(incoming.record, key)
  if (misplaced) return misplaced
  const prepared = await prepare(ports, incoming)
  for (;;) {
    const { reply, more } = await ports.store.transact(key, (tx) => takeOnce(ports, tx, key, prepared))
    if (!more) return reply
  }
}

async function takeOnce(ports: RecordPorts, tx: TillTransaction, key: TillKeyRow, incoming: Prepared): Promise<{ readonly reply: Reply; readonly more: boolean }> {
  const { record, hash } = incoming
  const opened = await tx.open({ epoch: record.epoch, id: record.id, seq: record.seq, sale: saleOf(record) })
  const { chain, known } = opened
  const isOther = known ? known.hash !== hash || known.id !== record.id : record.kind === 'reserve' && opened.sale !== null
  if (isOther) {
    return { reply: problem('record_conflict', 'Another record is stored under this id or at this place of the chain', 'record'), more: false }
  }
  const progress = known ? await advance(ports, tx, key, chain, null) : await store(ports, tx, key, chain, { ...incoming, sale: opened.sale })
  const stored = progress.stored ?? (known && !known.linked ? await tx.record(record.id) : known)
  const { linked, standing, notes, sale: refers } = stored ?? { linked: false, standing: 'provisional' as const, notes: [], sale: null }
  const sale = progress.sale ?? (refers === null ? null : progress.changed ? await tx.sale(refers) : opened.sale)
  const answer: Answer = answerFor({ id: record.id, sale: refers, linked, standing, notes }, sale, ports.serverTime())
  return { reply: { answer }, more: progress.more }
}

function placeProblem(record: TillRecord, key: TillKeyRow): Reply | null {
  if (record.store !== key.store) return problem('record_invalid', 'record.store must be the store of the key', 'record.store')
  if (record.till !== key.till) return problem('record_invalid', 'record.till must be the till of the key', 'record.till')
  if (record.epoch !== key.epoch) return problem('record_invalid', 'record.epoch must be the epoch of the key', 'record.epoch')
  if ((record.seq === 0) !== (record.kind === 'epoch')) return problem('record_invalid', 'record.kind must be "epoch" at seq 0, and only there', 'record.kind')
  if ((record.seq === 0) !== (record.prev === null)) return problem('record_invalid', 'record.prev must be null at seq 0, and only there', 'record.prev')
  return null
}

async function prepare(ports: RecordPorts, incoming: Incoming): Promise<Prepared> {
  const { record } = incoming
  return { ...incoming, judgement: record.kind === 'reserve' ? await ports.judge(record) : null }
}

async function store(ports: RecordPorts, tx: TillTransaction, key: TillKeyRow, chain: ChainRow, incoming: Prepared): Promise<Progress> {
  const { record } = incoming
  // Its place was closed by a gap record, and now it was found again.
  if (record.seq <= chain.seq) return { ...(await link(ports, tx, key, chain, incoming, 'recovered', false)), more: false, changed: false }
  const grown = { ...chain, furthest: Math.max(chain.furthest, record.seq) }
  if (record.seq > chain.seq + 1) {
    const stored = storedRecord(incoming, { linked: false, standing: 'provisional', notes: ['record_unlinked'] })
    await tx.write({ record: stored, chain: grown, ledger: noWrites, publish: [] })
    if (record.kind !== 'gap') return { chain: grown, more: false, stored, sale: null, changed: false }
  }
  return advance(ports, tx, key, grown, incoming)
}

/** Links what follows the head of the chain, as far as it is there. */
async function advance(ports: RecordPorts, tx: TillTransaction, key: TillKeyRow, from: ChainRow, incoming: Prepared | null): Promise<Progress> {
  let progress: Progress = { chain: from, more: false, stored: null, sale: null, changed: false }
  for (let links = 0; links < linksPerTransaction; links++) {
    const { chain } = progress
    const seq = chain.seq + 1
    if (seq > chain.furthest) return progress
    if (incoming?.record.seq === seq) {
      // What was linked before it may have changed its sale.
      const fresh = progress.changed ? { record: incoming.record, hash: incoming.hash, jws: incoming.jws, judgement: incoming.judgement } : incoming
      progress = { ...(await link(ports, tx, key, chain, fresh, linkOf(chain, incoming.record), false)), more: false, changed: progress.changed }
      continue
    }
    const stored = await tx.recordAt(chain.epoch, seq)
    if (stored) {
      const prepared = await prepare(ports, { record: decodeRecord(stored.jws), hash: stored.hash, jws: stored.jws })
      const linked = await link(ports, tx, key, chain, prepared, linkOf(chain, prepared.record), true)
      // A later record may have changed the incoming one's sale.
      const sale = linked.sale?.id === progress.sale?.id ? linked.sale : progress.sale
      progress = { ...progress, chain: linked.chain, sale, changed: true }
      continue
    }
    const gap = await tx.gapFor(chain.epoch, seq)
    if (!gap) return progress
    const closed = decodeRecord(gap.jws)
    progress = { ...progress, chain: { ...chain, seq, hash: closed.kind === 'gap' ? closed.missing.hash : null } }
    await tx.write({ record: null, chain: progress.chain, ledger: noWrites, publish: [] })
  }
  return { ...progress, more: true }
}

function linkOf(chain: ChainRow, record: TillRecord): Link {
  const follows = record.seq === 0 || chain.hash === null || record.prev === chain.hash
  const isOpen = chain.closedAfter === null || record.seq <= chain.closedAfter
  return follows && isOpen && !chain.forked ? 'linked' : 'forked'
}

/** Decides on the record and writes all of it; `late`: its till was answered "provisional" before. */
async function link(
  ports: RecordPorts,
  tx: TillTransaction,
  key: TillKeyRow,
  chain: ChainRow,
  incoming: Prepared,
  how: Link,
  late: boolean,
): Promise<Omit<Progress, 'more' | 'changed'>> {
  const { record, hash, judgement } = incoming
  const refers = saleOf(record)
  const before = refers === null ? null : incoming.sale === undefined ? await tx.sale(refers) : incoming.sale
  if (record.kind === 'reserve' && before) return setAside(tx, chain, incoming)
  const ledger = await tx.read(ledgerKeys(record, judgement, before), before)
  const decision = decide(record, { hash, link: how, tillNumber: key.number, nowMs: ports.nowMs(), judgement, ledger })
  const restored = record.kind === 'epoch' && !(await startsAfterTheLast(tx, record.epoch, record.last))
  let { sale } = decision.writes
  if (sale && isReceiptDue(sale)) sale = { ...sale, countersignature: await ports.countersign(sale) }
  const elsewhere = sale && (sale.store !== key.store || sale.till !== key.till) ? [{ store: sale.store, till: sale.till, record: sale.id }] : []
  const next: ChainRow = how === 'recovered' ? chain : { ...chain, seq: record.seq, hash, forked: chain.forked || how === 'forked' }
  const stored = storedRecord(incoming, {
    linked: true,
    standing: restored ? 'review' : decision.standing,
    notes: restored ? [...decision.notes, 'record_forked'] : decision.notes,
  })
  await tx.write({
    record: stored,
    chain: next,
    ledger: { ...decision.writes, sale },
    publish: [...elsewhere, ...(late ? [{ store: key.store, till: key.till, record: record.id }] : [])],
  })
  return { chain: next, stored, sale: sale ?? before }
}

/** Another till got there first with this very id, while the record waited behind a gap: it is no sale of ours. */
async function setAside(tx: TillTransaction, chain: ChainRow, incoming: Prepared): Promise<Omit<Progress, 'more' | 'changed'>> {
  const { record, hash } = incoming
  const stored = { ...storedRecord(incoming, { linked: true, standing: 'review', notes: ['record_forked'] }), sale: null }
  const next = record.seq > chain.seq ? { ...chain, seq: record.seq, hash } : chain
  await tx.write({ record: stored, chain: next, ledger: noWrites, publish: [] })
  return { chain: next, stored, sale: null }
}

/**
 * Closes the epochs before a new one behind the last record that the till still knows. False when
 * the platform knows of more: the till was put back to an older state, or there are two of it.
 */
async function startsAfterTheLast(
  tx: TillTransaction,
  epoch: number,
  last: { readonly epoch: number; readonly seq: number; readonly hash: string } | null,
): Promise<boolean> {
  let holds = true
  for (const chain of await tx.chainsBefore(epoch)) {
    const closedAfter = last !== null && last.epoch === chain.epoch ? last.seq : last !== null && last.epoch > chain.epoch ? chain.closedAfter : -1
    if (closedAfter !== null && chain.seq > closedAfter) holds = false
    if (last?.epoch === chain.epoch && chain.seq === last.seq && chain.hash !== last.hash) holds = false
    if (closedAfter !== chain.closedAfter) await tx.write({ record: null, chain: { ...chain, closedAfter }, ledger: noWrites, publish: [] })
  }
  return holds
}

function storedRecord({ record, hash, jws }: Incoming, state: Pick<StoredRecord, 'linked' | 'standing' | 'notes'>): StoredRecord {
  const { id, epoch, seq, kind } = record
  const closes = record.kind === 'gap' && record.missing.seq < record.seq ? record.missing.seq : null
  return { id, epoch, seq, hash, kind, sale: saleOf(record), closes, jws, ...state }
}
