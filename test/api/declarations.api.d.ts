import { LitElement, PropertyDeclarations, CSSResult, PropertyValues, TemplateResult } from 'lit'
import * as z from 'zod/mini'
interface AcceptanceContext {
  readonly hash: string
  readonly link: Link
  readonly tillNumber: number
  readonly nowMs: number
  readonly receivedMs: number
  readonly latestMs: number | null
  readonly late: readonly LateSale[]
  readonly place: TillPlace | null
  readonly isPublished: (product: string, serial: string) => boolean
  readonly judgement: Judgement | null
  readonly ledger: Ledger
}
type Action =
  | 'rescan'
  | 'type_model'
  | 'check_label'
  | 'fix_price'
  | 'sell_without_subsidy'
  | 'sell_separately'
  | 'go_online'
  | 'call_supervisor'
type Amount = string
interface Answer {
  readonly record: string
  readonly sale: string | null
  readonly standing: Standing
  readonly reasons: readonly string[]
  readonly countersignature: string | null
  readonly serverTime: Instant
  readonly returned?: readonly ReturnedUnit[]
  readonly forked?: true
}
interface Answers {
  readonly answers: readonly Answer[]
  readonly cursor: string
  readonly more: boolean
  readonly serverTime: Instant
}
interface AnswersRequest {
  readonly cursor: string | null
}
interface AssociationOptions {
  readonly requisites?: 'check' | 'ignore'
}
interface Authority extends Releases {
  readonly root: string
  readonly files: Map<string, Bytes>
  publish(change?: Partial<AuthorityContent>): Promise<void>
  resign(): Promise<void>
  release(): Release
  handle(path: string): Response
}
interface AuthorityContent {
  readonly listings: readonly Listing[]
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  readonly platform: PlatformInfo
  readonly redeemed?: ReadonlyMap<string, Bytes>
}
interface AuthorityOptions extends Partial<Omit<AuthorityContent, 'platform'>> {
  readonly platform: PlatformInfo
  readonly clock: Pick<Clock, 'now'>
  readonly timestampLifetimeMs?: number
}
type BarWidths = readonly number[]
interface Basis extends ReleaseBasis {
  readonly ruleSet: string | null
}
type Benefit =
  | {
      readonly kind: 'rate'
      readonly byGrade: Readonly<Record<GradeKey, Rate>>
      readonly ungraded: Rate | null
    }
  | {
      readonly kind: 'fixed'
      readonly byGrade: Readonly<Record<GradeKey, Amount>>
      readonly ungraded: Amount | null
    }
type Bilingual = {
  readonly zh: string
  readonly en: string
}
interface BracketedOptions {
  readonly unknownAis?: 'refuse' | 'accept'
}
interface Brand {
  readonly id: string
  readonly names: readonly string[]
  readonly prefixes: readonly string[]
  readonly serialRules: readonly SerialRule[]
}
interface BrandIndex {
  readonly byId: (id: string) => Brand | undefined
  readonly byName: (name: string) => Brand | undefined
  readonly byGtin: (gtin: Gtin14) => Brand | undefined
}
interface Broadcast {
  post(message: string): void
  subscribe(listener: (message: string) => void): () => void
}
interface BuildOptions {
  readonly content: ReleaseDraft
  readonly roles: ReleaseRoles
  readonly previous: RepositoryFiles | null
  readonly nowMs: number
  readonly renew?: readonly string[]
}
interface BuildProgress {
  readonly stage: 'read' | 'segment' | 'sign'
  readonly done: number
  readonly total: number | null
}
interface BurstLimits {
  readonly minLength: number
  readonly maxGapMs: number
  readonly maxMeanGapMs: number
}
interface Buyer {
  readonly tag: string
  readonly sealed: string
  readonly sale: string
  readonly entitlement: string | null
}
type BuyerInput = Identity & {
  readonly entitlement?: string
}
interface BuyerQuote extends Quote {
  readonly buyer: Buyer | null
}
interface ByteStore {
  keys(): Promise<string[]>
  getMany(keys: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | undefined)[]>
  setMany(entries: readonly (readonly [key: string, value: Uint8Array<ArrayBuffer>])[]): Promise<void>
  deleteMany(keys: readonly string[]): Promise<void>
}
type Bytes = Uint8Array<ArrayBuffer>
interface CameraCode {
  readonly text: string
  readonly format: string
}
type CameraFormat = 'ean_13' | 'ean_8' | 'upc_a' | 'upc_e' | 'code_128' | 'qr_code' | 'data_matrix'
type CameraImage = HTMLVideoElement | HTMLCanvasElement | HTMLImageElement | ImageBitmap | ImageData | Blob
interface CameraReader {
  readonly engine: 'native' | 'wasm'
  read(image: CameraImage): Promise<readonly CameraCode[]>
}
interface CameraReaderOptions {
  readonly wasmUrl: string
  readonly engine?: 'auto' | 'wasm'
}
interface CameraScannerOptions extends CameraReaderOptions {
  readonly onScan: (code: CameraCode) => void
  readonly onError: (error: unknown) => void
  readonly timers: Timers
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | null
  readonly intervalMs?: number
  readonly repeatMs?: number
}
type CancelOutcome =
  | {
      readonly status: 'cancelled' | 'already_refused'
      readonly sale: Sale
    }
  | NotDurable
