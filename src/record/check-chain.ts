/**
 * Whether a list of records is the whole chain of one till: for an auditor who has nothing but the
 * records and the till's public keys.
 *
 * Links are judged by place and order by the list, so that one deed is one finding: what was cut out is
 * found at the record behind it, what was put elsewhere at the first record that stands behind a later one.
 */
import { isCheckoutError } from '../core/errors.ts'
import type { PublicKey } from '../core/public-key.ts'
import { closedBy, knownOf, misplaced, placeName, type ChainHead } from './chain.ts'
import { readRecord, type SignedRecord } from './jws.ts'
import { importPublicKey } from './keys.ts'
import type { EpochRecord, GapRecord } from './record.ts'

/**
 * `record_unreadable`: no record in its one form · `signature_wrong`: not what its key signed · `key_unknown`,
 * `key_other`: no key of the till, or that of another epoch or till · `till_other`: another till's record ·
 * `record_repeated`: the same once more · `id_repeated`: another record under an id that was used ·
 * `place_wrong`: an epoch record that is not the first, or a first that is none · `record_out_of_order`: it
 * stands behind a later one · `record_missing`: nothing is there that it could follow · `prev_differs`: it
 * follows another record than the one that is there · `chain_forked`: a second record follows the same one ·
 * `epoch_restored`: the epoch was opened by a till that had forgotten records · `epoch_unlinked`: it names
 * another end of the epoch before · `gap_misplaced`: closes a place that is not before it · `gap_repeated`:
 * closes a place that is closed · `gap_unfounded`: closes, as lost, a place whose record is here ·
 * `gap_differs`: names another record than that of the place it closes · `head_differs`: the chain ends in
 * another record than was said
 */
export const chainFaults = [
  'record_unreadable',
  'signature_wrong',
  'key_unknown',
  'key_other',
  'till_other',
  'record_repeated',
  'id_repeated',
  'place_wrong',
  'record_out_of_order',
  'record_missing',
  'prev_differs',
  'chain_forked',
  'epoch_restored',
  'epoch_unlinked',
  'gap_misplaced',
  'gap_repeated',
  'gap_unfounded',
  'gap_differs',
  'head_differs',
] as const
export type ChainFault = (typeof chainFaults)[number]

export interface ChainFinding {
  /** Place in the list, from 0; its length for what is missing at the end. */
  readonly index: number
  readonly code: ChainFault
}

/** A key that the till was enrolled with. */
export interface ChainKey {
  readonly keyId: string
  readonly key: PublicKey
  readonly store: string
  readonly till: string
  readonly epoch: number
}

export interface ChainBounds {
  /** The end of the chain, as till or platform tell it: shows what is missing there. */
  readonly head?: ChainHead | null
  /** The list may begin later than the till did: records past their retention are gone. */
  readonly isPartial?: boolean
  /** The list is in the order of arrival, or in none. */
  readonly isUnordered?: boolean
}

type Linked = Pick<SignedRecord, 'record' | 'hash'>

/**
 * What is wrong with the records of one till, in the order of the list; nothing when the chain is whole.
 * @param list compact JWS
 * @throws CheckoutError `INPUT_INVALID` for a key that is none
 */
export async function checkChain(
  list: readonly string[],
  keys: readonly ChainKey[],
  bounds: ChainBounds = {},
): Promise<readonly ChainFinding[]> {
  const known = new Map<string, ChainKey & { readonly imported: CryptoKey }>()
  for (const key of keys) known.set(key.keyId, { ...key, imported: await importPublicKey(key.key) })
  const findings: ChainFinding[] = []
  const records: (Linked | null)[] = []
  for (const [index, jws] of list.entries()) {
    const read = await readSigned(jws, known)
    records.push(typeof read === 'string' ? null : read)
    if (typeof read === 'string') findings.push({ index, code: read })
  }
  return sorted([...findings, ...checkLinks(records, bounds)])
}

