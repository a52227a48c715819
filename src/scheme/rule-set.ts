/** Rule sets: every rule of a scheme between two instants, as signed data. */
import * as z from 'zod/mini'
import { amountSchema, instantSchema, parse, textSchema } from '../core/schema.ts'

const bilingual = z.strictObject({ zh: textSchema(2000), en: textSchema(2000) })
const code = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/))
const rate = z.string().check(z.regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/))
const clauseId = z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,59}$/))
const region = z.string().check(z.regex(/^\d{6}$/))
const channel = z.enum(['store', 'online'])
const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/))
const hours = z.number().check(z.int(), z.minimum(1), z.maximum(100_000))
/** What lowers the amount that the rate is taken of, and what leaves it as it is. */
const effect = z.enum(['lowers', 'ignored'])

/** What a category gives: a percentage by grade (and without one), or a fixed amount. */
const benefit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rate'),
    /** Grade digit to rate: `{ "1": "0.20", "2": "0.15" }`. */
    byGrade: z.record(z.string().check(z.regex(/^[1-5]$/)), rate),
    /** For goods without a grade; null: not covered. */
    ungraded: z.nullable(rate),
  }),
  z.strictObject({ kind: z.literal('fixed'), amount: amountSchema, byGrade: z.optional(z.record(z.string().check(z.regex(/^[1-5]$/)), amountSchema)) }),
])

const category = z.strictObject({
  code,
  name: bilingual,
  /** Units count against this group: an air-source heater can count as an air conditioner. */
  group: code,
  /** National list, or the locality's own "N". */
  list: z.enum(['national', 'local']),
  benefit,
  /** Most a unit gets. */
  cap: amountSchema,
  /** Highest final price that is covered; null: none. */
  priceLimit: z.nullable(amountSchema),
  serial: z.enum(['at_sale', 'at_fulfilment']),
  evidence: z.array(code),
  clause: clauseId,
})

const group = z.strictObject({ code, /** Units a buyer may have in the quota period. */ units: z.number().check(z.int(), z.minimum(1), z.maximum(1000)) })

export const ruleSetSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,59}$/)),
  title: bilingual,
  /** Not a scheme in force: for trying out. */
  sample: z.boolean(),
  /** GB/T 2260 codes; one ending in zeros covers all below it: `"140000"` is all of Shanxi. */
  regions: z.array(region).check(z.minLength(1)),
  /** IANA zone of hours and days. */
  zone: textSchema(40),
  from: instantSchema,
  to: z.nullable(instantSchema),
  paused: z.boolean(),
  channels: z.array(channel).check(z.minLength(1)),
  /** Who takes the subsidy off: the till, or the payment channel as it is paid. */
  deduction: z.enum(['till', 'payment']),
  categories: z.array(category).check(z.minLength(1), z.maxLength(200)),
  groups: z.array(group).check(z.minLength(1), z.maxLength(200)),
  /** Extra rate or categories for some regions, such as counties and villages. */
  regional: z.array(z.strictObject({ regions: z.array(region), categories: z.array(category) })),
  base: z.strictObject({
    storeDiscount: effect,
    orderDiscount: effect,
    installation: effect,
    freight: effect,
    bankPromotion: effect,
    oldUnit: effect,
    clause: clauseId,
  }),
  ceiling: z.strictObject({
    /** Each that the listing states is a ceiling. */
    against: z.array(z.enum(['filed', 'base', 'average', 'guide'])),
    /** `refuse` the unit, or `cap` the amount that the rate is taken of. */
    mode: z.enum(['refuse', 'cap']),
    /** Yuan above the ceiling that still pass. */
    tolerance: amountSchema,
    /** Below this share of the filed price the price is called suspiciously low; null: never. */
    suspiciousBelow: z.nullable(rate),
    clause: clauseId,
  }),
  rounding: z.strictObject({ mode: z.enum(['down', 'half-up', 'half-even']), unit: amountSchema, clause: clauseId }),
  quota: z.strictObject({
    /** What one quota lasts for. */
    period: z.enum(['rule_set', 'calendar_year', 'month', 'day']),
    /** Rule sets whose use counts here too. */
    carriesOver: z.array(z.string()),
    /** Whether a return gives the quota back. */
    returned: z.enum(['restored', 'burned']),
    clause: clauseId,
  }),
  entitlement: z.strictObject({
    need: z.enum(['none', 'signed_token', 'platform']),
    /** Hours of the day in which it can be redeemed, by channel, in the zone; null: any. */
    redeemable: z.nullable(z.strictObject({ store: z.strictObject({ from: clockTime, to: clockTime }), online: z.strictObject({ from: clockTime, to: clockTime }) })),
    clause: clauseId,
  }),
  /** How long a reservation holds serial, quota and entitlement. */
  reservation: z.strictObject({ holdMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(10_080)) }),
  /** Age of the release since its `issued` instant. */
  freshness: z.strictObject({ warnHours: hours, refuseHours: hours }),
  offline: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('forbidden'), clause: clauseId }),
    z.strictObject({
      mode: z.literal('provisional'),
      /** Most unconfirmed subsidised sales, their subsidy in all, and the age of the oldest. */
      count: z.number().check(z.int(), z.minimum(1), z.maximum(100_000)),
      amount: amountSchema,
      hours,
      clause: clauseId,
    }),
  ]),
  evidence: z.array(code),
  /** Texts to cite. `source` is a citation, or the word `unsourced`. */
  clauses: z.record(clauseId, z.strictObject({ zh: textSchema(2000), en: textSchema(2000), source: textSchema(500) })),
})

export type RuleSet = z.output<typeof ruleSetSchema>
export type CategoryRule = RuleSet['categories'][number]
export type Channel = z.output<typeof channel>

/** `scheme.json`: the rule sets, side by side. */
export const schemeFileSchema = z.strictObject({ v: z.literal(1), ruleSets: z.array(ruleSetSchema).check(z.minLength(1), z.maxLength(200)) })

/** @throws CheckoutError `SCHEME_INVALID` naming the member that is wrong */
export function readSchemeFile(json: unknown): readonly RuleSet[] {
  return parse(schemeFileSchema, json, 'scheme', 'SCHEME_INVALID').ruleSets
}
