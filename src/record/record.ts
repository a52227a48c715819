/** Record v1: what a till signs, keeps and sends. The signed bytes are the canonical JSON of this. */
import * as z from 'zod/mini'
import { amountSchema, instantSchema, textSchema } from '../core/schema.ts'

/** Largest record on the wire, signature included. */
export const maxRecordBytes = 65_536

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const count = z.number().check(z.int(), z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))
const name = textSchema(200)
/** Ids that the host or the authority gives: no control characters, no spaces. */
const token = z.string().check(z.regex(/^[\x21-\x7e]{1,80}$/))
const region = z.string().check(z.regex(/^\d{6}$/))
const channel = z.enum(['store', 'online'])

const itemSchema = z.strictObject({
  gtin: z.optional(z.string().check(z.regex(/^\d{14}$/))),
  brand: z.optional(name),
  model: z.optional(name),
  grade: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(5))),
  recordNumber: z.optional(textSchema(80)),
  certificate: z.optional(textSchema(40)),
  serial: z.optional(textSchema(80)),
  price: z.optional(amountSchema),
  problem: z.optional(z.enum(['barcode_unreadable', 'barcode_check_digit', 'barcode_garbled', 'not_a_product_code'])),
})

export const lineSchema = z.strictObject({
  id: textSchema(80),
  item: itemSchema,
  quantity: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(1000))),
  serials: z.optional(z.array(textSchema(80)).check(z.maxLength(1000))),
  discount: z.optional(amountSchema),
  installation: z.optional(amountSchema),
  freight: z.optional(amountSchema),
  bankPromotion: z.optional(amountSchema),
  oldUnit: z.optional(amountSchema),
  other: z.optional(z.boolean()),
})

export const cartSchema = z.strictObject({
  lines: z.array(lineSchema).check(z.minLength(1), z.maxLength(200)),
  orderDiscount: z.optional(amountSchema),
})

const basisSchema = z.strictObject({
  versions: z.record(z.string(), count),
  snapshot: hash,
  issued: instantSchema,
  ruleSet: z.nullable(textSchema(60)),
})

export const factsSchema = z.strictObject({
  freshness: z.enum(['fresh', 'warn', 'refuse', 'missing']),
  clock: z.enum(['trusted', 'untrusted']),
  serials: z.record(z.string(), z.enum(['here', 'elsewhere', 'maybe'])),
  quotaUsed: z.record(z.string(), count),
  entitlement: z.nullable(
    z.strictObject({
      id: token,
      state: z.enum(['valid', 'expired', 'used', 'unknown']),
      covers: z.array(z.string()),
      region: z.nullable(region),
      channel: z.nullable(channel),
    }),
  ),
  offline: z.nullable(z.strictObject({ count, amount: amountSchema, oldestHours: count })),
})

/** The result as it is signed: the quote without what the cart, the facts and the release already say. */
const resultSchema = z.strictObject({
  lines: z.array(
    z.strictObject({
      id: textSchema(80),
      status: z.enum(['eligible', 'ineligible', 'undetermined', 'other']),
      reasons: z.array(textSchema(40)),
      /** The listing it was judged by. */
      listing: z.nullable(z.strictObject({ brand: name, model: name, category: textSchema(40), grade: z.nullable(count), filedPrice: amountSchema })),
      units: z.array(z.strictObject({ serial: z.nullable(textSchema(80)), price: amountSchema, base: amountSchema, subsidy: amountSchema, payable: amountSchema })),
      steps: z.array(z.strictObject({ formula: textSchema(40), clause: z.nullable(textSchema(60)), inputs: z.record(z.string(), z.string()), result: z.string() })),
    }),
  ),
  deduction: z.enum(['till', 'payment']),
  invoiceTotal: amountSchema,
  subsidy: amountSchema,
  payable: amountSchema,
})

const head = {
  v: z.literal(1),
  /** UUIDv7; the idempotency key. */
  id: uuid,
  store: token,
  till: token,
  /** Grows by one with each enrolment of the till. */
  epoch: count,
  /** Place in the epoch's chain, from 0 without a hole. */
  seq: count,
  /** SHA-256 of the previous record's compact JWS; null at the start of an epoch. */
  prev: z.nullable(hash),
  at: instantSchema,
  /** Whether the till's clock could be trusted, and how far it was from the platform's when last compared. */
  clock: z.strictObject({ state: z.enum(['trusted', 'untrusted']), offsetMs: z.nullable(z.number().check(z.int())) }),
}

const unitRef = z.strictObject({ line: textSchema(80), unit: count })

export const recordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...head,
    kind: z.literal('reserve'),
    orderId: textSchema(80),
    /** Human number on the receipt; never a key. */
    receipt: token,
    cashier: z.nullable(textSchema(80)),
    setting: z.strictObject({ region, channel }),
    basis: z.nullable(basisSchema),
    cart: cartSchema,
    facts: factsSchema,
    result: resultSchema,
    /** `tag`: keyed hash for this till's own quota. `sealed`: JWE to the platform, with record id and till inside. */
    buyer: z.nullable(z.strictObject({ tag: textSchema(64), sealed: textSchema(4096) })),
    /** The entitlement as it was shown. */
    entitlement: z.nullable(textSchema(4096)),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('commit'),
    refers: uuid,
    payments: z.array(z.strictObject({ method: token, amount: amountSchema, reference: z.nullable(textSchema(120)) })).check(z.maxLength(50)),
  }),
  z.strictObject({ ...head, kind: z.literal('cancel'), refers: uuid, reason: textSchema(200) }),
  z.strictObject({
    ...head,
    kind: z.literal('refund'),
    refers: uuid,
    units: z.array(unitRef).check(z.minLength(1), z.maxLength(1000)),
    /** What goes back: to the buyer, and to the fund. */
    payable: amountSchema,
    subsidy: amountSchema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('fulfil'),
    refers: uuid,
    units: z.array(z.strictObject({ line: textSchema(80), unit: count, serial: textSchema(80) })).check(z.minLength(1), z.maxLength(1000)),
    /** References to what was collected: `{ "delivery_photo": "…" }`. */
    evidence: z.record(z.string(), textSchema(500)),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('epoch'),
    /** The last record known of the epoch before. */
    last: z.nullable(z.strictObject({ epoch: count, seq: count, hash })),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('gap'),
    /** The place in the chain that can never be read again, and the hash it had where that is known. */
    missing: z.strictObject({ seq: count, hash: z.nullable(hash) }),
    reason: textSchema(200),
  }),
])

/** One signed record, without its signature. */
export type TillRecord = z.output<typeof recordSchema>
export type RecordKind = TillRecord['kind']
export type ReserveRecord = Extract<TillRecord, { kind: 'reserve' }>
export type RecordResult = ReserveRecord['result']
/** One unit of a sale: the host's line id and the unit's place in it, from 0. */
export type UnitRef = z.output<typeof unitRef>
export type Payment = Extract<TillRecord, { kind: 'commit' }>['payments'][number]
