/** The client that a host embeds: its options and its calls. */
import type { Listing, SearchHit } from './catalog/listing.ts'
import type { Instant } from './core/clock.ts'
import type { Ports } from './core/ports.ts'
import type { Buyer } from './outbox/reserve.ts'
import type { DayTotals, SaleSearch } from './outbox/sales.ts'
import type {
  CancelOutcome,
  CheckoutEvents,
  CommitOutcome,
  RefundOutcome,
  ReserveOutcome,
  Sale,
  Status,
  Task,
} from './outbox/sale.ts'
import type { Receipt } from './receipt/receipt.ts'
import type { Identity } from './record/identity.ts'
import type { Payment, UnitRef } from './record/record.ts'
import type { ScanOrigin } from './scan/read-digits.ts'
import type { Scan } from './scan/scan.ts'
import type { Channel, RuleSet } from './scheme/rule-set.ts'
import type { Invoice } from './subsidy/invoice.ts'
import type { Cart, Quote } from './subsidy/quote.ts'
import type { SyncOutcome } from './sync/sync.ts'
import type { Item, Verdict } from './verify/verdict.ts'

export type { Buyer } from './outbox/reserve.ts'
export type { DayTotals as Day } from './outbox/sales.ts'
export type { Invoice, InvoiceLine } from './subsidy/invoice.ts'
export type { SyncOutcome } from './sync/sync.ts'

export interface CheckoutOptions {
  /** Required, so that a till is never live by accident. */
  readonly environment: 'sandbox' | 'production'
  /** Address of the signed repository: `"https://till.example/repository/"`, or relative to the page. Ends in `/`. */
  readonly platform: string
  /** The pinned initial root metadata, as published by the authority: its JSON text or bytes. */
  readonly root: string | Uint8Array
  readonly store: { readonly id: string; /** GB/T 2260, 6 digits. */ readonly region: string }
  readonly till: string
  /** Default `store`. */
  readonly channel?: Channel
  /** How long `reserve` waits for the platform, milliseconds; default 2000, at most 30,000. */
  readonly answerTimeoutMs?: number
  /** What a time-out means: `accept` the sale provisionally (default), or `hold` it for the answer. */
  readonly onTimeout?: 'accept' | 'hold'
  /** Days that an answered record is kept; default 400, at least 30. */
  readonly retentionDays?: number
  /** Replaces parts of the outside world; for tests and embedded runtimes. */
  readonly ports?: Partial<Ports>
}

/** Who buys: sealed the moment it is given, and kept nowhere in the clear. */
export type BuyerInput = Identity & {
  /** The entitlement as it was shown: a token or a code. */
  readonly entitlement?: string
}

export interface QuoteInput extends Cart {
  readonly buyer?: Buyer | null
}

/** A quote with the buyer it is for. */
export interface BuyerQuote extends Quote {
  readonly buyer: Buyer | null
}

export interface ReserveInput {
  readonly orderId: string
  readonly cashier?: string
}

export interface Checkout {
  /** Resolves with what there is, network or not. */
  ready(): Promise<Status>
  readonly status: Status
  /** The rule set in force now; null when none is. */
  readonly ruleSet: RuleSet | null
  on<Name extends keyof CheckoutEvents>(name: Name, listener: (event: CheckoutEvents[Name]) => void): () => void

  /**
   * What a scanner, a camera or a keyboard produced. Never throws.
   * @param options.origin `text` (default): typed, pasted or from a table, so that a lost leading zero is
   * put back; `scanner`: straight from a scanner, where a short code was cut
   */
  scan(raw: string, options?: { readonly origin?: ScanOrigin }): Scan
  search(text: string, limit?: number): readonly SearchHit[]
  /** The listings that an item's barcode or model names. */
  listings(item: Item): readonly Listing[]
  /** A brand's first name, as shown; its id where it has none. */
  brandName(id: string): string
  verify(item: Item): Verdict
  buyer(input: BuyerInput): Promise<Buyer>
  quote(input: QuoteInput): BuyerQuote

  /**
   * `not_durable` also when the till has no key yet (its `cause` is `NOT_ENROLLED`) or its chain is
   * forked: without a signature there is no subsidy, so sell at the full price.
   * @throws CheckoutError `INPUT_INVALID`, `BUYER_USED`, `SALE_STATE` (the order is another cart's)
   */
  reserve(quote: Quote, input: ReserveInput): Promise<ReserveOutcome>
  commit(sale: string, input: { readonly payments: readonly Payment[] }): Promise<CommitOutcome>
  cancel(sale: string, reason: string): Promise<CancelOutcome>
  /** Reserve and commit at once, for a till that has the money already. */
  sell(
    quote: Quote,
    input: ReserveInput & { readonly payments: readonly Payment[] },
  ): Promise<ReserveOutcome | CommitOutcome>
  /**
   * Unit by unit gives back what all at once does. A sale of another till of the store is fetched by the
   * id that `sales.find` gave, or by its receipt number; where it cannot be had, the refund is a task.
   * @param sale id of the sale, or receipt number
   */
  refund(sale: string, units: readonly UnitRef[] | 'all'): Promise<RefundOutcome>
  fulfil(
    sale: string,
    input: {
      readonly units: readonly (UnitRef & { readonly serial: string })[]
      readonly evidence?: Readonly<Record<string, string>>
    },
  ): Promise<CommitOutcome>
  receipt(sale: string, locale?: string): Promise<Receipt>
  invoice(sale: string): Promise<Invoice>

  tasks(): Promise<readonly Task[]>
  settle(task: string, note: string): Promise<void>
  /** `find` by receipt alone asks the platform too, when there is a line and this till has no such sale. */
  readonly sales: { find(by: SaleSearch): Promise<readonly Sale[]>; recent(limit?: number): Promise<readonly Sale[]> }
  /** @param date in the scheme's zone: `"2026-03-06"` */
  day(date: string): Promise<DayTotals>

  sync(): Promise<SyncOutcome>
  refresh(): Promise<RefreshOutcome>
  enrol(code: string): Promise<EnrolOutcome>
  readonly outbox: { export(): Promise<Uint8Array> }
  close(): Promise<void>
}

export type RefreshOutcome =
  | { readonly status: 'updated' | 'unchanged'; readonly issued: Instant; readonly listings: number }
  /** The last good release stays in force. */
  | { readonly status: 'failed'; readonly error: unknown }

export type EnrolOutcome =
  { readonly status: 'enrolled'; readonly keyId: string } | { readonly status: 'refused'; readonly error: unknown }