interface CancelRecord extends Head {
  readonly kind: 'cancel'
  readonly refers: RecordId
  readonly reason: string
}
interface Cart {
  readonly lines: readonly Line[]
  readonly orderDiscount?: Amount
}
interface Catalog {
  readonly size: number
  byGtin(gtin: Gtin14): readonly Listing[]
  byModel(model: string, brand?: string): readonly Listing[]
  nearModels(
    model: string,
    options?: {
      readonly maxEdits?: 0 | 1 | 2
      readonly limit?: number
    },
  ): readonly Listing[]
  brand(id: string): Brand | undefined
  brandByName(name: string): Brand | undefined
  brandByGtin(gtin: Gtin14): Brand | undefined
  readonly brands: readonly Brand[]
  readonly isPart?: boolean
  readonly lookAlikes?: LookAlikes
}
interface CategoryRule {
  readonly code: string
  readonly name: Bilingual
  readonly group: string
  readonly list: 'national' | 'local'
  readonly benefit: Benefit
  readonly cap: Amount
  readonly priceLimit: Amount | null
  readonly serial: {
    readonly [channel in Channel]: 'at_sale' | 'at_fulfilment'
  }
  readonly evidence: readonly string[]
  readonly clause: string
}
interface CellCode {
  readonly raw: string
  readonly gtin: Gtin14 | null
  readonly problem: ScanProblem | null
  readonly garble: Garble | null
  readonly repairs: readonly string[]
}
interface ChainBounds {
  readonly head?: ChainHead | null
  readonly isPartial?: boolean
  readonly isUnordered?: boolean
}
type ChainFault = (typeof chainFaults)[number]
interface ChainFinding {
  readonly index: number
  readonly code: ChainFault
}
interface ChainHead {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
}
interface ChainKey {
  readonly keyId: string
  readonly key: PublicKey
  readonly store: string
  readonly till: string
  readonly epoch: number
}
interface ChainRow {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
  readonly furthest: number
  readonly forked: boolean
  readonly closedAfter: number | null
  readonly latestMs: number | null
  readonly late: readonly LateSale[]
}
type Channel = 'store' | 'online'
interface Charge extends Tenders {
  readonly send: Amount
}
type ChargedQuote = Pick<Quote, 'cart' | 'payable' | 'subsidy' | 'deduction'>
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
interface CheckedListings {
  readonly tables: readonly CheckedTable[]
  readonly findings: Finding[]
  readonly listingsByBrand: ReadonlyMap<string, number>
  readBrand(brand: string): readonly Listing[]
  close(): void
}
interface CheckedTable {
  readonly name: string
  readonly encoding: Table['encoding']
  readonly headerRow: number
  readonly header: readonly string[]
  readonly ignored: readonly string[]
  readonly rows: number
}
interface Checkout {
  ready(): Promise<Status>
  readonly status: Status
  readonly ruleSets: readonly RuleSet[]
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
  commit(sale: string, input: CommitInput): Promise<CommitOutcome>
  cancel(sale: string, reason: string): Promise<CancelOutcome>
  sell(quote: Quote, input: ReserveInput & CommitInput): Promise<ReserveOutcome | CommitOutcome>
  refund(sale: string, units: readonly UnitRef[] | 'all'): Promise<RefundOutcome>
  fulfil(sale: string, input: FulfilInput): Promise<FulfilOutcome>
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
  readonly outbox: OutboxFiles & {
    resend(): Promise<number>
  }
  close(): Promise<void>
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
  readonly schemes?: readonly string[]
  readonly answerTimeoutMs?: number
  readonly onTimeout?: 'accept' | 'hold'
  readonly retentionDays?: number
  readonly training?: boolean
  readonly ports?: Partial<Ports>
}
interface Claim {
  readonly sale: RecordId
  readonly untilMs: number | null
}
interface ClaimedUnits extends Claim {
  readonly units: number
  readonly ruleSet: string
  readonly day: string
}
interface Clause extends Bilingual {
  readonly source: string
}
interface Clock {
  now(): number
  monotonic(): number
}
interface CodeRow {
  readonly code: string
  readonly store: string | null
  readonly till: string | null
  readonly reusable: boolean
  readonly usedBy: string | null
  readonly place: TillPlace | null
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
interface CommitInput {
  readonly payments: readonly Payment[]
  readonly settle?: 'review'
  readonly note?: string
}
type CommitOutcome =
  | FulfilOutcome
  | ({
      readonly status: 'differs'
    } & Difference)
interface CommitRecord extends Head {
  readonly kind: 'commit'
  readonly refers: RecordId
  readonly payments: readonly Payment[]
  readonly note?: string
}
interface Connectivity {
  online(): boolean
  subscribe(listener: () => void): () => void
}
interface DayTotals extends SaleTotals {
  readonly date: string
  readonly returned: Amount
  readonly tenders: readonly TenderTotals[]
  readonly cashiers: readonly (SaleTotals & {
    readonly cashier: string | null
  })[]
  readonly standings: Readonly<Record<Standing, SaleTotals>>
  readonly unsent: number
}
interface Decision {
  readonly standing: Standing
  readonly notes: readonly string[]
  readonly writes: LedgerWrites
  readonly late?: LateSale | null
}
interface DelegatedRole extends KeyRole {
  readonly name: string
  readonly terminating?: boolean
  readonly paths?: readonly string[]
  readonly path_hash_prefixes?: readonly string[]
}
interface Delegations {
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles?: readonly DelegatedRole[]
  readonly succinct_roles?: SuccinctRoles
}
type Delivery = 'pending' | 'sending' | 'answered' | 'held'
interface Device {
  openTab(): Ports
  readonly clock: Clock & {
    readonly timers: Timers
  }
  readonly network: StagedNetwork
  readonly bytes: MemoryByteStore
  readonly keepsake: MemoryByteStore
}
interface DeviceOptions {
  readonly clock?: Clock & {
    readonly timers: Timers
  }
  readonly network?: StagedNetwork
  readonly seed?: number
  readonly indexedDb?: IndexedDb
  readonly locks?: boolean
}
interface Difference {
  readonly expected: Tenders
  readonly received: Tenders
}
type DigitalLink =
  | {
      readonly ok: true
      readonly uri: string
    }
  | {
      readonly ok: false
      readonly problem: Gs1Problem
    }
interface DigitalLinkOptions {
  readonly aliases?: 'refuse' | 'accept'
  readonly shortGtins?: 'refuse' | 'accept'
  readonly unknownAis?: 'refuse' | 'accept'
}
type Effect = 'lowers' | 'ignored'
interface ElementStringOptions {
  readonly separator?: string
  readonly leading?: 'required' | 'optional' | 'never'
}
interface Endpoint<Request extends object, Reply> {
  readonly address: string
  readonly type: string
  readonly request: z.ZodMiniType<Request>
  readonly answer: z.ZodMiniType<Reply>
  readonly requestBytes: number
  readonly answerBytes: number
  readonly timeoutMs: number
}
interface Endpoints {
  readonly records: Endpoint<TillRecord, Answer>
  readonly answers: Endpoint<AnswersRequest, Answers>
  readonly entitlements: Endpoint<EntitlementRequest, EntitlementAnswer>
  readonly serials: Endpoint<SerialsRequest, SerialsAnswer>
  readonly sales: Endpoint<FindRequest, FindAnswer>
  readonly imports: Endpoint<ImportRequest, ImportAnswer>
  readonly tills: Endpoint<EnrolRequest, EnrolAnswer>
  readonly head: Endpoint<Readonly<Record<string, never>>, EnrolAnswer>
}
interface EnrolAnswer {
  readonly keyId: string
  readonly number: number
  readonly epoch: number
  readonly last: {
    readonly epoch: number
    readonly seq: number
    readonly hash: string
  } | null
  readonly serverTime: Instant
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
interface EnrolRequest {
  readonly code: string
  readonly store: string
  readonly till: string
  readonly key: PublicKey
}
interface EntitlementAnswer extends EntitlementFact {
  readonly serverTime: Instant
}
interface EntitlementClaims {
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
  readonly buyer: string
}
interface EntitlementFact {
  readonly id: string
  readonly state: 'valid' | 'expired' | 'used' | 'unknown'
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
}
interface EntitlementRequest {
  readonly entitlement: string
}
interface EpochRecord extends Head {
  readonly kind: 'epoch'
  readonly last: {
    readonly epoch: number
    readonly seq: number
    readonly hash: string
  } | null
}
type ErrorCode = keyof typeof passing | keyof typeof lasting
interface ErrorDetails {
  readonly field?: string
  readonly received?: string
  readonly expected?: string
  readonly cause?: unknown
}
interface Evidence {
  readonly at: Instant
  readonly basis: Basis | null
  readonly freshness: Freshness
  readonly clock: 'trusted' | 'untrusted'
}
interface ExplanationStep {
  readonly formula: FormulaName
  readonly clause: string | null
  readonly inputs: {
    readonly [name: string]: string
  }
  readonly result: string
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
interface FaultRule {
  readonly match?: string
  readonly times?: number
  readonly fault: NetworkFault
}
type Fetch = (url: string, init?: RequestInit) => Promise<Response>
interface FindAnswer {
  readonly sales: readonly {
    readonly answer: Answer
    readonly records: readonly string[]
    readonly refundable: RefundableSale | null
  }[]
  readonly serverTime: Instant
}
interface FindRequest {
  readonly code?: string
  readonly receipt?: string
  readonly serial?: string
  readonly orderId?: string
}
interface Finding {
  readonly table: string
  readonly row: number
  readonly column: ColumnName | null
  readonly code: FindingCode
  readonly value: string
  readonly detail: string
}
type FindingCode = keyof typeof findingWeights
interface Floors {
  readonly root: number
  readonly timestamp: number
  readonly snapshot: number
  readonly roles: Readonly<Record<string, number>>
  readonly keys: {
    readonly timestamp: readonly string[]
    readonly snapshot: readonly string[]
  }
}
type FormulaName = (typeof formulaNames)[number]
interface FoundSale {
  readonly sale: LedgerSale
  readonly records: readonly StoredRecord[]
}
type Freshness = 'fresh' | 'warn' | 'refuse' | 'missing'
interface FulfilInput {
  readonly units: readonly (UnitRef & {
    readonly serial: string
  })[]
  readonly evidence?: Readonly<Record<string, string>>
}
type FulfilOutcome =
  | {
      readonly status: 'confirmed' | 'provisional' | 'review'
      readonly sale: Sale
    }
  | {
      readonly status: 'refused'
      readonly sale: Sale
      readonly reasons: readonly string[]
    }
  | NotDurable
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
interface GapRecord extends Head {
  readonly kind: 'gap'
  readonly missing: {
    readonly epoch?: number
    readonly seq: number
    readonly hash: string | null
  }
  readonly reason: string
}
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
type GradeKey = string
type GradeKind = 'energy' | 'water' | 'none'
interface Gs1Element {
  readonly ai: string
  readonly value: string
  readonly at?: number
}
type Gs1Fault =
  | 'empty'
  | 'not_gs1'
  | 'ai_unknown'
  | 'value_empty'
  | 'value_too_short'
  | 'value_too_long'
  | 'value_invalid'
  | 'ai_repeated'
  | 'ai_excluded'
  | 'ai_missing'
  | 'key_not_serialised'
  | 'symbology_unknown'
  | 'check_digit'
  | 'url_malformed'
  | 'url_without_key'
  | 'url_compressed'
  | 'url_order'
  | 'url_attribute'
  | 'too_long'
interface Gs1Problem {
  readonly fault: Gs1Fault
  readonly ai: string | null
  readonly at: number
  readonly check: string | null
}
type Gs1Result =
  | {
      readonly ok: true
      readonly elements: readonly Gs1Element[]
    }
  | {
      readonly ok: false
      readonly problem: Gs1Problem
    }
type Gtin14 = string
type Handler = (request: Request) => Response | Promise<Response>
type Hashes = Readonly<Record<string, string>>
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
interface Header {
  readonly places: ReadonlyMap<ColumnName, number>
  readonly names: readonly string[]
  readonly ignored: readonly string[]
}
interface Hours {
  readonly from: string
  readonly to: string
}
interface Identity {
  readonly name: string
  readonly phone: string
  readonly idNumber: string
}
interface ImportAnswer extends ImportReport {
  readonly serverTime: Instant
}
type ImportProgress = (done: number, total: number) => void
interface ImportReport {
  readonly taken: number
  readonly known: number
  readonly refused: readonly {
    readonly place: number
    readonly code: string
  }[]
}
interface ImportRequest {
  readonly sealed: string
}
interface InForce {
  readonly status: 'open' | 'paused' | 'channel' | 'not_open' | 'closed' | 'region'
  readonly ruleSet: RuleSet
}
interface IndexedDb {
  readonly factory: IDBFactory
  readonly keyRange: typeof IDBKeyRange
}
interface InitOptions {
  readonly sample?: SampleOptions | false
  readonly platform?: unknown
  readonly passphrase?: string
  readonly shares?: Readonly<Record<string, readonly [keys: number, threshold: number]>>
}
type Instant = string
interface Invoice {
  readonly sale: string
  readonly orderId: string
  readonly lines: readonly InvoiceLine[]
  readonly extras: Amount
  readonly total: Amount
  readonly subsidy: Amount
  readonly paid: Amount
}
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
interface JudgePorts {
  readonly releaseBy: (snapshot: string) => Promise<KnownRelease | null>
  readonly releaseAt: (ms: number) => Promise<KnownRelease | null>
  readonly openBuyer: (sealed: string) => Promise<OpenedBuyer>
  readonly pseudonym: (idNumber: string) => Promise<string>
  readonly readEntitlement: (entitlement: string, atMs: number) => Promise<ProvedEntitlement | null>
  readonly commitment: (entitlement: string, idNumber: string) => Promise<string>
  readonly inspect?: (record: ReserveRecord) => {
    readonly refuse: readonly string[]
    readonly review: readonly string[]
  }
}
interface Judgement {
  readonly ruleSet: RuleSet | null
  readonly basis: 'held' | 'unknown' | 'stale' | 'other'
  readonly replay: 'same' | 'differs' | 'shifted' | 'impossible'
  readonly twins: ReadonlyMap<string, readonly string[]>
  readonly buyer: string | null
  readonly entitlement: EntitlementFact | null
  readonly isBuyersOwn: boolean
  readonly refuse: readonly string[]
  readonly review: readonly string[]
}
interface KeyHash {
  high: number
  low: number
}
interface KeyRole {
  readonly keyids: readonly string[]
  readonly threshold: number
}
interface Keystroke {
  readonly type: 'keydown' | 'keyup'
  readonly key: string
  readonly code: string
  readonly keyCode: number
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly atMs: number
}
interface KnownRelease {
  readonly versions: Basis['versions']
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
  readonly fromMs: number
  readonly untilMs: number | null
}
type Language = 'zh' | 'en'
interface LateSale {
  readonly sale: RecordId
  readonly atMs: number
  readonly receivedMs: number
  readonly subsidy: Amount
}
interface Ledger {
  readonly sale: LedgerSale | null
  readonly serials: ReadonlyMap<string, LedgerSerial>
  readonly quotas: ReadonlyMap<string, LedgerQuota>
  readonly entitlement: LedgerEntitlement | null
}
interface LedgerEntitlement {
  readonly id: string
  readonly fact: EntitlementFact | null
  readonly claim: Claim | null
  readonly buyer: string | null
}
interface LedgerKeys {
  readonly sale: RecordId | null
  readonly serials: readonly string[]
  readonly quotas: readonly string[]
  readonly entitlement: string | null
}
interface LedgerQuota {
  readonly key: string
  readonly claims: readonly ClaimedUnits[]
}
interface LedgerSale {
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
  readonly charge: Charge
  readonly units: readonly SaleUnit[]
  readonly untilMs: number
  readonly payableUntilMs: number
  readonly offlineHours: number
  readonly quotas: readonly SaleQuota[]
  readonly quotaReturned: 'restored' | 'burned'
  readonly entitlement: string | null
  readonly countersignature: string | null
  readonly settlements?: readonly Settlement[]
}
interface LedgerSerial extends Claim {
  readonly key: string
  readonly cleared: boolean
}
interface LedgerWrites {
  readonly sale: LedgerSale | null
  readonly serials: readonly LedgerSerial[]
  readonly quotas: readonly LedgerQuota[]
  readonly entitlement: LedgerEntitlement | null
}
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
type Link = 'linked' | 'forked' | 'recovered'
type Lint = (data: string) => LintFault | null
type LintFault = string
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
interface ListingChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly brand: string
  readonly model: string
  readonly gtin: string | null
  readonly fields: readonly string[]
}
type ListingStatus = 'listed' | 'suspended' | 'withdrawn'
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
interface LookAlikes {
  brand(name: string): Brand | null
  disguised(model: string, mayBe: MayBe): readonly Listing[]
  neighbours(model: string, mayBe: MayBe): readonly Listing[]
}
type MagicAmount =
  | {
      readonly kind: 'refused' | 'review'
      readonly reason: ReasonCode | PlatformReason
    }
  | {
      readonly kind: 'refused_later'
      readonly reason: ReasonCode | PlatformReason
    }
  | {
      readonly kind: 'status'
      readonly status: 429 | 500 | 503
      readonly times: number
    }
  | {
      readonly kind: 'answer_lost'
      readonly times: number
    }
interface MagicItem {
  readonly barcode: string
  readonly price: string
  readonly status: 'eligible' | 'ineligible' | 'undetermined'
  readonly reason: ReasonCode | null
  readonly listing: Listing | null
}
type MagicItemName =
  | 'grade_1'
  | 'grade_2'
  | 'ungraded'
  | 'capped'
  | 'grade_not_covered'
  | 'category_not_covered'
  | 'price_over_filed'
  | 'price_suspiciously_low'
  | 'listing_suspended'
  | 'listing_withdrawn'
  | 'listing_not_yet_valid'
  | 'listing_expired'
  | 'model_unlisted'
  | 'barcode_check_digit'
type MayBe = (listing: Listing) => boolean
interface MemoryByteStore extends ByteStore {
  readonly entries: Map<string, Uint8Array<ArrayBuffer>>
}
interface MemoryPlatform extends PlatformService {
  addCode(
    code: string,
    options?: {
      readonly store?: string
      readonly till?: string
      readonly reusable?: boolean
      readonly place?: TillPlace
    },
  ): Promise<void>
  revoke(keyId: string): Promise<void>
  readonly openingKey: CryptoKey
  settleLater(): Promise<number>
  issueEntitlement(
    entitlement: Omit<NewEntitlement, 'buyer'> & {
      readonly buyer?: string
    },
  ): Promise<string>
  commitment(entitlement: string, idNumber: string): Promise<string>
  registerEntitlement(code: string, fact: Omit<EntitlementFact, 'id' | 'state'>): Promise<void>
  readonly store: MemoryStore
  readonly faults: readonly unknown[]
  save(): string
}
interface MemoryPlatformOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly secrets: PlatformSecrets
  readonly releases: Releases
  readonly saved?: string
  readonly magic?: boolean
}
interface MemoryStore extends PlatformStore {
  records(): readonly StoredRecord[]
  displaced(): readonly StoredRecord[]
  sales(): readonly LedgerSale[]
  save(): string
  load(saved: string): void
}
type MessageKind = Pick<Endpoint<object, unknown>, 'type' | 'requestBytes'>
interface MetaFile {
  readonly version: number
  readonly length?: number
  readonly hashes?: Hashes
}
interface Metadata<Signed> {
  readonly signed: Signed
  readonly signatures: readonly Signature[]
  readonly signedBytes: Bytes
  readonly bytes: Bytes
}
interface ModelIndex {
  readonly fold: (key: string) => string
  find(text: string): readonly number[]
  findFolded(text: string): readonly number[]
  tables(): ModelTables
  build(): Generator<void, void>
}
interface ModelTables {
  readonly byKey: RowTable
  readonly order: Uint32Array
  readonly characters: Uint32Array
  readonly pairs: Uint32Array
  readonly lengthStarts: Uint32Array
  readonly alphabet: readonly number[]
}
type NetworkFault =
  | {
      readonly kind: 'refused' | 'answer_lost' | 'duplicated' | 'hanging' | 'garbled' | 'truncated'
    }
  | {
      readonly kind: 'delayed' | 'late'
      readonly ms: number
    }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
interface NewEntitlement extends EntitlementClaims {
  readonly id: string
  readonly fromMs: number
  readonly toMs: number
}
interface NotDurable {
  readonly status: 'not_durable'
  readonly cause: unknown
}
interface OpenedBuyer extends Identity, SealedFor {
  readonly v: 1
}
interface OutboxFiles {
  export(): Promise<Uint8Array>
  import(
    bytes: Uint8Array,
    options?: {
      readonly onProgress?: ImportProgress
    },
  ): Promise<ImportReport>
}
interface OutboxPart {
  readonly store: string
  readonly till: string
  readonly records: readonly string[]
}
interface Payment {
  readonly method: string
  readonly amount: Amount
  readonly reference: string | null
}
type PaymentChannel = 'wechat_pay' | 'alipay' | 'unionpay'
interface PeriodFilter {
  readonly keys: number
  readonly falsePositives: number
  has(key: KeyHash): boolean
}
interface Persistence {
  persisted(): Promise<boolean>
  persist(): Promise<boolean>
}
interface Place {
  readonly region: string
  readonly channel: Channel
  readonly schemes?: readonly string[]
}
interface PlacedSegment {
  readonly segment: Segment
  readonly start: number
}
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
interface PlatformKeys {
  readonly openingKey: CryptoKey
  readonly receiptKey: {
    readonly kid: string
    readonly privateKey: CryptoKey
  }
  readonly receiptVerifyingKey: {
    readonly kid: string
    readonly publicKey: CryptoKey
  }
  readonly entitlementKey: {
    readonly kid: string
    readonly issuer: string
    readonly privateKey: CryptoKey
  }
  readonly pseudonym: (idNumber: string) => Promise<string>
  readonly commitment: (entitlement: string, idNumber: string) => Promise<string>
}
interface PlatformOptions {
  readonly store: PlatformStore
  readonly secrets: PlatformSecrets
  readonly releases: Releases
  readonly clock: Pick<Clock, 'now'>
  readonly countersign: (sale: LedgerSale, key: PlatformKeys['receiptKey']) => Promise<string>
  readonly inspect?: JudgePorts['inspect']
  readonly report: (error: unknown) => void
}
type PlatformReason = (typeof platformReasons)[number]
interface PlatformSecrets {
  readonly v: 1
  readonly sealing: PrivateKey
  readonly receipt: PrivateKey
  readonly entitlement: PrivateKey & {
    readonly issuer: string
  }
  readonly pseudonym: string
}
interface PlatformService {
  handle(path: string, request: Request): Promise<Response>
  settle(
    sale: string,
    standing: 'confirmed' | 'refused',
    reasons?: readonly string[],
    by?: string | null,
  ): Promise<void>
  importOutbox(bytes: Uint8Array): Promise<ImportReport>
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
      readonly sale: LedgerSale | null
    }[]
  >
  serials(keys: readonly string[]): Promise<ReadonlyMap<string, LedgerSerial>>
  entitlement(id: string): Promise<LedgerEntitlement | null>
  putEntitlement(row: LedgerEntitlement): Promise<void>
  find(
    by:
      | {
          readonly store: string
          readonly receipt: string
        }
      | {
          readonly store: string
          readonly serial: string
        }
      | {
          readonly store: string
          readonly orderId: string
        }
      | {
          readonly place: {
            readonly till: number
            readonly epoch: number
            readonly seq: number
          }
        },
  ): Promise<readonly FoundSale[]>
  sale(id: RecordId): Promise<LedgerSale | null>
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
  readonly keepsake?: ByteStore | null
  readonly persistence?: Persistence | null
}
interface Preview {
  readonly schemes: readonly SchemePart[]
  readonly lines: readonly QuoteLine[]
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  readonly deduction: 'till' | 'payment'
  readonly entitlement: RuleSet['entitlement']['need']
  readonly quotas: readonly QuotaLeft[]
}
interface PriceDisplay {
  readonly list: Amount
  readonly discount: Amount
  readonly subsidy: Amount
  readonly final: Amount
}
interface PrivateKey extends PublicKey {
  readonly kid: string
  readonly d: string
}
interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly field: string | null
  readonly serverTime?: Instant
}
type ProblemCode = keyof typeof problemStatus
interface Project {
  readonly folder: string
  readonly file: ProjectFile
}
interface ProjectCheck {
  readonly tables: readonly CheckedTable[]
  readonly findings: readonly Finding[]
  readonly ruleFindings: readonly RuleFinding[]
  readonly errors: number
  readonly warnings: number
  readonly listings: number
  readonly content: ReleaseDraft
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
interface ProjectOptions {
  readonly nowMs: number
  readonly onProgress?: (progress: BuildProgress) => void
  readonly signal?: AbortSignal
}
interface ProvedEntitlement {
  readonly fact: EntitlementFact
  readonly buyer: string | null
}
interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}
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
interface PublishedRelease {
  readonly trusted: TrustedRelease
  readonly files: readonly TargetFile[]
  readonly read: (file: TargetFile) => Promise<Bytes>
  readonly brands: readonly Brand[]
  readonly listings: (file: TargetFile) => Promise<readonly Listing[]>
}
interface QuotaGroup {
  readonly code: string
  readonly units: number
}
interface QuotaLeft {
  readonly group: string
  readonly limit: number
  readonly inCart: number
  readonly left: number
}
interface QuotaRule extends Pick<RuleSet, 'id'> {
  readonly quota: Pick<RuleSet['quota'], 'period' | 'carriesOver'>
}
interface Quote {
  readonly v: 1
  readonly at: Instant
  readonly channel: Channel
  readonly region: string
  readonly basis: Basis | null
  readonly schemes: readonly SchemePart[]
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
interface QuoteInput extends Cart {
  readonly buyer?: Buyer | null
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
  readonly steps: readonly ExplanationStep[]
}
interface QuoteUnit {
  readonly serial: string | null
  readonly price: Amount
  readonly base: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}
interface Random {
  bytes(length: number): Uint8Array<ArrayBuffer>
}
type Rate = string
type ReadRepositoryFile = (path: string) => Promise<Bytes | null>
interface ReadScanOptions {
  readonly issuers?: readonly {
    readonly prefix: string
  }[]
  readonly origin?: ScanOrigin
  readonly separator?: string | null
}
interface Reason {
  readonly code: ReasonCode
  readonly step: VerdictStep
  readonly severity: Severity
  readonly field: string
  readonly expected: string | null
  readonly received: string | null
  readonly action: Action
  readonly clause: string | null
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
  | 'other_scheme'
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
interface ReasonRule {
  readonly step: VerdictStep
  readonly severity: Severity
  readonly verdict: 'ineligible' | 'undetermined'
  readonly action: Action
  readonly rests: 'release' | 'facts'
}
interface Receipt {
  text(): string
  svg(): string
  html(): string
  bytes(options?: { readonly width?: number }): Uint8Array
  readonly code: string | null
}
interface ReceiptFields {
  readonly scheme: string
  readonly till: number
  readonly epoch: number
  readonly seq: number
  readonly at: Instant
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly digest: string
}
type ReceiptKeyJwk = PublicKey & {
  readonly kid: string
}
interface ReceiptSigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}
interface ReceiptSource {
  readonly sale: Sale
  readonly store: string
  readonly till: string
  readonly ruleSet: RuleSet | null
  readonly brandNames: Readonly<Record<string, string>>
  readonly code: string | null
  readonly training?: boolean
}
interface ReceiptVerifyingKey {
  readonly kid: string
  readonly publicKey: CryptoKey
}
type RecordId = string
type RecordKind = TillRecord['kind']
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
    readonly steps: readonly ExplanationStep[]
  }[]
  readonly deduction: 'till' | 'payment'
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
}
interface RedeemedFilter {
  has(gtin: Gtin14, serial: string): boolean
}
interface RedeemedTable {
  readonly filter: Bytes
  readonly units: number
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
type RefundOutcome =
  | {
      readonly status: 'confirmed' | 'provisional'
      readonly sale: Sale
      readonly units: readonly UnitRef[]
      readonly payable: Amount
      readonly subsidy: Amount
    }
  | {
      readonly status: 'already_refunded'
      readonly sale: Sale
    }
  | {
      readonly status: 'task'
      readonly task: Task
    }
  | NotDurable
interface RefundRecord extends Head {
  readonly kind: 'refund'
  readonly refers: RecordId
  readonly units: readonly UnitRef[]
  readonly payable: Amount
  readonly subsidy: Amount
}
interface RefundableSale {
  readonly reserve: TillRecord
  readonly state: 'reserved' | 'committed' | 'cancelled' | 'refunded'
}
interface Release {
  readonly basis: ReleaseBasis
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
}
interface ReleaseAt extends Pick<KnownRelease, 'versions' | 'catalog' | 'ruleSets' | 'redeemed'> {
  readonly snapshot: string
}
interface ReleaseBasis {
  readonly versions: {
    readonly [role: string]: number
  }
  readonly snapshot: string
  readonly issued: Instant
}
interface ReleaseDraft {
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  readonly platform: unknown
  readonly segments: ReadonlyMap<string, Bytes | TargetMeta>
  readonly redeemed?: ReadonlyMap<string, Bytes | TargetMeta>
  readonly delegatedBrands?: readonly string[]
}
type ReleaseRoles = Readonly<Record<string, RoleSetup>>
interface Releases {
  by(snapshot: string): Promise<KnownRelease | null>
  at(ms: number): Promise<KnownRelease | null>
  productsOf(gtinOrModel: string): readonly string[]
  isPublished(product: string, serial: string): boolean
}
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
type Reply =
  | {
      readonly answer: object
    }
  | {
      readonly problem: Problem
    }
type RepositoryFiles = ReadonlyMap<string, Bytes>
interface ReserveInput {
  readonly orderId: string
  readonly cashier?: string
}
type ReserveOutcome =
  | {
      readonly status: 'confirmed' | 'provisional' | 'review'
      readonly sale: Sale
    }
  | {
      readonly status: 'committed' | 'refunded'
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
  | NotDurable
interface ReserveRecord extends Head {
  readonly kind: 'reserve'
  readonly orderId: string
  readonly receipt: string
  readonly cashier: string | null
  readonly setting: Place
  readonly basis: Basis | null
  readonly cart: Cart
  readonly facts: Facts
  readonly result: RecordResult
  readonly buyer: SealedBuyer | null
  readonly entitlement: string | null
}
type ReservedUse = 'in_store' | 'coupon' | 'isbn' | 'issn' | 'refund_receipt'
type ResolveKey = (keyId: string, payload: unknown) => CryptoKey | null | Promise<CryptoKey | null>
interface ReturnedUnit extends UnitRef {
  readonly by: RecordId
}
interface RoleEntry {
  readonly threshold: number
  readonly lifetimeDays: number
  readonly keys: readonly RoleKey[]
}
interface RoleKey {
  readonly keyId: string
  readonly key: TufKey
}
interface RoleKeys {
  readonly keys: readonly RoleKey[]
  readonly threshold: number
}
interface RoleSetup extends RoleKeys {
  readonly signers: readonly RoleSigner[]
  readonly lifetimeMs: number
}
interface RoleSigner extends RoleKey {
  sign(data: Bytes): Promise<string>
}
interface RolesFile {
  readonly v: 1
  readonly roles: Readonly<Record<string, RoleEntry>>
}
interface RootSigned extends SignedBase {
  readonly _type: 'root'
  readonly consistent_snapshot?: boolean
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles: Readonly<Record<TopLevelRole, KeyRole>>
}
interface Rounding {
  readonly mode: RoundingMode
  readonly unit: Amount
}
type RoundingMode = 'down' | 'half-up' | 'half-even'
interface RowTable {
  readonly slots: Uint32Array
  readonly tagMask: number
}
interface Rows {
  readonly count: number
  readonly segments: readonly PlacedSegment[]
  segmentOf(row: number): PlacedSegment
  brand(row: number): string
  listing(row: number, gtin?: Gtin14): Listing
}
interface RuleFinding {
  readonly ruleSet: string
  readonly code: RuleFindingCode
  readonly weight: 'error' | 'warning'
  readonly field: string
  readonly detail: string
}
type RuleFindingCode = keyof typeof ruleFindingWeights
interface RuleSet {
  readonly v: 1
  readonly id: string
  readonly scheme: string
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
  readonly cites: {
    readonly [path: string]: string
  }
  readonly clauses: {
    readonly [clause: string]: Clause
  }
}
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
  readonly charge: Charge
  readonly payments: readonly Payment[]
  readonly refunded: readonly ReturnedUnit[]
  readonly cashier: string | null
  readonly countersignature: string | null
}
interface SaleQuota {
  readonly key: string
  readonly group: string
  readonly rule: QuotaRule
  readonly day: string
  readonly categories: readonly string[]
  readonly units: number
  readonly limit: number
}
interface SaleSearch {
  readonly id?: string
  readonly orderId?: string
  readonly receipt?: string
  readonly serial?: string
  readonly cashier?: string
  readonly date?: string
}
type SaleState = 'reserved' | 'committed' | 'cancelled' | 'refunded'
interface SaleTotals {
  readonly sales: number
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  readonly payable: Amount
  readonly refunded: Amount
}
interface SaleUnit extends UnitRef {
  readonly category: string | null
  readonly product: string | null
  readonly twins: readonly string[]
  readonly serial: string | null
  readonly subsidy: Amount
  readonly payable: Amount
  readonly returned: RecordId | null
}
interface SampleOptions {
  readonly count?: number
  readonly seed?: number
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
interface ScanData {
  readonly ok: true
  readonly symbology: Symbology
  readonly form: 'gs1' | 'gtin' | 'digital_link' | 'plain'
  readonly text: string
  readonly elements: readonly Gs1Element[]
  readonly addOn: string | null
  readonly linkProblem: Gs1Problem | null
}
interface ScanDataOptions extends AssociationOptions {
  readonly digitalLink?: DigitalLinkOptions
}
type ScanDataResult =
  | ScanData
  | {
      readonly ok: false
      readonly problem: Gs1Problem
    }
type ScanKind = 'product' | 'serial' | 'entitlement' | 'payment_code' | 'label' | 'receipt' | 'unknown'
interface ScanOptions {
  readonly suffix?: 'Enter' | 'Tab' | null
  readonly prefix?: string
  readonly intervalMs?: number
  readonly faults?: readonly ScannerFault[]
}
type ScanOrigin = 'scanner' | 'text'
type ScanProblem = (typeof scanProblems)[number]
type ScanReader = (raw: string, options?: ReadScanOptions) => Scan
interface ScannedExtras {
  readonly imei?: string
  readonly additionalId?: string
  readonly signature?: string
}
interface ScannedItem {
  readonly gtin?: string
  readonly serial?: string
  readonly model?: string
  readonly recordNumber?: string
  readonly certificate?: string
}
type ScannerFault = 'caps_lock' | 'ime' | 'alt_numpad' | 'azerty' | 'lost_gs' | 'doubled'
type ScannerFinding =
  | 'nothing_read'
  | 'fine'
  | 'sends_identifiers'
  | 'no_identifiers'
  | 'no_terminator'
  | 'input_method'
  | 'caps_lock'
  | 'layout'
  | 'alt_numpad'
  | 'prefix'
  | 'suffix'
  | 'leading_zero_dropped'
  | 'check_digit_dropped'
  | 'doubled'
  | 'truncated'
  | 'separator_lost'
  | 'separator_as_text'
  | 'full_width'
  | 'different'
interface ScannerReport {
  readonly ok: boolean
  readonly findings: readonly {
    readonly finding: ScannerFinding
    readonly detail: string | null
  }[]
}
interface ScannerTest {
  readonly id: 'ean13' | 'upca' | 'text' | 'gs1'
  readonly symbology: 'ean13' | 'code128' | 'gs1_128'
  readonly content: string
}
interface SchemePart {
  readonly scheme: string
  readonly ruleSet: string
  readonly lines: readonly string[]
}
interface SealedBuyer {
  readonly tag: string
  readonly sealed: string
}
interface SealedFor {
  readonly recordId: string
  readonly store: string
  readonly till: string
}
interface SearchHit {
  readonly listing: Listing
  readonly match: 'exact' | 'prefix' | 'part' | 'near'
}
interface SearchIndex {
  readonly rows: Rows
  readonly models: ModelIndex
  readonly brandIndex: BrandIndex
}
interface Segment {
  readonly name: string
  readonly count: number
  gtin(row: number): number
  listing(row: number, gtin?: Gtin14): Listing
  brand(row: number): string
  readonly brands: readonly string[]
  readonly models: Texts
  readonly productNames: Texts
  productName(row: number): number
  readonly heap: Bytes
}
interface SegmentCatalog extends Catalog {
  warm(): Generator<void, void>
  readonly searchIndex: SearchIndex
}
interface SentRequest {
  readonly method: string
  readonly url: string
  readonly body: string
  status: number | null
  fault: NetworkFault['kind'] | 'cut' | null
}
type SerialFact = 'here' | 'elsewhere' | 'maybe' | 'free'
interface SerialNeighbours {
  readonly gtin?: string | null
  readonly imei?: string | null
}
type SerialProblem = 'serial_missing' | 'serial_malformed' | 'serial_is_barcode'
interface SerialRule {
  readonly id: string
  readonly pattern: string
  readonly example: string
}
interface SerialsAnswer {
  readonly states: readonly ('free' | 'held' | 'redeemed' | 'maybe')[]
  readonly serverTime: Instant
}
interface SerialsRequest {
  readonly units: readonly {
    readonly gtin: string
    readonly serial: string
  }[]
}
interface Setting extends Place {
  readonly at: Instant
}
interface Settlement {
  readonly atMs: number
  readonly by: string | null
  readonly standing: 'confirmed' | 'refused'
  readonly reasons: readonly string[]
  readonly before: {
    readonly standing: Standing
    readonly reasons: readonly string[]
  }
}
type Severity = 'required' | 'recommended'
interface Shop {
  refresh(): Promise<void>
  preview(cart: Cart): Promise<Preview>
  readonly issued: Instant | null
  readonly freshness: Freshness
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
interface Signature {
  readonly keyid: string
  readonly sig: string
}
interface SignedBase {
  readonly spec_version: string
  readonly version: number
  readonly expires: string
}
interface SignedRecord {
  readonly record: TillRecord
  readonly keyId: string
  readonly hash: string
}
type SimulatedSymbol = 'ean13' | 'ean8' | 'upca' | 'upce' | 'databar' | 'gs1_128' | 'qr' | 'data_matrix' | 'dotcode'
interface Simulation {
  readonly clock: StagedClock
  readonly network: StagedNetwork
  readonly authority: Authority
  readonly platform: MemoryPlatform
  readonly device: Device
  readonly code: string
  readonly options: CheckoutOptions
  till(
    till: string,
    options?: Omit<DeviceOptions, 'clock' | 'network'>,
  ): {
    readonly device: Device
    readonly options: CheckoutOptions
  }
}
interface SimulationOptions
  extends Partial<Omit<AuthorityContent, 'platform'>>, Omit<DeviceOptions, 'clock' | 'network'> {
  readonly start?: string
  readonly running?: Clock & {
    readonly timers: Timers
  }
  readonly store?: CheckoutOptions['store']
  readonly magic?: boolean
}
interface SnapshotSigned extends SignedBase {
  readonly _type: 'snapshot'
  readonly meta: Readonly<Record<string, MetaFile>>
}
interface Spool {
  add(entry: SpooledListing): void
  readonly listingsByBrand: ReadonlyMap<string, number>
  read(brand: string): readonly SpooledListing[]
  close(): void
}
interface SpooledListing {
  readonly table: number
  readonly row: number
  readonly listing: Listing
}
interface StagedClock extends Clock {
  readonly timers: Timers
  instant(): Instant
  advance(ms: number): Promise<void>
  runNext(): Promise<boolean>
  set(instant: Instant | number): void
  sleep(ms: number): void
  readonly waiting: number
}
interface StagedNetwork {
  readonly fetch: Fetch
  serve(prefix: string, handler: Handler): void
  cut(): void
  restore(): void
  readonly isCut: boolean
  fault(rule: FaultRule): () => void
  clearFaults(): void
  readonly sent: readonly SentRequest[]
  onChange(listener: () => void): () => void
}
type Standing = 'provisional' | 'confirmed' | 'refused' | 'review'
interface Status {
  readonly online: boolean
  readonly enrolled: boolean
  readonly training: boolean
  readonly unsent: number | null
  readonly refused: number | null
  readonly held: number | null
  readonly tasks: number | null
  readonly storage: {
    readonly persisted: boolean | null
    readonly lost: number | null
  }
  readonly catalog: {
    readonly listings: number
    readonly issued: Instant | null
    readonly freshness: Freshness
    readonly ageHours: number | null
    readonly fault: ErrorCode | null
  }
  readonly clock: 'trusted' | 'untrusted'
  readonly syncing: boolean
}
interface StoredRecord {
  readonly id: RecordId
  readonly epoch: number
  readonly seq: number
  readonly hash: string
  readonly kind: RecordKind
  readonly sale: RecordId | null
  readonly closes: string | null
  readonly jws: string
  readonly receivedMs: number
  readonly linked: boolean
  readonly standing: Standing
  readonly notes: readonly string[]
}
interface SuccinctRoles extends KeyRole {
  readonly bit_length: number
  readonly name_prefix: string
}
type Symbology =
  | 'ean13'
  | 'ean8'
  | 'ean_add_on'
  | 'ean_with_add_on'
  | 'code128'
  | 'gs1_128'
  | 'databar'
  | 'itf'
  | 'code39'
  | 'code93'
  | 'data_matrix'
  | 'gs1_data_matrix'
  | 'qr'
  | 'gs1_qr'
  | 'dotcode'
  | 'gs1_dotcode'
  | 'pdf417'
  | 'aztec'
interface SymbologyIdentifier {
  readonly symbology: Symbology
  readonly content: 'gs1' | 'ean' | 'plain'
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
      readonly retryAt: Instant
    }
interface Table {
  readonly header: Header
  readonly headerRow: number
  readonly encoding: TableEncoding | 'xlsx'
  readonly batches: AsyncIterable<readonly TableRow[]>
}
type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
interface TableRow {
  readonly number: number
  readonly cells: readonly string[] | null
  readonly fault: string
}
interface TableSource {
  readonly name: string
  open(): AsyncIterable<Uint8Array>
}
interface TargetFile {
  readonly path: string
  readonly length: number
  readonly hashes: Hashes
  readonly role: string
}
interface TargetMeta {
  readonly length: number
  readonly hashes: Hashes
  readonly custom?: unknown
}
interface TargetsSigned extends SignedBase {
  readonly _type: 'targets'
  readonly targets: Readonly<Record<string, TargetMeta>>
  readonly delegations?: Delegations
}
interface Task {
  readonly id: string
  readonly kind:
    | 'was_it_paid'
    | 'refused_after_sale'
    | 'review_after_sale'
    | 'record_held'
    | 'record_stranded'
    | 'till_refused'
    | 'chain_forked'
    | 'amount_differs'
    | 'refund_without_record'
    | 'refunded_twice'
    | 'storage_lost'
  readonly sale: RecordId | null
  readonly since: Instant
  readonly codes: readonly string[]
}
interface TenderTotals {
  readonly method: string | null
  readonly received: Amount
  readonly returned: Amount
}
interface Tenders {
  readonly buyer: Amount
  readonly coupon: Amount
  readonly old_unit: Amount
  readonly bank_promotion: Amount
}
interface Texts {
  readonly count: number
  text(place: number): string
  start(place: number): number
  length(place: number): number
}
interface TillKeyRow {
  readonly keyId: string
  readonly key: PublicKey
  readonly store: string
  readonly till: string
  readonly number: number
  readonly epoch: number
  readonly revoked: boolean
  readonly place: TillPlace | null
}
interface TillPlace {
  readonly region: string
  readonly channels: readonly Channel[]
  readonly schemes: readonly string[]
}
type TillRecord = ReserveRecord | CommitRecord | CancelRecord | RefundRecord | FulfilRecord | EpochRecord | GapRecord
interface TillRow {
  readonly store: string
  readonly till: string
  readonly number: number
  readonly epoch: number
}
interface TillTransaction {
  open(place: {
    readonly epoch: number
    readonly id: RecordId
    readonly seq: number
    readonly sale: RecordId | null
    readonly keys: LedgerKeys
  }): Promise<{
    readonly chain: ChainRow
    readonly known: StoredRecord | null
    readonly sale: LedgerSale | null
  }>
  waiting(epoch: number, fromSeq: number, limit: number): Promise<readonly StoredRecord[]>
  record(id: RecordId): Promise<StoredRecord | null>
  gapFor(place: string): Promise<StoredRecord | null>
  displaced(epoch: number, seq: number): Promise<readonly StoredRecord[]>
  chainsBefore(epoch: number): Promise<readonly ChainRow[]>
  sale(id: RecordId): Promise<LedgerSale | null>
  read(keys: LedgerKeys, sale: LedgerSale | null): Promise<Ledger>
  write(writes: TillWrites): Promise<void>
}
interface TillWrites {
  readonly record: StoredRecord | null
  readonly displaced?: StoredRecord
  readonly chain: ChainRow | null
  readonly ledger: LedgerWrites
  readonly publish: readonly {
    readonly store: string
    readonly till: string
    readonly record: RecordId
  }[]
}
interface Timers {
  after(ms: number, task: () => void): () => void
}
interface TimestampSigned extends SignedBase {
  readonly _type: 'timestamp'
  readonly meta: {
    readonly 'snapshot.json': MetaFile
  }
  readonly issued?: string
}
type TopLevelRole = 'root' | 'timestamp' | 'snapshot' | 'targets'
declare class TradeinTill extends LitElement {
  #private
  static properties: PropertyDeclarations
  static styles: CSSResult
  checkout: Checkout | null
  newOrderId: (() => string) | null
  locale: string
  place: string
  cashier: string
  constructor()
  accept(text: string, origin?: ScanOrigin): void
  connectedCallback(): void
  disconnectedCallback(): void
  protected willUpdate(changed: PropertyValues<this>): void
  protected updated(): void
  protected render(): TemplateResult
}
interface TrustedRelease {
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
interface TufKey {
  readonly keytype: string
  readonly scheme: string
  readonly keyval: {
    readonly public: string
  }
}
interface UnitRef {
  readonly line: string
  readonly unit: number
}
interface Verdict {
  readonly status: 'eligible' | 'ineligible' | 'undetermined'
  readonly reasons: readonly Reason[]
  readonly item: Item
  readonly listing: Listing | null
  readonly candidates: readonly Listing[]
  readonly evidence: Evidence
}
type VerdictStep = 'scan' | 'model' | 'unit' | 'price' | 'scheme' | 'data'
interface VerifyContext {
  readonly release: Release | null
  readonly facts: Facts
  readonly setting: Setting
}
type WedgeFault = 'input_method' | 'caps_lock' | 'layout' | 'alt_numpad' | 'no_terminator' | 'as_input'
interface WedgeOptions {
  readonly onScan: (scan: WedgeScan) => void
  readonly timers: Timers
  readonly prefix?: string
  readonly suffix?: string
  readonly limits?: Partial<BurstLimits>
}
interface WedgeScan {
  readonly text: string
  readonly other: string | null
  readonly terminator: 'Enter' | 'Tab' | 'suffix' | null
  readonly meanGapMs: number
  readonly faults: readonly WedgeFault[]
  readonly field: Element | null
}
type WedgeTarget = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
type Weight = 'error' | 'warning'
interface WrittenRelease {
  readonly root: Metadata<RootSigned>
  readonly timestamp: Metadata<TimestampSigned>
  readonly snapshot: Metadata<SnapshotSigned>
  readonly targets: ReadonlyMap<string, Metadata<TargetsSigned>>
}
declare const answerSchema: z.ZodMiniType<Answer>
declare function attachWedge(target: WedgeTarget, document: Document, options: WedgeOptions): () => void
declare function brandRole(brand: string): string
declare function brandsForSample({ count }?: SampleOptions): readonly Brand[]
declare function buildRelease(options: BuildOptions): Promise<Map<string, Bytes>>
declare const burstDefaults: BurstLimits
declare const cameraFormats: readonly CameraFormat[]
declare const cellLimit = 4096
declare const chainFaults: readonly [
  'record_unreadable',
  'signature_wrong',
  'key_unknown',
  'key_other',
  'till_other',
  'record_repeated',
  'id_repeated',
  'place_wrong',
  'record_out_of_order',
  'record_missing',
  'prev_differs',
  'chain_forked',
  'epoch_restored',
  'epoch_unlinked',
  'gap_misplaced',
  'gap_repeated',
  'gap_unfounded',
  'gap_differs',
  'head_differs',
]
declare const chargeOf: (quote: ChargedQuote) => Charge
declare function checkAssociations(elements: readonly Gs1Element[], options?: AssociationOptions): Gs1Problem | null
declare function checkChain(
  list: readonly string[],
  keys: readonly ChainKey[],
  bounds?: ChainBounds,
): Promise<readonly ChainFinding[]>
declare function checkDigit(digits: string): number
declare function checkProject(project: Project, { nowMs, onProgress, signal }: ProjectOptions): Promise<ProjectCheck>
declare function checkSerial(serial: string, neighbours?: SerialNeighbours): SerialProblem | null
declare function checkTables(input: CheckInput): Promise<CheckedListings>
declare function code128Bars(text: string): BarWidths
declare function countersign(sale: LedgerSale, key: ReceiptSigningKey): Promise<string>
declare function createAuthority(options: AuthorityOptions): Promise<Authority>
declare function createCameraReader(options: CameraReaderOptions): Promise<CameraReader>
declare function createCatalog(segments: readonly Segment[], brands: readonly Brand[]): SegmentCatalog
declare function createCheckout(options: CheckoutOptions): Promise<Checkout>
declare function createClock(start?: Instant | number, rest?: () => Promise<void>): StagedClock
declare function createDevice(options?: DeviceOptions): Device
declare function createMemoryBytes(): MemoryByteStore
declare function createMemoryLocks(): Locks
declare function createMemoryPlatform(options: MemoryPlatformOptions): Promise<MemoryPlatform>
declare function createMemoryPorts(options?: DeviceOptions): Ports
declare function createMemoryStore(): MemoryStore
declare function createNetwork(timers: Timers): StagedNetwork
declare function createPlatform(options: PlatformOptions): Promise<PlatformService>
declare function createRandom(seed?: number): Random
declare function createReceipt(source: ReceiptSource, locale: string): Receipt
declare function createShop(options: ShopOptions): Shop
declare function createSimulation(options?: SimulationOptions): Promise<Simulation>
declare function decide(record: TillRecord, situation: AcceptanceContext): Decision
declare function defineTradeinTill(registry: CustomElementRegistry): void
declare function delegateBrand(
  project: Project,
  roles: RolesFile,
  brand: string,
  options?: Pick<InitOptions, 'passphrase' | 'shares'>,
): Promise<Project>
declare function diagnoseScanner(
  test: ScannerTest,
  scan: Pick<WedgeScan, 'text' | 'faults' | 'terminator'> | null,
): ScannerReport
declare function diffListings(before: readonly Listing[], after: readonly Listing[]): readonly ListingChange[]
declare function ean13Bars(digits: string): BarWidths
declare function emptyChain(epoch: number): ChainRow
declare const endpoints: Endpoints
declare function expandUpcE(text: string): string | null
declare const faults: Readonly<
  Record<
    ErrorCode,
    {
      readonly retryable: boolean
    }
  >
>
declare function findingLine(finding: Finding, language: Language): string
declare const findingWeights: {
  readonly cell_missing: 'error'
  readonly cell_too_long: 'error'
  readonly cell_damaged: 'error'
  readonly cell_control_character: 'error'
  readonly cell_formula: 'error'
  readonly row_unreadable: 'error'
  readonly brand_unknown: 'error'
  readonly category_unknown: 'error'
  readonly model_scientific: 'error'
  readonly barcode_scientific: 'error'
  readonly barcode_rounded: 'error'
  readonly barcode_lost_zeros: 'error'
  readonly barcode_length: 'error'
  readonly barcode_not_digits: 'error'
  readonly barcode_check_digit: 'error'
  readonly barcode_not_a_product: 'error'
  readonly barcode_other_brand: 'error'
  readonly barcode_not_own: 'error'
  readonly barcode_zero_restored: 'warning'
  readonly barcode_suffix_removed: 'warning'
  readonly barcode_maybe_rounded: 'warning'
  readonly barcode_prefix_unregistered: 'warning'
  readonly barcode_shared: 'warning'
  readonly grade_invalid: 'error'
  readonly grade_twice: 'error'
  readonly grade_missing: 'warning'
  readonly price_invalid: 'error'
  readonly price_zero: 'error'
  readonly price_outlier: 'warning'
  readonly price_order: 'warning'
  readonly certificate_malformed: 'error'
  readonly record_number_malformed: 'warning'
  readonly serial_rule_unknown: 'error'
  readonly date_invalid: 'error'
  readonly period_reversed: 'error'
  readonly status_unknown: 'error'
  readonly duplicate_listing: 'error'
  readonly duplicate_row: 'warning'
  readonly duplicate_model: 'warning'
  readonly near_duplicate_model: 'warning'
}
declare function findingsCsvLines(findings: Iterable<Finding>, language: Language): Generator<string>
declare function firstRootText(files: RepositoryFiles): string
declare function fitsSerialPattern(serial: string, pattern: string): boolean | null
declare function formatBracketed(elements: readonly Gs1Element[]): string
declare function formatDigitalLink(elements: readonly Gs1Element[], stem?: string): DigitalLink
declare function formatElementString(elements: readonly Gs1Element[], separator?: string): string
declare function formatScanData(symbol: SimulatedSymbol, message: string): string | null
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
declare function generateListings(options?: SampleOptions): Generator<Listing>
declare function generatePlatformSecrets(issuer: string): Promise<PlatformSecrets>
declare global {
  interface HTMLElementTagNameMap {
    'tradein-till': TradeinTill
  }
}
declare const groupSeparator = '\u001D'
declare function hasCheckDigit(digits: string): boolean
declare const headerNames: Readonly<Record<ColumnName, readonly string[]>>
declare function importPlatformKeys(secrets: PlatformSecrets): Promise<PlatformKeys>
declare function importReceiptKeys(keys: readonly ReceiptKeyJwk[]): Promise<readonly ReceiptVerifyingKey[]>
declare function initProject(folder: string, options?: InitOptions): Promise<Project>
declare function isCertificate(text: string): boolean
declare function isCheckoutError(value: unknown): value is CheckoutError
declare function isImei(text: string): boolean
declare function isRedeemedIn(
  {
    catalog,
    redeemed,
  }: {
    readonly catalog: Catalog
    readonly redeemed: RedeemedFilter | null
  },
  product: string,
  serial: string,
): boolean
declare function isSafeSerialPattern(pattern: string): boolean
declare function isSealedFor(
  opened: OpenedBuyer,
  record: {
    readonly id: string
    readonly store: string
    readonly till: string
  },
): boolean
declare function joinFilters(periods: readonly PeriodFilter[], cleared: PeriodFilter | null): RedeemedFilter
declare function keystrokes(text: string, options?: ScanOptions): readonly Keystroke[]
declare const lasting: {
  readonly OPTIONS_INVALID: {
    readonly retryable: false
  }
  readonly INPUT_INVALID: {
    readonly retryable: false
  }
  readonly INPUT_TOO_LARGE: {
    readonly retryable: false
  }
  readonly INSECURE_CONTEXT: {
    readonly retryable: false
  }
  readonly FEATURE_MISSING: {
    readonly retryable: false
  }
  readonly CLOSED: {
    readonly retryable: false
  }
  readonly STORAGE_CORRUPT: {
    readonly retryable: false
  }
  readonly SEGMENT_MALFORMED: {
    readonly retryable: false
  }
  readonly FILTER_MALFORMED: {
    readonly retryable: false
  }
  readonly BRANDS_INVALID: {
    readonly retryable: false
  }
  readonly SCHEME_INVALID: {
    readonly retryable: false
  }
  readonly PLATFORM_INFO_INVALID: {
    readonly retryable: false
  }
  readonly NOT_ENROLLED: {
    readonly retryable: false
  }
  readonly ENROLMENT_REFUSED: {
    readonly retryable: false
  }
  readonly RECORD_INVALID: {
    readonly retryable: false
  }
  readonly RECORD_UNSIGNED: {
    readonly retryable: false
  }
  readonly CHAIN_FORKED: {
    readonly retryable: false
  }
  readonly SALE_UNKNOWN: {
    readonly retryable: false
  }
  readonly SALE_STATE: {
    readonly retryable: false
  }
  readonly BUYER_USED: {
    readonly retryable: false
  }
  readonly RECEIPT_INVALID: {
    readonly retryable: false
  }
  readonly TABLE_INVALID: {
    readonly retryable: false
  }
  readonly INTERNAL: {
    readonly retryable: false
  }
}
declare function lintRuleSets(
  ruleSets: readonly RuleSet[],
  knownCategories?: ReadonlySet<string>,
): readonly RuleFinding[]
declare const linters: Readonly<Record<string, Lint>>
declare const magicAmounts: Readonly<Record<string, MagicAmount>>
declare const magicBrand: Brand
declare const magicItems: Readonly<Record<MagicItemName, MagicItem>>
declare const maxOutboxBytes = 134217728
declare const maxReceiptChars = 400
declare const mediaTypes: {
  readonly request: 'application/jose'
  readonly answer: 'application/json'
  readonly problem: 'application/problem+json'
}
declare function messageOf(data: ScanData): string
declare function normalizeGtin(text: string): Gtin14 | null
declare function normalizeSerial(text: string): string
declare function normalizeUpcE(text: string): Gtin14 | null
declare function openApiDocument(base: string): object
declare function openBuyer(jwe: string, privateKey: CryptoKey): Promise<OpenedBuyer>
declare function openProject(folder: string): Promise<Project>
declare function openPublished(place: string, root: Uint8Array | null, nowMs: number): Promise<PublishedRelease>
declare function openReleaseAt(read: ReadRepositoryFile, snapshotVersion: number): Promise<ReleaseAt>
declare function parseBracketed(text: string, options?: BracketedOptions): Gs1Result
declare function parseDigitalLink(uri: string, options?: DigitalLinkOptions): Gs1Result
declare function parseElementString(text: string, options?: ElementStringOptions): Gs1Result
declare function parseScanData(raw: string, options?: ScanDataOptions): ScanDataResult
declare const passing: {
  readonly PART_MISSING: {
    readonly retryable: true
  }
  readonly ABORTED: {
    readonly retryable: true
  }
  readonly STORAGE_UNAVAILABLE: {
    readonly retryable: true
  }
  readonly STORAGE_QUOTA_EXCEEDED: {
    readonly retryable: true
  }
  readonly STORAGE_UPGRADE_BLOCKED: {
    readonly retryable: true
  }
  readonly METADATA_INVALID: {
    readonly retryable: true
  }
  readonly METADATA_UNSIGNED: {
    readonly retryable: true
  }
  readonly METADATA_EXPIRED: {
    readonly retryable: true
  }
  readonly METADATA_ROLLBACK: {
    readonly retryable: true
  }
  readonly METADATA_MISMATCH: {
    readonly retryable: true
  }
  readonly METADATA_TOO_LARGE: {
    readonly retryable: true
  }
  readonly TARGET_UNKNOWN: {
    readonly retryable: true
  }
  readonly TARGET_MISMATCH: {
    readonly retryable: true
  }
  readonly TARGET_TOO_LARGE: {
    readonly retryable: true
  }
  readonly CATALOG_MISSING: {
    readonly retryable: true
  }
  readonly TRANSPORT_FAILED: {
    readonly retryable: true
  }
  readonly PROTOCOL_INVALID: {
    readonly retryable: true
  }
}
declare function pathIn({ folder }: Project, relative: string): string
declare function paymentChannel(text: string): PaymentChannel | null
declare function peekReceiptToken(text: string): {
  readonly fields: ReceiptFields
  readonly kid: string
}
declare function platformInfo({ sealing, receipt, entitlement }: PlatformSecrets, api: string): PlatformInfo
declare const platformInfoSchema: z.ZodMiniType<PlatformInfo>
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
  'setting_mismatch',
]
declare function priceDisplay(line: QuoteLine): PriceDisplay
declare function problem(
  code: ProblemCode,
  title: string,
  field?: string | null,
): {
  readonly problem: Problem
}
declare const problemSchema: z.ZodMiniType<Problem>
declare const problemStatus: {
  readonly request_invalid: 400
  readonly record_invalid: 400
  readonly signature_invalid: 401
  readonly request_expired: 401
  readonly till_unknown: 401
  readonly till_revoked: 403
  readonly code_invalid: 403
  readonly not_found: 404
  readonly record_conflict: 409
  readonly too_large: 413
  readonly too_many: 429
  readonly internal: 503
}
declare function productsIn(catalog: Catalog, gtinOrModel: string): readonly string[]
declare const projectFileName = 'authority.json'
declare function projectSigners(
  project: Project,
  askPassphrase: () => Promise<string | null>,
): Promise<ReadonlyMap<string, RoleSigner>>
declare function publishFiles(folder: string, files: ReadonlyMap<string, Bytes>): Promise<ReadonlyMap<string, Bytes>>
declare function publishProject(project: Project, check: ProjectCheck, options: PublishOptions): Promise<PublishOutcome>
declare function readBrands(file: Uint8Array): readonly Brand[]
declare function readBytes(request: Request, limitBytes: number): Promise<Bytes>
declare function readCodeCell(cell: string): CellCode[]
declare function readFilter(bytes: Bytes, name: string): PeriodFilter
declare function readPlatformSecrets(json: unknown): PlatformSecrets
declare function readRecord(jws: string, resolveKey: ResolveKey): Promise<SignedRecord>
declare function readRedeemedTable(
  source: TableSource,
  periods: number,
  onProgress?: (rows: number) => void,
): Promise<RedeemedTable>
declare function readRepository(files: RepositoryFiles): WrittenRelease
declare function readRepositoryFolder(folder: string): Promise<RepositoryFiles | null>
declare function readRequest<Request extends object>(
  jws: string,
  to: MessageKind & Pick<Endpoint<Request, unknown>, 'request'>,
  resolveKey: ResolveKey,
): Promise<{
  readonly payload: Request
  readonly keyId: string
  readonly at: Instant
}>
declare const readScan: ScanReader
declare function readSchemeFile(json: unknown): readonly RuleSet[]
declare function readSegment(bytes: Bytes, name: string): Segment
declare const reasonCodes: readonly ReasonCode[]
declare const reasonRules: Readonly<Record<ReasonCode, ReasonRule>>
declare const receiptPrefix = 'TI1:'
declare function recordNumberIn(text: string): string | null
declare function refusalOf(error: unknown, report: (error: unknown) => void): Reply
declare function replay(record: ReserveRecord, release: Release | null): Replay
declare function reservedUse(gtin: Gtin14): ReservedUse | null
declare function resignProject(
  project: Project,
  nowMs: number,
  signers: ReadonlyMap<string, RoleSigner>,
): Promise<number>
declare function respond(reply: Reply): Response
declare const ruleFindingWeights: {
  readonly sample_ignored: 'warning'
  readonly id_repeated: 'error'
  readonly interval_reversed: 'error'
  readonly interval_overlap: 'error'
  readonly interval_gap: 'warning'
  readonly category_in_two_schemes: 'error'
  readonly zone_unknown: 'error'
  readonly hours_empty: 'error'
  readonly hours_unused: 'warning'
  readonly freshness_order: 'error'
  readonly offline_unreachable: 'warning'
  readonly carries_over_unknown: 'error'
  readonly category_unknown: 'warning'
  readonly category_repeated: 'error'
  readonly category_unreachable: 'error'
  readonly region_unreachable: 'error'
  readonly group_unknown: 'error'
  readonly group_repeated: 'error'
  readonly group_unused: 'warning'
  readonly grade_order: 'warning'
  readonly cap_too_low: 'error'
  readonly cap_unreachable: 'warning'
  readonly amount_above_cap: 'warning'
  readonly clause_missing: 'error'
  readonly clause_unused: 'warning'
  readonly clause_unsourced: 'warning'
  readonly language_missing: 'error'
}
declare function ruleSetsAt(ruleSets: readonly RuleSet[], setting: Setting): readonly InForce[]
declare const sampleRules: RuleSet
declare function scanInto(target: EventTarget, text: string, options?: ScanOptions): void
declare const scanProblems: readonly [
  'barcode_unreadable',
  'barcode_check_digit',
  'barcode_garbled',
  'not_a_product_code',
]
declare const scannerTests: readonly ScannerTest[]
declare function separatorOf(scan: Pick<WedgeScan, 'text'>): string | null
declare function serialKey(product: string, serial: string): string
declare const serialLimit = 80
declare function settleSale(
  sale: LedgerSale,
  { atMs, by, standing, reasons }: Omit<Settlement, 'before'>,
  ledger: Ledger,
): Decision['writes'] & {
  readonly sale: LedgerSale
}
declare const simulatorAddresses: {
  readonly repository: 'https://simulator.test/repository/'
  readonly api: 'https://simulator.test/api/'
}
declare function sortFindings(findings: Finding[], tables: readonly CheckedTable[]): Finding[]
declare function startCamera(video: HTMLVideoElement, options: CameraScannerOptions): Promise<() => void>
declare function symbologyOf(text: string): SymbologyIdentifier | null
declare function tillKeyId(thumbprint: string): string
declare function turn(): Promise<void>
declare function valueOf(elements: readonly Gs1Element[], ai: string): string | undefined
declare function verify(item: Item, context: VerifyContext): Verdict
declare function verifyLine(item: Item, serials: readonly (string | null)[], context: VerifyContext): Verdict
declare function verifyReceiptToken(text: string, keys: readonly ReceiptVerifyingKey[]): Promise<ReceiptFields>
declare function wallClock(
  ms: number,
  zone: string,
): {
  date: string
  time: string
  offset: string
}
declare function weightOf({ code }: Finding): Weight
declare function writeSegments(listings: Iterable<Listing>, delegated?: ReadonlySet<string>): Map<string, Bytes>
