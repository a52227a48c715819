/**
 * What a platform makes of a record: one pure function, so that no two platforms can differ.
 * The platform looks up rows by {@link ledgerKeys}, decides, and writes what comes out in the same
 * transaction.
 */
import type { RuleSet } from '../scheme/rule-set.ts'
import { serialKey, type EntitlementFact } from '../verify/verdict.ts'
import { decideCancel, decideCommit, decideFulfil, decideRefund } from './acceptance-later.ts'
import { decideReserve, reserveKeys } from './acceptance-reserve.ts'
import { noWrites, type Ledger, type LedgerKeys, type LedgerWrites, type SaleRow } from './ledger.ts'
import type { Answer, Standing } from '../record/protocol.ts'
import type { TillRecord } from '../record/record.ts'

/** What the platform found out about a reserve record before it looked into its ledger. */
export interface Judgement {
  /** The rule set that the basis names; null when the platform has no such release or rule set. */
  readonly ruleSet: RuleSet | null
  /** `stale`: older than the rule set's hard limit, or replaced longer ago than that. */
  readonly basis: 'held' | 'unknown' | 'stale'
  /** Whether basis, cart and facts give the signed result again. */
  readonly replay: 'same' | 'differs' | 'impossible'
  /** The platform's own pseudonym of the buyer; null when the sealed buyer cannot be opened or is another sale's. */
  readonly buyer: string | null
  /** The entitlement shown, checked as a token or looked up; null: none was shown, or it is not known. */
  readonly entitlement: EntitlementFact | null
  /** What checks outside the protocol found: reason codes. */
  readonly refuse: readonly string[]
  readonly review: readonly string[]
}

/** Where the record is in its till's chain: `forked` and `recovered` are put before a person. */
export type Link = 'linked' | 'forked' | 'recovered'

export interface Situation {
  /** SHA-256 of the record's compact JWS. */
  readonly hash: string
  readonly link: Link
  /** The till's number on receipts. */
  readonly tillNumber: number
  /** The platform's clock, milliseconds since 1970. */
  readonly nowMs: number
  /** For reserve records; null for all others. */
  readonly judgement: Judgement | null
  readonly ledger: Ledger
}

export interface Decision {
  /** Standing of a record that belongs to no sale. */
  readonly standing: Standing
  /** Why the record itself was without effect, or is looked at. */
  readonly notes: readonly string[]
  readonly writes: LedgerWrites
}

/** Rows that {@link decide} needs. A later record's are known only with its sale's row: ask again with it. */
export function ledgerKeys(record: TillRecord, judgement: Judgement | null, sale: SaleRow | null): LedgerKeys {
  switch (record.kind) {
    case 'reserve':
      return reserveKeys(record, judgement)
    case 'epoch':
    case 'gap':
      return { sale: null, serials: [], quotas: [], entitlement: null }
    case 'commit':
    case 'cancel':
    case 'refund':
    case 'fulfil': {
      const brought = record.kind === 'fulfil' ? record.units : []
      const serials = (sale?.units ?? []).flatMap(({ line, unit, product, serial }) => {
        const now = serial ?? brought.find((each) => each.line === line && each.unit === unit)?.serial
        return product !== null && now !== undefined ? [serialKey(product, now)] : []
      })
      const quotas = (sale?.quotas ?? []).flatMap(({ key, counted }) => [key, ...counted])
      return { sale: record.refers, serials, quotas, entitlement: sale?.entitlement ?? null }
    }
  }
}

/** Decides on one record. Called once for each, in the order of the till's chain. */
export function decide(record: TillRecord, situation: Situation): Decision {
  const decision = decideByKind(record, situation)
  if (situation.link === 'linked') return decision
  const note = situation.link === 'forked' ? 'record_forked' : 'recovered_late'
  const { sale } = decision.writes
  if (!sale) return { ...decision, standing: 'review', notes: [...decision.notes, note] }
  const standing = sale.standing === 'refused' ? 'refused' : 'review'
  const reasons = union(sale.reasons, [note])
  return {
    ...decision,
    standing,
    notes: [...decision.notes, note],
    writes: { ...decision.writes, sale: { ...sale, standing, reasons } },
  }
}

function decideByKind(record: TillRecord, situation: Situation): Decision {
  switch (record.kind) {
    case 'reserve':
      return decideReserve(record, situation)
    case 'epoch':
    case 'gap':
      return { standing: 'confirmed', notes: [], writes: noWrites }
    case 'commit':
      return decideCommit(record, situation)
    case 'cancel':
      return decideCancel(record, situation)
    case 'refund':
      return decideRefund(record, situation)
    case 'fulfil':
      return decideFulfil(record, situation)
  }
}

/** The sale that a record belongs to; null for epoch and gap records. */
export function saleOf(record: TillRecord): string | null {
  if (record.kind === 'epoch' || record.kind === 'gap') return null
  return record.kind === 'reserve' ? record.id : record.refers
}

/** What the platform answers for a record, from what it stored of it and of its sale. */
export function answerFor(
  record: {
    readonly id: string
    readonly sale: string | null
    readonly linked: boolean
    readonly standing: Standing
    readonly notes: readonly string[]
  },
  sale: SaleRow | null,
  serverTime: string,
): Answer {
  return {
    record: record.id,
    sale: record.sale,
    standing: record.linked ? (sale?.standing ?? record.standing) : 'provisional',
    reasons: union(sale?.reasons ?? [], record.notes),
    countersignature: record.linked && sale?.standing === 'confirmed' ? sale.countersignature : null,
    serverTime,
  }
}

/** Whether a receipt may be signed: the sale is paid for, and counts. */
export function isReceiptDue(sale: SaleRow): boolean {
  return (
    sale.standing === 'confirmed' &&
    sale.state === 'committed' &&
    sale.countersignature === null &&
    sale.ruleSet !== null
  )
}

/** Both lists without doubles, in their order. */
export function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])]
}

/** A person settles a sale that is in review. */
export function settleSale(sale: SaleRow, standing: 'confirmed' | 'refused', reasons: readonly string[]): SaleRow {
  return { ...sale, standing, reasons: standing === 'confirmed' ? [] : union(sale.reasons, reasons) }
}
