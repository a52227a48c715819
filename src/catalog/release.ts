/** A verified release, as the stages read it. */
import type { Instant } from '../core/clock.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { TrustedRelease } from '../trust/release.ts'
import type { Catalog, RedeemedFilter } from './listing.ts'

/** Which data a release holds; enough to take the same data out again. */
export interface ReleaseBasis {
  /** Versions of the release's metadata: `{ "root": 1, "snapshot": 12, "brands": 12, … }`. */
  readonly versions: { readonly [role: string]: number }
  /** SHA-256 of the snapshot metadata, hexadecimal: pins every file of the release. */
  readonly snapshot: string
  /** When the authority issued the release, or last confirmed it. */
  readonly issued: Instant
}

export interface Release {
  readonly basis: ReleaseBasis
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
}

/** What verified metadata says of a release. One that does not say when it was issued is as old as its timestamp can be. */
export function releaseBasis({ versions, snapshotHash, issued, expires }: TrustedRelease): ReleaseBasis {
  return { versions, snapshot: snapshotHash, issued: issued ?? expires }
}
