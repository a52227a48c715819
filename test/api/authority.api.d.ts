import * as z from 'zod/mini'

type Bytes = Uint8Array<ArrayBuffer>

type Instant = string

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

type RuleFindingCode =
  | 'id_repeated'
  | 'interval_reversed'
  | 'interval_overlap'
  | 'interval_gap'
  | 'zone_unknown'
  | 'hours_empty'
  | 'hours_unused'
  | 'freshness_order'
  | 'offline_unreachable'
  | 'carries_over_unknown'
  | 'category_unknown'
  | 'category_repeated'
  | 'category_unreachable'
  | 'region_unreachable'
  | 'group_unknown'
  | 'group_repeated'
  | 'group_unused'
  | 'grade_order'
  | 'cap_too_low'
  | 'cap_unreachable'
  | 'amount_above_cap'
  | 'clause_missing'
  | 'clause_unused'
  | 'clause_unsourced'
  | 'language_missing'
interface RuleFinding {
  readonly ruleSet: string
  readonly code: RuleFindingCode
  readonly weight: 'error' | 'warning'
  readonly field: string
  readonly detail: string
}
declare function lintRuleSets(
  ruleSets: readonly RuleSet[],
  knownCategories?: ReadonlySet<string>,
): readonly RuleFinding[]

type Hashes = Readonly<Record<string, string>>
interface TufKey {
  readonly keytype: string
  readonly scheme: string
  readonly keyval: {
    readonly public: string
  }
}
interface TargetMeta {
  readonly length: number
  readonly hashes: Hashes
  readonly custom?: unknown
}

