/** Rows of the tables as the platform's own types. */
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
import type { Row } from './database.ts'

// The two drivers differ on 64-bit integers: one gives text, the other numbers.
const integer = (value: unknown): number => Number(value)
const orNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

export const codeOf = (row: Row): CodeRow => ({
  code: row['code'] as string,
  store: row['store'] as string | null,
  till: row['till'] as string | null,
  reusable: row['reusable'] as boolean,
  usedBy: row['used_by'] as string | null,
  place: row['place'] as CodeRow['place'],
})

export const tillOf = (row: Row): TillRow => ({
  store: row['store'] as string,
  till: row['till'] as string,
  number: integer(row['number']),
  epoch: integer(row['epoch']),
})

export const keyOf = (row: Row): TillKeyRow => ({
  ...tillOf(row),
  keyId: row['key_id'] as string,
  key: row['key'] as TillKeyRow['key'],
  revoked: row['revoked'] as boolean,
  place: row['place'] as TillKeyRow['place'],
})

export const chainOf = (row: Row): ChainRow => ({
  epoch: integer(row['epoch']),
  seq: integer(row['seq']),
  hash: row['hash'] as string | null,
  furthest: integer(row['furthest']),
  forked: row['forked'] as boolean,
  closedAfter: orNull(row['closed_after']),
  latestMs: orNull(row['latest_ms']),
  late: row['late'] as ChainRow['late'],
})

export const recordOf = (row: Row): StoredRecord => ({
  id: row['id'] as string,
  epoch: integer(row['epoch']),
  seq: integer(row['seq']),
  hash: row['hash'] as string,
  kind: row['kind'] as StoredRecord['kind'],
  sale: row['sale'] as string | null,
  closes: orNull(row['closes']),
  jws: row['jws'] as string,
  receivedMs: integer(row['received_ms']),
  linked: row['linked'] as boolean,
  standing: row['standing'] as StoredRecord['standing'],
  notes: row['notes'] as readonly string[],
})

export const saleOf = (row: Row): LedgerSale => row['content'] as LedgerSale

export const serialOf = (row: Row): LedgerSerial => ({
  key: row['key'] as string,
  sale: row['sale'] as string,
  untilMs: orNull(row['until_ms']),
  cleared: row['cleared'] as boolean,
})

export const quotaOf = (row: Row): LedgerQuota => ({
  key: row['key'] as string,
  claims: row['claims'] as LedgerQuota['claims'],
})

export const entitlementOf = (row: Row): LedgerEntitlement => ({
  id: row['id'] as string,
  fact: row['fact'] as LedgerEntitlement['fact'],
  claim: row['claim'] as LedgerEntitlement['claim'],
  buyer: row['buyer'] as string | null,
})
