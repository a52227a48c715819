/** What a platform's store must do. Two keep this contract: one in memory, one in SQL. */
import type { RecordId } from '../core/ids.ts'
import type { LedgerEntitlement, Ledger, LedgerKeys, LedgerWrites, LedgerSale, LedgerSerial } from './ledger.ts'
import type { PublicKey } from '../core/public-key.ts'
import type { Standing } from '../record/protocol.ts'
import type { RecordKind } from '../record/record.ts'
import type { Channel } from '../scheme/rule-set.ts'
import type { LateSale } from './offline-budget.ts'

/** A till: its number on receipts, and how many epochs it has begun. */
export interface TillRow {
  readonly store: string
  readonly till: string
  readonly number: number
  readonly epoch: number
}

/** Where a till sells, as its code said; null: anywhere, which is for rehearsals alone. */
export interface TillPlace {
  /** GB/T 2260 code, 6 digits. */
  readonly region: string
  readonly channels: readonly Channel[]
  /** Codes of the schemes that the store takes part in. */
  readonly schemes: readonly string[]
}

/** A key of a till; each enrolment brings one, for an epoch of its own. */
export interface TillKeyRow {
  readonly keyId: string
  readonly key: PublicKey
  readonly store: string
  readonly till: string
  readonly number: number
  readonly epoch: number
  readonly revoked: boolean
  readonly place: TillPlace | null
}

/** A code that lets a till enrol. Null store or till: any. `usedBy`: the key that used it up. */
export interface CodeRow {
  readonly code: string
  readonly store: string | null
  readonly till: string | null
  readonly reusable: boolean
  readonly usedBy: string | null
  readonly place: TillPlace | null
}

/** The chain of a till's records in one epoch, as far as it is linked. */
export interface ChainRow {
  readonly epoch: number
  /** The last place that is linked or closed; -1: none. Its hash is null when it was closed unread. */
  readonly seq: number
  readonly hash: string | null
  /** Highest place stored, linked or not. */
  readonly furthest: number
  /** A record followed from something else: all from there on is looked at. */
  readonly forked: boolean
  /** The last place that the till still knew when its next epoch began; null while there is none. */
  readonly closedAfter: number | null
  /** The latest instant of its records, put right and never after its arrival, milliseconds since 1970; null: none. */
  readonly latestMs: number | null
  /** Sales that were confirmed late and still weigh on the till's offline budget. */
  readonly late: readonly LateSale[]
}

/** A chain without a record. */
export function emptyChain(epoch: number): ChainRow {
  return { epoch, seq: -1, hash: null, furthest: -1, forked: false, closedAfter: null, latestMs: null, late: [] }
}

export interface StoredRecord {
  readonly id: RecordId
  readonly epoch: number
  readonly seq: number
  readonly hash: string
  readonly kind: RecordKind
  readonly sale: RecordId | null
  /** The place that a gap record closes, epoch and sequence: `"2.15"`; null for all others. */
  readonly closes: string | null
  readonly jws: string
  /** When the platform first had it, by its own clock, milliseconds since 1970. */
  readonly receivedMs: number
  readonly linked: boolean
  readonly standing: Standing
  readonly notes: readonly string[]
}

/** What changed in a transaction, written at once. */
export interface TillWrites {
  readonly record: StoredRecord | null
  /** A record that lost its place: kept beside the one that has it, by its hash. */
  readonly displaced?: StoredRecord
  readonly chain: ChainRow | null
  readonly ledger: LedgerWrites
  /** Records whose answer changed without being asked for, with the till to tell. */
  readonly publish: readonly { readonly store: string; readonly till: string; readonly record: RecordId }[]
}

/**
 * One transaction on one till. Two that write the same row do not both come to an end as they began: what a transaction
 * writes rests on the rows that it read.
 */
export interface TillTransaction {
  /**
   * The chain of an epoch, what is stored under this id or at this place, and a sale's row.
   * `keys`: what is going to be read of the ledger, as far as it is known without the sale's row.
   */
  open(place: {
    readonly epoch: number
    readonly id: RecordId
    readonly seq: number
    readonly sale: RecordId | null
    readonly keys: LedgerKeys
  }): Promise<{ readonly chain: ChainRow; readonly known: StoredRecord | null; readonly sale: LedgerSale | null }>
  /** Stored records from a place on that are not linked yet, in their order. */
  waiting(epoch: number, fromSeq: number, limit: number): Promise<readonly StoredRecord[]>
  record(id: RecordId): Promise<StoredRecord | null>
  /** A stored gap record, of whichever epoch, that {@link StoredRecord.closes} the place. */
  gapFor(place: string): Promise<StoredRecord | null>
  /** What is kept of a place beside the record that has it. */
  displaced(epoch: number, seq: number): Promise<readonly StoredRecord[]>
  /** Chains of earlier epochs, newest first. */
  chainsBefore(epoch: number): Promise<readonly ChainRow[]>
  sale(id: RecordId): Promise<LedgerSale | null>
  /** Rows by key; `sale` is not read again. */
  read(keys: LedgerKeys, sale: LedgerSale | null): Promise<Ledger>
  write(writes: TillWrites): Promise<void>
}

export interface FoundSale {
  readonly sale: LedgerSale
  /** Those that lost their place too. */
  readonly records: readonly StoredRecord[]
}

export interface PlatformStore {
  key(keyId: string): Promise<TillKeyRow | null>
  /** Runs `work` in one transaction, all or nothing; again from its start when another was in its way. */
  transact<T>(
    till: { readonly store: string; readonly till: string },
    work: (tx: TillTransaction) => Promise<T>,
  ): Promise<T>
  /** Reads code, till and key, and writes what `decide` makes of them; null: refused. */
  enrol(
    request: { readonly code: string; readonly store: string; readonly till: string; readonly keyId: string },
    decide: (rows: {
      readonly code: CodeRow | null
      readonly till: TillRow | null
      readonly key: TillKeyRow | null
      readonly nextNumber: number
    }) => {
      readonly code: CodeRow
      readonly till: TillRow
      readonly key: TillKeyRow
    } | null,
  ): Promise<TillKeyRow | null>
  /** Whether a record is stored under this id, with or without a place. */
  hasRecord(till: { readonly store: string; readonly till: string }, id: RecordId): Promise<boolean>
  addCode(code: CodeRow): Promise<void>
  revoke(keyId: string): Promise<void>
  /** The newest linked record of a till, in any epoch. */
  last(till: {
    readonly store: string
    readonly till: string
  }): Promise<{ readonly epoch: number; readonly seq: number; readonly hash: string } | null>
  /** Answers that changed after a cursor, oldest first; `at` is the cursor that stands behind each. */
  changes(
    till: { readonly store: string; readonly till: string },
    after: number,
    limit: number,
  ): Promise<readonly { readonly at: number; readonly record: StoredRecord; readonly sale: LedgerSale | null }[]>
  serials(keys: readonly string[]): Promise<ReadonlyMap<string, LedgerSerial>>
  entitlement(id: string): Promise<LedgerEntitlement | null>
  /** Registers what the platform itself issued. */
  putEntitlement(row: LedgerEntitlement): Promise<void>
  /** At most 20, oldest first. */
  find(
    by:
      | { readonly store: string; readonly receipt: string }
      | { readonly store: string; readonly serial: string }
      | { readonly store: string; readonly orderId: string }
      /** Where a receipt says that its reserve record stands; `till`: the number on receipts. */
      | { readonly place: { readonly till: number; readonly epoch: number; readonly seq: number } },
  ): Promise<readonly FoundSale[]>
  sale(id: RecordId): Promise<LedgerSale | null>
}
