/** Which listing the item is: by its barcode, its model, or both where they agree. */
import type { Brand, Catalog, Listing, MayBe } from '../catalog/listing.ts'
import { modelKey, namesItself } from '../catalog/model-text.ts'
import { type Amount, compareAmounts } from '../core/amount.ts'
import { schemeOf } from '../scheme/category.ts'
import { type InForce, openRuleSet } from '../scheme/in-force.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { isOverAny, lowestCeiling } from './ceilings.ts'
import { stateOf } from './listing-state.ts'
import type { Item } from './verdict.ts'
import { hasSameStrangers, sameNumber } from './writing.ts'

/**
 * `listed`: one listing fits. `shared`: several fit, and come to the same whichever it is.
 * `ambiguous`: several fit, and it matters which. `lookalike`: no listing has this model, one has a
 * model that it is disguised as. `mismatch`: barcode and model name different listings. `unnamed`: neither
 * barcode nor model was given.
 */
export type MatchKind = 'listed' | 'shared' | 'ambiguous' | 'lookalike' | 'mismatch' | 'unlisted' | 'unnamed'

export interface Match {
  readonly kind: MatchKind
  /** For `listed` and `shared`: the listing to judge by. */
  readonly listing: Listing | null
  /** What else the cashier may have meant; for `shared` and `ambiguous` all that fit. */
  readonly candidates: readonly Listing[]
  /** The registered brand that the item's brand text names exactly. */
  readonly brand: Brand | null
}

export interface MatchSetting {
  readonly catalog: Catalog
  /** Where each scheme stands. */
  readonly schemes: readonly InForce[]
  /** GB/T 2260 code of the store, 6 digits. */
  readonly region: string
  readonly atMs: number
}

const candidateLimit = 8
const none: readonly Listing[] = Object.freeze([])

export function matchItem(item: Item, setting: MatchSetting): Match {
  const { catalog } = setting
  const brand = item.brand === undefined ? null : (catalog.brandByName(item.brand) ?? catalog.brand(item.brand) ?? null)
  const onBarcode = item.gtin === undefined ? none : catalog.byGtin(item.gtin)
  if (item.model === undefined) {
    if (item.gtin === undefined) return { kind: 'unnamed', listing: null, candidates: none, brand }
    return choose(onBarcode, brand, item.price, setting)
  }
  const { model } = item
  if (onBarcode.length > 0) return matchBoth(model, onBarcode, brand, item.price, setting)
  const byModel = listedAs(model, catalog)
  if (byModel.length === 0) return lookalikeOr('unlisted', model, brand, catalog, none)
  const named = byModel.filter(
    (listing) => listing.brand === brand?.id || namesItself(listing.model) || listing.model === model,
  )
  if (named.length === 0)
    return { kind: 'unlisted', listing: null, candidates: byModel.slice(0, candidateLimit), brand }
  // A listing without a barcode holds for any; one that names another barcode contradicts this one.
  const fitting = item.gtin === undefined ? named : named.filter(({ gtin }) => gtin === null)
  if (fitting.length === 0)
    return { kind: 'mismatch', listing: null, candidates: named.slice(0, candidateLimit), brand }
  return choose(fitting, brand, item.price, setting)
}

/**
 * Whether a match in a part of the release would be the same in the whole: nothing to look for, or found by
 * the very barcode, or as the named brand's very model. What is not there, or only covered by a wildcard, or
 * another brand's, may be listed better elsewhere. Other brands list no barcode of a registered prefix.
 */
export function isConclusive({ kind, listing, candidates, brand }: Match, item: Item): boolean {
  const { gtin, model } = item
  // Whose brand a strange name looks like, only the whole says.
  if (listing === null && brand === null && item.brand !== undefined) return false
  if (kind === 'unnamed') return true
  const found = kind === 'ambiguous' ? candidates[0] : listing
  if (!found || (model !== undefined && !sameNumber(found.model, model))) return false
  return gtin === undefined ? found.brand === brand?.id : found.gtin === gtin
}

function matchBoth(
  model: string,
  onBarcode: readonly Listing[],
  brand: Brand | null,
  price: Amount | undefined,
  setting: MatchSetting,
): Match {
  const { catalog } = setting
  const exact = onBarcode.filter((listing) => listing.model === model)
  if (exact.length > 0) return choose(exact, brand, price, setting)
  const byModel = listedAs(model, catalog)
  const named = new Set(byModel.map(identity))
  const key = modelKey(model)
  const both = onBarcode.filter(
    (listing) =>
      named.has(identity(listing)) || (listing.registeredModel !== null && modelKey(listing.registeredModel) === key),
  )
  if (both.length > 0) return choose(both, brand, price, setting)
  if (byModel.length === 0) return lookalikeOr('mismatch', model, brand, catalog, onBarcode)
  return { kind: 'mismatch', listing: null, candidates: [...onBarcode, ...byModel].slice(0, candidateLimit), brand }
}

