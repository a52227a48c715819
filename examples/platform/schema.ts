/** The tables, in the words of the platform's own types: a row is what the platform keeps. */
import type {
  ChainRow,
  CodeRow,
  LedgerEntitlement,
  LedgerQuota,
  LedgerSale,
  LedgerSerial,
  StoredRecord,
  TillKeyRow,
  TillRow,
} from 'tradein-checkout/platform'

export interface TillId {
  readonly store: string
  readonly till: string
}

/** How often a row was written: a change counts only where the row is still as it was read. */
export interface Versioned {
  readonly version: number
}

export interface SaleRow extends TillId {
  readonly id: string
  readonly orderId: string
  readonly receipt: string
  /** Of the sale, in the scheme's zone: `"2026-03-06"`. */
  readonly day: string
  readonly standing: string
  readonly content: LedgerSale
}

/** What sales of a day add up to, by channel and category. Category `""`: the sales themselves. */
export interface FigureRow {
  readonly day: string
  readonly channel: string
  readonly category: string
  /** Parts of one figure, so that sales do not wait for each other; the figure is their sum. */
  readonly shard: number
  readonly sales: number
  readonly inReview: number
  readonly refused: number
  /** Subsidised units that were not given back; their subsidy in yuan. */
  readonly units: number
  readonly subsidy: string
}

export interface Schema {
  readonly codes: CodeRow & Versioned
  /** `changes`: how many answers its till was to be told of. */
  readonly tills: TillRow & Versioned & { readonly changes: number }
  readonly tillKeys: TillKeyRow & Versioned
  readonly chains: ChainRow & TillId & Versioned
  readonly records: StoredRecord & TillId & Versioned
  /** What lost its place in a chain. */
  readonly displacedRecords: StoredRecord & TillId & Versioned
  /** Both. */
  readonly keptRecords: StoredRecord & TillId
  readonly sales: SaleRow & Versioned
  readonly soldSerials: { readonly serial: string; readonly sale: string }
  readonly serials: LedgerSerial & Versioned
  readonly quotas: LedgerQuota & Versioned
  readonly entitlements: LedgerEntitlement & Versioned
  readonly changes: TillId & { readonly at: number; readonly record: string }
  readonly figures: FigureRow
  /** `version`: of the snapshot. */
  readonly releases: { readonly snapshot: string; readonly version: number; readonly fromMs: number }
}
