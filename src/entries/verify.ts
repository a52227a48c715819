/**
 * `tradein-checkout/verify`: the verdict as a pure function. No DOM, no storage, no network, no Node:
 * the same in a page, a worker and a server. The bytes that go in must have been verified by whoever
 * fetched them.
 */
export { verify, verifyLine } from '../verify/verify.ts'
export { serialKey } from '../verify/serial-key.ts'
export { reasonCodes, reasonRules } from '../verify/reasons.ts'
export { createCatalog, type SegmentCatalog } from '../catalog/catalog.ts'
export { readSegment, type Segment } from '../catalog/segment-reader.ts'
export { readBrands } from '../catalog/brands.ts'
export { joinFilters, readFilter, type PeriodFilter } from '../catalog/redeemed-filter.ts'
export { readSchemeFile } from '../scheme/scheme-file.ts'
export { ruleSetAt, type InForce, type Setting } from '../scheme/in-force.ts'

export { CheckoutError, isCheckoutError } from '../core/errors.ts'

export type { Brand, Catalog, Listing, RedeemedFilter, SearchHit, SerialRule } from '../catalog/listing.ts'
export type { Freshness } from '../scheme/freshness.ts'
export type { Instant } from '../core/clock.ts'
export type { ErrorCode } from '../core/errors.ts'
export type { Amount, Rate } from '../core/money.ts'
export type { Gtin14 } from '../scan/gtin.ts'
export type { Scan, ScanKind, ScannedItem, ScanProblem } from '../scan/scan.ts'
export type { CategoryRule, Channel, RuleSet } from '../scheme/rule-set.ts'
export type { Action, Reason, ReasonCode, ReasonRule, Severity, VerdictStep } from '../verify/reasons.ts'
export type { Release } from '../catalog/release.ts'
export type {
  Basis,
  EntitlementFact,
  Evidence,
  Facts,
  Item,
  SerialFact,
  Verdict,
  VerifyContext,
} from '../verify/verdict.ts'
export type { Bytes } from '../core/bytes.ts'
