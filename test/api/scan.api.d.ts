type Gtin14 = string
declare function checkDigit(digits: string): number
declare function hasCheckDigit(digits: string): boolean
declare function normalizeGtin(text: string): Gtin14 | null
declare function expandUpcE(text: string): string | null
declare function normalizeUpcE(text: string): Gtin14 | null
type ReservedUse = 'in_store' | 'coupon' | 'isbn' | 'issn' | 'refund_receipt'
declare function reservedUse(gtin: Gtin14): ReservedUse | null

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

type ScanOrigin = 'scanner' | 'text'

interface ReadScanOptions {
  readonly issuers?: readonly {
    readonly prefix: string
  }[]
  readonly origin?: ScanOrigin
  readonly separator?: string | null
}
declare function readScan(raw: string, options?: ReadScanOptions): Scan

interface CellCode {
  readonly raw: string
  readonly gtin: Gtin14 | null
  readonly problem: ScanProblem | null
  readonly garble: Garble | null
  readonly repairs: readonly string[]
}
declare const cellLimit = 4096
declare function readCodeCell(cell: string): CellCode[]

declare const serialLimit = 80
type SerialProblem = 'serial_missing' | 'serial_malformed' | 'serial_is_barcode'
interface SerialNeighbours {
  readonly gtin?: string | null
  readonly imei?: string | null
}
declare function normalizeSerial(text: string): string
declare function checkSerial(serial: string, neighbours?: SerialNeighbours): SerialProblem | null
declare function fitsSerialPattern(serial: string, pattern: string): boolean | null

declare function isSafeSerialPattern(pattern: string): boolean

declare function isImei(text: string): boolean

declare function isCertificate(text: string): boolean

type PaymentChannel = 'wechat_pay' | 'alipay' | 'unionpay'
declare function paymentChannel(text: string): PaymentChannel | null

declare function recordNumberIn(text: string): string | null

