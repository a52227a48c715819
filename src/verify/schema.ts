/** Schemas of what a verdict is made from, in words that an error can say. */
import * as z from 'zod/mini'
import {
  amountSchema,
  hostIdSchema,
  parse,
  patternSchema,
  regionSchema,
  textSchema,
  wholeSchema,
} from '../core/schema.ts'
import type { Release } from '../catalog/release.ts'
import { scanProblems } from '../scan/scan.ts'
import { normalizeSerial, serialLimit } from '../scan/serial.ts'
import { filedModelLimit } from '../catalog/model-text.ts'
import { channelSchema, settingSchema } from '../scheme/in-force.ts'
import type { Facts, Item, VerifyContext } from './verdict.ts'

const count = wholeSchema(0)

/** As `serialKey` writes them. */
const serialKeyLimit = filedModelLimit + 1 + serialLimit

/** A serial as it was scanned or typed. Some characters come to several in the form that serials are compared in. */
export const serialSchema: z.ZodMiniString<string> = textSchema(serialLimit).check(
  z.refine((text) => normalizeSerial(text).length <= serialLimit, `a serial of at most ${serialLimit} characters`),
)

export const itemSchema: z.ZodMiniType<Item> = z.strictObject({
  gtin: z.exactOptional(patternSchema(/^\d{8,14}$/, '8 to 14 digits')),
  brand: z.exactOptional(textSchema(200)),
  model: z.exactOptional(textSchema(200)),
  grade: z.exactOptional(wholeSchema(1, 5)),
  recordNumber: z.exactOptional(textSchema(80)),
  certificate: z.exactOptional(textSchema(40)),
  serial: z.exactOptional(serialSchema),
  price: z.exactOptional(amountSchema),
  problem: z.exactOptional(z.literal(scanProblems)),
})

export const factsSchema: z.ZodMiniType<Facts> = z.strictObject({
  freshness: z.literal(['fresh', 'warn', 'refuse', 'missing']),
  clock: z.literal(['trusted', 'untrusted']),
  serials: z.record(textSchema(serialKeyLimit), z.literal(['here', 'elsewhere', 'maybe', 'free'])),
  quotaUsed: z.record(textSchema(40), count),
  entitlement: z.nullable(
    z.strictObject({
      id: hostIdSchema,
      state: z.literal(['valid', 'expired', 'used', 'unknown']),
      covers: z.array(textSchema(40)),
      region: z.nullable(regionSchema),
      channel: z.nullable(channelSchema),
    }),
  ),
  offline: z.nullable(z.strictObject({ count, amount: amountSchema, oldestHours: count })),
})

/** Big and made by this package's own readers: what is in it was checked as it was read. */
const releaseSchema = z.custom<Release>((value) => {
  const release = value as Partial<Release> | null | undefined
  return typeof release?.basis === 'object' && typeof release.catalog === 'object' && Array.isArray(release.ruleSets)
}, 'null, or a release of basis, catalog, ruleSets and redeemed')
const contextSchema: z.ZodMiniType<VerifyContext> = z.object({
  release: z.nullable(releaseSchema),
  facts: factsSchema,
  setting: settingSchema,
})

// One context serves many items.
const sound = new WeakSet<object>()

/** @throws CheckoutError `INPUT_INVALID` or `INPUT_TOO_LARGE` naming the member: `setting.at`, `facts.offline.count` */
export function requireContext(context: VerifyContext): void {
  if (sound.has(context)) return
  parse(contextSchema, context, '')
  sound.add(context)
}
