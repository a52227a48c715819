/** Releases, facts and contexts for tests of the reckoning. */
import type { Listing } from '../../src/catalog/listing.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import type { Release } from '../../src/catalog/release.ts'
import type { Setting } from '../../src/scheme/in-force.ts'
import type { Facts, VerifyContext } from '../../src/verify/verdict.ts'
import { arrayCatalog } from '../support/array-catalog.ts'

export const cleanFacts: Facts = {
  freshness: 'fresh',
  clock: 'trusted',
  serials: {},
  quotaUsed: {},
  entitlement: null,
  offline: null,
}

export function releaseOf(ruleSets: readonly RuleSet[], listings: readonly Listing[]): Release {
  return {
    basis: { versions: { root: 1, snapshot: 1 }, snapshot: '0'.repeat(64), issued: '2024-09-14T00:00:00+08:00' },
    catalog: arrayCatalog(listings),
    ruleSets,
    redeemed: null,
  }
}

export function contextOf(
  release: Release | null,
  setting: Partial<Setting> = {},
  facts: Partial<Facts> = {},
): VerifyContext {
  return {
    release,
    facts: { ...cleanFacts, ...facts },
    setting: { at: '2024-10-01T12:00:00+08:00', region: '140100', channel: 'store', ...setting },
  }
}
