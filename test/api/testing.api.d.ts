type Bytes = Uint8Array<ArrayBuffer>

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

type RecordId = string

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

interface EntitlementFact {
  readonly id: string
  readonly state: 'valid' | 'expired' | 'used' | 'unknown'
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
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
interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
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

interface KnownRelease {
  readonly versions: Basis['versions']
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
  readonly fromMs: number
  readonly untilMs: number | null
}

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
declare function generatePlatformSecrets(issuer: string): Promise<PlatformSecrets>
declare function platformInfo({ sealing, receipt, entitlement }: PlatformSecrets, api: string): PlatformInfo

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

interface Releases {
  by(snapshot: string): Promise<KnownRelease | null>
  productsOf(gtinOrModel: string): readonly string[]
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
interface Authority extends Releases {
  readonly root: string
  readonly files: Map<string, Bytes>
  publish(change?: Partial<AuthorityContent>): Promise<void>
  resign(): Promise<void>
  release(): Release
  handle(path: string): Response
}
declare const sampleRules: RuleSet
declare function createAuthority(options: AuthorityOptions): Promise<Authority>

interface StagedClock extends Clock {
  readonly timers: Timers
  instant(): Instant
  advance(ms: number): Promise<void>
  runNext(): Promise<boolean>
  set(instant: Instant | number): void
  sleep(ms: number): void
  readonly waiting: number
}
declare function createClock(start?: Instant | number): StagedClock
declare function turn(): Promise<void>

declare const magicBrand: Brand
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
declare const magicItems: Readonly<Record<MagicItemName, MagicItem>>
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
declare const magicAmounts: Readonly<Record<string, MagicAmount>>

interface EntitlementClaims {
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
  readonly buyer: string
}

interface NewEntitlement extends EntitlementClaims {
  readonly id: string
  readonly fromMs: number
  readonly toMs: number
}

interface MemoryStore extends PlatformStore {
  records(): readonly StoredRecord[]
  sales(): readonly SaleRow[]
  save(): string
  load(saved: string): void
}
declare function createMemoryStore(): MemoryStore

interface MemoryPlatformOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly secrets: PlatformSecrets
  readonly releases: Releases
  readonly saved?: string
  readonly magic?: boolean
}
interface MemoryPlatform {
  handle(path: string, request: Request): Promise<Response>
  addCode(
    code: string,
    options?: {
      readonly store?: string
      readonly till?: string
      readonly reusable?: boolean
    },
  ): Promise<void>
  revoke(keyId: string): Promise<void>
  settle(sale: string, standing: 'confirmed' | 'refused', reasons?: readonly string[]): Promise<void>
  importOutbox(bytes: Uint8Array): Promise<Imported>
  settleLater(): Promise<number>
  issueEntitlement(
    entitlement: Omit<NewEntitlement, 'buyer'> & {
      readonly buyer?: string
    },
  ): Promise<string>
  registerEntitlement(code: string, fact: Omit<EntitlementFact, 'id' | 'state'>): Promise<void>
  readonly store: MemoryStore
  readonly faults: readonly unknown[]
  save(): string
}
declare function createMemoryPlatform(options: MemoryPlatformOptions): Promise<MemoryPlatform>

type Handler = (request: Request) => Response | Promise<Response>
type NetworkFault =
  | {
      readonly kind: 'refused' | 'answer_lost' | 'duplicated' | 'hanging' | 'garbled' | 'truncated'
    }
  | {
      readonly kind: 'delayed'
      readonly ms: number
    }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
interface FaultRule {
  readonly match?: string
  readonly times?: number
  readonly fault: NetworkFault
}
interface Sent {
  readonly method: string
  readonly url: string
  readonly body: string
  status: number | null
}
interface StagedNetwork {
  readonly fetch: Fetch
  serve(prefix: string, handler: Handler): void
  cut(): void
  restore(): void
  readonly isCut: boolean
  fault(rule: FaultRule): () => void
  clearFaults(): void
  readonly sent: readonly Sent[]
  onChange(listener: () => void): () => void
}
declare function createNetwork(timers: Timers): StagedNetwork

declare function createRandom(seed?: number): Random
interface MemoryByteStore extends ByteStore {
  readonly entries: Map<string, Uint8Array<ArrayBuffer>>
}
declare function createMemoryBytes(): MemoryByteStore
declare function createMemoryLocks(): Locks
interface Device {
  openTab(): Ports
  readonly clock: Clock & {
    readonly timers: Timers
  }
  readonly network: StagedNetwork
  readonly bytes: MemoryByteStore
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
declare function createDevice(options?: DeviceOptions): Device
declare function createMemoryPorts(options?: DeviceOptions): Ports

type ScannerFault = 'caps_lock' | 'ime' | 'alt_numpad' | 'azerty' | 'lost_gs' | 'doubled'
interface ScanOptions {
  readonly suffix?: 'Enter' | 'Tab' | null
  readonly prefix?: string
  readonly intervalMs?: number
  readonly faults?: readonly ScannerFault[]
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
declare function keystrokes(text: string, options?: ScanOptions): readonly Keystroke[]
declare function scanInto(target: EventTarget, text: string, options?: ScanOptions): void

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

declare const simulatorAddresses: {
  readonly repository: 'https://simulator.test/repository/'
  readonly api: 'https://simulator.test/api/'
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
declare function createSimulation(options?: SimulationOptions): Promise<Simulation>

export {
  createAuthority,
  createClock,
  createDevice,
  createMemoryBytes,
  createMemoryLocks,
  createMemoryPlatform,
  createMemoryPorts,
  createMemoryStore,
  createNetwork,
  createRandom,
  createSimulation,
  generatePlatformSecrets,
  keystrokes,
  magicAmounts,
  magicBrand,
  magicItems,
  platformInfo,
  sampleRules,
  scanInto,
  simulatorAddresses,
  turn,
}
export type {
  Authority,
  AuthorityContent,
  AuthorityOptions,
  Bytes,
  Device,
  DeviceOptions,
  FaultRule,
  Handler,
  Imported,
  Keystroke,
  MagicAmount,
  MagicItem,
  MagicItemName,
  MemoryByteStore,
  MemoryPlatform,
  MemoryPlatformOptions,
  MemoryStore,
  NetworkFault,
  PlatformSecrets,
  SaleRow,
  ScanOptions,
  ScannerFault,
  Sent,
  Simulation,
  SimulationOptions,
  StagedClock,
  StagedNetwork,
  StoredRecord,
}
