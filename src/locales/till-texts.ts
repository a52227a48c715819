/** Words on the register's screen that no stage's code stands for. */
import type { Tenders } from '../subsidy/charge.ts'

/** What the register tells the cashier after an action. */
export type NoticeCode =
  | 'scan_refused'
  | 'price_refused'
  | 'serial_refused'
  | 'payment_code'
  | 'nothing_found'
  | 'receipt_unknown'
  | 'buyer_taken'
  | 'buyer_refused'
  | 'entitlement_taken'
  | 'requoted'
  | 'refused'
  | 'not_durable'
  | 'failed'
  | 'confirmed'
  | 'differs'
  | 'provisional'
  | 'review'
  | 'cancelled'
  | 'refunded'
  | 'refund_provisional'
  | 'already_committed'
  | 'already_refunded'
  | 'refund_task'
  | 'nothing_to_sell'
  | 'price_missing'

export interface TillTexts {
  readonly heading: string
  readonly loading: string
  readonly online: string
  readonly offline: string
  readonly unsent: (count: number) => string
  readonly refusedCount: (count: number) => string
  readonly taskCount: (count: number) => string
  readonly unknownCount: string
  readonly training: string
  readonly notEnrolled: string
  readonly catalog: (listings: string, hours: number | null) => string
  readonly freshness: Readonly<Record<'fresh' | 'warn' | 'refuse' | 'missing', string>>
  readonly language: string
  readonly askProduct: string
  readonly askPrice: (name: string) => string
  readonly askSerial: (name: string) => string
  readonly askHint: Readonly<Record<'product' | 'price' | 'serial', string>>
  readonly skip: string
  readonly enter: string
  readonly emptyBasket: string
  readonly remove: string
  readonly price: string
  readonly serial: string
  readonly missing: string
  readonly units: string
  readonly didYouMean: string
  readonly found: string
  readonly buyer: string
  readonly buyerHint: string
  readonly name: string
  readonly phone: string
  readonly idNumber: string
  readonly identify: string
  readonly buyerSealed: string
  readonly changeBuyer: string
  readonly before: string
  readonly subsidy: string
  readonly toPay: string
  readonly explain: string
  readonly reserve: string
  readonly working: string
  readonly reservedHint: (amount: string) => string
  readonly tenders: Readonly<Record<keyof Tenders, string>>
  /** What is due of a tender, and what came where that is known; yuan. */
  readonly tender: (due: string, came?: string) => string
  readonly paid: string
  readonly cancel: string
  readonly nextSale: string
  readonly print: string
  readonly refundAll: string
  readonly recent: string
  readonly noSales: string
  readonly show: string
  readonly tasks: string
  readonly taskDone: string
  readonly sendAgain: string
  readonly keys: string
  readonly notices: Readonly<Record<NoticeCode, string>>
}