interface RoleKey {
  readonly keyId: string
  readonly key: TufKey
}
interface RoleSigner extends RoleKey {
  sign(data: Bytes): Promise<string>
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

type ColumnName =
  | 'gtin'
  | 'brand'
  | 'model'
  | 'category'
  | 'grade'
  | 'energyGrade'
  | 'waterGrade'
  | 'gradeKind'
  | 'filedPrice'
  | 'basePrice'
  | 'averagePrice'
  | 'guidePrice'
  | 'recordNumber'
  | 'registeredModel'
  | 'certificate'
  | 'serialRule'
  | 'from'
  | 'to'
  | 'status'
  | 'name'
declare const headerNames: Readonly<Record<ColumnName, readonly string[]>>
interface Header {
  readonly places: ReadonlyMap<ColumnName, number>
  readonly names: readonly string[]
  readonly ignored: readonly string[]
}

type Weight = 'error' | 'warning'
type FindingCode =
  | 'cell_missing'
  | 'cell_too_long'
  | 'cell_damaged'
  | 'cell_control_character'
  | 'cell_formula'
  | 'row_unreadable'
  | 'brand_unknown'
  | 'category_unknown'
  | 'model_scientific'
  | 'barcode_scientific'
  | 'barcode_rounded'
  | 'barcode_lost_zeros'
  | 'barcode_length'
  | 'barcode_not_digits'
  | 'barcode_check_digit'
  | 'barcode_not_a_product'
  | 'barcode_other_brand'
  | 'barcode_not_own'
  | 'barcode_zero_restored'
  | 'barcode_suffix_removed'
  | 'barcode_maybe_rounded'
  | 'barcode_prefix_unregistered'
  | 'barcode_shared'
  | 'grade_invalid'
  | 'grade_twice'
  | 'grade_missing'
  | 'price_invalid'
  | 'price_zero'
  | 'price_outlier'
  | 'price_order'
  | 'certificate_malformed'
  | 'record_number_malformed'
  | 'serial_rule_unknown'
  | 'date_invalid'
  | 'period_reversed'
  | 'status_unknown'
  | 'duplicate_listing'
  | 'duplicate_row'
  | 'duplicate_model'
  | 'near_duplicate_model'
declare const findingWeights: Readonly<Record<FindingCode, Weight>>
interface Finding {
  readonly table: string
  readonly row: number
  readonly column: ColumnName | null
  readonly code: FindingCode
  readonly value: string
  readonly detail: string
}
declare function weightOf({ code }: Finding): Weight

type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

interface TableSource {
  readonly name: string
  open(): AsyncIterable<Uint8Array>
}
interface TableRow {
  readonly number: number
  readonly cells: readonly string[] | null
  readonly fault: string
}
interface Table {
  readonly header: Header
  readonly headerRow: number
  readonly encoding: TableEncoding | 'xlsx'
  readonly batches: AsyncIterable<readonly TableRow[]>
}

interface SpooledListing {
  readonly table: number
  readonly row: number
  readonly listing: Listing
}
interface Spool {
  add(entry: SpooledListing): void
  readonly listingsByBrand: ReadonlyMap<string, number>
  read(brand: string): readonly SpooledListing[]
  close(): void
}

interface CheckInput {
  readonly tables: readonly TableSource[]
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  readonly delegatedBrands?: readonly string[]
  readonly zoneOffset?: string
  readonly spool?: Spool
  readonly onProgress?: (progress: CheckProgress) => void
  readonly signal?: AbortSignal
}
interface CheckProgress {
  readonly table: string
  readonly rows: number
}
interface CheckedTable {
  readonly name: string
  readonly encoding: Table['encoding']
  readonly headerRow: number
  readonly header: readonly string[]
  readonly ignored: readonly string[]
  readonly rows: number
}
interface CheckedListings {
  readonly tables: readonly CheckedTable[]
  readonly findings: Finding[]
  readonly listingsByBrand: ReadonlyMap<string, number>
  readBrand(brand: string): readonly Listing[]
  close(): void
}
declare function checkTables(input: CheckInput): Promise<CheckedListings>
declare function sortFindings(findings: Finding[], tables: readonly CheckedTable[]): Finding[]

type RepositoryFiles = ReadonlyMap<string, Bytes>
declare function firstRootText(files: RepositoryFiles): string

interface RoleKeys {
  readonly keys: readonly RoleKey[]
  readonly threshold: number
}

interface RoleSetup extends RoleKeys {
  readonly signers: readonly RoleSigner[]
  readonly lifetimeMs: number
}

interface ReleaseContent {
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  readonly platform: unknown
  readonly segments: ReadonlyMap<string, Bytes | TargetMeta>
  readonly redeemed?: ReadonlyMap<string, Bytes | TargetMeta>
  readonly delegatedBrands?: readonly string[]
}
type ReleaseRoles = Readonly<Record<string, RoleSetup>>
interface BuildOptions {
  readonly content: ReleaseContent
  readonly roles: ReleaseRoles
  readonly previous: RepositoryFiles | null
  readonly nowMs: number
  readonly renew?: readonly string[]
}
declare function brandRole(brand: string): string
declare function buildRelease(options: BuildOptions): Promise<Map<string, Bytes>>

interface RoleEntry {
  readonly threshold: number
  readonly lifetimeDays: number
  readonly keys: readonly RoleKey[]
}
interface RolesFile {
  readonly v: 1
  readonly roles: Readonly<Record<string, RoleEntry>>
}

interface ProjectFile {
  readonly v: 1
  readonly tables: readonly string[]
  readonly brands: string
  readonly ruleSets: readonly string[]
  readonly platform: string
  readonly redeemed: string
  readonly repository: string
  readonly keys: {
    readonly offline: string
    readonly online: string
  }
  readonly delegatedBrands: readonly string[]
}
interface Project {
  readonly folder: string
  readonly file: ProjectFile
}
declare function openProject(folder: string): Promise<Project>
declare function projectSigners(
  project: Project,
  askPassphrase: () => Promise<string | null>,
): Promise<ReadonlyMap<string, RoleSigner>>

interface Progress {
  readonly stage: 'read' | 'segment' | 'sign'
  readonly done: number
  readonly total: number | null
}
interface ProjectCheck {
  readonly tables: readonly CheckedTable[]
  readonly findings: readonly Finding[]
  readonly ruleFindings: readonly RuleFinding[]
  readonly errors: number
  readonly warnings: number
  readonly listings: number
  readonly content: ReleaseContent
}
interface ProjectOptions {
  readonly nowMs: number
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}
declare function checkProject(project: Project, { nowMs, onProgress, signal }: ProjectOptions): Promise<ProjectCheck>
interface PublishOptions extends ProjectOptions {
  readonly signers: ReadonlyMap<string, RoleSigner>
  readonly passErrors?: boolean
  readonly renew?: readonly string[]
}
type PublishOutcome =
  | {
      readonly status: 'published'
      readonly files: ReadonlyMap<string, Bytes>
    }
  | {
      readonly status: 'unsigned'
      readonly files: readonly string[]
    }
declare function publishProject(project: Project, check: ProjectCheck, options: PublishOptions): Promise<PublishOutcome>

type Language = 'zh' | 'en'

declare function findingLine(finding: Finding, language: Language): string
declare function findingsCsvLines(findings: Iterable<Finding>, language: Language): Generator<string>

interface SampleOptions {
  readonly count?: number
  readonly seed?: number
}
declare function brandsForSample({ count }?: SampleOptions): readonly Brand[]
declare function generateListings(options?: SampleOptions): Generator<Listing>

interface InitOptions {
  readonly sample?: SampleOptions | false
  readonly platform?: unknown
  readonly passphrase?: string
  readonly shares?: Readonly<Record<string, readonly [keys: number, threshold: number]>>
}
declare function initProject(folder: string, options?: InitOptions): Promise<Project>
declare function delegateBrand(
  project: Project,
  roles: RolesFile,
  brand: string,
  options?: Pick<InitOptions, 'passphrase' | 'shares'>,
): Promise<Project>

interface Floors {
  readonly versions: Readonly<Record<string, number>>
  readonly keys: {
    readonly timestamp: readonly string[]
    readonly snapshot: readonly string[]
  }
}

interface TargetFile {
  readonly path: string
  readonly length: number
  readonly hashes: Hashes
  readonly role: string
}

interface Trusted {
  readonly versions: Readonly<Record<string, number>>
  readonly snapshotHash: string
  readonly issued: Instant | null
  readonly expires: Instant
  readonly floors: Floors
  readonly metadata: ReadonlyMap<string, Bytes>
  readonly consistentSnapshot: boolean
  target(path: string): Promise<TargetFile | null>
  listTargets(): Promise<readonly TargetFile[]>
}

interface Published {
  readonly trusted: Trusted
  readonly files: readonly TargetFile[]
  readonly read: (file: TargetFile) => Promise<Bytes>
  readonly brands: readonly Brand[]
  readonly listings: (file: TargetFile) => Promise<readonly Listing[]>
}
declare function openPublished(place: string, root: Uint8Array | null, nowMs: number): Promise<Published>

interface RedeemedTable {
  readonly filter: Bytes
  readonly units: number
}
declare function readRedeemedTable(
  source: TableSource,
  periods: number,
  onProgress?: (rows: number) => void,
): Promise<RedeemedTable>

interface ListingChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly brand: string
  readonly model: string
  readonly gtin: string | null
  readonly fields: readonly string[]
}
declare function diffListings(before: readonly Listing[], after: readonly Listing[]): readonly ListingChange[]

