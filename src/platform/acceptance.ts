/**
 * What a platform makes of a record: one pure function, so that no two platforms can differ.
 * The platform looks up rows by {@link ledgerKeys}, decides, and writes what comes out in the same
 * transaction.
 */
import { decideCancel } from './accept-cancel.ts'
import { decideCommit } from './accept-commit.ts'
import { broughtSerials, decideFulfil } from './accept-fulfil.ts'
import { decideRefund } from './accept-refund.ts'
import { decideReserve, reserveKeys } from './accept-reserve.ts'
import { keysOf, noWrites, returnedUnits, union, type LedgerKeys, type LedgerSale } from './ledger.ts'
import type { Answer, Standing } from '../record/protocol.ts'
import type { TillRecord } from '../record/record.ts'
import { withSerials } from '../subsidy/refund.ts'
import type { Judgement, AcceptanceContext, Decision } from './decision.ts'

/** Rows that {@link decide} needs. A later record's are known only with its sale's row: ask again with it. */
export function ledgerKeys(record: TillRecord, judgement: Judgement | null, sale: LedgerSale | null): LedgerKeys {
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
      if (!sale) return { sale: record.refers, serials: [], quotas: [], entitlement: null }
      return keysOf(sale, withSerials(sale.units, record.kind === 'fulfil' ? broughtSerials(record) : []))
    }
  }
}

/** Decides on one record. Called once for each, in the order of the till's chain. */
export function decide(record: TillRecord, situation: AcceptanceContext): Decision {
  const decision = decideByKind(record, situation)
  if (situation.link === 'linked') return decision
  const note = situation.link === 'forked' ? 'record_forked' : 'recovered_late'
  const { sale } = decision.writes
  if (!sale) return { ...decision, standing: 'review', notes: [...decision.notes, note] }
  const standing = sale.standing === 'refused' ? 'refused' : 'review'
  const reasons = union(sale.reasons, [note])
  return {
    ...decision,
    late: null,
    standing,
    notes: [...decision.notes, note],
    writes: { ...decision.writes, sale: { ...sale, standing, reasons } },
  }
}

function decideByKind(record: TillRecord, situation: AcceptanceContext): Decision {
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

/** What the platform answers for a record, from what it stored of it and of its sale. */
export function answerFor(
  record: {
    readonly id: string
    readonly sale: string | null
    readonly linked: boolean
    readonly standing: Standing
    readonly notes: readonly string[]
  },
  sale: LedgerSale | null,
  serverTime: string,
): Answer {
  const returned = sale ? returnedUnits(sale) : []
  return {
    record: record.id,
    sale: record.sale,
    standing: record.linked ? (sale?.standing ?? record.standing) : 'provisional',
    reasons: union(sale?.reasons ?? [], record.notes),
    countersignature: record.linked && sale?.standing === 'confirmed' ? sale.countersignature : null,
    ...(returned.length > 0 && { returned }),
    ...(record.notes.includes('record_forked') && { forked: true }),
    serverTime,
  }
}

/** Whether a receipt may be signed: the sale is paid for, and counts. */
export function isReceiptDue(sale: LedgerSale): boolean {
  return (
    sale.standing === 'confirmed' &&
    sale.state === 'committed' &&
    sale.countersignature === null &&
    sale.ruleSet !== null
  )
}
