/** Which rules hold where and when, and what they say of a category. */
import type { CategoryRule, RuleSet } from '../../../src/scheme/rule-set.ts'
import type { Setting } from '../../../src/scheme/in-force.ts'

const known = new Map<string, number>()

/** Milliseconds of an instant such as `2026-03-06T10:00:00+08:00`. */
export function msOf(instant: string): number {
  const ms = known.get(instant) ?? Date.parse(instant)
  if (known.size < 1000) known.set(instant, ms)
  return ms
}

/** A code says how much of the country it names by the pairs of digits that are not zeros. */
function levelOf(code: string): number {
  return code.replace(/(00)+$/, '').length
}

/** How closely the nearest of `codes` names a region; -1: none covers it. */
export function closeness(codes: readonly string[], region: string): number {
  const levels = codes.map((code) => (region.startsWith(code.slice(0, levelOf(code))) ? levelOf(code) : -1))
  return Math.max(-1, ...levels)
}

const hoursFromUtc: Readonly<Record<string, number>> = { 'Asia/Shanghai': 8, 'Asia/Urumqi': 6, UTC: 0 }

/** Minutes of the day on a wall clock in the zone. */
export function minuteOfDay(instant: string, zone: string): number {
  const hours = hoursFromUtc[zone]
  if (hours === undefined) throw new Error(`the oracle does not know the zone ${zone}`)
  return Math.floor(msOf(instant) / 60_000 + hours * 60) % 1440
}

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

export type Refusal =
  'scheme_not_open' | 'scheme_closed' | 'scheme_paused' | 'region_not_covered' | 'channel_not_covered'

/** Where one scheme stands: by its rule set in force, or by the one that comes nearest and why it does not hold. */
export interface Standing {
  readonly ruleSet: RuleSet
  readonly refusal: Refusal | null
}

/** Schemes stand side by side, and a store takes part in those that its setting names. */
export function standings(ruleSets: readonly RuleSet[], setting: Setting): Standing[] {
  const schemes = new Set(ruleSets.map(({ scheme }) => scheme))
  return [...schemes]
    .filter((scheme) => setting.schemes?.includes(scheme) ?? true)
    .map((scheme) =>
      standingOf(
        ruleSets.filter((each) => each.scheme === scheme),
        setting,
      ),
    )
}

/** Of one scheme: the closest region, then the latest start, then the last in the file; paused, it still shuts out the others. */
function standingOf(ruleSets: readonly RuleSet[], { at, region, channel }: Setting): Standing {
  const now = msOf(at)
  const near = ruleSets.filter(({ regions }) => closeness(regions, region) >= 0)
  const running = near.filter(({ from, to }) => msOf(from) <= now && (to === null || now < msOf(to)))
  const inForce = last(
    running.filter(({ channels }) => channels.includes(channel)),
    ({ regions, from }) => [closeness(regions, region), msOf(from)],
  )
  if (inForce) return { ruleSet: inForce, refusal: inForce.paused ? 'scheme_paused' : null }
  const offChannel = last(running, () => [0])
  if (offChannel) return { ruleSet: offChannel, refusal: 'channel_not_covered' }
  const next = last(
    near.filter(({ from }) => now < msOf(from)),
    ({ from }) => [-msOf(from)],
  )
  if (next) return { ruleSet: next, refusal: 'scheme_not_open' }
  const gone = last(near, ({ to }) => [to === null ? 0 : msOf(to)])
  if (gone) return { ruleSet: gone, refusal: 'scheme_closed' }
  return { ruleSet: ruleSets[0] as RuleSet, refusal: 'region_not_covered' }
}

/** The one with the highest rank, compared place by place; of equal ones the last. */
function last(ruleSets: readonly RuleSet[], rank: (ruleSet: RuleSet) => readonly number[]): RuleSet | undefined {
  const ranked = ruleSets.map((ruleSet, i) => ({ ruleSet, rank: [...rank(ruleSet), i] }))
  ranked.sort((a, b) => {
    const place = a.rank.findIndex((each, i) => each !== b.rank[i])
    return place < 0 ? 0 : (b.rank[place] ?? 0) - (a.rank[place] ?? 0)
  })
  return ranked[0]?.ruleSet
}

/** How a category stands: with the rule set that covers it, or why none does. */
export interface Covered {
  readonly ruleSet: RuleSet | null
  readonly rule: CategoryRule | null
  readonly refusal: Refusal | 'category_not_covered' | null
}

export function coverOf(standing: readonly Standing[], category: string, region: string): Covered {
  for (const { ruleSet, refusal } of standing) {
    const rule = refusal === null ? ruleOf(ruleSet, category, region) : null
    if (rule) return { ruleSet, rule, refusal: null }
  }
  const refused = standing.find((each) => each.refusal !== null && ruleOf(each.ruleSet, category, region))
  return { ruleSet: null, rule: null, refusal: refused?.refusal ?? 'category_not_covered' }
}

/** The closest region's own list goes before the general one. */
export function ruleOf(ruleSet: RuleSet, category: string, region: string): CategoryRule | null {
  const own = ruleSet.regional
    .filter(({ categories }) => categories.some(({ code }) => code === category))
    .map((entry) => ({ entry, close: closeness(entry.regions, region) }))
    .filter(({ close }) => close >= 0)
    .sort((a, b) => b.close - a.close)[0]?.entry.categories
  const found = own?.find(({ code }) => code === category)
  return found ?? ruleSet.categories.find(({ code }) => code === category) ?? null
}
