/** What `verify` takes and answers. */
import type { Listing } from '../catalog/listing.ts'
import type { Release, ReleaseBasis } from '../catalog/release.ts'
import type { Freshness } from '../scheme/freshness.ts'
import type { Amount } from '../core/money.ts'
import type { Instant } from '../core/clock.ts'
import type { ScanProblem } from '../scan/scan.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import type { Setting } from '../scheme/in-force.ts'
import type { Reason } from './reasons.ts'

export type { EntitlementFact }

/** The appliance in the cashier's hand: as much of it as is known. */
export interface Item {
  /** 14 digits; 8, 12 and 13 digits are padded. */
  readonly gtin?: string
  readonly brand?: string
  readonly model?: string
  /** Grade that the label shows, 1 to 5. */
  readonly grade?: number
  readonly recordNumber?: string
  readonly certificate?: string
  readonly serial?: string
  /** Final price of one unit after store discounts, before the subsidy. */
  readonly price?: Amount
  /** Set by a scan that could not be read. */
  readonly problem?: ScanProblem
}

/** Which data a decision rests on. */
export interface Basis extends ReleaseBasis {
  /** Id of the rule set in force; null when none was. */
  readonly ruleSet: string | null
}

/** What is known beyond the release, as plain data so that a record can carry it. */
export interface Facts {
  readonly freshness: Freshness
  readonly clock: 'trusted' | 'untrusted'
  /**
   * What is known of serials, by `serialKey`: used on this till (`here`), used by the platform's
   * word (`elsewhere`), a hit in the signed filter (`maybe`), or not used by the platform's word
   * (`free`, which clears a filter's false hit). Absent: nothing is known, and the filter is asked.
   */
  readonly serials: { readonly [key: string]: SerialFact }
  /** Units this buyer has had, by quota group. Absent: none known. */
  readonly quotaUsed: { readonly [group: string]: number }
  /** The buyer's entitlement, already checked as a token; null: none shown. */
  readonly entitlement: EntitlementFact | null
  /** Null when the platform can be asked. Else what the till's unconfirmed sales come to. */
  readonly offline: { readonly count: number; readonly amount: Amount; readonly oldestHours: number } | null
}

export type SerialFact = 'here' | 'elsewhere' | 'maybe' | 'free'

export interface VerifyContext {
  /** Null before any release could be had. */
  readonly release: Release | null
  readonly facts: Facts
  readonly setting: Setting
}

export interface Verdict {
  readonly status: 'eligible' | 'ineligible' | 'undetermined'
  /** All of them, in the order of the reasons table. */
  readonly reasons: readonly Reason[]
  /** The item, normalised. */
  readonly item: Item
  /** The listing it was judged by; null when none fits. */
  readonly listing: Listing | null
  /** Other listings the cashier may have meant. */
  readonly candidates: readonly Listing[]
  readonly evidence: Evidence
}

export interface Evidence {
  readonly at: Instant
  readonly basis: Basis | null
  readonly freshness: Freshness
  readonly clock: 'trusted' | 'untrusted'
}
