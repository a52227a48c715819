/**
 * The tables. Each can be spread over machines by the first column of its primary key: no foreign
 * key crosses tables, every uniqueness holds within one such key, and what belongs together is
 * written in one transaction that is retried.
 */
import type { Query } from './database.ts'

const statements = [
  `CREATE TABLE IF NOT EXISTS codes (
     code text PRIMARY KEY, store text, till text, reusable boolean NOT NULL, used_by text, place jsonb)`,
  `CREATE SEQUENCE IF NOT EXISTS till_numbers`,
  `CREATE TABLE IF NOT EXISTS tills (
     store text, till text, number integer NOT NULL, epoch integer NOT NULL, changes bigint NOT NULL DEFAULT 0,
     PRIMARY KEY (store, till))`,
  `CREATE INDEX IF NOT EXISTS tills_by_number ON tills (number)`,
  `CREATE TABLE IF NOT EXISTS till_keys (
     key_id text PRIMARY KEY, key jsonb NOT NULL, store text NOT NULL, till text NOT NULL,
     number integer NOT NULL, epoch integer NOT NULL, revoked boolean NOT NULL, place jsonb)`,
  `CREATE TABLE IF NOT EXISTS chains (
     store text, till text, epoch integer, seq integer NOT NULL, hash text, furthest integer NOT NULL,
     forked boolean NOT NULL, closed_after integer, latest_ms bigint,
     late jsonb NOT NULL DEFAULT '[]',
     PRIMARY KEY (store, till, epoch))`,
  `CREATE TABLE IF NOT EXISTS records (
     store text, till text, epoch integer, seq integer, id text NOT NULL, hash text NOT NULL, kind text NOT NULL,
     sale text, closes integer, jws text NOT NULL, linked boolean NOT NULL, standing text NOT NULL, notes jsonb NOT NULL,
     received_ms bigint NOT NULL,
     PRIMARY KEY (store, till, epoch, seq), UNIQUE (store, till, id))`,
  `CREATE INDEX IF NOT EXISTS records_of_sale ON records (sale)`,
  `CREATE INDEX IF NOT EXISTS records_that_close ON records (store, till, epoch, closes) WHERE closes IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS displaced_records (
     store text, till text, epoch integer, seq integer, id text NOT NULL, hash text, kind text NOT NULL,
     sale text, closes integer, jws text NOT NULL, linked boolean NOT NULL, standing text NOT NULL, notes jsonb NOT NULL,
     received_ms bigint NOT NULL,
     PRIMARY KEY (store, till, epoch, seq, hash))`,
  `CREATE INDEX IF NOT EXISTS displaced_records_by_id ON displaced_records (store, till, id)`,
  `CREATE INDEX IF NOT EXISTS displaced_records_of_sale ON displaced_records (sale)`,
  `CREATE OR REPLACE VIEW kept_records AS
     SELECT store, till, epoch, seq, id, hash, kind, sale, closes, jws, linked, standing, notes, received_ms FROM records
     UNION ALL
     SELECT store, till, epoch, seq, id, hash, kind, sale, closes, jws, linked, standing, notes, received_ms FROM displaced_records`,
  `CREATE TABLE IF NOT EXISTS sales (
     id text PRIMARY KEY, store text NOT NULL, till text NOT NULL, order_id text NOT NULL, receipt text NOT NULL,
     day text NOT NULL, state text NOT NULL, standing text NOT NULL, content jsonb NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS sales_by_day ON sales (day)`,
  `CREATE INDEX IF NOT EXISTS sales_by_receipt ON sales (store, receipt)`,
  `CREATE INDEX IF NOT EXISTS sales_by_order ON sales (store, order_id)`,
  `CREATE INDEX IF NOT EXISTS sales_in_review ON sales (id) WHERE standing = 'review'`,
  `CREATE TABLE IF NOT EXISTS sold_serials (serial text, sale text, PRIMARY KEY (serial, sale))`,
  `CREATE TABLE IF NOT EXISTS serials (key text PRIMARY KEY, sale text NOT NULL, until_ms bigint, cleared boolean NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS quotas (key text PRIMARY KEY, claims jsonb NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS entitlements (id text PRIMARY KEY, fact jsonb, claim jsonb, buyer text)`,
  `CREATE TABLE IF NOT EXISTS releases (snapshot text PRIMARY KEY, version integer NOT NULL, from_ms bigint NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS changes (store text, till text, at bigint, record text NOT NULL, PRIMARY KEY (store, till, at))`,
]

/** Makes what is missing; safe to run at every start. */
export async function createTables(query: Query): Promise<void> {
  for (const statement of statements) await query(statement)
}
