/** Why a line, or one unit of it, gets no subsidy. */
import type { Listing } from '../../../src/catalog/listing.ts'
import type { Setting } from '../../../src/scheme/in-force.ts'
import type { CategoryRule, RuleSet } from '../../../src/scheme/rule-set.ts'
import type { Line } from '../../../src/subsidy/quote.ts'
import type { Facts } from '../../../src/verify/verdict.ts'
import { type Fen, fen } from './fen.ts'
import type { World } from './reckon.ts'
import { closeness, coverOf, minuteOfDay, minutesOf, msOf, type Standing } from './rules.ts'

export interface Judged {
  /** Why the whole line gets nothing, whatever its units cost. */
  readonly codes: Set<string>
  readonly listing: Listing | null
  readonly ruleSet: RuleSet | null
  readonly rule: CategoryRule | null
  /** The rate, or the fixed amount. */
  readonly benefit: string | undefined
}

/** All but what its units cost, the quota and the limits without a line. */
export function judgeLine(
  line: Line,
  listings: World['listings'],
  standing: readonly Standing[],
  setting: Setting,
  facts: Facts,
): Judged {
  const codes = new Set<string>()
  const listing = listings.get(line.item.model ?? '') ?? null
  if (facts.freshness === 'refuse') codes.add('catalog_stale')
  if (facts.clock === 'untrusted') codes.add('clock_untrusted')
  if (line.item.price === undefined) codes.add('price_missing')
  if (listing === null) {
    codes.add('model_unlisted')
    return { codes, listing, ruleSet: null, rule: null, benefit: undefined }
  }
  judgeListing(line, listing, setting, codes)
  const { ruleSet, rule, refusal } = coverOf(standing, listing.category, setting.region)
  if (refusal) codes.add(refusal)
  const { byGrade, ungraded } = rule?.benefit ?? {}
  const benefit = (listing.grade === null ? ungraded : byGrade?.[String(listing.grade)]) ?? undefined
  if (rule && benefit === undefined) codes.add('grade_not_covered')
  if (ruleSet && rule) judgeEntitlement(ruleSet, rule, setting, facts, codes)
  judgeSerials(line, listing, rule, setting, facts, codes)
  return { codes, listing, ruleSet, rule, benefit }
}

/** Codes that rest on what was published, not on what a till knows of buyer, unit and line. */
export function isOfRelease(code: string): boolean {
  return /^(model|listing|grade)_/.test(code)
}

function judgeListing({ item }: Line, listing: Listing, { at }: Setting, codes: Set<string>): void {
  if (listing.status === 'suspended') codes.add('listing_suspended')
  else if (listing.status === 'withdrawn') codes.add('listing_withdrawn')
  else if (listing.from !== null && msOf(at) < msOf(listing.from)) codes.add('listing_not_yet_valid')
  else if (listing.to !== null && msOf(at) >= msOf(listing.to)) codes.add('listing_expired')
  if (item.grade !== undefined && item.grade !== listing.grade) codes.add('grade_mismatch')
}

/** An entitlement is for a category or its quota group, a region and a channel, and redeemed within the hours. */
function judgeEntitlement(
  { entitlement: { need, redeemable }, zone }: RuleSet,
  rule: CategoryRule,
  { at, region, channel }: Setting,
  { entitlement }: Facts,
  codes: Set<string>,
): void {
  if (need === 'none') return
  const hours = redeemable?.[channel]
  const minute = minuteOfDay(at, zone)
  if (hours && (minute < minutesOf(hours.from) || minute >= minutesOf(hours.to))) codes.add('entitlement_expired')
  if (entitlement === null || entitlement.state === 'unknown') codes.add('entitlement_missing')
  if (entitlement === null) return
  if (entitlement.state === 'expired') codes.add('entitlement_expired')
  if (entitlement.state === 'used') codes.add('entitlement_used')
  const { covers } = entitlement
  const isFor =
    (covers.length === 0 || covers.includes(rule.code) || covers.includes(rule.group)) &&
    (entitlement.region === null || closeness([entitlement.region], region) >= 0) &&
    (entitlement.channel === null || entitlement.channel === channel)
  if (!isFor) codes.add('entitlement_mismatch')
}

function judgeSerials(
  { item, quantity = 1, serials = item.serial === undefined ? [] : [item.serial] }: Line,
  listing: Listing,
  rule: CategoryRule | null,
  { channel }: Setting,
  facts: Facts,
  codes: Set<string>,
): void {
  if (serials.length < quantity && rule?.serial[channel] === 'at_sale') codes.add('serial_missing')
  for (const serial of Object.keys(facts.serials).length > 0 ? serials : []) {
    const known = facts.serials[`${listing.gtin ?? listing.model}|${serial}`]
    if (known === 'here') codes.add('serial_redeemed_here')
    if (known === 'elsewhere') codes.add('serial_redeemed_elsewhere')
    if (known === 'maybe') codes.add('serial_maybe_redeemed')
  }
}

/** Prices are judged unit by unit: the final price, after the store's discounts. */
export function judgePrice(price: Fen, { ceiling }: RuleSet, { priceLimit }: CategoryRule, listing: Listing): string[] {
  const codes: string[] = []
  if (priceLimit !== null && price > fen(priceLimit)) codes.push('price_over_limit')
  if (ceiling.mode === 'refuse') {
    for (const which of ceiling.against) {
      const stated = listing[`${which}Price`]
      if (stated !== null && price > fen(stated) + fen(ceiling.tolerance)) codes.push(`price_over_${which}`)
    }
  }
  return codes
}
