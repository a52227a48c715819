/** The client that a host embeds: its options, its calls and what goes into them. */
import type { Listing, SearchHit } from './catalog/listing.ts'
import type { Ports } from './core/ports.ts'
import type { Buyer } from './outbox/reserve.ts'
import type { Sale, Task } from './outbox/sale.ts'
import type { DayTotals } from './outbox/day.ts'
import type { SaleSearch } from './outbox/sales.ts'
import type { Receipt } from './receipt/receipt.ts'
import type { Identity } from './record/identity.ts'
import type { Payment, UnitRef } from './record/record.ts'
import type { ScanOrigin } from './scan/read-digits.ts'
import type { Scan } from './scan/scan.ts'
import type { Channel, RuleSet } from './scheme/rule-set.ts'
import type { Invoice } from './subsidy/invoice.ts'
import type { Cart, Quote } from './subsidy/quote.ts'
import type { SyncOutcome } from './sync/sync.ts'
import type { Status } from './till/status.ts'
import type { OutboxFiles } from './till/import-outbox.ts'
import type {
  CancelOutcome,
  CommitOutcome,
  EnrolOutcome,
  FulfilOutcome,
  RefreshOutcome,
  RefundOutcome,
  ReserveOutcome,
} from './till/outcomes.ts'
import type { Item, Verdict } from './verify/verdict.ts'

export type { Buyer } from './outbox/reserve.ts'
export type { DayTotals as Day, SaleTotals, TenderTotals } from './outbox/day.ts'
export type { SaleSearch } from './outbox/sales.ts'
export type { Delivery, Sale, SaleState, Task } from './outbox/sale.ts'
export type { Invoice, InvoiceLine } from './subsidy/invoice.ts'
export type { SyncOutcome } from './sync/sync.ts'
export type { Status } from './till/status.ts'
export type {
  CancelOutcome,
  CommitOutcome,
  EnrolOutcome,
  FulfilOutcome,
  NotDurable,
  RefreshOutcome,
  RefundOutcome,
  ReserveOutcome,
} from './till/outcomes.ts'

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
  /** Codes of the schemes that the store takes part in, such as `["appliances"]`; default: all that hold at its place. */
  readonly schemes?: readonly string[]
  /** How long `reserve` waits for the platform, milliseconds; default 2000, at most 30,000. */
  readonly answerTimeoutMs?: number
  /** What a time-out means: `accept` the sale provisionally (default), or `hold` it for the answer. */
  readonly onTimeout?: 'accept' | 'hold'
  /** Days that an answered record is kept; default 400, at least 30. */
  readonly retentionDays?: number
  /**
   * Practice on this till: its own queue under a key of its own, that no platform knows. Whatever is sold is
   * confirmed on the spot, nothing of it is sent, and receipts say that they are not valid. Default false.
   */
  readonly training?: boolean
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
  /** The host's own order, 1 to 80 characters. The same order is the same sale, through double clicks, reloads and crashes. */
  readonly orderId: string
  /** Who sells, 1 to 80 characters; printed on the receipt. */
  readonly cashier?: string
}

export interface CommitInput {
  /**
   * At most 50; amounts in yuan. They must come to what `chargeOf` says of the quote, tender by tender.
   */
  readonly payments: readonly Payment[]
  /** Records the sale though its payments differ: then a person at the platform looks. Needs `note`. */
  readonly settle?: 'review'
  /** Why they differ, 1 to 500 characters, for that person; not recorded where they do not. */
  readonly note?: string
}

export interface FulfilInput {
  /** 1 to 1,000 units, each with the serial that left the warehouse. */
  readonly units: readonly (UnitRef & { readonly serial: string })[]
  /** What was collected, by the names the rule set asks for: names to 40 characters, values to 500. */
  readonly evidence?: Readonly<Record<string, string>>
}

/** What the client tells, by event name. */
export interface CheckoutEvents {
  /** Anything in {@link Status} changed, or the platform said something that can change a quote on screen. */
  change: Status
  sale: Sale
  task: Task
  /** Progress of a refresh: bytes so far of bytes in all. */
  progress: { readonly done: number; readonly total: number }
  /** A fault in the background; nothing was lost. */
  error: unknown
}