declare function readRepositoryFolder(folder: string): Promise<RepositoryFiles | null>
declare function publishFiles(folder: string, files: ReadonlyMap<string, Bytes>): Promise<ReadonlyMap<string, Bytes>>

declare function resignProject(
  project: Project,
  nowMs: number,
  signers: ReadonlyMap<string, RoleSigner>,
): Promise<number>

declare function writeSegments(listings: Iterable<Listing>, delegated?: ReadonlySet<string>): Map<string, Bytes>

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

type Freshness = 'fresh' | 'warn' | 'refuse' | 'missing'

type ScanProblem = 'barcode_unreadable' | 'barcode_check_digit' | 'barcode_garbled' | 'not_a_product_code'

interface EntitlementFact {
  readonly id: string
  readonly state: 'valid' | 'expired' | 'used' | 'unknown'
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
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

interface Clock {
  now(): number
  monotonic(): number
}

type RecordId = string

declare const addresses: {
  readonly records: 'v1/records'
  readonly answers: 'v1/answers'
  readonly entitlements: 'v1/entitlements/query'
  readonly serials: 'v1/serials/query'
  readonly sales: 'v1/sales/find'
  readonly tills: 'v1/tills'
  readonly head: 'v1/tills/head'
}
declare const mediaTypes: {
  readonly request: 'application/jose'
  readonly answer: 'application/json'
  readonly problem: 'application/problem+json'
}
type Standing = 'provisional' | 'confirmed' | 'refused' | 'review'
interface Answer {
  readonly record: string
  readonly sale: string | null
  readonly standing: Standing
  readonly reasons: readonly string[]
  readonly countersignature: string | null
  readonly serverTime: Instant
}
interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}
interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly field: string | null
}
declare const problemStatus: {
  readonly request_invalid: 400
  readonly record_invalid: 400
  readonly signature_invalid: 401
  readonly till_unknown: 401
  readonly till_revoked: 403
  readonly code_invalid: 403
  readonly not_found: 404
  readonly record_conflict: 409
  readonly too_large: 413
  readonly too_many: 429
  readonly internal: 500
}
type ProblemCode = keyof typeof problemStatus
interface PlatformInfo {
  readonly v: 1
  readonly api: string
  readonly sealingKey: PublicKey & {
    readonly kid: string
  }
  readonly receiptKeys: readonly (PublicKey & {
    readonly kid: string
  })[]
  readonly entitlementKeys: readonly (PublicKey & {
    readonly kid: string
    readonly issuer: string
  })[]
}
declare const answerSchema: z.ZodMiniType<Answer>
declare const problemSchema: z.ZodMiniType<Problem>
declare const platformInfoSchema: z.ZodMiniType<PlatformInfo>

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

