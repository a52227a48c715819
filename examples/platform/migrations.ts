/**
 * How the tables came to be. Each can be spread over machines by the first column of its primary key: no foreign key
 * crosses tables, every uniqueness holds within one such key, and what belongs together is written by one statement.
 */
import { Migrator, sql, type Kysely, type Migration } from 'kysely'
import type { Schema } from './schema.ts'

const record = `store text, till text, epoch integer, seq integer, id text NOT NULL, hash text NOT NULL,
  kind text NOT NULL, sale text, closes text, jws text NOT NULL, "receivedMs" bigint NOT NULL,
  linked boolean NOT NULL, standing text NOT NULL, notes jsonb NOT NULL, version integer NOT NULL`
const recordColumns =
  'store, till, epoch, seq, id, hash, kind, sale, closes, jws, "receivedMs", linked, standing, notes'

/** In the order of their names. One that was published is never changed: what comes later is a new one. */
const migrations: Readonly<Record<string, readonly string[]>> = {
  '01_tables': [
    `CREATE TABLE codes (code text PRIMARY KEY, store text, till text, reusable boolean NOT NULL, "usedBy" text,
       place jsonb, version integer NOT NULL)`,
    `CREATE SEQUENCE "tillNumbers"`,
    `CREATE TABLE tills (store text, till text, number integer NOT NULL, epoch integer NOT NULL,
       changes bigint NOT NULL DEFAULT 0, version integer NOT NULL, PRIMARY KEY (store, till))`,
    `CREATE INDEX ON tills (number)`,
    `CREATE TABLE "tillKeys" ("keyId" text PRIMARY KEY, key jsonb NOT NULL, store text NOT NULL, till text NOT NULL,
       number integer NOT NULL, epoch integer NOT NULL, revoked boolean NOT NULL, place jsonb,
       version integer NOT NULL)`,
    `CREATE TABLE chains (store text, till text, epoch integer, seq integer NOT NULL, hash text,
       furthest integer NOT NULL, forked boolean NOT NULL, "closedAfter" integer, "latestMs" bigint,
       late jsonb NOT NULL, version integer NOT NULL, PRIMARY KEY (store, till, epoch))`,
    `CREATE TABLE records (${record}, PRIMARY KEY (store, till, epoch, seq), UNIQUE (store, till, id))`,
    `CREATE INDEX ON records (sale)`,
    `CREATE INDEX ON records (store, till, closes) WHERE closes IS NOT NULL`,
    `CREATE INDEX ON records (store, till, epoch, seq) WHERE NOT linked`,
    `CREATE TABLE "displacedRecords" (${record}, PRIMARY KEY (store, till, epoch, seq, hash))`,
    `CREATE INDEX ON "displacedRecords" (store, till, id)`,
    `CREATE INDEX ON "displacedRecords" (sale)`,
    `CREATE VIEW "keptRecords" AS
       SELECT ${recordColumns} FROM records UNION ALL SELECT ${recordColumns} FROM "displacedRecords"`,
    `CREATE TABLE sales (id text PRIMARY KEY, store text NOT NULL, till text NOT NULL, "orderId" text NOT NULL,
       receipt text NOT NULL, day text NOT NULL, standing text NOT NULL, content jsonb NOT NULL,
       version integer NOT NULL)`,
    `CREATE INDEX ON sales (store, till, day)`,
    `CREATE INDEX ON sales (store, receipt)`,
    `CREATE INDEX ON sales (store, "orderId")`,
    `CREATE INDEX ON sales (id) WHERE standing = 'review'`,
    `CREATE TABLE "soldSerials" (serial text, sale text, PRIMARY KEY (serial, sale))`,
    `CREATE TABLE serials (key text PRIMARY KEY, sale text NOT NULL, "untilMs" bigint, cleared boolean NOT NULL,
       version integer NOT NULL)`,
    `CREATE TABLE quotas (key text PRIMARY KEY, claims jsonb NOT NULL, version integer NOT NULL)`,
    `CREATE TABLE entitlements (id text PRIMARY KEY, fact jsonb, claim jsonb, buyer text, version integer NOT NULL)`,
    `CREATE TABLE changes (store text, till text, at bigint, record text NOT NULL, PRIMARY KEY (store, till, at))`,
    `CREATE TABLE figures (day text, channel text, category text, shard integer, sales bigint NOT NULL,
       "inReview" bigint NOT NULL, refused bigint NOT NULL, units bigint NOT NULL, subsidy numeric NOT NULL,
       PRIMARY KEY (day, channel, category, shard)) WITH (fillfactor = 50)`,
    `CREATE TABLE releases (snapshot text PRIMARY KEY, version integer NOT NULL, "fromMs" bigint NOT NULL)`,
    // Undoes the statement that calls it: a change rests on rows that are not there any more as they were read.
    `CREATE FUNCTION "asRead"(written bigint, wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
       BEGIN
         IF written <> wanted THEN
           RAISE EXCEPTION 'a row changed since it was read' USING ERRCODE = 'serialization_failure';
         END IF;
       END $$`,
  ],
}

const steps = Object.fromEntries(
  Object.entries(migrations).map(([name, statements]): [string, Migration] => [
    name,
    {
      async up(db) {
        for (const statement of statements) await sql.raw(statement).execute(db)
      },
    },
  ]),
)

/** Brings the tables to what this version knows, all or nothing. Of several processes that start at once one does it. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(steps) },
  }).migrateToLatest()
  if (error !== undefined) throw error as Error
}
