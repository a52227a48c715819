/**
 * What a platform keeps of sales, as rows that are read by key, decided upon and written whole.
 * Serials, quotas and entitlements are rows of their own, so that each can live on another machine.
 */
import type { Instant } from '../core/clock.ts'
import type { RecordId } from '../core/ids.ts'
import { isZero, type Amount } from '../core/money.ts'
import type { ReturnedUnit, UnitRef } from '../core/unit-ref.ts'
import { countsTowards, type QuotaRule } from '../scheme/quota-period.ts'
import type { Channel } from '../scheme/rule-set.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import type { Charge } from '../subsidy/charge.ts'
import { serialKey } from '../verify/serial-key.ts'
import type { Standing } from '../record/protocol.ts'

/** Who has something. Held until `untilMs`, milliseconds since 1970; null: for good. */
export interface Claim {
  readonly sale: RecordId
  readonly untilMs: number | null
}

/** One sold unit. */
export interface SaleUnit extends UnitRef {
  readonly category: string | null
  /** The filed model, as `productId` writes it. Null: no listing. */
  readonly product: string | null
  /** Other models that are filed under its barcodes: as one of them it is the same unit. */
  readonly twins: readonly string[]
  readonly serial: string | null
  readonly subsidy: Amount
  readonly payable: Amount
  /** Id of the refund record that brought it back; null: the buyer has it. */
  readonly returned: RecordId | null
}

/** What a sale takes of a quota. */
export interface SaleQuota {
  /** Of the row: the buyer's pseudonym and the group. */
  readonly key: string
  readonly group: string
  /** The rule set, as far as it says what counts. */
  readonly rule: QuotaRule
  /** Of the sale, in the scheme's zone: `2026-03-06`. */
  readonly day: string
  /** Categories of the sale that count against the group. */
  readonly categories: readonly string[]
  readonly units: number
  readonly limit: number
}

/** What a person decided of a sale. */
export interface Settlement {
  /** By the platform's clock, milliseconds since 1970. */
  readonly atMs: number
  /** The person, as the authority names them; null: the platform was not told. */
  readonly by: string | null
  readonly standing: 'confirmed' | 'refused'
  readonly reasons: readonly string[]
  /** How the sale stood until then. */
  readonly before: { readonly standing: Standing; readonly reasons: readonly string[] }
}

export interface LedgerSale {
  /** Id of the reserve record. */
  readonly id: RecordId
  readonly store: string
  readonly till: string
  readonly tillNumber: number
  readonly epoch: number
  readonly seq: number
  /** SHA-256 of the reserve record's compact JWS, hexadecimal. */
  readonly hash: string
  readonly orderId: string
  readonly receipt: string
  readonly at: Instant
  readonly channel: Channel
  readonly ruleSet: string | null
  readonly state: 'reserved' | 'committed' | 'cancelled' | 'refunded'
  readonly standing: Standing
  readonly reasons: readonly string[]
  readonly deduction: 'till' | 'payment'
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  /** What its payments must come to. */
  readonly charge: Charge
  readonly units: readonly SaleUnit[]
  /** Until when it holds what it claims, by the platform's clock. */
  readonly untilMs: number
  /** The last instant at which a payment counts, by the sale's own instant. */
  readonly payableUntilMs: number
  /** How late its commit may arrive, hours; 0: no sale is subsidised offline. */
  readonly offlineHours: number
  readonly quotas: readonly SaleQuota[]
  /** Whether a return gives the quota back. */
  readonly quotaReturned: 'restored' | 'burned'
  readonly entitlement: string | null
  /** The receipt code, once it was signed. */
  readonly countersignature: string | null
  /** Oldest first; absent while nobody has decided. */
  readonly settlements?: readonly Settlement[]
}

/** `key`: `serialKey`. */
export interface LedgerSerial extends Claim {
  readonly key: string
  /** Redeemed once and given back: the platform knows more than the published files, which may not say so yet. */
  readonly cleared: boolean
}
/** Units one buyer has had of a group, with the rule set and day of each sale. */
export interface LedgerQuota {
  readonly key: string
  readonly claims: readonly ClaimedUnits[]
}
export interface ClaimedUnits extends Claim {
  readonly units: number
  readonly ruleSet: string
  readonly day: string
}
export interface LedgerEntitlement {
  readonly id: string
  /** What the platform itself issued, for entitlements that are not signed tokens. */
  readonly fact: EntitlementFact | null
  readonly claim: Claim | null
  /** Pseudonym of who first used it: it serves nobody else, though the sale was called off. */
  readonly buyer: string | null
}