async function readSigned(
  jws: string,
  keys: ReadonlyMap<string, ChainKey & { readonly imported: CryptoKey }>,
): Promise<SignedRecord | ChainFault> {
  try {
    const signed = await readRecord(jws, (keyId) => keys.get(keyId)?.imported ?? null)
    const { record, keyId } = signed
    const key = keys.get(keyId)
    const isOwn = key?.store === record.store && key.till === record.till && key.epoch === record.epoch
    return isOwn ? signed : 'key_other'
  } catch (error) {
    if (!isCheckoutError(error)) throw error
    if (error.code !== 'RECORD_UNSIGNED') return 'record_unreadable'
    // A key that is not known leaves no cause behind: nothing was tried.
    return error.cause === undefined ? 'key_unknown' : 'signature_wrong'
  }
}

interface Placed extends Linked {
  readonly index: number
  /** Entries right before it in the list that cannot be read: what it follows may be one of them. */
  readonly unread: number
}

/** {@link checkChain} for records whose signatures are proved; null stands for one that cannot be read. */
export function checkLinks(list: readonly (Linked | null)[], bounds: ChainBounds = {}): readonly ChainFinding[] {
  const findings: ChainFinding[] = []
  const find = (index: number, code: ChainFault): void => void findings.push({ index, code })
  const placed = place(list, bounds, find)
  const gaps = new Map<string, Placed & { readonly record: GapRecord }>()
  for (const each of placed) {
    if (!isGap(each)) continue
    const place = closedBy(each.record)
    const closed = place && placeName(place)
    if (!closed) find(each.index, 'gap_misplaced')
    else if (gaps.has(closed)) find(each.index, 'gap_repeated')
    else gaps.set(closed, each)
  }
  const chain: Chain = { placed, gaps, at: byPlace(placed), bounds, find, parents: new Set() }
  for (const each of placed) {
    if (misplaced(each.record)) find(each.index, 'place_wrong')
    else if (each.record.kind === 'epoch') checkStart(chain, each as Placed & { readonly record: EpochRecord })
    else checkPrevious(chain, each)
  }
  for (const [closed, gap] of gaps) checkGap(chain, closed, gap)
  const { head } = bounds
  if (head && head.seq >= 0) {
    const [last, ...others] = chain.at.get(placeName(head)) ?? []
    if (!last) find(list.length, 'record_missing')
    else if ([last, ...others].every(({ hash }) => hash !== head.hash)) find(last.index, 'head_differs')
  }
  return sorted(findings)
}

interface Chain {
  readonly placed: readonly Placed[]
  readonly at: ReadonlyMap<string, readonly Placed[]>
  readonly gaps: ReadonlyMap<string, Placed & { readonly record: GapRecord }>
  readonly bounds: ChainBounds
  /** What a record follows already. */
  readonly parents: Set<string>
  readonly find: (index: number, code: ChainFault) => void
}

/** The records that take a place in the chain. */
function place(
  list: readonly (Linked | null)[],
  { isUnordered = false }: ChainBounds,
  find: Chain['find'],
): readonly Placed[] {
  const placed: Placed[] = []
  const hashes = new Set<string>()
  const ids = new Set<string>()
  const places = new Set<string>()
  let unread = 0
  for (const [index, each] of list.entries()) {
    if (each === null) {
      unread++
      continue
    }
    const { record, hash } = each
    const first = placed[0]?.record ?? record
    const before = placed[placed.length - 1]?.record
    if (record.store !== first.store || record.till !== first.till) find(index, 'till_other')
    else if (hashes.has(hash)) find(index, 'record_repeated')
    else {
      const at = placeName(record)
      const isSecond = places.has(at)
      if (ids.has(record.id)) find(index, 'id_repeated')
      if (!isUnordered && !isSecond && before && isBefore(record, before)) find(index, 'record_out_of_order')
      placed.push({ record, hash, index, unread })
      hashes.add(hash)
      ids.add(record.id)
      places.add(at)
    }
    unread = 0
  }
  return placed
}

