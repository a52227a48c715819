/** Record v1: what a till signs, keeps and sends. The signed bytes are the canonical JSON of this. */
import type { Instant } from '../core/clock.ts'
import type { RecordId } from '../core/ids.ts'
import type { Amount } from '../core/money.ts'
import type { UnitRef } from '../core/unit-ref.ts'
import type { Place } from '../scheme/in-force.ts'
import type { Cart, QuoteUnit, ExplanationStep } from '../subsidy/quote.ts'
import type { Basis, Facts } from '../verify/verdict.ts'

export type { UnitRef }

interface Head {
  readonly v: 1
  /** UUIDv7; the idempotency key. */
  readonly id: RecordId
  readonly store: string
  readonly till: string
  /** Grows by one with each enrolment of the till. */
  readonly epoch: number
  /** Place in the epoch's chain, from 0 without a hole. */
  readonly seq: number
  /** SHA-256 of the previous record's compact JWS, hexadecimal; null at the start of an epoch. */
  readonly prev: string | null
  readonly at: Instant
  /** Whether the till's clock could be trusted, and its distance from the platform's when last compared, milliseconds. */
  readonly clock: { readonly state: 'trusted' | 'untrusted'; readonly offsetMs: number | null }
}

/** The outcome as it is signed: the quote without what the cart, the facts and the release already say. */
export interface RecordResult {
  readonly lines: readonly {
    readonly id: string
    readonly status: 'eligible' | 'ineligible' | 'undetermined' | 'other'
    readonly reasons: readonly string[]
    /** The listing it was judged by. */
    readonly listing: {
      readonly brand: string
      readonly model: string
      readonly category: string
      readonly grade: number | null
      readonly filedPrice: Amount
    } | null
    readonly units: readonly QuoteUnit[]
    readonly steps: readonly ExplanationStep[]
  }[]
  readonly deduction: 'till' | 'payment'
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}

export interface Payment {
  /** The host's name of it: `cash`, `unionpay`; those of {@link Tenders} are no money of the buyer's: `coupon`. */
  readonly method: string
  readonly amount: Amount
  /** The channel's own number; never a card number or payment code. */
  readonly reference: string | null
}

export interface SealedBuyer {
  /** Keyed hash for this till's own quota, base64url. */
  readonly tag: string
  /** Compact JWE to the platform, with the record id and the till inside. */
  readonly sealed: string
}

export interface ReserveRecord extends Head {
  readonly kind: 'reserve'
  readonly orderId: string
  /** Human number on the receipt; never a key. */
  readonly receipt: string
  readonly cashier: string | null
  readonly setting: Place
  /** Null when there was no release: nothing is subsidised then. */
  readonly basis: Basis | null
  readonly cart: Cart
  readonly facts: Facts
  readonly result: RecordResult
  readonly buyer: SealedBuyer | null
  /** The entitlement as it was shown. */
  readonly entitlement: string | null
}

export interface CommitRecord extends Head {
  readonly kind: 'commit'
  readonly refers: RecordId
  readonly payments: readonly Payment[]
  /** Why they differ from what the sale asks for, in the host's words; absent where they do not. */
  readonly note?: string
}

export interface CancelRecord extends Head {
  readonly kind: 'cancel'
  readonly refers: RecordId
  readonly reason: string
}

export interface RefundRecord extends Head {
  readonly kind: 'refund'
  readonly refers: RecordId
  readonly units: readonly UnitRef[]
  /** What goes back to the buyer. */
  readonly payable: Amount
  /** What goes back to the fund. */
  readonly subsidy: Amount
}

export interface FulfilRecord extends Head {
  readonly kind: 'fulfil'
  readonly refers: RecordId
  readonly units: readonly (UnitRef & { readonly serial: string })[]
  /** References to what was collected: `{ "delivery_photo": "…" }`. */
  readonly evidence: { readonly [code: string]: string }
}

/** Opens an epoch. */
export interface EpochRecord extends Head {
  readonly kind: 'epoch'
  /** The last record known of the epoch before; null for a till's first. */
  readonly last: { readonly epoch: number; readonly seq: number; readonly hash: string } | null
}

/** Closes a place in the chain that can never be read again. */
export interface GapRecord extends Head {
  readonly kind: 'gap'
  /** The place that is closed. `epoch`: an earlier one; absent for the record's own. `hash`: of what was there, as far as it is known. */
  readonly missing: { readonly epoch?: number; readonly seq: number; readonly hash: string | null }
  readonly reason: string
}

/** One signed record, without its signature. */
export type TillRecord =
  ReserveRecord | CommitRecord | CancelRecord | RefundRecord | FulfilRecord | EpochRecord | GapRecord
export type RecordKind = TillRecord['kind']

/** Id of the sale that a record belongs to; null for epoch and gap records. */
export function saleOf(record: TillRecord): RecordId | null {
  if (record.kind === 'epoch' || record.kind === 'gap') return null
  return record.kind === 'reserve' ? record.id : record.refers
}

/** Longest note that a person writes, characters. */
export const noteLimit = 500

/** Largest record on the wire, signature included. */
export const maxRecordBytes = 65_536
