/** What the platform is sent and what it answers (DESIGN §6.5). */
import * as z from 'zod/mini'
import type { Instant } from '../core/clock.ts'
import { publicKeyMembers, type PublicKey } from '../core/public-key.ts'
import { hashSchema, instantSchema, textSchema, wholeSchema } from '../core/schema.ts'
import type { ReturnedUnit } from '../core/unit-ref.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import { maxSealedPartLength, type ImportReport } from './outbox-file.ts'
import type { TillRecord } from './record.ts'
import { recordSchema } from './schema.ts'

/** Media types of a request, an answer and a refusal (RFC 9457). */
export const mediaTypes = {
  request: 'application/jose',
  answer: 'application/json',
  problem: 'application/problem+json',
} as const

/**
 * `provisional`: the platform has it, unlinked or waiting. `confirmed`: it counts. `refused`: it does
 * not. `review`: a person decides.
 */
export type Standing = 'provisional' | 'confirmed' | 'refused' | 'review'

/** Why the platform refused or holds a sale, beside the reason codes of a verdict. */
export const platformReasons = [
  'record_unlinked',
  'record_forked',
  'result_differs',
  'basis_stale',
  'reservation_lapsed',
  'serial_held',
  'refers_unknown',
  'already_cancelled',
  'already_refunded',
  'already_committed',
  'amounts_differ',
  'buyer_unreadable',
  'recovered_late',
  'setting_mismatch',
] as const
export type PlatformReason = (typeof platformReasons)[number]

/** Where the *sale* stands now, whichever of its records was sent. */
export interface Answer {
  /** Id of the record this answers. */
  readonly record: string
  /** Id of the sale's reserve record; null for epoch and gap records, and where another till's sale has this id. */
  readonly sale: string | null
  readonly standing: Standing
  /** Reason codes of a verdict, or {@link platformReasons}. */
  readonly reasons: readonly string[]
  /** The receipt's QR text, `TI1:…`, signed by the platform; null until confirmed. */
  readonly countersignature: string | null
  readonly serverTime: Instant
  /** Units of the sale that are back, whichever till took them; absent while there are none. */
  readonly returned?: readonly ReturnedUnit[]
  /**
   * The record stands in a chain that forked, or lost its place in it: two profiles sign as this till, or
   * one was put back. Until the till is enrolled again all that it sends is looked at. Absent otherwise.
   */
  readonly forked?: true
}

/** `cursor`: as the last answer gave it; null from the start. */
/** Every reply tells the platform's clock. */
export interface Timed {
  readonly serverTime: Instant
}

export interface AnswersRequest {
  readonly cursor: string | null
}
export interface Answers {
  readonly answers: readonly Answer[]
  readonly cursor: string
  /** Whether more can be had at once with the new cursor. */
  readonly more: boolean
  readonly serverTime: Instant
}

export interface EnrolRequest {
  /** The one-time code. */
  readonly code: string
  readonly store: string
  readonly till: string
  readonly key: PublicKey
}
export interface EnrolAnswer {
  /** The key's id: its RFC 7638 thumbprint. */
  readonly keyId: string
  /** The till's number on receipts. */
  readonly number: number
  /** The epoch that the key signs. */
  readonly epoch: number
  /** The last record the platform has of the till, in any epoch; null: none. */
  readonly last: { readonly epoch: number; readonly seq: number; readonly hash: string } | null
  readonly serverTime: Instant
}

export interface SerialsRequest {
  /** At most 50. `gtin`: 14 digits, or the model where there is no barcode. */
  readonly units: readonly { readonly gtin: string; readonly serial: string }[]
}
export interface SerialsAnswer {
  /** In the order asked. `maybe`: the published files say redeemed, and the platform knows of no sale: a person finds out. */
  readonly states: readonly ('free' | 'held' | 'redeemed' | 'maybe')[]
  readonly serverTime: Instant
}

export interface EntitlementRequest {
  readonly entitlement: string
}
export interface EntitlementAnswer extends EntitlementFact {
  readonly serverTime: Instant
}

/** One of them. All but `code` look among the sales of the till's own store. */
export interface FindRequest {
  /** The whole code of a receipt, `TI1:…`, that the platform signed: it opens its sale to any store. */
  readonly code?: string
  readonly receipt?: string
  readonly serial?: string
  readonly orderId?: string
}
export interface FindAnswer {
  readonly sales: readonly {
    readonly answer: Answer
    /** Its records as compact JWS, oldest first; none of another store's sale. */
    readonly records: readonly string[]
    /** Another store's sale, as far as a refund needs it; null for the store's own. */
    readonly refundable: RefundableSale | null
  }[]
  readonly serverTime: Instant
}

/** By the platform's word: without buyer, entitlement, cashier and facts, and without payments. */
export interface RefundableSale {
  /** The reserve record with those left out. */
  readonly reserve: TillRecord
  readonly state: 'reserved' | 'committed' | 'cancelled' | 'refunded'
}