interface Head {
  readonly v: 1
  readonly id: RecordId
  readonly store: string
  readonly till: string
  readonly epoch: number
  readonly seq: number
  readonly prev: string | null
  readonly at: Instant
  readonly clock: {
    readonly state: 'trusted' | 'untrusted'
    readonly offsetMs: number | null
  }
}
interface RecordResult {
  readonly lines: readonly {
    readonly id: string
    readonly status: 'eligible' | 'ineligible' | 'undetermined' | 'other'
    readonly reasons: readonly string[]
    readonly listing: {
      readonly brand: string
      readonly model: string
      readonly category: string
      readonly grade: number | null
      readonly filedPrice: Amount
    } | null
    readonly units: readonly QuoteUnit[]
    readonly steps: readonly Step[]
  }[]
  readonly deduction: 'till' | 'payment'
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}
interface UnitRef {
  readonly line: string
  readonly unit: number
}
interface Payment {
  readonly method: string
  readonly amount: Amount
  readonly reference: string | null
}
interface SealedBuyer {
  readonly tag: string
  readonly sealed: string
}
interface ReserveRecord extends Head {
  readonly kind: 'reserve'
  readonly orderId: string
  readonly receipt: string
  readonly cashier: string | null
  readonly setting: {
    readonly region: string
    readonly channel: Channel
  }
  readonly basis: Basis | null
  readonly cart: Cart
  readonly facts: Facts
  readonly result: RecordResult
  readonly buyer: SealedBuyer | null
  readonly entitlement: string | null
}
interface CommitRecord extends Head {
  readonly kind: 'commit'
  readonly refers: RecordId
  readonly payments: readonly Payment[]
}
interface CancelRecord extends Head {
  readonly kind: 'cancel'
  readonly refers: RecordId
  readonly reason: string
}
interface RefundRecord extends Head {
  readonly kind: 'refund'
  readonly refers: RecordId
  readonly units: readonly UnitRef[]
  readonly payable: Amount
  readonly subsidy: Amount
}
interface FulfilRecord extends Head {
  readonly kind: 'fulfil'
  readonly refers: RecordId
  readonly units: readonly (UnitRef & {
    readonly serial: string
  })[]
  readonly evidence: {
    readonly [code: string]: string
  }
}
interface EpochRecord extends Head {
  readonly kind: 'epoch'
  readonly last: {
    readonly epoch: number
    readonly seq: number
    readonly hash: string
  } | null
}
interface GapRecord extends Head {
  readonly kind: 'gap'
  readonly missing: {
    readonly seq: number
    readonly hash: string | null
  }
  readonly reason: string
}
type TillRecord = ReserveRecord | CommitRecord | CancelRecord | RefundRecord | FulfilRecord | EpochRecord | GapRecord
type RecordKind = TillRecord['kind']

