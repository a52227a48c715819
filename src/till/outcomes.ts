/** What the calls that change something answer: each a union told apart by `status`. A business refusal is an answer, never thrown. */
import type { Instant } from '../core/clock.ts'
import type { Amount } from '../core/money.ts'
import type { UnitRef } from '../core/unit-ref.ts'
import type { Sale, Task } from '../outbox/sale.ts'
import type { Difference } from '../subsidy/difference.ts'
import type { Quote } from '../subsidy/quote.ts'
import type { Reason } from '../verify/reasons.ts'

/** Nothing was saved: sell without the subsidy. `cause` is the {@link CheckoutError} that says why. */
export interface NotDurable {
  readonly status: 'not_durable'
  readonly cause: unknown
}

export type ReserveOutcome =
  /**
   * Durable. `confirmed`: the platform holds it; `provisional`: it has not answered yet; `review`: a person
   * there looks at it. Until it is confirmed the store bears the risk.
   */
  | { readonly status: 'confirmed' | 'provisional' | 'review'; readonly sale: Sale }
  /** The order was paid, or given back, before: take no money for it. */
  | { readonly status: 'committed' | 'refunded'; readonly sale: Sale }
  /** Known before or from the platform that it does not count. `sale` is null when nothing was saved. */
  | { readonly status: 'refused'; readonly sale: Sale | null; readonly reasons: readonly (Reason | string)[] }
  /** Rules, prices or facts changed since the quote; nothing was saved. */
  | { readonly status: 'requote'; readonly quote: Quote }
  | NotDurable

export type FulfilOutcome =
  /** Durable. `review`: a person at the platform looks at it. */
  | { readonly status: 'confirmed' | 'provisional' | 'review'; readonly sale: Sale }
  | { readonly status: 'refused'; readonly sale: Sale; readonly reasons: readonly string[] }
  | NotDurable

export type CommitOutcome =
  | FulfilOutcome
  /** The payments are not what the sale asks for: nothing was written. Correct them, or insist with `settle`. */
  | ({ readonly status: 'differs' } & Difference)

export type CancelOutcome = { readonly status: 'cancelled' | 'already_refused'; readonly sale: Sale } | NotDurable

export type RefundOutcome =
  | {
      readonly status: 'confirmed' | 'provisional'
      readonly sale: Sale
      /** The units that come back now: those asked for but what was back already, here or at another till. */
      readonly units: readonly UnitRef[]
      /** Yuan that go back to the buyer for them. */
      readonly payable: Amount
      /** Yuan that go back to the fund; `"0.00"` for a sale that the platform refused. */
      readonly subsidy: Amount
    }
  /** All of the units are back already: nothing is to be handed back. */
  | { readonly status: 'already_refunded'; readonly sale: Sale }
  /** Neither on this till nor to be fetched now: a task was made. */
  | { readonly status: 'task'; readonly task: Task }
  | NotDurable

export type RefreshOutcome =
  | { readonly status: 'updated' | 'unchanged'; readonly issued: Instant; readonly listings: number }
  /** The last good release stays in force. */
  | { readonly status: 'failed'; readonly error: unknown }

export type EnrolOutcome =
  { readonly status: 'enrolled'; readonly keyId: string } | { readonly status: 'refused'; readonly error: unknown }
