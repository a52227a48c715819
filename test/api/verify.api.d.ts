import {
  createCatalog as createCatalog$1,
  joinFilters as joinFilters$1,
  readBrands as readBrands$1,
  readFilter as readFilter$1,
  readSegment as readSegment$1,
  ruleSetsAt as ruleSetsAt$1,
  serialKey as serialKey$1,
  verify as verify$1,
  verifyLine as verifyLine$1,
} from './declarations.api.js'
declare const createCatalog: typeof createCatalog$1
declare const joinFilters: typeof joinFilters$1
declare const readBrands: typeof readBrands$1
declare const readFilter: typeof readFilter$1
declare const readSegment: typeof readSegment$1
declare const ruleSetsAt: typeof ruleSetsAt$1
declare const serialKey: typeof serialKey$1
declare const verify: typeof verify$1
declare const verifyLine: typeof verifyLine$1
export {
  Action,
  Amount,
  Basis,
  Brand,
  Bytes,
  Catalog,
  CategoryRule,
  Channel,
  CheckoutError,
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
  Verdict,
  VerdictStep,
  VerifyContext,
  isCheckoutError,
  readSchemeFile,
  reasonCodes,
  reasonRules,
} from './declarations.api.js'
