/** `tradein-checkout`: the client of a till. */
export { createCheckout } from './checkout.ts'
export { CheckoutError, faults, isCheckoutError } from './core/errors.ts'
export { reasonRules } from './verify/reasons.ts'
export { chargeOf, type Charge, type Tenders } from './subsidy/charge.ts'

export type {
  Buyer,
  BuyerInput,
  BuyerQuote,
  CancelOutcome,
  Checkout,
  CheckoutEvents,
  CheckoutOptions,
  CommitInput,
  CommitOutcome,
  Day,
  Delivery,
  EnrolOutcome,
  FulfilInput,
  FulfilOutcome,
  Invoice,
  InvoiceLine,
  NotDurable,
  QuoteInput,
  RefreshOutcome,
  RefundOutcome,
  ReserveInput,
  ReserveOutcome,
  Sale,
  SaleSearch,
  SaleState,
  SaleTotals,
  Status,
  SyncOutcome,
  Task,
  TenderTotals,
} from './client.ts'
export type { Freshness } from './scheme/freshness.ts'
export type { Brand, Listing, SearchHit } from './catalog/listing.ts'
export type { Instant } from './core/clock.ts'
export type { ErrorCode } from './core/errors.ts'
export type { Amount } from './core/money.ts'
export type {
  Broadcast,
  ByteStore,
  Clock,
  Connectivity,
  Fetch,
  IndexedDb,
  Locks,
  Ports,
  Random,
  Timers,
} from './core/ports.ts'
export type { Receipt } from './receipt/receipt.ts'
export type { ImportReport } from './record/outbox-file.ts'
export type { PlatformReason, Standing } from './record/protocol.ts'
export type { Payment, UnitRef } from './record/record.ts'
export type { ScanOrigin } from './scan/read-digits.ts'
export type { Garble, Scan, ScanKind, ScannedExtras, ScannedItem } from './scan/scan.ts'
export type { Channel, RuleSet } from './scheme/rule-set.ts'
export type { Difference } from './subsidy/difference.ts'
export type { Cart, Line, Quote, QuoteLine, QuoteUnit } from './subsidy/quote.ts'
export type { ImportProgress, OutboxFiles } from './till/import-outbox.ts'
export type { Action, Reason, ReasonCode, Severity } from './verify/reasons.ts'
export type { Basis, Facts, Item, Verdict } from './verify/verdict.ts'
