/** That no two schemes cover one category at one place and time: nothing would say which of them the goods fall under. */
import { msToUtc } from '../core/clock.ts'
import { categoryRule } from './category.ts'
import { ruleSetsAt } from './in-force.ts'
import { interval, overlap } from './lint-intervals.ts'
import type { Report } from './rule-finding.ts'
import type { Channel, RuleSet } from './rule-set.ts'

export function lintSchemes(ruleSet: RuleSet, all: readonly RuleSet[], report: Report): void {
  for (const other of all.slice(0, all.indexOf(ruleSet))) {
    const time = other.scheme === ruleSet.scheme ? null : overlap(ruleSet, other)
    const codes = categoriesOf(ruleSet).filter((code) => categoriesOf(other).includes(code))
    if (!time || codes.length === 0) continue
    for (const code of codes) {
      const region = clash(code, [ruleSet, other], instantsIn(time, all), all)
      if (region !== null) report('category_in_two_schemes', 'categories', `${code} ${other.id} ${region}`)
    }
  }
}

/** A region in which both are the ones of their schemes and cover the category; null: there is none. */
function clash(
  code: string,
  both: readonly [RuleSet, RuleSet],
  instants: readonly number[],
  all: readonly RuleSet[],
): string | null {
  const channels = both[0].channels.filter((channel) => both[1].channels.includes(channel))
  for (const region of new Set(both.flatMap(placesOf))) {
    if (both.some((each) => categoryRule(each, code, region) === null)) continue
    const holds = (ms: number, channel: Channel): boolean => {
      // A till asks by whole seconds: it finds what begins within one at the next.
      const inForce = ruleSetsAt(all, { at: msToUtc(Math.ceil(ms / 1000) * 1000), region, channel })
      return both.every((each) =>
        inForce.some(({ status, ruleSet }) => ruleSet === each && (status === 'open' || status === 'paused')),
      )
    }
    if (channels.some((channel) => instants.some((ms) => holds(ms, channel)))) return region
  }
  return null
}

function categoriesOf({ categories, regional }: RuleSet): readonly string[] {
  return [categories, ...regional.map((entry) => entry.categories)].flat().map(({ code }) => code)
}

function placesOf({ regions, regional }: RuleSet): readonly string[] {
  return [...regions, ...regional.flatMap((entry) => entry.regions)]
}

/** Between these, nothing changes. */
function instantsIn(
  { from, to }: { readonly from: number; readonly to: number },
  all: readonly RuleSet[],
): readonly number[] {
  const changes = all.flatMap((each) => Object.values(interval(each)))
  return [from, ...changes.filter((ms) => ms > from && ms < to)]
}
