/** A sale as the host and the cashier see it, and what the outbox tells. */
import type { Amount } from '../core/money.ts'
import type { Instant } from '../core/clock.ts'
import type { RecordId } from '../core/ids.ts'
import type { Standing } from '../record/protocol.ts'
import type { Payment, UnitRef } from '../record/record.ts'
import type { Quote } from '../subsidy/quote.ts'
import type { Reason } from '../verify/reasons.ts'

export type SaleState = 'reserved' | 'committed' | 'cancelled' | 'refunded'
/** Where a record is on its way. `held`: a person must look at it; nothing is deleted. */
export type Delivery = 'pending' | 'sending' | 'answered' | 'held'

export interface Sale {
  /** Id of the reserve record: the sale's key everywhere. */
  readonly id: RecordId
  /** The host's own order. The same order is the same sale. */
  readonly orderId: string
  /** Human number on the receipt. */
  readonly receipt: string
  readonly state: SaleState
  /** What the platform last said; provisional until it has answered. */
  readonly standing: Standing
  /** Codes of the platform's refusal or review. */
  readonly reasons: readonly string[]
  /** The least advanced of its records. */
  readonly delivery: Delivery
  readonly at: Instant
  /** Until when the platform holds serial and quota. */
  readonly reservedUntil: Instant
  readonly quote: Quote
  readonly payments: readonly Payment[]
  /** Units given back so far. */
  readonly refunded: readonly UnitRef[]
  readonly cashier: string | null
  /** The platform's signed receipt code; null until confirmed. */
  readonly countersignature: string | null
}

export type ReserveOutcome =
  | { readonly status: 'confirmed' | 'provisional'; readonly sale: Sale }
  /** Known before or from the platform that it does not count. `sale` is null when nothing was saved. */
  | { readonly status: 'refused'; readonly sale: Sale | null; readonly reasons: readonly (Reason | string)[] }
  /** Rules, prices or facts changed since the quote; nothing was saved. */
  | { readonly status: 'requote'; readonly quote: Quote }
  /** Nothing was saved: sell without the subsidy. */
  | { readonly status: 'not_durable'; readonly cause: unknown }

export type CommitOutcome =
  | { readonly status: 'confirmed' | 'provisional' | 'review'; readonly sale: Sale }
  | { readonly status: 'refused'; readonly sale: Sale; readonly reasons: readonly string[] }
  | { readonly status: 'not_durable'; readonly cause: unknown }

export type CancelOutcome =
  | { readonly status: 'cancelled' | 'already_refused'; readonly sale: Sale }
  | { readonly status: 'not_durable'; readonly cause: unknown }

export type RefundOutcome =
  | {
      readonly status: 'confirmed' | 'provisional'
      readonly sale: Sale
      readonly payable: Amount
      readonly subsidy: Amount
    }
  | { readonly status: 'refused'; readonly sale: Sale; readonly reasons: readonly string[] }
  /** Neither on this till nor to be fetched now: a task was made. */
  | { readonly status: 'task'; readonly task: Task }
  | { readonly status: 'not_durable'; readonly cause: unknown }

/** Something a person has to settle. */
export interface Task {
  readonly id: string
  readonly kind:
    | 'was_it_paid'
    | 'refused_after_sale'
    | 'record_held'
    | 'chain_forked'
    | 'amount_differs'
    | 'refund_without_record'
    | 'storage_lost'
  readonly sale: RecordId | null
  readonly since: Instant
  readonly codes: readonly string[]
}

/** What the client tells, by event name. */
export interface CheckoutEvents {
  /** Anything in {@link Status} changed. */
  change: Status
  sale: Sale
  task: Task
  /** Progress of a refresh: bytes so far of bytes in all. */
  progress: { readonly done: number; readonly total: number }
  /** A fault in the background; nothing was lost. */
  error: unknown
}

export interface Status {
  readonly online: boolean
  readonly enrolled: boolean
  /** Null: not known, because reading failed. Never zero for "could not tell". */
  readonly unsent: number | null
  readonly refused: number | null
  readonly held: number | null
  readonly tasks: number | null
  readonly catalog: {
    readonly listings: number
    readonly issued: Instant | null
    readonly freshness: 'fresh' | 'warn' | 'refuse' | 'missing'
    readonly ageHours: number | null
  }
  readonly clock: 'trusted' | 'untrusted'
  readonly syncing: boolean
}
