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

interface Clock {
  now(): number
  monotonic(): number
}
interface Random {
  bytes(length: number): Uint8Array<ArrayBuffer>
}
type Fetch = (url: string, init?: RequestInit) => Promise<Response>
interface Timers {
  after(ms: number, task: () => void): () => void
}
interface Locks {
  request<T>(
    name: string,
    options: {
      readonly ifAvailable?: boolean
      readonly steal?: boolean
      readonly signal?: AbortSignal
    },
    task: (granted: boolean) => Promise<T>,
  ): Promise<T>
}
interface Broadcast {
  post(message: string): void
  subscribe(listener: (message: string) => void): () => void
}
interface Connectivity {
  online(): boolean
  subscribe(listener: () => void): () => void
}
interface ByteStore {
  keys(): Promise<string[]>
  getMany(keys: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | undefined)[]>
  setMany(entries: readonly (readonly [key: string, value: Uint8Array<ArrayBuffer>])[]): Promise<void>
  deleteMany(keys: readonly string[]): Promise<void>
}
interface IndexedDb {
  readonly factory: IDBFactory
  readonly keyRange: typeof IDBKeyRange
}
interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Fetch
  readonly timers: Timers
  readonly locks: Locks | null
  readonly broadcast: Broadcast
  readonly connectivity: Connectivity
  readonly indexedDb: IndexedDb
  readonly bytes: ByteStore
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

interface EntitlementFact {
  readonly id: string
  readonly state: 'valid' | 'expired' | 'used' | 'unknown'
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
}

type Step$1 = 'scan' | 'model' | 'unit' | 'price' | 'scheme' | 'data'
type Action =
  'rescan' | 'type_model' | 'check_label' | 'fix_price' | 'sell_without_subsidy' | 'go_online' | 'call_supervisor'
