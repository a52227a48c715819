/** The schema of `scheme.json`, and its reader. */
import * as z from 'zod/mini'
import { zero } from '../core/amount.ts'
import { isZone } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import {
  amountSchema,
  instantSchema,
  parse,
  patternSchema,
  regionSchema,
  taggedSchema,
  textSchema,
  wholeSchema,
} from '../core/schema.ts'
import type { CategoryRule, RuleSet, SchemeFile } from './rule-set.ts'

const bilingual = z.strictObject({ zh: textSchema(2000), en: textSchema(2000) })
const code = patternSchema(/^[a-z][a-z0-9_]{0,39}$/, '1 to 40 lower-case letters, digits or underscores')
const rate = patternSchema(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'a rate from 0 to 1 in quotes, such as "0.15"')
const clauseId = patternSchema(
  /^[a-z0-9][a-z0-9._-]{0,59}$/,
  '1 to 60 lower-case letters, digits, dots, hyphens or underscores',
)
const opens = patternSchema(/^([01]\d|2[0-3]):[0-5]\d$/, 'an hour of the day, such as "10:00"')
const closes = patternSchema(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'an hour of the day, such as "22:00", or "24:00"')
const grade = patternSchema(/^[1-5]$/, 'a grade from 1 to 5')
// A unit of nothing would divide by it.
const roundingUnit = amountSchema.check(z.refine((unit) => unit !== zero, 'above 0.00'))
const hours = z.strictObject({ from: opens, to: closes })
const zoneSchema = textSchema(40).check(z.refine(isZone, 'a time zone of the IANA list, such as "Asia/Shanghai"'))
const effect = z.literal(['lowers', 'ignored'])

const serialTime = z.literal(['at_sale', 'at_fulfilment'])
const category: z.ZodMiniType<CategoryRule> = z.strictObject({
  code,
  name: bilingual,
  group: code,
  list: z.literal(['national', 'local']),
  benefit: taggedSchema<CategoryRule['benefit']>('kind', {
    rate: z.strictObject({ kind: z.literal('rate'), byGrade: z.record(grade, rate), ungraded: z.nullable(rate) }),
    fixed: z.strictObject({
      kind: z.literal('fixed'),
      byGrade: z.record(grade, amountSchema),
      ungraded: z.nullable(amountSchema),
    }),
  }),
  cap: amountSchema,
  priceLimit: z.nullable(amountSchema),
  serial: z.strictObject({ store: serialTime, online: serialTime }),
  evidence: z.array(code).check(z.maxLength(20)),
  clause: clauseId,
})

export const ruleSetSchema: z.ZodMiniType<RuleSet> = z.strictObject({
  v: z.literal(1),
  id: patternSchema(/^[a-z0-9][a-z0-9-]{0,59}$/, '1 to 60 lower-case letters, digits or hyphens'),
  scheme: code,
  title: bilingual,
  sample: z.boolean(),
  regions: z.array(regionSchema).check(z.minLength(1), z.maxLength(4000)),
  zone: zoneSchema,
  from: instantSchema,
  to: z.nullable(instantSchema),
  paused: z.boolean(),
  channels: z.array(z.literal(['store', 'online'])).check(z.minLength(1)),
  deduction: z.literal(['till', 'payment']),
  categories: z.array(category).check(z.minLength(1), z.maxLength(200)),
  groups: z.array(z.strictObject({ code, units: wholeSchema(1, 1000) })).check(z.minLength(1), z.maxLength(200)),
  regional: z
    .array(z.strictObject({ regions: z.array(regionSchema), categories: z.array(category) }))
    .check(z.maxLength(200)),
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
    against: z.array(z.literal(['filed', 'base', 'average', 'guide'])),
    mode: z.literal(['refuse', 'cap']),
    tolerance: amountSchema,
    suspiciousBelow: z.nullable(rate),
    clause: clauseId,
  }),
  rounding: z.strictObject({ mode: z.literal(['down', 'half-up', 'half-even']), unit: roundingUnit, clause: clauseId }),
  quota: z.strictObject({
    period: z.literal(['rule_set', 'calendar_year', 'month', 'day']),
    carriesOver: z.array(textSchema(60)),
    returned: z.literal(['restored', 'burned']),
    clause: clauseId,
  }),
  entitlement: z.strictObject({
    need: z.literal(['none', 'signed_token', 'platform']),
    redeemable: z.nullable(z.strictObject({ store: hours, online: hours })),
    clause: clauseId,
  }),
  reservation: z.strictObject({ holdMinutes: wholeSchema(1, 10_080) }),
  freshness: z.strictObject({ warnHours: wholeSchema(1, 100_000), refuseHours: wholeSchema(1, 100_000) }),
  offline: taggedSchema<RuleSet['offline']>('mode', {
    forbidden: z.strictObject({ mode: z.literal('forbidden'), clause: clauseId }),
    provisional: z.strictObject({
      mode: z.literal('provisional'),
      count: wholeSchema(1, 100_000),
      amount: amountSchema,
      hours: wholeSchema(1, 100_000),
      clause: clauseId,
    }),
  }),
  evidence: z.array(code).check(z.maxLength(20)),
  cites: z.record(textSchema(60), clauseId),
  clauses: z.record(clauseId, z.strictObject({ zh: textSchema(2000), en: textSchema(2000), source: textSchema(500) })),
})

export const schemeFileSchema: z.ZodMiniType<SchemeFile> = z.strictObject({
  v: z.literal(1),
  ruleSets: z.array(ruleSetSchema).check(z.minLength(1), z.maxLength(200)),
})

/**
 * The rule sets that count, of till and platform alike: samples count only where all are samples, which
 * makes the file a sandbox's. Beside a real rule set they never hold.
 * @throws CheckoutError `SCHEME_INVALID` naming the member that is wrong
 */
export function readSchemeFile(json: unknown): readonly RuleSet[] {
  return countingRuleSets(readEveryRuleSet(json))
}

/** Those of {@link readEveryRuleSet} that {@link readSchemeFile} gives. */
export function countingRuleSets(ruleSets: readonly RuleSet[]): readonly RuleSet[] {
  const real = ruleSets.filter(({ sample }) => !sample)
  return real.length > 0 ? real : ruleSets
}

/** As they stand in the file, for the authority's own tool. @throws CheckoutError `SCHEME_INVALID` naming the member that is wrong */
export function readEveryRuleSet(json: unknown): readonly RuleSet[] {
  return parse(schemeFileSchema, json, 'scheme', 'SCHEME_INVALID').ruleSets
}

/**
 * A production till sells by no rehearsal's rules.
 * @param ruleSets those that count
 * @throws CheckoutError `OPTIONS_INVALID` for a sandbox's
 */
export function requireProduction(ruleSets: readonly RuleSet[]): void {
  if (ruleSets.some(({ sample }) => !sample)) return
  throw new CheckoutError('OPTIONS_INVALID', 'this repository is a sandbox: all of its rule sets are samples', {
    field: 'options.environment',
    expected: 'sandbox',
    received: 'production',
  })
}
