type Amount = string
type Rate = string

type RoundingMode = 'down' | 'half-up' | 'half-even'
interface Rounding {
  readonly mode: RoundingMode
  readonly unit: Amount
}

type Instant = string

type Gtin14 = string
type GradeKind = 'energy' | 'water' | 'none'
type ListingStatus = 'listed' | 'suspended' | 'withdrawn'
interface Listing {
  readonly gtin: Gtin14 | null
  readonly brand: string
  readonly model: string
  readonly category: string
  readonly gradeKind: GradeKind
  readonly grade: number | null
  readonly filedPrice: Amount
  readonly basePrice: Amount | null
  readonly averagePrice: Amount | null
  readonly guidePrice: Amount | null
  readonly recordNumber: string | null
  readonly registeredModel: string | null
  readonly certificate: string | null
  readonly serialRule: string | null
  readonly from: Instant | null
  readonly to: Instant | null
  readonly status: ListingStatus
  readonly name: string
}
interface SerialRule {
  readonly id: string
  readonly pattern: string
  readonly example: string
}
interface Brand {
  readonly id: string
  readonly names: readonly string[]
  readonly prefixes: readonly string[]
  readonly serialRules: readonly SerialRule[]
}
interface SearchHit {
  readonly listing: Listing
  readonly match: 'exact' | 'prefix' | 'part' | 'near'
}
interface Catalog {
  readonly size: number
  byGtin(gtin: Gtin14): readonly Listing[]
  byModel(model: string, brand?: string): readonly Listing[]
  nearModels(
    model: string,
    options?: {
      readonly maxEdits?: 1 | 2
      readonly limit?: number
    },
  ): readonly Listing[]
  search(text: string, limit?: number): readonly SearchHit[]
  brand(id: string): Brand | undefined
  brandByName(name: string): Brand | undefined
  brandByGtin(gtin: Gtin14): Brand | undefined
  readonly brands: readonly Brand[]
}
interface RedeemedFilter {
  has(gtin: Gtin14, serial: string): boolean
}

type Freshness = 'fresh' | 'warn' | 'refuse' | 'missing'

type ScanProblem = 'barcode_unreadable' | 'barcode_check_digit' | 'barcode_garbled' | 'not_a_product_code'
type ScanKind = 'product' | 'serial' | 'entitlement' | 'payment_code' | 'label' | 'receipt' | 'unknown'
type Garble =
  | 'caps_lock'
  | 'layout'
  | 'lost_gs'
  | 'gs_as_text'
  | 'aim_prefix'
  | 'doubled'
  | 'several'
  | 'truncated'
  | 'full_width'
  | 'ime'
  | 'lost_zero'
  | 'float_suffix'
  | 'rounded'
  | 'separators'
  | 'control_characters'
  | 'ambiguous'
interface ScannedItem {
  readonly gtin?: string
  readonly serial?: string
  readonly model?: string
  readonly recordNumber?: string
  readonly certificate?: string
}
interface ScannedExtras {
  readonly imei?: string
  readonly additionalId?: string
  readonly signature?: string
}
interface Scan {
  readonly kind: ScanKind
  readonly raw: string
  readonly form: string | null
  readonly item: ScannedItem
  readonly extras: ScannedExtras
  readonly text: string | null
  readonly problem: ScanProblem | null
  readonly repairs: readonly string[]
  readonly garble?: Garble
}

type Channel = 'store' | 'online'
type Bilingual = {
  readonly zh: string
  readonly en: string
}
type Effect = 'lowers' | 'ignored'
type Benefit =
  | {
      readonly kind: 'rate'
      readonly byGrade: {
        readonly [grade: GradeKey]: Rate
      }
      readonly ungraded: Rate | null
    }
  | {
      readonly kind: 'fixed'
      readonly byGrade: {
        readonly [grade: GradeKey]: Amount
      }
      readonly ungraded: Amount | null
    }