/** A part of an exported outbox of the till's own store, as it stands in the file. */
export interface ImportRequest {
  readonly sealed: string
}
/** `refused`: by place in the part. */
export interface ImportAnswer extends ImportReport {
  readonly serverTime: Instant
}

/** A refusal that is no business answer. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  /** Dotted path of the member that is wrong. */
  readonly field: string | null
  /** The platform's clock, with `request_expired`: sign the request again by it. */
  readonly serverTime?: Instant
}
/** Problem codes and their HTTP status. */
export const problemStatus = {
  request_invalid: 400,
  record_invalid: 400,
  signature_invalid: 401,
  request_expired: 401,
  till_unknown: 401,
  till_revoked: 403,
  code_invalid: 403,
  not_found: 404,
  record_conflict: 409,
  too_large: 413,
  too_many: 429,
  internal: 503,
} as const
export type ProblemCode = keyof typeof problemStatus

const count = wholeSchema(0)
const id = textSchema(80)
const codes = z.array(textSchema(60)).check(z.maxLength(100))

export const answerSchema: z.ZodMiniType<Answer> = z.object({
  record: id,
  sale: z.nullable(id),
  standing: z.literal(['provisional', 'confirmed', 'refused', 'review']),
  reasons: codes,
  countersignature: z.nullable(textSchema(600)),
  serverTime: instantSchema,
  returned: z.exactOptional(z.array(z.object({ line: textSchema(80), unit: count, by: id })).check(z.maxLength(1000))),
  forked: z.exactOptional(z.literal(true)),
})
export const answersRequestSchema: z.ZodMiniType<AnswersRequest> = z.strictObject({ cursor: z.nullable(id) })
export const answersSchema: z.ZodMiniType<Answers> = z.object({
  answers: z.array(answerSchema).check(z.maxLength(1000)),
  cursor: id,
  more: z.boolean(),
  serverTime: instantSchema,
})
export const enrolRequestSchema: z.ZodMiniType<EnrolRequest> = z.strictObject({
  code: id,
  store: id,
  till: id,
  key: z.strictObject(publicKeyMembers),
})
export const enrolledSchema: z.ZodMiniType<EnrolAnswer> = z.object({
  keyId: id,
  number: count,
  epoch: count,
  last: z.nullable(z.object({ epoch: count, seq: count, hash: hashSchema })),
  serverTime: instantSchema,
})
export const headRequestSchema: z.ZodMiniType<Readonly<Record<string, never>>> = z.strictObject({})
export const serialsRequestSchema: z.ZodMiniType<SerialsRequest> = z.strictObject({
  units: z.array(z.strictObject({ gtin: textSchema(200), serial: id })).check(z.minLength(1), z.maxLength(50)),
})
export const serialsSchema: z.ZodMiniType<SerialsAnswer> = z.object({
  states: z.array(z.literal(['free', 'held', 'redeemed', 'maybe'])).check(z.maxLength(50)),
  serverTime: instantSchema,
})
export const entitlementRequestSchema: z.ZodMiniType<EntitlementRequest> = z.strictObject({
  entitlement: textSchema(4096),
})
export const entitlementSchema: z.ZodMiniType<EntitlementAnswer> = z.object({
  id,
  state: z.literal(['valid', 'expired', 'used', 'unknown']),
  covers: z.array(textSchema(40)),
  region: z.nullable(textSchema(6)),
  channel: z.nullable(z.literal(['store', 'online'])),
  serverTime: instantSchema,
})
export const findRequestSchema: z.ZodMiniType<FindRequest> = z.strictObject({
  code: z.exactOptional(textSchema(400)),
  receipt: z.exactOptional(id),
  serial: z.exactOptional(id),
  orderId: z.exactOptional(id),
})
export const findSchema: z.ZodMiniType<FindAnswer> = z.object({
  sales: z
    .array(
      z.object({
        answer: answerSchema,
        records: z.array(textSchema(70_000)).check(z.maxLength(1000)),
        refundable: z.nullable(
          z.object({
            reserve: recordSchema,
            state: z.literal(['reserved', 'committed', 'cancelled', 'refunded']),
          }),
        ),
      }),
    )
    .check(z.maxLength(20)),
  serverTime: instantSchema,
})
export const importRequestSchema: z.ZodMiniType<ImportRequest> = z.strictObject({
  sealed: textSchema(maxSealedPartLength),
})
export const importSchema: z.ZodMiniType<ImportAnswer> = z.object({
  taken: count,
  known: count,
  refused: z.array(z.object({ place: count, code: textSchema(60) })).check(z.maxLength(1000)),
  serverTime: instantSchema,
})
export const problemSchema: z.ZodMiniType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.literal(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  field: z.nullable(z.string()),
  serverTime: z.exactOptional(instantSchema),
})