interface Claim {
  readonly sale: RecordId
  readonly untilMs: number | null
}
interface SaleUnit extends UnitRef {
  readonly category: string | null
  readonly product: string | null
  readonly serial: string | null
  readonly subsidy: Amount
  readonly payable: Amount
  readonly returned: boolean
}
interface SaleQuota {
  readonly key: string
  readonly counted: readonly string[]
  readonly group: string
  readonly categories: readonly string[]
  readonly units: number
  readonly limit: number
}
interface SaleRow {
  readonly id: RecordId
  readonly store: string
  readonly till: string
  readonly tillNumber: number
  readonly epoch: number
  readonly seq: number
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
  readonly bankPromotion: Amount
  readonly units: readonly SaleUnit[]
  readonly untilMs: number
  readonly tillUntilMs: number
  readonly quotas: readonly SaleQuota[]
  readonly quotaReturned: 'restored' | 'burned'
  readonly entitlement: string | null
  readonly countersignature: string | null
}
interface SerialRow extends Claim {
  readonly key: string
}
interface QuotaRow {
  readonly key: string
  readonly claims: readonly (Claim & {
    readonly units: number
  })[]
}
interface EntitlementRow {
  readonly id: string
  readonly fact: EntitlementFact | null
  readonly claim: Claim | null
}
interface LedgerKeys {
  readonly sale: RecordId | null
  readonly serials: readonly string[]
  readonly quotas: readonly string[]
  readonly entitlement: string | null
}
interface Ledger {
  readonly sale: SaleRow | null
  readonly serials: ReadonlyMap<string, SerialRow>
  readonly quotas: ReadonlyMap<string, QuotaRow>
  readonly entitlement: EntitlementRow | null
}
interface LedgerWrites {
  readonly sale: SaleRow | null
  readonly serials: readonly {
    readonly key: string
    readonly claim: Claim | null
  }[]
  readonly quotas: readonly QuotaRow[]
  readonly entitlement: EntitlementRow | null
}

interface Judgement {
  readonly ruleSet: RuleSet | null
  readonly basis: 'held' | 'unknown' | 'stale'
  readonly replay: 'same' | 'differs' | 'impossible'
  readonly buyer: string | null
  readonly entitlement: EntitlementFact | null
  readonly refuse: readonly string[]
  readonly review: readonly string[]
}
type Link = 'linked' | 'forked' | 'recovered'
interface Situation {
  readonly hash: string
  readonly link: Link
  readonly tillNumber: number
  readonly nowMs: number
  readonly judgement: Judgement | null
  readonly ledger: Ledger
}
interface Decision {
  readonly standing: Standing
  readonly notes: readonly string[]
  readonly writes: LedgerWrites
}
declare function decide(record: TillRecord, situation: Situation): Decision
declare function settleSale(sale: SaleRow, standing: 'confirmed' | 'refused', reasons: readonly string[]): SaleRow

declare const messageTypes: {
  readonly records: 'tradein-record'
  readonly answers: 'tradein-answers'
  readonly entitlements: 'tradein-entitlement'
  readonly serials: 'tradein-serials'
  readonly sales: 'tradein-find'
  readonly tills: 'tradein-enrol'
  readonly head: 'tradein-head'
}
type MessageType = (typeof messageTypes)[keyof typeof messageTypes]
type ResolveKey = (keyId: string, payload: unknown) => CryptoKey | null | Promise<CryptoKey | null>
interface SignedRecord {
  readonly record: TillRecord
  readonly keyId: string
  readonly hash: string
}
declare function readRecord(jws: string, resolveKey: ResolveKey): Promise<SignedRecord>
declare function readRequest<S extends z.ZodMiniType>(
  jws: string,
  typ: MessageType,
  schema: S,
  resolveKey: ResolveKey,
): Promise<{
  readonly payload: z.output<S>
  readonly keyId: string
}>

interface PrivateKey extends PublicKey {
  readonly kid: string
  readonly d: string
}
interface PlatformSecrets {
  readonly v: 1
  readonly sealing: PrivateKey
  readonly receipt: PrivateKey
  readonly entitlement: PrivateKey & {
    readonly issuer: string
  }
  readonly pseudonym: string
}
interface PlatformKeys {
  readonly openingKey: CryptoKey
  readonly receiptKey: {
    readonly kid: string
    readonly privateKey: CryptoKey
  }
  readonly entitlementKey: {
    readonly kid: string
    readonly issuer: string
    readonly privateKey: CryptoKey
  }
  readonly pseudonym: (idNumber: string) => Promise<string>
}
declare function generatePlatformSecrets(issuer: string): Promise<PlatformSecrets>
declare function readPlatformSecrets(json: unknown): PlatformSecrets
declare function platformInfo({ sealing, receipt, entitlement }: PlatformSecrets, api: string): PlatformInfo