/** Keys of the rows that a decision reads. */
export interface LedgerKeys {
  readonly sale: RecordId | null
  readonly serials: readonly string[]
  readonly quotas: readonly string[]
  readonly entitlement: string | null
}

/** The rows that exist, by key. */
export interface Ledger {
  readonly sale: LedgerSale | null
  readonly serials: ReadonlyMap<string, LedgerSerial>
  readonly quotas: ReadonlyMap<string, LedgerQuota>
  readonly entitlement: LedgerEntitlement | null
}

/** Rows to put. */
export interface LedgerWrites {
  readonly sale: LedgerSale | null
  readonly serials: readonly LedgerSerial[]
  readonly quotas: readonly LedgerQuota[]
  readonly entitlement: LedgerEntitlement | null
}

export const noWrites: LedgerWrites = { sale: null, serials: [], quotas: [], entitlement: null }

/**
 * The keys of the serials that the units hold: of those with a subsidy. A unit is one under its model,
 * which may have several barcodes, and under its barcode, which may stand for several models.
 */
export function serialKeysOf(units: readonly SaleUnit[]): readonly string[] {
  return units.flatMap(({ product, twins, serial, subsidy }) =>
    product !== null && serial !== null && !isZero(subsidy)
      ? [product, ...twins].map((model) => serialKey(model, serial))
      : [],
  )
}

/** The units that get something of the fund. */
export function subsidisedUnits({ units }: Pick<LedgerSale, 'units'>): readonly SaleUnit[] {
  return units.filter(({ subsidy }) => !isZero(subsidy))
}

/** The rows of what a sale may hold, with its units as they are by then. */
export function keysOf({ id, quotas, entitlement }: LedgerSale, units: readonly SaleUnit[]): LedgerKeys {
  return { sale: id, serials: serialKeysOf(units), quotas: quotas.map(({ key }) => key), entitlement }
}

/** The units that came back. */
export function returnedUnits({ units }: Pick<LedgerSale, 'units'>): readonly ReturnedUnit[] {
  return units.flatMap(({ line, unit, returned }) => (returned ? [{ line, unit, by: returned }] : []))
}

/** Both lists without doubles, in their order. */
export function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])]
}

/** True when another sale has it still. */
export function isTaken(claim: Claim | null | undefined, sale: RecordId, nowMs: number): boolean {
  return !!claim && claim.sale !== sale && (claim.untilMs === null || claim.untilMs > nowMs)
}

/** True when the quota has no room for what the sale takes of it, beside what other sales have. */
export function isUsedUp(rows: Ledger['quotas'], quota: SaleQuota, sale: RecordId, nowMs: number): boolean {
  let units = quota.units
  for (const claim of rows.get(quota.key)?.claims ?? [])
    if (isTaken(claim, sale, nowMs) && countsTowards(quota.rule, quota.day, claim)) units += claim.units
  return units > quota.limit
}

/** Whether the published files call a unit redeemed, and the ledger does not know better. */
export function isPublishedOnly(
  units: readonly SaleUnit[],
  { serials }: Pick<Ledger, 'serials'>,
  isPublished: (product: string, serial: string) => boolean,
): boolean {
  return units.some(
    ({ product, serial, subsidy }) =>
      product !== null &&
      serial !== null &&
      !isZero(subsidy) &&
      !serials.get(serialKey(product, serial))?.cleared &&
      isPublished(product, serial),
  )
}

/** The serials' rows with the claim, where no other sale has them. */
export function claimed(
  { serials }: Pick<Ledger, 'serials'>,
  keys: readonly string[],
  claim: Claim,
  nowMs: number,
): readonly LedgerSerial[] {
  return keys
    .filter((key) => !isTaken(serials.get(key), claim.sale, nowMs))
    .map((key) => ({ ...claim, key, cleared: serials.get(key)?.cleared ?? false }))
}

/** The row with the sale's claim put to `units`; lapsed claims of others are dropped on the way. */
export function withClaim(
  row: LedgerQuota | undefined,
  quota: SaleQuota,
  claim: Claim,
  units: number,
  nowMs: number,
): LedgerQuota {
  const others = (row?.claims ?? []).filter((each) => isTaken(each, claim.sale, nowMs))
  const own = { ...claim, units, ruleSet: quota.rule.id, day: quota.day }
  return { key: quota.key, claims: units > 0 ? [...others, own] : others }
}
