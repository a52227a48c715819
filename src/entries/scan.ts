/**
 * `tradein-checkout/scan`: what a scanner, a camera or a keyboard produced, understood or named. Pure,
 * but for the wedge and the camera, which touch the page they are given.
 */
import {
  checked,
  checkedLater,
  listOf,
  optional,
  requireFunction,
  requireList,
  requireObject,
  requireText,
  shapeOf,
} from '../core/require.ts'
import * as camera from '../scan/camera.ts'
import * as certificate from '../scan/certificate.ts'
import * as associations from '../scan/gs1/associations.ts'
import * as bracketed from '../scan/gs1/bracketed.ts'
import * as linkWriter from '../scan/gs1/digital-link-writer.ts'
import * as link from '../scan/gs1/digital-link.ts'
import * as elementString from '../scan/gs1/element-string.ts'
import * as element from '../scan/gs1/element.ts'
import * as lint from '../scan/gs1/lint.ts'
import * as scanDataWriter from '../scan/gs1/scan-data-writer.ts'
import * as scanData from '../scan/gs1/scan-data.ts'
import * as symbology from '../scan/gs1/symbology.ts'
import * as cell from '../scan/gtin-cell.ts'
import * as gtin from '../scan/gtin.ts'
import * as imei from '../scan/imei.ts'
import * as wedge from '../scan/keyboard/wedge.ts'
import * as payment from '../scan/payment-code.ts'
import * as label from '../scan/read-label.ts'
import * as reader from '../scan/read-scan.ts'
import * as selfTest from '../scan/self-test.ts'
import * as pattern from '../scan/serial-pattern.ts'
import * as serial from '../scan/serial.ts'

export type { ReadScanOptions } from '../scan/read-scan.ts'
export type { ScanOrigin } from '../scan/read-digits.ts'
export type { Garble, Scan, ScanKind, ScannedExtras, ScannedItem, ScanProblem } from '../scan/scan.ts'
export { cellLimit, type CellCode } from '../scan/gtin-cell.ts'
export type { Gtin14, ReservedUse } from '../scan/gtin.ts'
export { serialLimit, type SerialNeighbours, type SerialProblem } from '../scan/serial.ts'
export type { PaymentChannel } from '../scan/payment-code.ts'

export type { ScanData, ScanDataOptions, ScanDataResult } from '../scan/gs1/scan-data.ts'
export type { ElementStringOptions } from '../scan/gs1/element-string.ts'
export { groupSeparator } from '../scan/gs1/separator.ts'
export type { BracketedOptions } from '../scan/gs1/bracketed.ts'
export type { DigitalLinkOptions } from '../scan/gs1/digital-link.ts'
export type { DigitalLink } from '../scan/gs1/digital-link-writer.ts'
export type { SimulatedSymbol } from '../scan/gs1/scan-data-writer.ts'
export type { AssociationOptions } from '../scan/gs1/associations.ts'
export type { Symbology, SymbologyIdentifier } from '../scan/gs1/symbology.ts'
export type { Gs1Element, Gs1Fault, Gs1Problem, Gs1Result } from '../scan/gs1/element.ts'
export type { Lint, LintFault } from '../scan/gs1/lint.ts'

export type { WedgeFault, WedgeOptions, WedgeScan, WedgeTarget } from '../scan/keyboard/wedge.ts'
export { burstDefaults, type BurstLimits } from '../scan/keyboard/key-burst.ts'
export { scannerTests, type ScannerFinding, type ScannerReport, type ScannerTest } from '../scan/self-test.ts'
export { code128Bars, ean13Bars, type BarWidths } from '../scan/bars.ts'
export {
  cameraFormats,
  type CameraCode,
  type CameraFormat,
  type CameraImage,
  type CameraReader,
  type CameraReaderOptions,
  type CameraScannerOptions,
} from '../scan/camera.ts'

const options = optional(requireObject)
const elements = listOf(shapeOf({ ai: requireText, value: requireText }))
const neighbourText = optional(optional(requireText, null))
const neighbours = optional(shapeOf({ gtin: neighbourText, imei: neighbourText }))