/**
 * One till. Every call that reads or writes can be rejected with a {@link CheckoutError} of the codes
 * `CLOSED` (after {@link Checkout.close}) and `STORAGE_…` (the browser's database failed; nothing was
 * saved), and with nothing else than what it names.
 *
 * ```ts
 * const checkout = await createCheckout({ environment: 'sandbox', platform, root, store: { id: 'S1', region: '140100' }, till: '03' })
 * await checkout.ready()
 * const { item } = checkout.scan('6901234567892')
 * const buyer = await checkout.buyer({ name, phone, idNumber })
 * const quote = checkout.quote({ buyer, lines: [{ id: '1', item: { ...item, price: '4999.00', serial } }] })
 * const reserved = await checkout.reserve(quote, { orderId: 'A-1' })
 * if (reserved.status === 'confirmed' || reserved.status === 'provisional')
 *   await checkout.commit(reserved.sale.id, { payments: [{ method: 'cash', amount: quote.payable, reference: null }] })
 * ```
 */
export interface Checkout {
  /**
   * Resolves with what there is, network or not; at the very first start it waits up to 15 s for a release.
   * @throws CheckoutError `CLOSED`, `STORAGE_…`; where there is no release to sell by, `METADATA_UNSIGNED` for a
   * repository that `root` is not of, and `OPTIONS_INVALID` for a sandbox on a production till
   */
  ready(): Promise<Status>
  readonly status: Status
  /** The rule sets in force now: one of each scheme that holds here. */
  readonly ruleSets: readonly RuleSet[]
  /** Returns the function that takes the listener off again. What a listener throws surfaces as an uncaught error. */
  on<Name extends keyof CheckoutEvents>(name: Name, listener: (event: CheckoutEvents[Name]) => void): () => void

  /**
   * What a scanner, a camera or a keyboard produced. Never throws.
   * @param options.origin `text` (default): typed, pasted or from a table, so that a lost leading zero is
   * put back; `scanner`: straight from a scanner, where a short code was cut
   */
  scan(raw: string, options?: { readonly origin?: ScanOrigin }): Scan
  /** Listings by any part of brand, model or name, best first. Without effect. @param limit most hits */
  search(text: string, limit?: number): readonly SearchHit[]
  /** The listings that an item's barcode or model names: the one it is judged by, then what may be meant. Without effect. */
  listings(item: Item): readonly Listing[]
  /** A brand's first name, as shown; its id where it has none. */
  brandName(id: string): string
  /**
   * Whether one unit qualifies, with every reason. Without effect and without the network, so cheap
   * enough to call while drawing; a serial that the redeemed filter hits stays `undetermined` until a
   * {@link Checkout.quote} has had the platform asked.
   * @param item as much as is known; `price` in yuan: `"4999.00"`
   * @throws CheckoutError `INPUT_INVALID`, `INPUT_TOO_LARGE` naming the member that is not of its type
   */
  verify(item: Item): Verdict
  /**
   * Seals who buys to the platform. The handle serves one sale.
   * @throws CheckoutError `INPUT_INVALID` naming the field, `NOT_ENROLLED`, `CATALOG_MISSING` (no release
   * yet, and with it no key to seal to)
   */
  buyer(input: BuyerInput): Promise<Buyer>
  /**
   * Every fen of the subsidy, explained by line and unit. Lines that do not qualify have subsidy `"0.00"`
   * and their reasons. Answers at once; about serials that the redeemed filter hits it has the platform
   * asked in the background, and the answer comes as the event `change`: then quote again.
   * @param input amounts in yuan with two places
   * @throws CheckoutError `INPUT_INVALID`, `INPUT_TOO_LARGE` naming the member: `lines.0.discount`
   */
  quote(input: QuoteInput): BuyerQuote