interface Gs1Element {
  readonly ai: string
  readonly value: string
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
declare function valueOf(elements: readonly Gs1Element[], ai: string): string | undefined

interface AssociationOptions {
  readonly requisites?: 'check' | 'ignore'
}
declare function checkAssociations(elements: readonly Gs1Element[], options?: AssociationOptions): Gs1Problem | null

interface DigitalLinkOptions {
  readonly aliases?: 'refuse' | 'accept'
  readonly shortGtins?: 'refuse' | 'accept'
  readonly unknownAis?: 'refuse' | 'accept'
}
declare function parseDigitalLink(uri: string, options?: DigitalLinkOptions): Gs1Result

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
declare function symbologyOf(text: string): SymbologyIdentifier | null

interface ScanDataOptions extends AssociationOptions {
  readonly digitalLink?: DigitalLinkOptions
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
type ScanDataResult =
  | ScanData
  | {
      readonly ok: false
      readonly problem: Gs1Problem
    }
declare function parseScanData(raw: string, options?: ScanDataOptions): ScanDataResult
declare function messageOf(data: ScanData): string

declare const groupSeparator = '\u001D'
interface ElementStringOptions {
  readonly separator?: string
  readonly leading?: 'required' | 'optional' | 'never'
}
declare function parseElementString(text: string, options?: ElementStringOptions): Gs1Result
declare function formatElementString(elements: readonly Gs1Element[], separator?: string): string

interface BracketedOptions {
  readonly unknownAis?: 'refuse' | 'accept'
}
declare function parseBracketed(text: string, options?: BracketedOptions): Gs1Result
declare function formatBracketed(elements: readonly Gs1Element[]): string

type DigitalLink =
  | {
      readonly ok: true
      readonly uri: string
    }
  | {
      readonly ok: false
      readonly problem: Gs1Problem
    }
declare function formatDigitalLink(elements: readonly Gs1Element[], stem?: string): DigitalLink

type SimulatedSymbol = 'ean13' | 'ean8' | 'upca' | 'upce' | 'databar' | 'gs1_128' | 'qr' | 'data_matrix' | 'dotcode'
declare function formatScanData(symbol: SimulatedSymbol, message: string): string | null

type LintFault = string
type Lint = (data: string) => LintFault | null
declare const linters: Readonly<Record<string, Lint>>

interface Timers {
  after(ms: number, task: () => void): () => void
}

interface BurstLimits {
  readonly minLength: number
  readonly maxGapMs: number
  readonly maxMeanGapMs: number
}
declare const burstDefaults: BurstLimits

type WedgeFault = 'input_method' | 'caps_lock' | 'layout' | 'alt_numpad' | 'no_terminator' | 'as_input'
interface WedgeScan {
  readonly text: string
  readonly other: string | null
  readonly terminator: 'Enter' | 'Tab' | 'suffix' | null
  readonly meanGapMs: number
  readonly faults: readonly WedgeFault[]
  readonly field: Element | null
}
interface WedgeOptions {
  readonly onScan: (scan: WedgeScan) => void
  readonly timers: Timers
  readonly prefix?: string
  readonly suffix?: string
  readonly limits?: Partial<BurstLimits>
}
type WedgeTarget = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
declare function attachWedge(target: WedgeTarget, document: Document, options: WedgeOptions): () => void

interface ScannerTest {
  readonly id: 'ean13' | 'upca' | 'text' | 'gs1'
  readonly symbology: 'ean13' | 'code128' | 'gs1_128'
  readonly content: string
}
declare const scannerTests: readonly ScannerTest[]
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
declare function diagnoseScanner(
  test: ScannerTest,
  scan: Pick<WedgeScan, 'text' | 'faults' | 'terminator'> | null,
): ScannerReport
declare function separatorOf(scan: Pick<WedgeScan, 'text'>): string | null

type BarWidths = readonly number[]
declare function ean13Bars(digits: string): BarWidths
declare function code128Bars(text: string): BarWidths

type CameraFormat = 'ean_13' | 'ean_8' | 'upc_a' | 'upc_e' | 'code_128' | 'qr_code' | 'data_matrix'
declare const cameraFormats: readonly CameraFormat[]
interface CameraCode {
  readonly text: string
  readonly format: string
}
type CameraImage = HTMLVideoElement | HTMLCanvasElement | HTMLImageElement | ImageBitmap | ImageData | Blob
interface CameraReader {
  readonly engine: 'native' | 'wasm'
  read(image: CameraImage): Promise<readonly CameraCode[]>
}
interface CameraReaderOptions {
  readonly wasmUrl: string
  readonly engine?: 'auto' | 'wasm'
}
declare function createCameraReader(options: CameraReaderOptions): Promise<CameraReader>
interface CameraScannerOptions extends CameraReaderOptions {
  readonly onScan: (code: CameraCode) => void
  readonly onError: (error: unknown) => void
  readonly timers: Timers
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | null
  readonly intervalMs?: number
  readonly repeatMs?: number
}
declare function startCamera(video: HTMLVideoElement, options: CameraScannerOptions): Promise<() => void>

export {
  attachWedge,
  burstDefaults,
  cameraFormats,
  cellLimit,
  checkAssociations,
  checkDigit,
  checkSerial,
  code128Bars,
  createCameraReader,
  diagnoseScanner,
  ean13Bars,
  expandUpcE,
  fitsSerialPattern,
  formatBracketed,
  formatDigitalLink,
  formatElementString,
  formatScanData,
  groupSeparator,
  hasCheckDigit,
  isCertificate,
  isImei,
  isSafeSerialPattern,
  linters,
  messageOf,
  normalizeGtin,
  normalizeSerial,
  normalizeUpcE,
  parseBracketed,
  parseDigitalLink,
  parseElementString,
  parseScanData,
  paymentChannel,
  readCodeCell,
  readScan,
  recordNumberIn,
  reservedUse,
  scannerTests,
  separatorOf,
  serialLimit,
  startCamera,
  symbologyOf,
  valueOf,
}
export type {
  AssociationOptions,
  BarWidths,
  BracketedOptions,
  BurstLimits,
  CameraCode,
  CameraFormat,
  CameraImage,
  CameraReader,
  CameraReaderOptions,
  CameraScannerOptions,
  CellCode,
  DigitalLink,
  DigitalLinkOptions,
  ElementStringOptions,
  Garble,
  Gs1Element,
  Gs1Fault,
  Gs1Problem,
  Gs1Result,
  Gtin14,
  Lint,
  LintFault,
  PaymentChannel,
  ReadScanOptions,
  ReservedUse,
  Scan,
  ScanData,
  ScanDataOptions,
  ScanDataResult,
  ScanKind,
  ScanOrigin,
  ScanProblem,
  ScannedExtras,
  ScannedItem,
  ScannerFinding,
  ScannerReport,
  ScannerTest,
  SerialNeighbours,
  SerialProblem,
  SimulatedSymbol,
  Symbology,
  SymbologyIdentifier,
  WedgeFault,
  WedgeOptions,
  WedgeScan,
  WedgeTarget,
}
