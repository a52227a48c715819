/** What a decision on a record is made of, and what it comes to. */
import type { Standing } from '../record/protocol.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { LateSale } from './offline-budget.ts'
import type { TillPlace } from './store.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import { noWrites, type Ledger, type LedgerSale, type LedgerWrites } from './ledger.ts'
import type { CancelRecord, CommitRecord, FulfilRecord } from '../record/record.ts'

/** What the platform found out about a reserve record before it looked into its ledger. */
export interface Judgement {
  /** The rule set in force for the record's cart at its instant, by what the platform published for it; null: none was. */
  readonly ruleSet: RuleSet | null
  /**
   * `stale`: older than the rule set's hard limit, or not the newest when it is said to have been confirmed.
   * `other`: another rule set than the one in force, from a release that the till could still go by.
   */
  readonly basis: 'held' | 'unknown' | 'stale' | 'other'
  /**
   * Whether basis, cart and facts give the signed result again. `shifted`: they do at the instant that
   * the till's clock showed, and not at the one that it measured.
   */
  readonly replay: 'same' | 'differs' | 'shifted' | 'impossible'
  /** Of each filed model that it sells, as `productId` writes it, the others that its barcodes stand for. */
  readonly twins: ReadonlyMap<string, readonly string[]>
  /** The platform's own pseudonym of the buyer; null when the sealed buyer cannot be opened, is another sale's, or is nobody. */
  readonly buyer: string | null
  /** The entitlement shown, checked as a token or looked up; null: none was shown, or it is not known. */
  readonly entitlement: EntitlementFact | null
  /** False when the entitlement was issued to somebody else. */
  readonly isBuyersOwn: boolean
  /** What checks outside the protocol found: reason codes. */
  readonly refuse: readonly string[]
  readonly review: readonly string[]
}

/** Where the record is in its till's chain: `forked` and `recovered` are put before a person. */
export type Link = 'linked' | 'forked' | 'recovered'

export interface AcceptanceContext {
  /** SHA-256 of the record's compact JWS. */
  readonly hash: string
  readonly link: Link
  /** The till's number on receipts. */
  readonly tillNumber: number
  /** The platform's clock, milliseconds since 1970. */
  readonly nowMs: number
  /** When the platform first had the record, by its own clock. */
  readonly receivedMs: number
  /** Of the till's chain: its latest instant so far, and the sales that weigh on its offline budget. */
  readonly latestMs: number | null
  readonly late: readonly LateSale[]
  /** Where the till was enrolled to sell; null: anywhere. */
  readonly place: TillPlace | null
  /** Whether the published files call a unit redeemed; `product` as `productId` writes it. */
  readonly isPublished: (product: string, serial: string) => boolean
  /** For reserve records; null for all others. */
  readonly judgement: Judgement | null
  readonly ledger: Ledger
}

export interface Decision {
  /** Standing of a record that belongs to no sale. */
  readonly standing: Standing
  /** Why the record itself was without effect, or is looked at. */
  readonly notes: readonly string[]
  readonly writes: LedgerWrites
  /** The sale itself, where it was confirmed late. */
  readonly late?: LateSale | null
}

/** The record is without effect; the sale stays as it is. */
export function without(sale: LedgerSale | null, note: string): Decision {
  return { standing: sale?.standing ?? 'review', notes: [note], writes: noWrites }
}

export function written(sale: LedgerSale, writes: Partial<LedgerWrites> = {}, notes: readonly string[] = []): Decision {
  return { standing: sale.standing, notes, writes: { ...noWrites, ...writes, sale } }
}

/** Puts a sale before a person; one that was refused stays refused. */
export function reviewed(sale: LedgerSale, reasons: readonly string[]): LedgerSale {
  if (reasons.length === 0) return sale
  return {
    ...sale,
    standing: sale.standing === 'refused' ? 'refused' : 'review',
    reasons: [...new Set([...sale.reasons, ...reasons])],
  }
}

/** Only the till that reserved a sale commits, cancels and fulfils it. */
export function ownSale(record: CommitRecord | CancelRecord | FulfilRecord, ledger: Ledger): LedgerSale | null {
  const { sale } = ledger
  return sale && sale.store === record.store && sale.till === record.till ? sale : null
}