  /**
   * Makes the sale durable before the money is taken, holds its serials and quota, and asks the platform
   * where there is a line, for at most `answerTimeoutMs`.
   *
   * An order that was paid or given back before answers so.
   *
   * `not_durable` also when the till has no key yet (its `cause` is `NOT_ENROLLED`) or its chain is
   * forked: without a signature there is no subsidy, so sell at the full price.
   * @throws CheckoutError `INPUT_INVALID`, `BUYER_USED`, `SALE_STATE` (the order is another cart's or another
   * buyer's), `ABORTED` (closed while it waited; the sale is kept)
   */
  reserve(quote: Quote, input: ReserveInput): Promise<ReserveOutcome>
  /**
   * Records that a reservation was paid. Twice with the same payments is once. Where the payments are
   * not what the sale asks for (a coupon that was not redeemed, a fen too little) it `differs`, and
   * nothing is written.
   * @param sale id of the sale
   * @throws CheckoutError `INPUT_INVALID`, `SALE_UNKNOWN`, `SALE_STATE` (paid already, otherwise), `ABORTED`
   */
  commit(sale: string, input: CommitInput): Promise<CommitOutcome>
  /**
   * Calls a reservation off and frees its serials and quota. What the platform refused needs none.
   * @param reason 1 to 200 characters
   * @throws CheckoutError `INPUT_INVALID`, `SALE_UNKNOWN`, `SALE_STATE` (it was paid: refund it)
   */
  cancel(sale: string, reason: string): Promise<CancelOutcome>
  /**
   * Reserve and commit at once, for a till that has the money already. Payments that differ reserve nothing.
   * @throws CheckoutError as {@link Checkout.reserve} and {@link Checkout.commit}
   */
  sell(quote: Quote, input: ReserveInput & CommitInput): Promise<ReserveOutcome | CommitOutcome>
  /**
   * Takes units back. Unit by unit gives back what all at once does. A sale of another till of the store
   * is fetched by the id that `sales.find` gave, or by its receipt number; one of another store by the
   * whole code on its receipt. Where it cannot be had, the refund is a task. Units that are back
   * already, here or at another till, are not given back again.
   * @param sale id of the sale, receipt number, or the receipt's whole code (`TI1:…`)
   * @param units `unit` counts from 0 within its line
   * @throws CheckoutError `INPUT_INVALID` naming the unit that is not of the sale, `SALE_STATE` (not paid), `ABORTED`
   */
  refund(sale: string, units: readonly UnitRef[] | 'all'): Promise<RefundOutcome>
  /**
   * Brings the serials of goods that left after the sale, and verifies them. Twice with the same is once; a
   * unit that is back is refused with `already_refunded`.
   * @throws CheckoutError `INPUT_INVALID`, `SALE_UNKNOWN`, `SALE_STATE` (not paid), `ABORTED`
   */
  fulfil(sale: string, input: FulfilInput): Promise<FulfilOutcome>
  /** @param locale BCP 47, default `zh-CN` @throws CheckoutError `SALE_UNKNOWN` */
  receipt(sale: string, locale?: string): Promise<Receipt>
  /** @throws CheckoutError `SALE_UNKNOWN` */
  invoice(sale: string): Promise<Invoice>

  /** What a person has to settle, oldest first. */
  tasks(): Promise<readonly Task[]>
  /** @param note what was done, 1 to 500 characters @throws CheckoutError `INPUT_INVALID` */
  settle(task: string, note: string): Promise<void>
  readonly sales: {
    /**
     * Sales that match all of what is given, newest first, at most 200. By receipt alone it asks the
     * platform too, when there is a line and this till has no such sale.
     */
    find(by: SaleSearch): Promise<readonly Sale[]>
    /** The newest. @param limit default 20, at most 200 */
    recent(limit?: number): Promise<readonly Sale[]>
  }
  /** A day's figures, for the closing of a shift. @param date in the scheme's zone: `"2026-03-06"` @throws CheckoutError `INPUT_INVALID` */
  day(date: string): Promise<DayTotals>

  /** Sends what is unsent now, and tells what came of it. */
  sync(): Promise<SyncOutcome>
  /** Looks for a newer release now. */
  refresh(): Promise<RefreshOutcome>
  /** Gives this till a new key. @param code the platform's one-time code @throws CheckoutError `INPUT_INVALID` */
  enrol(code: string): Promise<EnrolOutcome>
  /** `resend` sends at once what is held; how many records. @throws CheckoutError `CLOSED`, `STORAGE_…` */
  readonly outbox: OutboxFiles & { resend(): Promise<number> }
  /** Ends timers, requests and connections; what is unsent goes on at the next start. Twice is once. */
  close(): Promise<void>
}
