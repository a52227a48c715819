/** The schema of record v1. */
import * as z from 'zod/mini'
import {
  amountSchema,
  hashSchema,
  hostIdSchema,
  instantSchema,
  patternSchema,
  regionSchema,
  textSchema,
  wholeSchema,
} from '../core/schema.ts'
import { categoryLimit, filedModelLimit } from '../catalog/model-text.ts'
import { formulaNames } from '../subsidy/formula.ts'
import { cartSchema } from '../subsidy/cart.ts'
import { channelSchema, schemesSchema } from '../scheme/in-force.ts'
import { factsSchema } from '../verify/schema.ts'
import { noteLimit, type RecordResult, type TillRecord } from './record.ts'

const uuid = patternSchema(
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'a UUID of version 7, lower case',
)
const count = wholeSchema(0)
/** Of a chain: as far as a database counts with 32 bits, some thousand records an hour for two hundred years. */
const place = wholeSchema(0, 2 ** 31 - 1)
/** Milliseconds, either way: further than the years that an instant can name are from one another. */
const mostOffset = 2 ** 49
const grade = wholeSchema(1, 5)
const serial = textSchema(80)

const basis = z.strictObject({
  versions: z.record(textSchema(200), count),
  snapshot: hashSchema,
  issued: instantSchema,
  ruleSet: z.nullable(textSchema(60)),
})

const result: z.ZodMiniType<RecordResult> = z.strictObject({
  lines: z.array(
    z.strictObject({
      id: textSchema(80),
      status: z.literal(['eligible', 'ineligible', 'undetermined', 'other']),
      reasons: z.array(textSchema(40)),
      listing: z.nullable(
        z.strictObject({
          brand: textSchema(200),
          model: textSchema(filedModelLimit),
          category: textSchema(categoryLimit),
          grade: z.nullable(grade),
          filedPrice: amountSchema,
        }),
      ),
      units: z.array(
        z.strictObject({
          serial: z.nullable(serial),
          price: amountSchema,
          base: amountSchema,
          subsidy: amountSchema,
          payable: amountSchema,
        }),
      ),
      steps: z.array(
        z.strictObject({
          formula: z.literal(formulaNames),
          clause: z.nullable(textSchema(60)),
          inputs: z.record(textSchema(40), z.string().check(z.maxLength(200))),
          result: z.string().check(z.maxLength(200)),
        }),
      ),
    }),
  ),
  deduction: z.literal(['till', 'payment']),
  invoiceTotal: amountSchema,
  subsidy: amountSchema,
  payable: amountSchema,
})

const head = {
  v: z.literal(1),
  id: uuid,
  store: hostIdSchema,
  till: hostIdSchema,
  epoch: place,
  seq: place,
  prev: z.nullable(hashSchema),
  at: instantSchema,
  clock: z.strictObject({
    state: z.literal(['trusted', 'untrusted']),
    offsetMs: z.nullable(wholeSchema(-mostOffset, mostOffset)),
  }),
}
const unitRef = { line: textSchema(80), unit: count }
const units = <T extends z.ZodMiniType>(unit: T): z.ZodMiniArray<T> =>
  z.array(unit).check(z.minLength(1), z.maxLength(1000))

export const recordSchema: z.ZodMiniType<TillRecord> = z.discriminatedUnion('kind', [
  z.strictObject({
    ...head,
    kind: z.literal('reserve'),
    orderId: textSchema(80),
    receipt: hostIdSchema,
    cashier: z.nullable(textSchema(80)),
    setting: z.strictObject({ region: regionSchema, channel: channelSchema, schemes: z.exactOptional(schemesSchema) }),
    basis: z.nullable(basis),
    cart: cartSchema,
    facts: factsSchema,
    result,
    buyer: z.nullable(z.strictObject({ tag: textSchema(64), sealed: textSchema(4096) })),
    entitlement: z.nullable(textSchema(4096)),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('commit'),
    refers: uuid,
    payments: z
      .array(z.strictObject({ method: hostIdSchema, amount: amountSchema, reference: z.nullable(textSchema(120)) }))
      .check(z.maxLength(50)),
    note: z.exactOptional(textSchema(noteLimit)),
  }),
  z.strictObject({ ...head, kind: z.literal('cancel'), refers: uuid, reason: textSchema(200) }),
  z.strictObject({
    ...head,
    kind: z.literal('refund'),
    refers: uuid,
    units: units(z.strictObject(unitRef)),
    payable: amountSchema,
    subsidy: amountSchema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('fulfil'),
    refers: uuid,
    units: units(z.strictObject({ ...unitRef, serial })),
    evidence: z.record(textSchema(40), textSchema(500)),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('epoch'),
    last: z.nullable(z.strictObject({ epoch: place, seq: place, hash: hashSchema })),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('gap'),
    missing: z.strictObject({ epoch: z.exactOptional(place), seq: place, hash: z.nullable(hashSchema) }),
    reason: textSchema(200),
  }),
])