interface CategoryRule {
  readonly code: string
  readonly name: Bilingual
  readonly group: string
  readonly list: 'national' | 'local'
  readonly benefit: Benefit
  readonly cap: Amount
  readonly priceLimit: Amount | null
  readonly serial: 'at_sale' | 'at_fulfilment'
  readonly evidence: readonly string[]
  readonly clause: string
}
interface QuotaGroup {
  readonly code: string
  readonly units: number
}
interface Hours {
  readonly from: string
  readonly to: string
}
interface Clause extends Bilingual {
  readonly source: string
}
interface RuleSet {
  readonly v: 1
  readonly id: string
  readonly title: Bilingual
  readonly sample: boolean
  readonly regions: readonly string[]
  readonly zone: string
  readonly from: Instant
  readonly to: Instant | null
  readonly paused: boolean
  readonly channels: readonly Channel[]
  readonly deduction: 'till' | 'payment'
  readonly categories: readonly CategoryRule[]
  readonly groups: readonly QuotaGroup[]
  readonly regional: readonly {
    readonly regions: readonly string[]
    readonly categories: readonly CategoryRule[]
  }[]
  readonly base: {
    readonly storeDiscount: Effect
    readonly orderDiscount: Effect
    readonly installation: Effect
    readonly freight: Effect
    readonly bankPromotion: Effect
    readonly oldUnit: Effect
    readonly clause: string
  }
  readonly ceiling: {
    readonly against: readonly ('filed' | 'base' | 'average' | 'guide')[]
    readonly mode: 'refuse' | 'cap'
    readonly tolerance: Amount
    readonly suspiciousBelow: Rate | null
    readonly clause: string
  }
  readonly rounding: Rounding & {
    readonly clause: string
  }
  readonly quota: {
    readonly period: 'rule_set' | 'calendar_year' | 'month' | 'day'
    readonly carriesOver: readonly string[]
    readonly returned: 'restored' | 'burned'
    readonly clause: string
  }
  readonly entitlement: {
    readonly need: 'none' | 'signed_token' | 'platform'
    readonly redeemable: {
      readonly store: Hours
      readonly online: Hours
    } | null
    readonly clause: string
  }
  readonly reservation: {
    readonly holdMinutes: number
  }
  readonly freshness: {
    readonly warnHours: number
    readonly refuseHours: number
  }
  readonly offline:
    | {
        readonly mode: 'forbidden'
        readonly clause: string
      }
    | {
        readonly mode: 'provisional'
        readonly count: number
        readonly amount: Amount
        readonly hours: number
        readonly clause: string
      }
  readonly evidence: readonly string[]
  readonly clauses: {
    readonly [clause: string]: Clause
  }
}

interface EntitlementFact {
  readonly id: string
  readonly state: 'valid' | 'expired' | 'used' | 'unknown'
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
}

type Step = 'scan' | 'model' | 'unit' | 'price' | 'scheme' | 'data'
type Action =
  'rescan' | 'type_model' | 'check_label' | 'fix_price' | 'sell_without_subsidy' | 'go_online' | 'call_supervisor'
type Severity = 'required' | 'recommended'
interface ReasonRule {
  readonly step: Step
  readonly severity: Severity
  readonly verdict: 'ineligible' | 'undetermined'
  readonly action: Action
  readonly rests: 'release' | 'facts'
}
type ReasonCode =
  | 'barcode_unreadable'
  | 'barcode_check_digit'
  | 'barcode_garbled'
  | 'not_a_product_code'
  | 'model_unlisted'
  | 'model_lookalike'
  | 'model_ambiguous'
  | 'barcode_model_mismatch'
  | 'brand_mismatch'
  | 'grade_mismatch'
  | 'energy_record_mismatch'
  | 'certificate_mismatch'
  | 'listing_suspended'
  | 'listing_withdrawn'
  | 'listing_not_yet_valid'
  | 'listing_expired'
  | 'serial_missing'
  | 'serial_malformed'
  | 'serial_is_barcode'
  | 'serial_redeemed_here'
  | 'serial_redeemed_elsewhere'
  | 'serial_maybe_redeemed'
  | 'price_missing'
  | 'price_over_filed'
  | 'price_over_base'
  | 'price_over_average'
  | 'price_over_guide'
  | 'price_over_limit'
  | 'price_suspiciously_low'
  | 'scheme_not_open'
  | 'scheme_closed'
  | 'scheme_paused'
  | 'region_not_covered'
  | 'channel_not_covered'
  | 'category_not_covered'
  | 'grade_not_covered'
  | 'quota_used'
  | 'entitlement_missing'
  | 'entitlement_expired'
  | 'entitlement_mismatch'
  | 'entitlement_used'
  | 'catalog_missing'
  | 'catalog_stale'
  | 'clock_untrusted'
  | 'offline_budget_spent'
  | 'offline_forbidden'
