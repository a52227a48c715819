/** Which rule set holds at an instant, for a store and a channel. */
import * as z from 'zod/mini'
import { type Instant, instantToMs } from '../core/clock.ts'
import { instantSchema, parse, regionSchema } from '../core/schema.ts'
import { coveringLevel } from './region.ts'
import type { Channel, RuleSet } from './rule-set.ts'

export { regionCovers } from './region.ts'

/** Where and when a sale is. */
export interface Setting {
  readonly at: Instant
  /** GB/T 2260 code of the store, 6 digits. */
  readonly region: string
  readonly channel: Channel
}

export const channelSchema: z.ZodMiniLiteral<'store' | 'online'> = z.literal(['store', 'online'])
export const settingSchema: z.ZodMiniType<Setting> = z.object({
  at: instantSchema,
  region: regionSchema,
  channel: channelSchema,
})
const ruleSetsSchema = z.custom(Array.isArray, 'the list that readSchemeFile gives')
/** Of a rule set, what is looked at here. */
const coverSchema = z.object({ regions: z.array(regionSchema), channels: z.array(channelSchema) })

/** `ruleSet` of a refusal is the one that came nearest, to cite and to name its dates; null: there is none at all. */
export type InForce =
  | { readonly status: 'open'; readonly ruleSet: RuleSet }
  | { readonly status: 'not_open' | 'closed' | 'paused' | 'region' | 'channel'; readonly ruleSet: RuleSet | null }

/** The rule set in force; null when none is. */
export function openRuleSet(scheme: InForce | null): RuleSet | null {
  return scheme?.status === 'open' ? scheme.ruleSet : null
}

interface Bounds {
  readonly from: number
  /** End, not included. */
  readonly to: number
}

const boundsOf = new WeakMap<RuleSet, Bounds>()

function bounds(ruleSet: RuleSet): Bounds {
  let known = boundsOf.get(ruleSet)
  if (!known) {
    parse(coverSchema, ruleSet, 'ruleSet')
    known = {
      from: instantToMs(ruleSet.from, 'from'),
      to: ruleSet.to === null ? Number.POSITIVE_INFINITY : instantToMs(ruleSet.to, 'to'),
    }
    boundsOf.set(ruleSet, known)
  }
  return known
}

function isSound(setting: unknown): boolean {
  if (typeof setting !== 'object' || setting === null) return false
  const { region, channel } = setting as { readonly region?: unknown; readonly channel?: unknown }
  return typeof region === 'string' && /^\d{6}$/.test(region) && (channel === 'store' || channel === 'online')
}

/**
 * The rule set in force at `at`, which lies in its half-open interval `[from, to)`.
 *
 * Where several hold, the one that names the region most closely wins (a county's over its
 * province's over the country's), then the one that began last, then the one that stands last in the
 * file. A paused rule set still wins its place: pausing a city's scheme does not open the province's.
 *
 * When none holds, the nearest miss is told: the channel, then a rule set still to open (the next),
 * then one that closed (the last), then the region.
 *
 * @throws CheckoutError `INPUT_INVALID` naming the member of `setting` that is wrong (`at`), or the rule
 * set that was not read by `readSchemeFile`
 */
export function ruleSetAt(ruleSets: readonly RuleSet[], setting: Setting): InForce {
  // Asked at every verdict: what is sound is told without a schema.
  if (!isSound(setting)) parse(settingSchema, setting, '')
  if (!Array.isArray(ruleSets)) parse(ruleSetsSchema, ruleSets, 'ruleSets')
  const { at, region, channel } = setting
  const ms = instantToMs(at, 'at')
  let held: { ruleSet: RuleSet; level: number; from: number } | null = null
  let offChannel: RuleSet | null = null
  let next: RuleSet | null = null
  let last: RuleSet | null = null
  let elsewhere: RuleSet | null = null
  for (const ruleSet of ruleSets) {
    const { from, to } = bounds(ruleSet)
    const level = coveringLevel(ruleSet.regions, region)
    if (level === null) elsewhere = ms >= from && ms < to ? ruleSet : (elsewhere ?? ruleSet)
    else if (ms < from) {
      if (next === null || from < bounds(next).from) next = ruleSet
    } else if (ms >= to) {
      if (last === null || to > bounds(last).to) last = ruleSet
    } else if (!ruleSet.channels.includes(channel)) offChannel = ruleSet
    else if (held === null || level > held.level || (level === held.level && from >= held.from))
      held = { ruleSet, level, from }
  }
  if (held)
    return held.ruleSet.paused ? { status: 'paused', ruleSet: held.ruleSet } : { status: 'open', ruleSet: held.ruleSet }
  if (offChannel) return { status: 'channel', ruleSet: offChannel }
  if (next) return { status: 'not_open', ruleSet: next }
  if (last) return { status: 'closed', ruleSet: last }
  return elsewhere ? { status: 'region', ruleSet: elsewhere } : { status: 'not_open', ruleSet: null }
}
