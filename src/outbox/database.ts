/** The till's own database: records, sales, and what they lead to. Nothing else lives in it. */
import { createDatabase, type Database, type Table } from '../core/database.ts'
import type { Amount } from '../core/money.ts'
import type { IndexedDb, Timers } from '../core/ports.ts'
import type { UnitRef, UnitSerial } from '../core/unit-ref.ts'
import type { ChainHead } from '../record/chain.ts'
import type { SigningKey } from '../record/keys.ts'
import type { RecordKind } from '../record/record.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Delivery, Sale, Task } from './sale.ts'

/** One signed record and where it is on its way. */
export interface RecordRow {
  readonly id: string
  readonly epoch: number
  readonly seq: number
  readonly kind: RecordKind
  /** Id of the sale's reserve record; null for epoch and gap records. */
  readonly sale: string | null
  /** The compact JWS: what is sent. */
  readonly jws: string
  /** SHA-256 of `jws` as it was signed: a row that was damaged since no longer has it. */
  readonly hash: string
  readonly delivery: Delivery
  /** Passes in which it failed while others were answered. */
  readonly attempts: number
  /** Why it is held, or was; null otherwise. */
  readonly code: string | null
  /** Held for good: it is not sent again by itself. */
  readonly final?: boolean
  /** A gap record closed its place: nothing waits for it any more. */
  readonly closed?: true
  /** Of a gap record: the {@link placeName} that it closes. */
  readonly closes?: string
}

/** A unit of a sale that counts against a quota. */
export interface QuotaUse extends UnitRef {
  readonly group: string
}

export interface SaleRow extends Omit<Sale, 'delivery' | 'charge'> {
  readonly atMs: number
  /** Day of the sale in the scheme's zone: `"2026-03-06"`. */
  readonly day: string
  /** The tab that made it, to tell whether somebody is still at it. */
  readonly tab: string
  /** The buyer's tag; absent without a buyer, so that the index passes over it. */
  readonly tag?: string
  /** Id of the entitlement. */
  readonly entitlement?: string
  readonly uses: readonly QuotaUse[]
  /** Serials of all units, to find the sale by. */
  readonly serials: readonly string[]
  /** Serials that were brought since it was sold, in their order; absent before the first. */
  readonly brought?: readonly UnitSerial[]
  /** Refund records whose money was handed out before the platform had answered. */
  readonly promised?: readonly string[]
  /** What was collected with them. */
  readonly evidence?: Readonly<Record<string, string>>
  /** Whether a return gives quota and entitlement back, by the sale's own rule set. */
  readonly quotaReturned: RuleSet['quota']['returned']
  /** 1 while it counts against the offline budget: subsidised, not cancelled, not answered for good. */
  readonly unconfirmed: 0 | 1
  /** Of a sale of another till, kept here since units of it were taken back here: its own order id. */
  readonly fetched?: { readonly orderId: string }
  /** The platform's clock at the answer that `standing` is from, milliseconds since 1970; null: none yet. */
  readonly answeredMs: number | null
}

/** A unit that this till has sold. `key`: `serialKey`. */
export interface SerialRow {
  readonly key: string
  /** The serial alone, in the form the scan stage gives. */
  readonly serial: string
  readonly sale: string
  /** 1 once it was cancelled, refused or returned and can be sold again. */
  readonly released: 0 | 1
}

export interface TaskRow extends Task {
  readonly open: 0 | 1
  readonly note: string | null
}

/** The till's keys. Neither can be read out of WebCrypto. */
export interface TillKeys extends SigningKey {
  /** HMAC-SHA-256 for the buyers' tags; the same through all enrolments. */
  readonly tagKey: CryptoKey
  /** The till's number on receipts. */
  readonly number: number
}

/** Single values, by name. */
export interface Meta {
  head: ChainHead
  keys: TillKeys
  /** Keys of an enrolment that may have reached the platform without its answer reaching us. */
  enrolling: {
    readonly code: string
    readonly keyId: string
    readonly privateKey: CryptoKey
    readonly publicKey: CryptoKey
  }
  /** The platform's key that exports are sealed to where there is no release: as it was at the last enrolment. */
  sealingKey: PlatformInfo['sealingKey']
  /** The platform's clock less ours when last compared, milliseconds. */
  offsetMs: number
  /** Records up to here may be gone, past their retention. */
  pruned: { readonly epoch: number; readonly seq: number }
  /** Where the platform's list of late answers was read up to. */
  cursor: string
  lease: { readonly token: number; readonly holder: string | null; readonly heartbeat: number }
  /** Subsidy and number of the sales that are unconfirmed. */
  budget: { readonly count: number; readonly amount: Amount }
  /** Set when the chain was found forked: no provisional sale until the till is enrolled again. */
  forked: boolean
}

interface OutboxTables {
  readonly records: Table<RecordRow, string>
  readonly sales: Table<SaleRow, string>
  readonly serials: Table<SerialRow, string>
  readonly tasks: Table<TaskRow, string>
  readonly meta: Table<{ readonly key: keyof Meta; readonly value: Meta[keyof Meta] }, string>
}

export type OutboxDatabase = Database<OutboxTables>

/** Tables inside a transaction that has them: what takes these runs inside its caller's. */
export type Tables<Name extends keyof OutboxTables = keyof OutboxTables> = Pick<OutboxTables, Name>

export const allTables: readonly (keyof OutboxTables)[] = ['records', 'sales', 'serials', 'tasks', 'meta']

/**
 * Opens the database, making it at the first start.
 * @throws CheckoutError `STORAGE_UNAVAILABLE`, `STORAGE_QUOTA_EXCEEDED`, `STORAGE_UPGRADE_BLOCKED`, `STORAGE_CORRUPT`
 */
export async function openOutboxDatabase(name: string, indexedDb: IndexedDb, timers?: Timers): Promise<OutboxDatabase> {
  const db = createDatabase<OutboxTables>(
    indexedDb,
    name,
    {
      records: 'id, &[epoch+seq], [delivery+epoch+seq], sale',
      sales: 'id, &orderId, receipt, *serials, tag, entitlement, day, state, atMs, [unconfirmed+atMs]',
      serials: 'key, serial, sale',
      tasks: 'id, open, sale',
      meta: 'key',
    },
    timers,
  )
  await db.open()
  return db
}

/** The value by that name; undefined before it was first written. */
export async function readMeta<Key extends keyof Meta>(
  { meta }: Tables<'meta'>,
  key: Key,
): Promise<Meta[Key] | undefined> {
  return (await meta.get(key))?.value as Meta[Key] | undefined
}

export async function writeMeta<Key extends keyof Meta>(
  { meta }: Tables<'meta'>,
  key: Key,
  value: Meta[Key],
): Promise<void> {
  await meta.put({ key, value })
}

/** As {@link readMeta}, in a transaction of its own. @throws CheckoutError `STORAGE_…` */
export function loadMeta<Key extends keyof Meta>(db: OutboxDatabase, key: Key): Promise<Meta[Key] | undefined> {
  return db.read(['meta'], (tables) => readMeta(tables, key))
}
