/**
 * `tradein-checkout/verify`: the verdict as a pure function. No DOM, no storage, no network, no Node:
 * the same in a page, a worker and a server. The bytes that go in must have been verified by whoever
 * fetched them.
 */
import * as z from 'zod/mini'
import { brandsSchema, readBrands as brandsIn } from '../catalog/brands.ts'
import { createCatalog as catalogOf } from '../catalog/catalog.ts'
import type { SegmentCatalog } from '../catalog/part.ts'
import { joinFilters as joined, readFilter as filterIn } from '../catalog/redeemed-filter.ts'
import type { RedeemedFilter } from '../catalog/listing.ts'
import { readSegment as segmentIn, type Segment } from '../catalog/segment-reader.ts'
import {
  checked,
  requireBytes,
  requireList,
  requireObject,
  requireText,
  requirement,
  type Requirement,
} from '../core/require.ts'
import { parse } from '../core/schema.ts'
import type { Gtin14 } from '../scan/gtin.ts'
import { ruleSetsAt as inForceAt } from '../scheme/in-force.ts'
import { serialKey as keyOf } from '../verify/serial-key.ts'
import * as verdicts from '../verify/verify.ts'

export { reasonCodes, reasonRules } from '../verify/reasons.ts'
export type { SegmentCatalog } from '../catalog/part.ts'
export type { Segment } from '../catalog/segment-reader.ts'
export type { PeriodFilter } from '../catalog/redeemed-filter.ts'
export { readSchemeFile } from '../scheme/scheme-file.ts'
export type { InForce, Place, Setting } from '../scheme/in-force.ts'

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

function madeBy(reader: string, member: string): z.ZodMiniType {
  const isMade = (value: unknown): boolean =>
    typeof (value as Readonly<Record<string, unknown>> | null)?.[member] === 'function'
  return z.custom(isMade, `what ${reader} gives`)
}
function as(schema: z.ZodMiniType): Requirement {
  return (value, field) => {
    parse(schema, value, field)
  }
}
const filter = /* @__PURE__ */ madeBy('readFilter', 'has')

export const verify: typeof verdicts.verify = /* @__PURE__ */ checked(verdicts.verify, {
  item: requireObject,
  context: requireObject,
})
export const verifyLine: typeof verdicts.verifyLine = /* @__PURE__ */ checked(verdicts.verifyLine, {
  item: requireObject,
  serials: requireList,
  context: requireObject,
})
export const ruleSetsAt: typeof inForceAt = /* @__PURE__ */ checked(inForceAt, {
  ruleSets: requireList,
  setting: requireObject,
})
export const serialKey: typeof keyOf = /* @__PURE__ */ checked(keyOf, { product: requireText, serial: requireText })
function openSegment(...given: Parameters<typeof segmentIn>): Segment {
  const segment = segmentIn(...given)
  const requireRow = requirement(
    (row) => Number.isInteger(row) && (row as number) >= 0 && (row as number) < segment.count,
    'a row',
  )
  return {
    ...segment,
    listing: checked((row: number, gtin?: Gtin14) => segment.listing(row, gtin), { row: requireRow }),
  }
}
export const readSegment: typeof segmentIn = /* @__PURE__ */ checked(openSegment, {
  bytes: requireBytes,
  name: requireText,
})
export const readFilter: typeof filterIn = /* @__PURE__ */ checked(filterIn, { bytes: requireBytes, name: requireText })
export const readBrands: typeof brandsIn = /* @__PURE__ */ checked(brandsIn, { file: requireBytes })
/** Its calls are a host's as well. */
function openCatalog(...given: Parameters<typeof catalogOf>): SegmentCatalog {
  const catalog = catalogOf(...given)
  const call = <Args extends unknown[], Answer>(
    ask: (text: string, ...more: Args) => Answer,
    field: string,
  ): ((text: string, ...more: Args) => Answer) => checked(ask, { [field]: requireText })
  return {
    ...catalog,
    byGtin: call((gtin) => catalog.byGtin(gtin), 'gtin'),
    byModel: call((model, brand?: string) => catalog.byModel(model, brand), 'model'),
    nearModels: call((model, options?: NearOptions) => catalog.nearModels(model, options), 'model'),
    brand: call((id) => catalog.brand(id), 'id'),
    brandByName: call((name) => catalog.brandByName(name), 'name'),
    brandByGtin: call((gtin) => catalog.brandByGtin(gtin), 'gtin'),
  }
}
type NearOptions = Parameters<SegmentCatalog['nearModels']>[1]
export const createCatalog: typeof catalogOf = /* @__PURE__ */ checked(openCatalog, {
  segments: as(z.array(madeBy('readSegment', 'listing'))),
  brands: as(brandsSchema),
})
function joinedFor(...given: Parameters<typeof joined>): RedeemedFilter {
  const redeemed = joined(...given)
  return {
    has: checked((gtin: Gtin14, serial: string) => redeemed.has(gtin, serial), {
      gtin: requireText,
      serial: requireText,
    }),
  }
}
export const joinFilters: typeof joined = /* @__PURE__ */ checked(joinedFor, {
  periods: as(z.array(filter)),
  cleared: as(z.nullable(filter)),
})