declare function openApiDocument(base: string): object

interface Identity {
  readonly name: string
  readonly phone: string
  readonly idNumber: string
}

interface SealedFor {
  readonly recordId: string
  readonly store: string
  readonly till: string
}
interface OpenedBuyer extends Identity, SealedFor {
  readonly v: 1
}
declare function openBuyer(jwe: string, privateKey: CryptoKey): Promise<OpenedBuyer>
declare function isSealedFor(
  opened: OpenedBuyer,
  record: {
    readonly id: string
    readonly store: string
    readonly till: string
  },
): boolean

interface KnownRelease {
  readonly versions: Basis['versions']
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
  readonly fromMs: number
  readonly untilMs: number | null
}
interface JudgePorts {
  readonly releaseBy: (snapshot: string) => Promise<KnownRelease | null>
  readonly openBuyer: (sealed: string) => Promise<OpenedBuyer>
  readonly pseudonym: (idNumber: string) => Promise<string>
  readonly readEntitlement: (entitlement: string, atMs: number) => Promise<EntitlementFact | null>
  readonly inspect?: (record: ReserveRecord) => {
    readonly refuse: readonly string[]
    readonly review: readonly string[]
  }
}

interface TillRow {
  readonly store: string
  readonly till: string
  readonly number: number
  readonly epoch: number
}
interface TillKeyRow {
  readonly keyId: string
  readonly key: PublicKey
  readonly store: string
  readonly till: string
  readonly number: number
  readonly epoch: number
  readonly revoked: boolean
}
interface CodeRow {
  readonly code: string
  readonly store: string | null
  readonly till: string | null
  readonly reusable: boolean
  readonly usedBy: string | null
}
interface ChainRow {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
  readonly furthest: number
  readonly forked: boolean
  readonly closedAfter: number | null
}
interface StoredRecord {
  readonly id: RecordId
  readonly epoch: number
  readonly seq: number
  readonly hash: string
  readonly kind: RecordKind
  readonly sale: RecordId | null
  readonly closes: number | null
  readonly jws: string
  readonly linked: boolean
  readonly standing: Standing
  readonly notes: readonly string[]
}
interface TillWrites {
  readonly record: StoredRecord | null
  readonly chain: ChainRow | null
  readonly ledger: LedgerWrites
  readonly publish: readonly {
    readonly store: string
    readonly till: string
    readonly record: RecordId
  }[]
}
interface TillTransaction {
  open(place: {
    readonly epoch: number
    readonly id: RecordId
    readonly seq: number
    readonly sale: RecordId | null
  }): Promise<{
    readonly chain: ChainRow
    readonly known: StoredRecord | null
    readonly sale: SaleRow | null
  }>
  waiting(epoch: number, fromSeq: number, limit: number): Promise<readonly StoredRecord[]>
  record(id: RecordId): Promise<StoredRecord | null>
  gapFor(epoch: number, seq: number): Promise<StoredRecord | null>
  chainsBefore(epoch: number): Promise<readonly ChainRow[]>
  sale(id: RecordId): Promise<SaleRow | null>
  read(keys: LedgerKeys, sale: SaleRow | null): Promise<Ledger>
  write(writes: TillWrites): Promise<void>
}
interface FoundSale {
  readonly sale: SaleRow
  readonly records: readonly StoredRecord[]
}
interface PlatformStore {
  key(keyId: string): Promise<TillKeyRow | null>
  transact<T>(
    till: {
      readonly store: string
      readonly till: string
    },
    work: (tx: TillTransaction) => Promise<T>,
  ): Promise<T>
  enrol(
    request: {
      readonly code: string
      readonly store: string
      readonly till: string
      readonly keyId: string
    },
    decide: (rows: {
      readonly code: CodeRow | null
      readonly till: TillRow | null
      readonly key: TillKeyRow | null
      readonly nextNumber: number
    }) => {
      readonly code: CodeRow
      readonly till: TillRow
      readonly key: TillKeyRow
    } | null,
  ): Promise<TillKeyRow | null>
  hasRecord(
    till: {
      readonly store: string
      readonly till: string
    },
    id: RecordId,
  ): Promise<boolean>
  addCode(code: CodeRow): Promise<void>
  revoke(keyId: string): Promise<void>
  last(till: { readonly store: string; readonly till: string }): Promise<{
    readonly epoch: number
    readonly seq: number
    readonly hash: string
  } | null>
  changes(
    till: {
      readonly store: string
      readonly till: string
    },
    after: number,
    limit: number,
  ): Promise<
    readonly {
      readonly at: number
      readonly record: StoredRecord
      readonly sale: SaleRow | null
    }[]
  >
  serials(keys: readonly string[]): Promise<ReadonlyMap<string, SerialRow>>
  entitlement(id: string): Promise<EntitlementRow | null>
  putEntitlement(row: EntitlementRow): Promise<void>
  find(
    by:
      | {
          readonly receipt: string
        }
      | {
          readonly serial: string
        }
      | {
          readonly store: string
          readonly orderId: string
        },
  ): Promise<readonly FoundSale[]>
  sale(id: RecordId): Promise<SaleRow | null>
}

