type Instant = string

type Freshness = 'fresh' | 'warn' | 'refuse' | 'missing'

interface Clock {
  now(): number
  monotonic(): number
}
type Fetch = (url: string, init?: RequestInit) => Promise<Response>
interface Timers {
  after(ms: number, task: () => void): () => void
}

type Amount = string
type Rate = string

type RoundingMode = 'down' | 'half-up' | 'half-even'
interface Rounding {
  readonly mode: RoundingMode
  readonly unit: Amount
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

type ScanProblem = 'barcode_unreadable' | 'barcode_check_digit' | 'barcode_garbled' | 'not_a_product_code'

type Step$1 = 'scan' | 'model' | 'unit' | 'price' | 'scheme' | 'data'
type Action =
  'rescan' | 'type_model' | 'check_label' | 'fix_price' | 'sell_without_subsidy' | 'go_online' | 'call_supervisor'
type Severity = 'required' | 'recommended'
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
interface Reason {
  readonly code: ReasonCode
  readonly step: Step$1
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

declare const formulaNames: readonly [
  'final_price',
  'price_limit',
  'base_amount',
  'ceiling',
  'rate',
  'fixed',
  'cap',
  'not_above_price',
  'quota',
  'line_total',
  'no_subsidy',
]
type FormulaName = (typeof formulaNames)[number]

interface Line {
  readonly id: string
  readonly item: Item
  readonly quantity?: number
  readonly serials?: readonly string[]
  readonly discount?: Amount
  readonly installation?: Amount
  readonly freight?: Amount
  readonly bankPromotion?: Amount
  readonly oldUnit?: Amount
  readonly other?: boolean
}
interface Cart {
  readonly lines: readonly Line[]
  readonly orderDiscount?: Amount
}
interface QuoteUnit {
  readonly serial: string | null
  readonly price: Amount
  readonly base: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}
interface Step {
  readonly formula: FormulaName
  readonly clause: string | null
  readonly inputs: {
    readonly [name: string]: string
  }
  readonly result: string
}
interface QuoteLine {
  readonly id: string
  readonly verdict: Verdict | null
  readonly units: readonly QuoteUnit[]
  readonly list: Amount
  readonly discount: Amount
  readonly extras: Amount
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  readonly steps: readonly Step[]
}

interface QuotaLeft {
  readonly group: string
  readonly limit: number
  readonly inCart: number
  readonly left: number
}
interface Preview {
  readonly lines: readonly QuoteLine[]
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  readonly deduction: 'till' | 'payment'
  readonly entitlement: RuleSet['entitlement']['need']
  readonly quotas: readonly QuotaLeft[]
}

interface ShopOptions {
  readonly repository: string
  readonly root: string | Uint8Array
  readonly region: string
  readonly channel: Channel
  readonly fetch: Fetch
  readonly clock: Pick<Clock, 'now'>
  readonly timers?: Timers
}
interface Shop {
  refresh(): Promise<void>
  preview(cart: Cart): Promise<Preview>
  readonly issued: Instant | null
  readonly freshness: Freshness
}
declare function createShop({ repository, root, region, channel, fetch, clock, timers }: ShopOptions): Shop

interface PriceDisplay {
  readonly list: Amount
  readonly discount: Amount
  readonly subsidy: Amount
  readonly final: Amount
}
declare function priceDisplay({ list, discount, subsidy }: QuoteLine): PriceDisplay

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

export { CheckoutError, createShop, isCheckoutError, priceDisplay }
export type {
  Cart,
  ErrorCode,
  Item,
  Line,
  Preview,
  PriceDisplay,
  QuotaLeft,
  QuoteLine,
  QuoteUnit,
  Reason,
  ReasonCode,
  Shop,
  ShopOptions,
  Step,
  Verdict,
}
