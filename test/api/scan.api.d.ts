import {
  attachWedge as attachWedge$1,
  checkAssociations as checkAssociations$1,
  checkDigit as checkDigit$1,
  checkSerial as checkSerial$1,
  createCameraReader as createCameraReader$1,
  diagnoseScanner as diagnoseScanner$1,
  expandUpcE as expandUpcE$1,
  fitsSerialPattern as fitsSerialPattern$1,
  formatBracketed as formatBracketed$1,
  formatDigitalLink as formatDigitalLink$1,
  formatElementString as formatElementString$1,
  formatScanData as formatScanData$1,
  hasCheckDigit as hasCheckDigit$1,
  isCertificate as isCertificate$1,
  isImei as isImei$1,
  isSafeSerialPattern as isSafeSerialPattern$1,
  linters as linters$1,
  messageOf as messageOf$1,
  normalizeGtin as normalizeGtin$1,
  normalizeSerial as normalizeSerial$1,
  normalizeUpcE as normalizeUpcE$1,
  parseBracketed as parseBracketed$1,
  parseDigitalLink as parseDigitalLink$1,
  parseElementString as parseElementString$1,
  parseScanData as parseScanData$1,
  paymentChannel as paymentChannel$1,
  readCodeCell as readCodeCell$1,
  readScan as readScan$1,
  recordNumberIn as recordNumberIn$1,
  reservedUse as reservedUse$1,
  separatorOf as separatorOf$1,
  startCamera as startCamera$1,
  symbologyOf as symbologyOf$1,
  valueOf as valueOf$1,
} from './declarations.api.js'
declare const attachWedge: typeof attachWedge$1
declare const checkAssociations: typeof checkAssociations$1
declare const checkDigit: typeof checkDigit$1
declare const checkSerial: typeof checkSerial$1
declare const createCameraReader: typeof createCameraReader$1
declare const diagnoseScanner: typeof diagnoseScanner$1
declare const expandUpcE: typeof expandUpcE$1
declare const fitsSerialPattern: typeof fitsSerialPattern$1
declare const formatBracketed: typeof formatBracketed$1
declare const formatDigitalLink: typeof formatDigitalLink$1
declare const formatElementString: typeof formatElementString$1
declare const formatScanData: typeof formatScanData$1
declare const hasCheckDigit: typeof hasCheckDigit$1
declare const isCertificate: typeof isCertificate$1
declare const isImei: typeof isImei$1
declare const isSafeSerialPattern: typeof isSafeSerialPattern$1
declare const linters: typeof linters$1
declare const messageOf: typeof messageOf$1
declare const normalizeGtin: typeof normalizeGtin$1
declare const normalizeSerial: typeof normalizeSerial$1
declare const normalizeUpcE: typeof normalizeUpcE$1
declare const parseBracketed: typeof parseBracketed$1
declare const parseDigitalLink: typeof parseDigitalLink$1
declare const parseElementString: typeof parseElementString$1
declare const parseScanData: typeof parseScanData$1
declare const paymentChannel: typeof paymentChannel$1
declare const readCodeCell: typeof readCodeCell$1
declare const readScan: typeof readScan$1
declare const recordNumberIn: typeof recordNumberIn$1
declare const reservedUse: typeof reservedUse$1
declare const separatorOf: typeof separatorOf$1
declare const startCamera: typeof startCamera$1
declare const symbologyOf: typeof symbologyOf$1
declare const valueOf: typeof valueOf$1
export {
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
  burstDefaults,
  cameraFormats,
  cellLimit,
  code128Bars,
  ean13Bars,
  groupSeparator,
  scannerTests,
  serialLimit,
} from './declarations.api.js'