interface Imported {
  readonly taken: number
  readonly known: number
  readonly refused: readonly {
    readonly place: number
    readonly code: string
  }[]
}

interface PlatformService {
  handle(path: string, request: Request): Promise<Response>
  settle(sale: string, standing: 'confirmed' | 'refused', reasons?: readonly string[]): Promise<void>
  importOutbox(bytes: Uint8Array): Promise<Imported>
}

interface Releases {
  by(snapshot: string): Promise<KnownRelease | null>
  productsOf(gtinOrModel: string): readonly string[]
}
interface PlatformOptions {
  readonly store: PlatformStore
  readonly secrets: PlatformSecrets
  readonly releases: Releases
  readonly clock: Pick<Clock, 'now'>
  readonly countersign: (sale: SaleRow, key: PlatformKeys['receiptKey']) => Promise<string>
  readonly inspect?: JudgePorts['inspect']
  readonly report: (error: unknown) => void
}
declare function createPlatform(options: PlatformOptions): Promise<PlatformService>

type Replay =
  | {
      readonly status: 'same'
    }
  | {
      readonly status: 'differs'
      readonly field: string
      readonly recorded: string | null
      readonly derived: string | null
    }
declare function replay(record: ReserveRecord, release: Release | null): Replay

export {
  CheckoutError,
  addresses,
  answerSchema,
  brandRole,
  brandsForSample,
  buildRelease,
  checkProject,
  checkTables,
  createPlatform,
  decide,
  delegateBrand,
  diffListings,
  findingLine,
  findingWeights,
  findingsCsvLines,
  firstRootText,
  generateListings,
  generatePlatformSecrets,
  headerNames,
  initProject,
  isCheckoutError,
  isSealedFor,
  lintRuleSets,
  mediaTypes,
  openApiDocument,
  openBuyer,
  openProject,
  openPublished,
  platformInfo,
  platformInfoSchema,
  problemSchema,
  projectSigners,
  publishFiles,
  publishProject,
  readPlatformSecrets,
  readRecord,
  readRedeemedTable,
  readRepositoryFolder,
  readRequest,
  replay,
  resignProject,
  settleSale,
  sortFindings,
  weightOf,
  writeSegments,
}
export type {
  Answer,
  Brand,
  BuildOptions,
  Bytes,
  CheckInput,
  CheckedListings,
  ColumnName,
  Decision,
  ErrorCode,
  Finding,
  FindingCode,
  InitOptions,
  Ledger,
  LedgerWrites,
  Listing,
  ListingChange,
  OpenedBuyer,
  PlatformInfo,
  PlatformOptions,
  PlatformSecrets,
  PlatformService,
  PlatformStore,
  Progress,
  Project,
  ProjectCheck,
  ProjectFile,
  PublishOutcome,
  Published,
  ReleaseContent,
  ReleaseRoles,
  Releases,
  Replay,
  RepositoryFiles,
  ReserveRecord,
  RuleFinding,
  SaleRow,
  SampleOptions,
  SignedRecord,
  Situation,
  Standing,
  TableSource,
  TillRecord,
  TillTransaction,
}
