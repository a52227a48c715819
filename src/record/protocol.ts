/** The platform's addresses and bodies (DESIGN §6.5). Requests are compact JWS by the till's key unless noted. */
import * as z from 'zod/mini'
import { amountSchema, instantSchema, textSchema } from '../core/schema.ts'

/** Addresses, relative to the platform's base. All are POST. */
export const addresses = {
  /** Body: one record as compact JWS. */
  records: 'v1/records',
  answers: 'v1/answers',
  entitlements: 'v1/entitlements/query',
  serials: 'v1/serials/query',
  sales: 'v1/sales/find',
  /** Enrols a key with a one-time code; signed by the key that is being enrolled. */
  tills: 'v1/tills',
  head: 'v1/tills/head',
} as const

/** Media types. */
export const jwsMediaType = 'application/jose'
export const problemMediaType = 'application/problem+json'

/**
 * `provisional`: the platform has it, unlinked or waiting. `confirmed`: it counts. `refused`: it does
 * not. `review`: a person decides.
 */
export const standingSchema = z.enum(['provisional', 'confirmed', 'refused', 'review'])
export type Standing = z.output<typeof standingSchema>

/** Why the platform refused or holds a sale: reason codes of the verdict, and these of its own. */
export const platformReasons = [
  'record_unlinked', 'record_forked', 'result_differs', 'basis_stale', 'reservation_lapsed', 'serial_held', 'refers_unknown',
  'already_cancelled', 'already_refunded', 'late', 'till_revoked',
] as const

/** Answer to `v1/records`: where the *sale* stands now, whichever of its records was sent. */
export const answerSchema = z.object({
  /** Id of the record this answers. */
  record: textSchema(36),
  /** Id of the sale's reserve record; null for epoch and gap records. */
  sale: z.nullable(textSchema(36)),
  standing: standingSchema,
  reasons: z.array(textSchema(60)),
  /** The receipt's QR text, `TI1:…`, signed by the platform; null until confirmed. */
  countersignature: z.nullable(textSchema(600)),
  serverTime: instantSchema,
})
export type Answer = z.output<typeof answerSchema>

/** `v1/answers`: body `{ till, cursor }`; what changed since. */
export const answersSchema = z.object({ answers: z.array(answerSchema), cursor: textSchema(80), serverTime: instantSchema })

export const enrolRequestSchema = z.strictObject({
  code: textSchema(80),
  store: textSchema(80),
  till: textSchema(80),
  /** The public key, JWK. */
  key: z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: textSchema(43), y: textSchema(43) }),
})
/** `number`: the till's own number on receipts. `epoch`: the epoch that its first record opens. */
export const enrolledSchema = z.object({
  keyId: textSchema(80),
  number: z.number().check(z.int(), z.minimum(0)),
  epoch: z.number().check(z.int(), z.minimum(1)),
  /** The last record the platform has of the till; null: none. */
  last: z.nullable(z.object({ epoch: z.number(), seq: z.number(), hash: textSchema(64) })),
  serverTime: instantSchema,
})
export const headSchema = enrolledSchema

export const serialsRequestSchema = z.strictObject({ serials: z.array(z.strictObject({ gtin: textSchema(80), serial: textSchema(80) })).check(z.maxLength(50)) })
export const serialsSchema = z.object({ states: z.array(z.enum(['free', 'held', 'redeemed'])), serverTime: instantSchema })

export const entitlementRequestSchema = z.strictObject({ entitlement: textSchema(4096) })
export const entitlementSchema = z.object({
  id: textSchema(80), state: z.enum(['valid', 'expired', 'used', 'unknown']), covers: z.array(z.string()),
  region: z.nullable(textSchema(6)), channel: z.nullable(z.enum(['store', 'online'])), serverTime: instantSchema,
})

export const findRequestSchema = z.strictObject({ receipt: z.optional(textSchema(80)), serial: z.optional(textSchema(80)), orderId: z.optional(textSchema(80)) })
/** The sale's records as compact JWS, oldest first, and where it stands. */
export const foundSchema = z.object({
  sales: z.array(z.object({ sale: textSchema(36), standing: standingSchema, reasons: z.array(z.string()), countersignature: z.nullable(z.string()), records: z.array(z.string()) })),
  serverTime: instantSchema,
})

/** RFC 9457 problem details; `code` is one of {@link problemCodes}. */
export const problemSchema = z.object({ type: z.string(), title: z.string(), status: z.number(), code: z.string(), field: z.optional(z.nullable(z.string())) })
export const problemCodes = {
  record_invalid: 400, record_too_large: 413, signature_invalid: 401, till_unknown: 401, till_revoked: 403,
  record_conflict: 409, code_invalid: 403, request_invalid: 400, not_found: 404, internal: 500,
} as const

/** `platform.json`, a signed target. */
export const platformInfoSchema = z.strictObject({
  v: z.literal(1),
  /** Absolute, or relative to the signed repository's address; ends in `/`. */
  api: textSchema(300),
  /** Public key that buyers are sealed to, JWK with `kid`. */
  sealingKey: z.strictObject({ kid: textSchema(80), kty: z.literal('EC'), crv: z.literal('P-256'), x: textSchema(43), y: textSchema(43) }),
  /** Public keys that countersign receipts. `kid` is a byte in hexadecimal. */
  receiptKeys: z.array(z.strictObject({ kid: textSchema(16), kty: z.literal('EC'), crv: z.literal('P-256'), x: textSchema(43), y: textSchema(43) })).check(z.minLength(1), z.maxLength(32)),
  /** Issuers of entitlement tokens. */
  entitlementKeys: z.array(z.strictObject({ issuer: textSchema(200), kid: textSchema(80), kty: z.literal('EC'), crv: z.literal('P-256'), x: textSchema(43), y: textSchema(43) })).check(z.maxLength(32)),
})
export type PlatformInfo = z.output<typeof platformInfoSchema>
export const totalsSchema = z.object({ count: z.number(), subsidy: amountSchema })
