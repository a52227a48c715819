/** What the host gives with each call, checked before anything else happens. */
import * as z from 'zod/mini'
import { isDate } from '../core/clock.ts'
import { amountSchema, hostIdSchema, textSchema } from '../core/schema.ts'
import type { Payment, UnitRef } from '../record/record.ts'
import { cartSchema } from '../record/schema.ts'
import type { Cart } from '../subsidy/quote.ts'
import type { Buyer } from '../outbox/reserve.ts'

export const buyerSchema: z.ZodMiniType<Buyer> = z.strictObject({
  tag: textSchema(64),
  sealed: textSchema(4096),
  sale: textSchema(80),
  entitlement: z.nullable(textSchema(4096)),
})

/** What `reserve` looks at of the quote it was given: all else is worked out again. */
export const reserveQuoteSchema: z.ZodMiniType<{ readonly cart: Cart; readonly buyer?: Buyer | null }> = z.object({
  cart: cartSchema,
  buyer: z.exactOptional(z.nullable(buyerSchema)),
  lines: z.array(
    z.object({
      verdict: z.nullable(
        z.object({
          // What the redeemed filter hit is read from these.
          listing: z.nullable(z.object({ gtin: z.nullable(textSchema(14)), model: textSchema(200) })),
          reasons: z.array(z.object({ code: textSchema(40), received: z.nullable(z.string()) })),
        }),
      ),
      units: z.array(z.looseObject({})),
    }),
  ),
})

export const reserveInputSchema: z.ZodMiniType<{ readonly orderId: string; readonly cashier?: string }> = z.object({
  orderId: textSchema(80),
  cashier: z.exactOptional(textSchema(80)),
})

export const paymentsSchema: z.ZodMiniType<readonly Payment[]> = z
  .array(z.strictObject({ method: hostIdSchema, amount: amountSchema, reference: z.nullable(textSchema(120)) }))
  .check(z.maxLength(50))

const unitRef = { line: textSchema(80), unit: z.number().check(z.int(), z.minimum(0)) }
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
export const reasonSchema: z.ZodMiniString<string> = textSchema(200)
export const dateSchema: z.ZodMiniString<string> = z
  .string()
  .check(z.refine(isDate, 'a day that exists, such as "2026-03-06"'))
export const codeSchema: z.ZodMiniString<string> = textSchema(80)
