/**
 * `tradein-checkout/scan`: what a scanner, a camera or a keyboard produced, understood or named. Pure,
 * but for the wedge and the camera, which touch the page they are given.
 */
export { readScan, type ReadScanOptions } from '../scan/read-scan.ts'
export type { ScanOrigin } from '../scan/read-digits.ts'
export type { Garble, Scan, ScanKind, ScannedExtras, ScannedItem, ScanProblem } from '../scan/scan.ts'
export { cellLimit, readCodeCell, type CellCode } from '../scan/gtin-cell.ts'
export {
  checkDigit,
  expandUpcE,
  hasCheckDigit,
  normalizeGtin,
  normalizeUpcE,
  reservedUse,
  type Gtin14,
  type ReservedUse,
} from '../scan/gtin.ts'
export {
  checkSerial,
  fitsSerialPattern,
  normalizeSerial,
  serialLimit,
  type SerialNeighbours,
  type SerialProblem,
} from '../scan/serial.ts'
export { isSafeSerialPattern } from '../scan/serial-pattern.ts'
export { isImei } from '../scan/imei.ts'
export { isCertificate } from '../scan/certificate.ts'
export { paymentChannel, type PaymentChannel } from '../scan/payment-code.ts'
export { recordNumberIn } from '../scan/read-label.ts'

export {
  parseScanData,
  messageOf,
  type ScanData,
  type ScanDataOptions,
  type ScanDataResult,
} from '../scan/gs1/scan-data.ts'
export { formatElementString, parseElementString, type ElementStringOptions } from '../scan/gs1/element-string.ts'
export { groupSeparator } from '../scan/gs1/separator.ts'
export { formatBracketed, parseBracketed, type BracketedOptions } from '../scan/gs1/bracketed.ts'
export { parseDigitalLink, type DigitalLinkOptions } from '../scan/gs1/digital-link.ts'
export { formatDigitalLink, type DigitalLink } from '../scan/gs1/digital-link-writer.ts'
export { formatScanData, type SimulatedSymbol } from '../scan/gs1/scan-data-writer.ts'
export { checkAssociations, type AssociationOptions } from '../scan/gs1/associations.ts'
export { symbologyOf, type Symbology, type SymbologyIdentifier } from '../scan/gs1/symbology.ts'
export { valueOf, type Gs1Element, type Gs1Fault, type Gs1Problem, type Gs1Result } from '../scan/gs1/element.ts'
export { linters, type Lint, type LintFault } from '../scan/gs1/lint.ts'

export {
  attachWedge,
  type WedgeFault,
  type WedgeOptions,
  type WedgeScan,
  type WedgeTarget,
} from '../scan/keyboard/wedge.ts'
export { burstDefaults, type BurstLimits } from '../scan/keyboard/key-burst.ts'
export {
  diagnoseScanner,
  scannerTests,
  separatorOf,
  type ScannerFinding,
  type ScannerReport,
  type ScannerTest,
} from '../scan/self-test.ts'
export { code128Bars, ean13Bars, type BarWidths } from '../scan/bars.ts'
export {
  cameraFormats,
  createCameraReader,
  startCamera,
  type CameraCode,
  type CameraFormat,
  type CameraImage,
  type CameraReader,
  type CameraReaderOptions,
  type CameraScannerOptions,
} from '../scan/camera.ts'