declare const reasonRules: Readonly<Record<ReasonCode, ReasonRule>>
declare const reasonCodes: readonly ReasonCode[]
interface Reason {
  readonly code: ReasonCode
  readonly step: Step
  readonly severity: Severity
  readonly field: string
  readonly expected: string | null
  readonly received: string | null
  readonly action: Action
  readonly clause: string | null
}

interface Item {
  readonly gtin?: string
  readonly brand?: string
  readonly model?: string
  readonly grade?: number
  readonly recordNumber?: string
  readonly certificate?: string
  readonly serial?: string
  readonly price?: Amount
  readonly problem?: ScanProblem
}
interface Basis {
  readonly versions: {
    readonly [role: string]: number
  }
  readonly snapshot: string
  readonly issued: Instant
  readonly ruleSet: string | null
}
interface Release {
  readonly basis: Omit<Basis, 'ruleSet'>
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
}
interface Facts {
  readonly freshness: Freshness
  readonly clock: 'trusted' | 'untrusted'
  readonly serials: {
    readonly [key: string]: SerialFact
  }
  readonly quotaUsed: {
    readonly [group: string]: number
  }
  readonly entitlement: EntitlementFact | null
  readonly offline: {
    readonly count: number
    readonly amount: Amount
    readonly oldestHours: number
  } | null
}
type SerialFact = 'here' | 'elsewhere' | 'maybe' | 'free'
interface Setting {
  readonly at: Instant
  readonly region: string
  readonly channel: Channel
}
interface VerifyContext {
  readonly release: Release | null
  readonly facts: Facts
  readonly setting: Setting
}
interface Verdict {
  readonly status: 'eligible' | 'ineligible' | 'undetermined'
  readonly reasons: readonly Reason[]
  readonly item: Item
  readonly listing: Listing | null
  readonly candidates: readonly Listing[]
  readonly evidence: Evidence
}
interface Evidence {
  readonly at: Instant
  readonly basis: Basis | null
  readonly freshness: Freshness
  readonly clock: 'trusted' | 'untrusted'
}
declare function serialKey(gtinOrModel: string, serial: string): string

declare function verify(item: Item, context: VerifyContext): Verdict
declare function verifyLine(item: Item, serials: readonly (string | null)[], context: VerifyContext): Verdict

type Bytes = Uint8Array<ArrayBuffer>

type ErrorCode =
  | 'OPTIONS_INVALID'
  | 'INPUT_INVALID'
  | 'INPUT_TOO_LARGE'
  | 'INSECURE_CONTEXT'
  | 'FEATURE_MISSING'
  | 'CLOSED'
  | 'ABORTED'
  | 'STORAGE_UNAVAILABLE'
  | 'STORAGE_QUOTA_EXCEEDED'
  | 'STORAGE_UPGRADE_BLOCKED'
  | 'STORAGE_CORRUPT'
  | 'METADATA_INVALID'
  | 'METADATA_UNSIGNED'
  | 'METADATA_EXPIRED'
  | 'METADATA_ROLLBACK'
  | 'METADATA_MISMATCH'
  | 'METADATA_TOO_LARGE'
  | 'TARGET_UNKNOWN'
  | 'TARGET_MISMATCH'
  | 'TARGET_TOO_LARGE'
  | 'SEGMENT_MALFORMED'
  | 'FILTER_MALFORMED'
  | 'BRANDS_INVALID'
  | 'SCHEME_INVALID'
  | 'PLATFORM_INFO_INVALID'
  | 'CATALOG_MISSING'
  | 'CLOCK_UNTRUSTED'
  | 'TRANSPORT_FAILED'
  | 'TRANSPORT_UNAUTHORIZED'
  | 'PROTOCOL_INVALID'
  | 'NOT_ENROLLED'
  | 'ENROLMENT_REFUSED'
  | 'RECORD_INVALID'
  | 'RECORD_UNSIGNED'
  | 'RECORD_UNREADABLE'
  | 'RECORD_CONFLICT'
  | 'CHAIN_FORKED'
  | 'SALE_UNKNOWN'
  | 'SALE_STATE'
  | 'BUYER_USED'
  | 'RECEIPT_INVALID'
  | 'TABLE_INVALID'
  | 'INTERNAL'
