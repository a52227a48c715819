/** Which rule sets hold at an instant, for a store and a channel: one of each scheme. */
import * as z from 'zod/mini'
import { type Instant, instantToMs } from '../core/clock.ts'
import { instantSchema, parse, regionSchema, textSchema } from '../core/schema.ts'
import { coveringLevel } from './region.ts'
import type { Channel, RuleSet } from './rule-set.ts'

export { regionCovers } from './region.ts'

/** Where a sale is. */
export interface Place {
  /** GB/T 2260 code of the store, 6 digits. */
  readonly region: string
  readonly channel: Channel
  /** Codes of the schemes that the store takes part in; absent: all. */
  readonly schemes?: readonly string[]
}

/** Where and when a sale is. */
export interface Setting extends Place {
  readonly at: Instant
}

export const channelSchema: z.ZodMiniLiteral<'store' | 'online'> = z.literal(['store', 'online'])
export const schemesSchema: z.ZodMiniType<readonly string[]> = z.array(textSchema(40)).check(z.maxLength(50))
export const settingSchema: z.ZodMiniType<Setting> = z.object({
  at: instantSchema,
  region: regionSchema,
  channel: channelSchema,
  schemes: z.exactOptional(schemesSchema),
})
/** Of each rule set, what is looked at here. */
const ruleSetsSchema = z.array(
  z.object({ regions: z.array(regionSchema), channels: z.array(channelSchema) }),
  'the list that readSchemeFile gives',
)

/** Where a scheme stands: with the rule set that holds or, where none does, the one that came nearest, to cite and to name its dates. */
export interface InForce {
  readonly status: 'open' | 'paused' | 'channel' | 'not_open' | 'closed' | 'region'
  readonly ruleSet: RuleSet
}

/** The rule set in force; null when none is. */
export function openRuleSet(scheme: InForce | null): RuleSet | null {
  return scheme?.status === 'open' ? scheme.ruleSet : null
}

/** The rule sets in force, of all schemes. */
export function openRuleSets(schemes: readonly InForce[]): readonly RuleSet[] {
  return schemes.flatMap((scheme) => openRuleSet(scheme) ?? [])
}

interface Bounds {
  readonly from: number
  /** End, not included. */
  readonly to: number
}

const boundsOf = new WeakMap<RuleSet, Bounds>()
const groupsOf = new WeakMap<readonly RuleSet[], readonly (readonly RuleSet[])[]>()

function bounds(ruleSet: RuleSet): Bounds {
  let known = boundsOf.get(ruleSet)
  if (!known) {
    known = {
      from: instantToMs(ruleSet.from, 'from'),
      to: ruleSet.to === null ? Number.POSITIVE_INFINITY : instantToMs(ruleSet.to, 'to'),
    }
    boundsOf.set(ruleSet, known)
  }
  return known
}

/** The rule sets of each scheme, in the order in which the schemes are first named. */
function bySchemes(ruleSets: readonly RuleSet[]): readonly (readonly RuleSet[])[] {
  let known = groupsOf.get(ruleSets)
  if (!known) {
    parse(ruleSetsSchema, ruleSets, 'ruleSets')
    known = [...new Set(ruleSets.map(({ scheme }) => scheme))].map((code) =>
      ruleSets.filter(({ scheme }) => scheme === code),
    )
    groupsOf.set(ruleSets, known)
  }
  return known
}

function isSound(setting: unknown): boolean {
  if (typeof setting !== 'object' || setting === null || 'schemes' in setting) return false
  const { region, channel } = setting as { readonly region?: unknown; readonly channel?: unknown }
  return typeof region === 'string' && /^\d{6}$/.test(region) && (channel === 'store' || channel === 'online')
}

/**
 * Where each scheme stands at `at`, in the order in which `ruleSets` first names them; empty when there
 * are none. A rule set holds in its half-open interval `[from, to)`.
 *
 * Where several of one scheme hold, the one that names the region most closely wins (a county's over its
 * province's over the country's), then the one that began last, then the one that stands last in the
 * file. A paused rule set still wins its place: pausing a city's scheme does not open the province's.
 *
 * When none holds, the nearest miss is told: the channel, then a rule set still to open (the next),
 * then one that closed (the last), then the region.
 *
 * @throws CheckoutError `INPUT_INVALID` naming the member of `setting` that is wrong (`at`), or the rule
 * set that was not read by `readSchemeFile`
 */
export function ruleSetsAt(ruleSets: readonly RuleSet[], setting: Setting): readonly InForce[] {
  // Asked at every verdict: what is sound is told without a schema.
  if (!isSound(setting)) parse(settingSchema, setting, '')
  const ms = instantToMs(setting.at, 'at')
  const { schemes } = setting
  const standing: InForce[] = []
  for (const ofScheme of bySchemes(ruleSets)) {
    if (schemes?.includes(ofScheme[0]?.scheme ?? '') === false) continue
    const found = inForceOf(ofScheme, ms, setting)
    if (found) standing.push(found)
  }
  return standing
}

function inForceOf(ruleSets: readonly RuleSet[], ms: number, { region, channel }: Setting): InForce | null {
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
  if (held) return { status: held.ruleSet.paused ? 'paused' : 'open', ruleSet: held.ruleSet }
  if (offChannel) return { status: 'channel', ruleSet: offChannel }
  if (next) return { status: 'not_open', ruleSet: next }
  if (last) return { status: 'closed', ruleSet: last }
  return elsewhere && { status: 'region', ruleSet: elsewhere }
}
