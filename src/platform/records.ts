/** Takes records in: each stored once, by its id and by its place in the till's chain. */
import { answerFor, ledgerKeys } from './acceptance.ts'
import type { Judgement } from './decision.ts'
import { closedBy, misplaced } from '../record/chain.ts'
import { decodeRecord, keyIdOf } from '../record/jws.ts'
import { noWrites, type LedgerSale } from './ledger.ts'
import { saleOf, type ReserveRecord, type TillRecord } from '../record/record.ts'
import { problem, type Reply } from './http.ts'
import {
  advance,
  link,
  storedRecord,
  type ChainAdvance,
  type Incoming,
  type LinkResult,
  type Linking,
  type LinkingPorts,
} from './linking.ts'
import { displace, keepRefused } from './displaced.ts'
import type { ChainRow, PlatformStore, StoredRecord, TillKeyRow } from './store.ts'

export interface RecordPorts extends LinkingPorts {
  readonly store: PlatformStore
  readonly serverTime: () => string
  /** Everything about a reserve record that does not depend on the ledger. */
  readonly judge: (record: ReserveRecord) => Promise<Judgement>
}

/** Stores one record and answers where its sale stands now. The same record again gets the sale's current answer. */
export async function takeRecord(ports: RecordPorts, key: TillKeyRow, incoming: Incoming): Promise<Reply> {
  const { record } = incoming
  const misplaced = placeProblem(record, key)
  if (misplaced) return misplaced
  const judgements = new Map<string, Judgement>()
  if (record.kind === 'reserve') judgements.set(record.id, await ports.judge(record))
  const { reply } = await inSteps(ports, key, judgements, (linking) => takeOnce(ports, linking, incoming))
  const closed = 'answer' in reply ? closedBy(record) : null
  if (closed && closed.epoch < record.epoch) await advanceEarlier(ports, key, closed.epoch)
  return reply
}

/** A place of an earlier epoch was closed: what waits behind it goes on, by the key of that epoch. */
async function advanceEarlier(ports: RecordPorts, till: TillKeyRow, epoch: number): Promise<void> {
  const [next] = await ports.store.transact(till, (tx) => tx.waiting(epoch, 0, 1))
  const key = next && (await ports.store.key(keyIdOf(next.jws) ?? ''))
  if (!key) return
  await inSteps(ports, key, new Map(), async (linking) => {
    const { chain } = await linking.tx.open({
      epoch,
      id: next.id,
      seq: next.seq,
      sale: null,
      keys: { sale: null, serials: [], quotas: [], entitlement: null },
    })
    return advance(linking, chain)
  })
}

/** Runs `step` in transactions of its own until no more of the chain can be linked. */
async function inSteps<Step extends Pick<ChainAdvance, 'wanted' | 'more'>>(
  ports: RecordPorts,
  key: TillKeyRow,
  judgements: Map<string, Judgement>,
  step: (linking: Linking) => Promise<Step>,
): Promise<Step> {
  for (;;) {
    const done = await ports.store.transact(key, (tx) => step({ ports, tx, key, judgements }))
    if (!done.more) return done
    const { wanted } = done
    // Outside any transaction: it reads releases and tries the platform's own keys.
    for (const stored of wanted) {
      const waiting = decodeRecord(stored.jws)
      if (waiting.kind === 'reserve') judgements.set(waiting.id, await ports.judge(waiting))
    }
  }
}

async function takeOnce(
  ports: RecordPorts,
  linking: Linking,
  incoming: Incoming,
): Promise<Pick<ChainAdvance, 'wanted' | 'more'> & { readonly reply: Reply }> {
  const { record, hash } = incoming
  const { tx } = linking
  const { epoch, id, seq } = record
  const keys = ledgerKeys(record, linking.judgements.get(id) ?? null, null)
  const opened = await tx.open({ epoch, id, seq, sale: saleOf(record), keys })
  const { chain, known } = opened
  const isOther = known
    ? known.hash !== hash || known.id !== record.id
    : record.kind === 'reserve' && opened.sale !== null
  if (isOther) {
    const kept = known && known.id !== record.id ? await displace(linking, chain, known, incoming, opened.sale) : null
    if (!kept) await keepRefused(linking, incoming)
    const reply = kept
      ? { answer: answerFor(kept.stored, kept.sale, ports.serverTime()) }
      : problem('record_conflict', 'Another record is stored under this id', 'record')
    return { reply, wanted: [], more: false }
  }
  const own: OwnState = known
    ? { chain, stored: known, sale: opened.sale }
    : await store(linking, chain, incoming, opened.sale)
  const { wanted, more, chain: now } = await advance(linking, own.chain)
  const isChanged = now.seq !== own.chain.seq
  const stored = isChanged && !own.stored.linked ? ((await tx.record(record.id)) ?? own.stored) : own.stored
  const sale = isChanged && stored.sale !== null ? await tx.sale(stored.sale) : own.sale
  return { reply: { answer: answerFor(stored, stored.sale === null ? null : sale, ports.serverTime()) }, wanted, more }
}

type OwnState = { readonly chain: ChainRow; readonly stored: StoredRecord; readonly sale: LedgerSale | null }

/** A new record: linked at once where it is next or its place was closed, else kept until it is. */
async function store(
  linking: Linking,
  chain: ChainRow,
  incoming: Incoming,
  sale: LedgerSale | null,
): Promise<LinkResult | OwnState> {
  const { record, recovered } = incoming
  const grown = { ...chain, furthest: Math.max(chain.furthest, record.seq) }
  if (record.seq <= chain.seq + 1) return link(linking, grown, incoming, sale, recovered)
  const notes = recovered ? ['recovered_late', 'record_unlinked'] : ['record_unlinked']
  const stored = storedRecord(incoming, { linked: false, standing: 'provisional', notes })
  await linking.tx.write({ record: stored, chain: grown, ledger: noWrites, publish: [] })
  return { chain: grown, stored, sale }
}

function placeProblem(record: TillRecord, key: TillKeyRow): Reply | null {
  if (record.store !== key.store)
    return problem('record_invalid', 'record.store must be the store of the key', 'record.store')
  if (record.till !== key.till)
    return problem('record_invalid', 'record.till must be the till of the key', 'record.till')
  if (record.epoch !== key.epoch)
    return problem('record_invalid', 'record.epoch must be the epoch of the key', 'record.epoch')
  switch (misplaced(record)) {
    case 'kind':
      return problem('record_invalid', 'record.kind must be "epoch" at seq 0, and only there', 'record.kind')
    case 'prev':
      return problem('record_invalid', 'record.prev must be null at seq 0, and only there', 'record.prev')
    case null:
      return null
  }
}