/** Listings of a typed model: the model itself before those that a wildcard makes of it. */
function listedAs(model: string, catalog: Catalog): readonly Listing[] {
  const found = catalog.byModel(model).filter((listing) => hasSameStrangers(model, listing.model))
  if (found.length < 2) return found
  const key = modelKey(model)
  return preferred(found, (listing) => modelKey(listing.model) === key)
}

/** @param onBarcode where there are any, only these count as imitated */
function lookalikeOr(
  otherwise: 'unlisted' | 'mismatch',
  model: string,
  brand: Brand | null,
  catalog: Catalog,
  onBarcode: readonly Listing[],
): Match {
  const known = new Set(onBarcode.map(identity))
  const mayBe: MayBe = (listing) =>
    known.size > 0
      ? known.has(identity(listing))
      : brand === null
        ? namesItself(listing.model)
        : listing.brand === brand.id
  const { lookAlikes } = catalog
  const imitated = lookAlikes?.disguised(model, mayBe) ?? none
  if (imitated.length > 0) return { kind: 'lookalike', listing: null, candidates: imitated, brand }
  const candidates =
    known.size > 0 ? onBarcode.slice(0, candidateLimit) : (lookAlikes?.neighbours(model, mayBe) ?? none)
  return { kind: otherwise, listing: null, candidates, brand }
}

/** One of the listings that all fit: the brand's own first, then those in force, then whichever is strictest if it comes to the same. */
function choose(
  fitting: readonly Listing[],
  brand: Brand | null,
  price: Amount | undefined,
  setting: MatchSetting,
): Match {
  const [only] = fitting
  if (only === undefined) return { kind: 'unlisted', listing: null, candidates: none, brand }
  if (fitting.length === 1) return { kind: 'listed', listing: only, candidates: none, brand }
  const ofBrand = preferred(fitting, (each) => each.brand === brand?.id)
  const candidates = preferred(ofBrand, (each) => stateOf(each, setting.atMs) === 'in_force')
  const strictest = candidates.reduce((best, each) => (isStricter(each, best, setting) ? each : best))
  if (candidates.length === 1) return { kind: 'listed', listing: strictest, candidates: none, brand }
  const listed = candidates.slice(0, candidateLimit)
  const consequence = consequenceOf(strictest, price, setting)
  if (candidates.some((each) => consequenceOf(each, price, setting) !== consequence)) {
    return { kind: 'ambiguous', listing: null, candidates: listed, brand }
  }
  const sameModel = candidates.every((each) => modelKey(each.model) === modelKey(strictest.model))
  return { kind: sameModel ? 'listed' : 'shared', listing: strictest, candidates: sameModel ? [] : listed, brand }
}

function preferred(listings: readonly Listing[], wanted: (listing: Listing) => boolean): readonly Listing[] {
  const some = listings.filter(wanted)
  return some.length > 0 ? some : listings
}

/** All of a listing that decides what a unit gets, and whether this price passes. */
function consequenceOf(listing: Listing, price: Amount | undefined, setting: MatchSetting): string {
  const { atMs } = setting
  const ruleSet = ruleSetOf(listing, setting)
  const over = price !== undefined && ruleSet !== null && isOverAny(price, listing, ruleSet)
  return [listing.brand, listing.category, listing.gradeKind, listing.grade, stateOf(listing, atMs), over].join('|')
}

function isStricter(a: Listing, b: Listing, setting: MatchSetting): boolean {
  const byCeiling = compareAmounts(strictestPrice(a, setting), strictestPrice(b, setting))
  return byCeiling < 0 || (byCeiling === 0 && identity(a) < identity(b))
}

/** The rule set in force that the listing's category falls under. */
function ruleSetOf({ category }: Listing, { schemes, region }: MatchSetting): RuleSet | null {
  return openRuleSet(schemeOf(schemes, category, region))
}

function strictestPrice(listing: Listing, setting: MatchSetting): Amount {
  const ruleSet = ruleSetOf(listing, setting)
  return (ruleSet && lowestCeiling(listing, ruleSet)?.amount) ?? listing.filedPrice
}

function identity(listing: Listing): string {
  return `${listing.brand}|${listing.model}|${listing.gtin ?? ''}|${listing.from ?? ''}`
}
