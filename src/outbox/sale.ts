/** A sale as the host and the cashier see it, and what a person has to settle. */
import type { Instant } from '../core/clock.ts'
import type { RecordId } from '../core/ids.ts'
import type { Standing } from '../record/protocol.ts'
import type { ReturnedUnit } from '../core/unit-ref.ts'
import type { Payment } from '../record/record.ts'
import type { Charge } from '../subsidy/charge.ts'
import type { Quote } from '../subsidy/quote.ts'

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
  /** What its payments must come to, as `chargeOf` says of the quote. */
  readonly charge: Charge
  readonly payments: readonly Payment[]
  /** Units given back so far, at whichever till. */
  readonly refunded: readonly ReturnedUnit[]
  readonly cashier: string | null
  /** The platform's signed receipt code; null until confirmed. */
  readonly countersignature: string | null
}

/**
 * Something a person has to settle. `record_held`: a record fails while others are answered; it is sent
 * again by itself, slowly · `record_stranded`: it was damaged, or signed with an earlier key that the platform
 * refuses: no sending again brings it there · `till_refused`: the platform refuses this till's key ·
 * `review_after_sale`: a sale whose money was taken went to review afterwards; one that stood in review when it was committed
 * was told by the outcome. Whatever its kind, a task whose cause is gone closes by itself where the
 * platform says so.
 */
export interface Task {
  readonly id: string
  readonly kind:
    | 'was_it_paid'
    | 'refused_after_sale'
    | 'review_after_sale'
    | 'record_held'
    | 'record_stranded'
    | 'till_refused'
    | 'chain_forked'
    | 'amount_differs'
    | 'refund_without_record'
    | 'refunded_twice'
    | 'storage_lost'
  readonly sale: RecordId | null
  readonly since: Instant
  readonly codes: readonly string[]
}