type Severity = 'required' | 'recommended'
interface ReasonRule {
  readonly step: Step$1
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
interface Quote {
  readonly v: 1
  readonly at: Instant
  readonly channel: Channel
  readonly region: string
  readonly basis: Basis | null
  readonly deduction: 'till' | 'payment'
  readonly lines: readonly QuoteLine[]
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  readonly tender: {
    readonly kind: 'tradein_subsidy'
    readonly amount: Amount
  }
  readonly cart: Cart
  readonly facts: Facts
}

type RecordId = string

interface UnitRef {
  readonly line: string
  readonly unit: number
}
interface Payment {
  readonly method: string
  readonly amount: Amount
  readonly reference: string | null
}

type Standing = 'provisional' | 'confirmed' | 'refused' | 'review'
declare const platformReasons: readonly [
  'record_unlinked',
  'record_forked',
  'result_differs',
  'basis_stale',
  'reservation_lapsed',
  'serial_held',
  'refers_unknown',
  'already_cancelled',
  'already_refunded',
  'already_committed',
  'amounts_differ',
  'buyer_unreadable',
  'recovered_late',
]
type PlatformReason = (typeof platformReasons)[number]

type SaleState = 'reserved' | 'committed' | 'cancelled' | 'refunded'
type Delivery = 'pending' | 'sending' | 'answered' | 'held'
interface Sale {
  readonly id: RecordId
  readonly orderId: string
  readonly receipt: string
  readonly state: SaleState
  readonly standing: Standing
  readonly reasons: readonly string[]
  readonly delivery: Delivery
  readonly at: Instant
  readonly reservedUntil: Instant
  readonly quote: Quote
  readonly payments: readonly Payment[]
  readonly refunded: readonly UnitRef[]
  readonly cashier: string | null
  readonly countersignature: string | null
}
type ReserveOutcome =
  | {
      readonly status: 'confirmed' | 'provisional'
      readonly sale: Sale
    }
  | {
      readonly status: 'refused'
      readonly sale: Sale | null
      readonly reasons: readonly (Reason | string)[]
    }
  | {
      readonly status: 'requote'
      readonly quote: Quote
    }
  | {
      readonly status: 'not_durable'
      readonly cause: unknown
    }
type CommitOutcome =
  | {
      readonly status: 'confirmed' | 'provisional' | 'review'
      readonly sale: Sale
    }
  | {
      readonly status: 'refused'
      readonly sale: Sale
      readonly reasons: readonly string[]
    }
  | {
      readonly status: 'not_durable'
      readonly cause: unknown
    }
type CancelOutcome =
  | {
      readonly status: 'cancelled' | 'already_refused'
      readonly sale: Sale
    }
  | {
      readonly status: 'not_durable'
      readonly cause: unknown
    }
type RefundOutcome =
  | {
      readonly status: 'confirmed' | 'provisional'
      readonly sale: Sale
      readonly payable: Amount
      readonly subsidy: Amount
    }
  | {
      readonly status: 'refused'
      readonly sale: Sale
      readonly reasons: readonly string[]
    }
  | {
      readonly status: 'task'
      readonly task: Task
    }
  | {
      readonly status: 'not_durable'
      readonly cause: unknown
    }
interface Task {
  readonly id: string
  readonly kind:
    | 'was_it_paid'
    | 'refused_after_sale'
    | 'record_held'
    | 'chain_forked'
    | 'amount_differs'
    | 'refund_without_record'
    | 'storage_lost'
  readonly sale: RecordId | null
  readonly since: Instant
  readonly codes: readonly string[]
}
interface CheckoutEvents {
  change: Status
  sale: Sale
  task: Task
  progress: {
    readonly done: number
    readonly total: number
  }
  error: unknown
}
interface Status {
  readonly online: boolean
  readonly enrolled: boolean
  readonly unsent: number | null
  readonly refused: number | null
  readonly held: number | null
  readonly tasks: number | null
  readonly catalog: {
    readonly listings: number
    readonly issued: Instant | null
    readonly freshness: 'fresh' | 'warn' | 'refuse' | 'missing'
    readonly ageHours: number | null
  }
  readonly clock: 'trusted' | 'untrusted'
  readonly syncing: boolean
}

interface Buyer {
  readonly tag: string
  readonly sealed: string
  readonly sale: string
  readonly entitlement: string | null
}

interface SaleSearch {
  readonly id?: string
  readonly orderId?: string
  readonly receipt?: string
  readonly serial?: string
}
interface DayTotals {
  readonly date: string
  readonly sales: number
  readonly subsidy: Amount
  readonly invoiceTotal: Amount
  readonly refunded: Amount
  readonly unsent: number
}

interface Receipt {
  text(): string
  svg(): string
  html(): string
  bytes(options?: { readonly width?: number }): Uint8Array
  readonly code: string | null
}

interface Identity {
  readonly name: string
  readonly phone: string
  readonly idNumber: string
}

type ScanOrigin = 'scanner' | 'text'

interface InvoiceLine {
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly gtin: string | null
  readonly grade: number | null
  readonly serial: string | null
  readonly price: Amount
  readonly subsidy: Amount
}
interface Invoice {
  readonly sale: string
  readonly orderId: string
  readonly lines: readonly InvoiceLine[]
  readonly extras: Amount
  readonly total: Amount
  readonly subsidy: Amount
  readonly paid: Amount
}

type SyncOutcome =
  | {
      readonly status: 'drained'
      readonly sent: number
    }
  | {
      readonly status: 'waiting'
      readonly sent: number
      readonly left: number
      readonly retryAt: Instant
    }
  | {
      readonly status: 'elsewhere'
    }
  | {
      readonly status: 'unauthorized'
      readonly left: number
    }

interface CheckoutOptions {
  readonly environment: 'sandbox' | 'production'
  readonly platform: string
  readonly root: string | Uint8Array
  readonly store: {
    readonly id: string
    readonly region: string
  }
  readonly till: string
  readonly channel?: Channel
  readonly answerTimeoutMs?: number
  readonly onTimeout?: 'accept' | 'hold'
  readonly retentionDays?: number
  readonly ports?: Partial<Ports>
}
type BuyerInput = Identity & {
  readonly entitlement?: string
}
interface QuoteInput extends Cart {
  readonly buyer?: Buyer | null
}
interface BuyerQuote extends Quote {
  readonly buyer: Buyer | null
}
interface ReserveInput {
  readonly orderId: string
  readonly cashier?: string
}
interface Checkout {
  ready(): Promise<Status>
  readonly status: Status
  readonly ruleSet: RuleSet | null
  on<Name extends keyof CheckoutEvents>(name: Name, listener: (event: CheckoutEvents[Name]) => void): () => void
  scan(
    raw: string,
    options?: {
      readonly origin?: ScanOrigin
    },
  ): Scan
  search(text: string, limit?: number): readonly SearchHit[]
  listings(item: Item): readonly Listing[]
  brandName(id: string): string
  verify(item: Item): Verdict
  buyer(input: BuyerInput): Promise<Buyer>
  quote(input: QuoteInput): BuyerQuote
  reserve(quote: Quote, input: ReserveInput): Promise<ReserveOutcome>
  commit(
    sale: string,
    input: {
      readonly payments: readonly Payment[]
    },
  ): Promise<CommitOutcome>
  cancel(sale: string, reason: string): Promise<CancelOutcome>
  sell(
    quote: Quote,
    input: ReserveInput & {
      readonly payments: readonly Payment[]
    },
  ): Promise<ReserveOutcome | CommitOutcome>
  refund(sale: string, units: readonly UnitRef[] | 'all'): Promise<RefundOutcome>
  fulfil(
    sale: string,
    input: {
      readonly units: readonly (UnitRef & {
        readonly serial: string
      })[]
      readonly evidence?: Readonly<Record<string, string>>
    },
  ): Promise<CommitOutcome>
  receipt(sale: string, locale?: string): Promise<Receipt>
  invoice(sale: string): Promise<Invoice>
  tasks(): Promise<readonly Task[]>
  settle(task: string, note: string): Promise<void>
  readonly sales: {
    find(by: SaleSearch): Promise<readonly Sale[]>
    recent(limit?: number): Promise<readonly Sale[]>
  }
  day(date: string): Promise<DayTotals>
  sync(): Promise<SyncOutcome>
  refresh(): Promise<RefreshOutcome>
  enrol(code: string): Promise<EnrolOutcome>
  readonly outbox: {
    export(): Promise<Uint8Array>
  }
  close(): Promise<void>
}
type RefreshOutcome =
  | {
      readonly status: 'updated' | 'unchanged'
      readonly issued: Instant
      readonly listings: number
    }
  | {
      readonly status: 'failed'
      readonly error: unknown
    }
type EnrolOutcome =
  | {
      readonly status: 'enrolled'
      readonly keyId: string
    }
  | {
      readonly status: 'refused'
      readonly error: unknown
    }

declare function createCheckout(options: CheckoutOptions): Promise<Checkout>

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
declare const faults: Readonly<
  Record<
    ErrorCode,
    {
      readonly retryable: boolean
    }
  >
>
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

interface Charge {
  readonly send: Amount
  readonly byChannel: Amount
  readonly byBank: Amount
  readonly oldUnits: Amount
  readonly buyer: Amount
}
declare function chargeOf(quote: Quote): Charge

export { CheckoutError, chargeOf, createCheckout, faults, isCheckoutError, reasonRules }
export type {
  Action,
  Amount,
  Basis,
  Brand,
  Broadcast,
  Buyer,
  BuyerInput,
  BuyerQuote,
  ByteStore,
  CancelOutcome,
  Cart,
  Channel,
  Charge,
  Checkout,
  CheckoutEvents,
  CheckoutOptions,
  Clock,
  CommitOutcome,
  Connectivity,
  DayTotals as Day,
  Delivery,
  EnrolOutcome,
  ErrorCode,
  Facts,
  Fetch,
  Freshness,
  Garble,
  IndexedDb,
  Instant,
  Invoice,
  InvoiceLine,
  Item,
  Line,
  Listing,
  Locks,
  Payment,
  PlatformReason,
  Ports,
  Quote,
  QuoteInput,
  QuoteLine,
  QuoteUnit,
  Random,
  Reason,
  ReasonCode,
  Receipt,
  RefreshOutcome,
  RefundOutcome,
  ReserveInput,
  ReserveOutcome,
  RuleSet,
  Sale,
  SaleSearch,
  SaleState,
  Scan,
  ScanKind,
  ScanOrigin,
  ScannedExtras,
  ScannedItem,
  SearchHit,
  Severity,
  Standing,
  Status,
  SyncOutcome,
  Task,
  Timers,
  UnitRef,
  Verdict,
}