export const readScan: typeof reader.readScan = checked(reader.readScan, {
  raw: requireText,
  options: optional(
    shapeOf({
      issuers: optional(listOf(shapeOf({ prefix: requireText }))),
      separator: optional(optional(requireText, null)),
    }),
  ),
})
export const checkDigit: typeof gtin.checkDigit = checked(gtin.checkDigit, { digits: requireText })
export const hasCheckDigit: typeof gtin.hasCheckDigit = checked(gtin.hasCheckDigit, { digits: requireText })
export const normalizeGtin: typeof gtin.normalizeGtin = checked(gtin.normalizeGtin, { text: requireText })
export const normalizeUpcE: typeof gtin.normalizeUpcE = checked(gtin.normalizeUpcE, { text: requireText })
export const expandUpcE: typeof gtin.expandUpcE = checked(gtin.expandUpcE, { text: requireText })
export const reservedUse: typeof gtin.reservedUse = checked(gtin.reservedUse, { gtin: requireText })
export const readCodeCell: typeof cell.readCodeCell = checked(cell.readCodeCell, { cell: requireText })
export const normalizeSerial: typeof serial.normalizeSerial = checked(serial.normalizeSerial, { text: requireText })
export const checkSerial: typeof serial.checkSerial = checked(serial.checkSerial, { serial: requireText, neighbours })
export const fitsSerialPattern: typeof serial.fitsSerialPattern = checked(serial.fitsSerialPattern, {
  serial: requireText,
  pattern: requireText,
})
export const isSafeSerialPattern: typeof pattern.isSafeSerialPattern = checked(pattern.isSafeSerialPattern, {
  pattern: requireText,
})
export const isImei: typeof imei.isImei = checked(imei.isImei, { text: requireText })
export const isCertificate: typeof certificate.isCertificate = checked(certificate.isCertificate, { text: requireText })
export const paymentChannel: typeof payment.paymentChannel = checked(payment.paymentChannel, { text: requireText })
export const recordNumberIn: typeof label.recordNumberIn = checked(label.recordNumberIn, { text: requireText })

export const parseScanData: typeof scanData.parseScanData = checked(scanData.parseScanData, {
  raw: requireText,
  options: optional(shapeOf({ digitalLink: options })),
})
export const messageOf: typeof scanData.messageOf = checked(scanData.messageOf, {
  data: shapeOf({ form: requireText, text: requireText, elements }),
})
export const parseElementString: typeof elementString.parseElementString = checked(elementString.parseElementString, {
  text: requireText,
  options: optional(shapeOf({ separator: optional(requireText) })),
})
export const formatElementString: typeof elementString.formatElementString = checked(
  elementString.formatElementString,
  { elements, separator: optional(requireText) },
)
export const parseBracketed: typeof bracketed.parseBracketed = checked(bracketed.parseBracketed, {
  text: requireText,
  options,
})
export const formatBracketed: typeof bracketed.formatBracketed = checked(bracketed.formatBracketed, { elements })
export const parseDigitalLink: typeof link.parseDigitalLink = checked(link.parseDigitalLink, {
  uri: requireText,
  options,
})
export const formatDigitalLink: typeof linkWriter.formatDigitalLink = checked(linkWriter.formatDigitalLink, {
  elements,
  stem: optional(requireText),
})
export const formatScanData: typeof scanDataWriter.formatScanData = checked(scanDataWriter.formatScanData, {
  symbol: requireText,
  message: requireText,
})
export const checkAssociations: typeof associations.checkAssociations = checked(associations.checkAssociations, {
  elements,
  options,
})
export const symbologyOf: typeof symbology.symbologyOf = checked(symbology.symbologyOf, { text: requireText })
export const valueOf: typeof element.valueOf = checked(element.valueOf, { elements, ai: requireText })

export const diagnoseScanner: typeof selfTest.diagnoseScanner = checked(selfTest.diagnoseScanner, {
  test: shapeOf({ content: requireText, symbology: requireText }),
  scan: optional(shapeOf({ text: requireText, faults: requireList }), null),
})
export const separatorOf: typeof selfTest.separatorOf = checked(selfTest.separatorOf, {
  scan: shapeOf({ text: requireText }),
})

const timers = shapeOf({ after: requireFunction })
export const attachWedge: typeof wedge.attachWedge = checked(wedge.attachWedge, {
  target: shapeOf({ addEventListener: requireFunction, removeEventListener: requireFunction }),
  document: requireObject,
  options: shapeOf({
    onScan: requireFunction,
    timers,
    prefix: optional(requireText),
    suffix: optional(requireText),
    limits: options,
  }),
})
export const createCameraReader: typeof camera.createCameraReader = checkedLater(camera.createCameraReader, {
  options: shapeOf({ wasmUrl: requireText }),
})
export const startCamera: typeof camera.startCamera = checkedLater(camera.startCamera, {
  video: requireObject,
  options: shapeOf({ wasmUrl: requireText, onScan: requireFunction, onError: requireFunction, timers }),
})

/** By the dictionary's names: `linters['csum']('02345673')` is null. */
export const linters: typeof lint.linters = Object.fromEntries(
  Object.entries(lint.linters).map(([name, each]) => [name, checked(each, { data: requireText })]),
)
