/** What the register's session holds and offers. */
import type { Buyer, BuyerInput, Checkout, Sale, Status, Task } from '../client.ts'
import type { Listing, SearchHit } from '../catalog/listing.ts'
import type { NoticeCode } from '../locales/till-texts.ts'
import type { UnitRef } from '../record/record.ts'
import type { Receipt } from '../receipt/receipt.ts'
import type { ScanOrigin } from '../scan/read-digits.ts'
import type { Scan } from '../scan/scan.ts'
import type { Difference } from '../subsidy/difference.ts'
import type { Quote } from '../subsidy/quote.ts'
import type { Reason } from '../verify/reasons.ts'
import { emptyBasket, type Basket } from './basket.ts'

export type Stage = 'basket' | 'working' | 'reserved' | 'done'

/** Something to tell the cashier; its text comes from the locale by `code`. */
export interface Notice {
  readonly tone: 'good' | 'warn' | 'bad'
  readonly code: NoticeCode
  readonly reasons: readonly (Reason | string)[]
  readonly scan: Scan | null
  /** The fault behind it; shown by its code alone. */
  readonly error: unknown
  /** What was due and what came, tender by tender. */
  readonly difference: Difference | null
}

export interface SessionState {
  readonly stage: Stage
  readonly basket: Basket
  readonly buyer: Buyer | null
  readonly entitlement: string | null
  readonly quote: Quote | null
  readonly hits: readonly SearchHit[]
  readonly sale: Sale | null
  readonly receipt: Receipt | null
  readonly notice: Notice | null
  readonly status: Status
  readonly recent: readonly Sale[]
  readonly tasks: readonly Task[]
}

/** What a new sale starts from. */
export const newSale: Omit<SessionState, 'status' | 'recent' | 'tasks'> = {
  stage: 'basket',
  basket: emptyBasket,
  buyer: null,
  entitlement: null,
  quote: null,
  hits: [],
  sale: null,
  receipt: null,
  notice: null,
}

export interface SessionOptions {
  readonly checkout: Checkout
  /** Mints the host's order id, one a basket. */
  readonly newOrderId: () => string
  readonly locale: () => string
  readonly cashier: () => string | null
  readonly onChange: () => void
}

export interface Session {
  readonly state: SessionState
  /** One line of input, typed or scanned. */
  readonly accept: (text: string, origin?: ScanOrigin) => void
  readonly choose: (listing: Listing) => void
  readonly edit: (change: (basket: Basket) => Basket) => void
  readonly identify: (input: BuyerInput) => Promise<void>
  readonly forgetBuyer: () => void
  readonly reserve: () => Promise<void>
  readonly paid: (sale?: string) => Promise<void>
  readonly cancel: (sale?: string) => Promise<void>
  /** Empties the screen for the next buyer. */
  readonly next: () => void
  readonly open: (sale: string) => Promise<void>
  readonly refund: (sale: string, units: readonly UnitRef[] | 'all') => Promise<void>
  /** @param task null: all records that are held, by sending them again */
  readonly settle: (task: string | null) => Promise<void>
  readonly reload: () => Promise<void>
  readonly close: () => void
}