interface ErrorDetails {
  readonly field?: string
  readonly received?: string
  readonly expected?: string
  readonly cause?: unknown
}
declare class CheckoutError extends Error {
  readonly name = 'CheckoutError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly field: string | null
  readonly expected: string | null
  readonly received: string | null
  constructor(code: ErrorCode, message: string, details?: ErrorDetails)
  get docs(): string
}
declare function isCheckoutError(value: unknown): value is CheckoutError

interface Texts {
  readonly count: number
  text(place: number): string
  start(place: number): number
  length(place: number): number
}

interface Segment {
  readonly name: string
  readonly count: number
  gtin(row: number): number
  listing(row: number): Listing
  brand(row: number): string
  readonly brands: readonly string[]
  readonly models: Texts
  readonly productNames: Texts
  productName(row: number): number
  readonly heap: Bytes
}
declare function readSegment(bytes: Bytes, name: string): Segment

interface SegmentCatalog extends Catalog {
  warm(): Generator<void, void>
}
declare function createCatalog(segments: readonly Segment[], brands: readonly Brand[]): SegmentCatalog

declare function readBrands(file: Uint8Array): readonly Brand[]

interface KeyHash {
  high: number
  low: number
}

interface PeriodFilter {
  readonly keys: number
  readonly falsePositives: number
  has(key: KeyHash): boolean
}
declare function readFilter(bytes: Bytes, name: string): PeriodFilter
declare function joinFilters(periods: readonly PeriodFilter[], cleared: PeriodFilter | null): RedeemedFilter

declare function readSchemeFile(json: unknown): readonly RuleSet[]

interface Place {
  readonly at: Instant
  readonly region: string
  readonly channel: Channel
}
type InForce =
  | {
      readonly status: 'open'
      readonly ruleSet: RuleSet
    }
  | {
      readonly status: 'not_open' | 'closed' | 'paused' | 'region' | 'channel'
      readonly ruleSet: RuleSet | null
    }
declare function ruleSetAt(ruleSets: readonly RuleSet[], { at, region, channel }: Place): InForce

export {
  CheckoutError,
  createCatalog,
  isCheckoutError,
  joinFilters,
  readBrands,
  readFilter,
  readSchemeFile,
  readSegment,
  reasonCodes,
  reasonRules,
  ruleSetAt,
  serialKey,
  verify,
  verifyLine,
}
export type {
  Action,
  Amount,
  Basis,
  Brand,
  Bytes,
  Catalog,
  CategoryRule,
  Channel,
  EntitlementFact,
  ErrorCode,
  Evidence,
  Facts,
  Freshness,
  Gtin14,
  InForce,
  Instant,
  Item,
  Listing,
  PeriodFilter,
  Place,
  Rate,
  Reason,
  ReasonCode,
  ReasonRule,
  RedeemedFilter,
  Release,
  RuleSet,
  Scan,
  ScanKind,
  ScanProblem,
  ScannedItem,
  SearchHit,
  Segment,
  SegmentCatalog,
  SerialFact,
  SerialRule,
  Setting,
  Severity,
  Step,
  Verdict,
  VerifyContext,
}
