/** What the host gives with each call, checked before anything else happens. */
import * as z from 'zod/mini'
import type { ImportProgress } from './import-outbox.ts'
import type { BuyerInput, CheckoutEvents, CommitInput } from '../client.ts'
import { isDate } from '../core/clock.ts'
import { amountSchema, hostIdSchema, regionSchema, textSchema, wholeSchema } from '../core/schema.ts'
import { noteLimit, type UnitRef } from '../record/record.ts'
import { cartSchema } from '../subsidy/cart.ts'
import type { Cart } from '../subsidy/quote.ts'
import type { QuoteTerms } from '../subsidy/same-terms.ts'
import type { Buyer } from '../outbox/reserve.ts'
import type { SaleSearch } from '../outbox/sales.ts'
import type { ScanOrigin } from '../scan/read-digits.ts'
import { channelSchema } from '../scheme/in-force.ts'
import { scanLimit } from '../scan/scan.ts'
import type { QuoteVerdicts } from './serial-answers.ts'

/** What a person types to find something; as long as a scan can be. */
export const typedSchema: z.ZodMiniString<string> = z.string().check(z.maxLength(scanLimit))

export const buyerSchema: z.ZodMiniType<Buyer> = z.strictObject({
  tag: textSchema(64),
  sealed: textSchema(4096),
  sale: textSchema(80),
  entitlement: z.nullable(textSchema(4096)),
})

/** The buyer of a quote; its cart is the subsidy stage's to read. */
export const quoteSchema: z.ZodMiniType<{ readonly buyer?: Buyer | null | undefined }> = z.looseObject({
  buyer: z.optional(z.nullable(buyerSchema)),
})

/** What `reserve` looks at of the quote it was given: all else is worked out again. */
export const reserveQuoteSchema: z.ZodMiniType<
  QuoteTerms & QuoteVerdicts & { readonly cart: Cart; readonly buyer?: Buyer | null }
> = z.object({
  cart: cartSchema,
  buyer: z.exactOptional(z.nullable(buyerSchema)),
  // The terms that the buyer was shown, and what the redeemed filter hit.
  lines: z.array(
    z.object({
      id: textSchema(80),
      verdict: z.nullable(
        z.object({
          status: textSchema(40),
          listing: z.nullable(z.object({ gtin: z.nullable(textSchema(14)), model: textSchema(400) })),
          reasons: z.array(z.object({ code: textSchema(40), received: z.nullable(z.string()) })),
        }),
      ),
      units: z.array(
        z.object({ serial: z.nullable(typedSchema), price: amountSchema, base: amountSchema, subsidy: amountSchema }),
      ),
    }),
  ),
  basis: z.nullable(z.object({ ruleSet: z.nullable(textSchema(60)) })),
  deduction: z.literal(['till', 'payment']),
  region: regionSchema,
  channel: channelSchema,
  invoiceTotal: amountSchema,
})

export const reserveInputSchema: z.ZodMiniType<{ readonly orderId: string; readonly cashier?: string }> = z.object({
  orderId: textSchema(80),
  cashier: z.exactOptional(textSchema(80)),
})

/** Of `sell` the rest is what {@link reserveInputSchema} reads. */
export const commitSchema: z.ZodMiniType<CommitInput> = z
  .object({
    payments: z
      .array(z.strictObject({ method: hostIdSchema, amount: amountSchema, reference: z.nullable(textSchema(120)) }))
      .check(z.maxLength(50)),
    settle: z.exactOptional(z.literal('review')),
    note: z.exactOptional(textSchema(noteLimit)),
  })
  .check(
    z.refine(({ settle, note }) => settle === undefined || note !== undefined, {
      path: ['note'],
      error: `there, to say why: a text of at most ${noteLimit} characters`,
    }),
  )

const unitRef = { line: textSchema(80), unit: wholeSchema(0) }
export const unitsSchema: z.ZodMiniType<readonly UnitRef[]> = z
  .array(z.strictObject(unitRef))
  .check(z.minLength(1), z.maxLength(1000))
export const fulfilSchema: z.ZodMiniType<{
  readonly units: readonly (UnitRef & { readonly serial: string })[]
  readonly evidence?: Readonly<Record<string, string>>
}> = z.strictObject({
  units: z.array(z.strictObject({ ...unitRef, serial: textSchema(80) })).check(z.minLength(1), z.maxLength(1000)),
  evidence: z.exactOptional(z.record(textSchema(40), textSchema(500))),
})
export const saleSchema: z.ZodMiniString<string> = textSchema(80)
/** An id, a receipt's number, or its whole code. */
export const saleReferenceSchema: z.ZodMiniString<string> = textSchema(400)
export const reasonSchema: z.ZodMiniString<string> = textSchema(200)
export const dateSchema: z.ZodMiniString<string> = z
  .string()
  .check(z.refine(isDate, 'a day that exists, such as "2026-03-06"'))
export const codeSchema: z.ZodMiniString<string> = textSchema(80)
export const taskSchema: z.ZodMiniString<string> = textSchema(200)
export const noteSchema: z.ZodMiniString<string> = textSchema(noteLimit)
/** BCP 47. */
export const localeSchema: z.ZodMiniString<string> = textSchema(40)
export const limitSchema: z.ZodMiniNumber<number> = wholeSchema(1)
export const scanOptionsSchema: z.ZodMiniType<{ readonly origin?: ScanOrigin | undefined }> = z.strictObject({
  origin: z.optional(z.literal(['text', 'scanner'])),
})
const term = z.exactOptional(typedSchema)
export const saleSearchSchema: z.ZodMiniType<SaleSearch> = z.strictObject({
  id: term,
  orderId: term,
  receipt: term,
  serial: term,
  cashier: term,
  date: z.exactOptional(dateSchema),
})

/** The identity is read as it is sealed, and no error of it shows a value. */
export const buyerInputSchema: z.ZodMiniType<BuyerInput> = z.looseObject({
  name: z.any(),
  phone: z.any(),
  idNumber: z.any(),
  entitlement: z.exactOptional(textSchema(4096)),
})

const eventNames: Readonly<Record<keyof CheckoutEvents, true>> = {
  change: true,
  sale: true,
  task: true,
  progress: true,
  error: true,
}
export const eventSchema: z.ZodMiniType<string> = z.literal(Object.keys(eventNames))
export const listenerSchema: z.ZodMiniType = z.custom((value) => typeof value === 'function', 'a function')

export const fileSchema: z.ZodMiniType<Uint8Array> = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array,
  'the bytes of a file',
)
export const importOptionsSchema: z.ZodMiniType<{ readonly onProgress?: ImportProgress | undefined }> = z.strictObject({
  onProgress: z.optional(z.custom<ImportProgress>((value) => typeof value === 'function', 'a function')),
})
