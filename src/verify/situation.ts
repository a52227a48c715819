/** Everything the checks look at, worked out once. */
import type { Listing } from '../catalog/listing.ts'
import { instantToMs } from '../core/clock.ts'
import { categoryRule, schemeOf } from '../scheme/category.ts'
import { openRuleSet, type InForce } from '../scheme/in-force.ts'
import type { CategoryRule, RuleSet } from '../scheme/rule-set.ts'
import { isConclusive, type Match, matchItem } from './match.ts'
import type { Reason } from './reasons.ts'
import type { Release } from '../catalog/release.ts'
import { resolve } from './resolve.ts'
import type { Item, VerifyContext } from './verdict.ts'

export interface Situation {
  readonly item: Item
  /** One a unit; null where none was scanned. */
  readonly serials: readonly (string | null)[]
  /** True when the serials are a line's, so that reasons name `serials.1` and not `serial`. */
  readonly isLine: boolean
  readonly context: VerifyContext
  readonly atMs: number
  /** These are null without a release, or where the part of it that is at hand cannot tell. */
  readonly release: Release | null
  readonly match: Match | null
  /** Where each scheme stands. */
  readonly schemes: readonly InForce[]
  /** The scheme that the item falls under, as `schemeOf` finds it. */
  readonly scheme: InForce | null
  /** That scheme's rule set in force; null when none is. */
  readonly ruleSet: RuleSet | null
  readonly listing: Listing | null
  /** Null when there is no listing or rule set, or it does not cover the category. */
  readonly category: CategoryRule | null
}

/** Adds what it finds to `reasons`. */
export type Check = (situation: Situation, reasons: Reason[]) => void

export function situationOf(
  item: Item,
  serials: readonly (string | null)[],
  isLine: boolean,
  context: VerifyContext,
): Situation {
  const { release: given, setting, schemes } = resolve(context)
  const atMs = instantToMs(setting.at, 'at')
  const { region } = setting
  const found = given && matchItem(item, { catalog: given.catalog, schemes, region, atMs })
  const match = found && given.catalog.isPart && !isConclusive(found, item) ? null : found
  const release = match && given
  const listing = match?.listing ?? null
  const scheme = schemeOf(schemes, listing?.category ?? null, region)
  const ruleSet = openRuleSet(scheme)
  const category = listing && ruleSet ? categoryRule(ruleSet, listing.category, region) : null
  return { item, serials, isLine, context, atMs, release, match, schemes, scheme, ruleSet, listing, category }
}
