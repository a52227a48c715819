/** One model's entry in the brand database, and what may be asked of the database. */
import type { Amount } from '../core/money.ts'
import type { Instant } from '../core/clock.ts'
import type { Gtin14 } from '../scan/gtin.ts'

export type GradeKind = 'energy' | 'water' | 'none'
export type ListingStatus = 'listed' | 'suspended' | 'withdrawn'

export interface Listing {
  /** Null where the filing names no barcode. */
  readonly gtin: Gtin14 | null
  /** Brand id, a key of the brands file: `"haier"`. */
  readonly brand: string
  /** As filed: `"KFR-35GW/01A"`. `*` and `#` stand for any one character, as registers write them. */
  readonly model: string
  /** Category code of the rule sets: `"air_conditioner"`. */
  readonly category: string
  readonly gradeKind: GradeKind
  /** 1 to 5; null without a grade. */
  readonly grade: number | null
  /** The price ceiling. */
  readonly filedPrice: Amount
  readonly basePrice: Amount | null
  /** Average transaction price of the last month. */
  readonly averagePrice: Amount | null
  readonly guidePrice: Amount | null
  /** Energy or water label record number: `"202106-27-11027226-462651443728322560"`. */
  readonly recordNumber: string | null
  /** The model as the label's registration writes it, where that differs. */
  readonly registeredModel: string | null
  /** CCC certificate, 16 digits. */
  readonly certificate: string | null
  /** Id of a serial rule of the brand. */
  readonly serialRule: string | null
  /** Valid in `[from, to)`; null is open. */
  readonly from: Instant | null
  readonly to: Instant | null
  readonly status: ListingStatus
  readonly name: string
}

/** A serial rule: a pattern that warns, never refuses. */
export interface SerialRule {
  readonly id: string
  /** Anchored regular expression of the safe subset that the brands schema allows. */
  readonly pattern: string
  readonly example: string
}

export interface Brand {
  readonly id: string
  /** Every name in every script, the one to display first: `["海尔", "Haier"]`. */
  readonly names: readonly string[]
  /** GS1 company prefixes registered to the brand, digits: `"6901018"`. */
  readonly prefixes: readonly string[]
  readonly serialRules: readonly SerialRule[]
}

export interface SearchHit {
  readonly listing: Listing
  /** `exact`, `prefix`, `part`, or `near`: a "did you mean" at one or two edits. */
  readonly match: 'exact' | 'prefix' | 'part' | 'near'
}

/** The brand database in force. Every answer is synchronous. */
export interface Catalog {
  /** Number of listings. */
  readonly size: number
  /** All listings on a barcode: usually one, sometimes several, none when unlisted. */
  byGtin(gtin: Gtin14): readonly Listing[]
  /** All listings whose filed model is `model` after normalising (width, case, spaces, hyphens, slashes, wildcards). */
  byModel(model: string, brand?: string): readonly Listing[]
  /**
   * Near misses of a model text, best first: at most `maxEdits` (1 when left out) edits away, look-alike characters and
   * signs apart, never exact. At 0 edits filed wildcards count too.
   */
  nearModels(model: string, options?: { readonly maxEdits?: 0 | 1 | 2; readonly limit?: number }): readonly Listing[]
  brand(id: string): Brand | undefined
  /** The brand with exactly this name, in any script, after normalising width, case and spaces. */
  brandByName(name: string): Brand | undefined
  /** The brand whose company prefix the barcode carries. */
  brandByGtin(gtin: Gtin14): Brand | undefined
  readonly brands: readonly Brand[]
  /**
   * True of a part of the release: what it lacks may be listed all the same. It has all listings of the brand
   * that an item names, and of the brands whose company prefix its barcode carries.
   */
  readonly isPart?: boolean
  /** A part has none: what it lacks may be listed. */
  readonly lookAlikes?: LookAlikes
}

/** Which listings an item may be, by what else is known of it: its brand or barcode. */
export type MayBe = (listing: Listing) => boolean

/** Whom a text that is on no list can be taken for. */
export interface LookAlikes {
  /** The registered brand that a name which is no registered brand's looks like; null: none. */
  brand(name: string): Brand | null
  /** Listings whose model an unlisted model is disguised as, best first. */
  disguised(model: string, mayBe: MayBe): readonly Listing[]
  /**
   * Listings that a model on no list may have been meant for, best first: two neighbours swapped, or one character
   * more, less or other.
   */
  neighbours(model: string, mayBe: MayBe): readonly Listing[]
}

/** What the signed filters know of one unit. `maybe`: the filter hits, and filters have false positives. */
export interface RedeemedFilter {
  /** @param serial as normalised by the scan stage */
  has(gtin: Gtin14, serial: string): boolean
}