function checkPrevious({ placed, at, gaps, bounds, parents, find }: Chain, each: Placed): void {
  const { record, index, unread } = each
  const before = placeName({ epoch: record.epoch, seq: record.seq - 1 })
  const there = at.get(before) ?? []
  const gap = gaps.get(before)
  const isThere = there.some(({ hash }) => hash === record.prev)
  const isClosed = gap !== undefined && (gap.record.missing.hash ?? record.prev) === record.prev
  if (isThere || (isClosed && there.length === 0)) {
    follow(parents, `${before} ${String(record.prev)}`, () => find(index, 'chain_forked'))
  } else if (there.length > 0) find(index, 'prev_differs')
  else if (gap) find(gap.index, 'gap_differs')
  else {
    const isFirst = placed.every((other) => other === each || !isBefore(other.record, record))
    const hole = record.seq - 1 - lastBefore(placed, record)
    if (hole > unread && !(isFirst && bounds.isPartial)) find(index, 'record_missing')
  }
}

function checkStart(chain: Chain, { record, index, unread }: Placed & { readonly record: EpochRecord }): void {
  const { placed, at, gaps, bounds, parents, find } = chain
  const { epoch, last } = record
  follow(parents, placeName({ epoch, seq: -1 }), () => find(index, 'chain_forked'))
  const earlier = placed.filter((other) => other.record.epoch < epoch).map((other) => other.record)
  const there = (last && at.get(placeName(last))) ?? []
  if (last && last.epoch >= epoch) find(index, 'epoch_unlinked')
  else if (earlier.some((other) => other.seq > (knownOf(other.epoch, last) ?? Infinity))) find(index, 'epoch_restored')
  else if (last && there.length === 0) {
    const hole = gaps.has(placeName(last)) ? 0 : last.seq - lastBefore(placed, { epoch: last.epoch, seq: Infinity })
    if (hole > unread && !(earlier.length === 0 && bounds.isPartial)) find(index, 'record_missing')
  } else if (last && there.every(({ hash }) => hash !== last.hash)) find(index, 'epoch_unlinked')
}

/** The last place of the epoch that is there before this one; -1: none. */
function lastBefore(placed: readonly Placed[], { epoch, seq }: Pick<ChainHead, 'epoch' | 'seq'>): number {
  let last = -1
  for (const { record } of placed) if (record.epoch === epoch && record.seq < seq) last = Math.max(last, record.seq)
  return last
}

function checkGap(
  { at, find }: Chain,
  closed: string,
  { record, index }: Placed & { readonly record: GapRecord },
): void {
  const { hash } = record.missing
  const there = at.get(closed) ?? []
  if (there.length === 0) return
  if (hash === null) find(index, 'gap_unfounded')
  else if (there.every((other) => other.hash !== hash)) find(index, 'gap_differs')
}

function follow(parents: Set<string>, parent: string, tell: () => void): void {
  if (parents.has(parent)) tell()
  parents.add(parent)
}

function byPlace(placed: readonly Placed[]): Chain['at'] {
  const at = new Map<string, Placed[]>()
  for (const each of placed) {
    const place = placeName(each.record)
    at.set(place, [...(at.get(place) ?? []), each])
  }
  return at
}

function isGap(each: Placed): each is Placed & { readonly record: GapRecord } {
  return each.record.kind === 'gap'
}

function isBefore(a: Pick<ChainHead, 'epoch' | 'seq'>, b: Pick<ChainHead, 'epoch' | 'seq'>): boolean {
  return a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq)
}

/** One finding of a kind a record. */
function sorted(findings: readonly ChainFinding[]): readonly ChainFinding[] {
  return findings
    .filter(({ index, code }, i) => findings.findIndex((each) => each.index === index && each.code === code) === i)
    .sort((a, b) => a.index - b.index)
}
