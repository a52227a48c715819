/** The one statement by which the platform writes: rows over the versions that were read, and what follows from them. */
import { sql, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'
import { parameter, prepared } from './prepared.ts'
import type { FigureRow, Schema, TillId } from './schema.ts'

type Columns<Name extends keyof Schema> = readonly Extract<keyof Schema[Name], string>[]
const recordKey = ['store', 'till', 'epoch', 'seq'] as const
const recordRest = ['id', 'kind', 'sale', 'closes', 'jws', 'receivedMs', 'linked', 'standing', 'notes'] as const

/** Tables whose rows are read and written again. */
export type Table =
  | 'chains'
  | 'records'
  | 'displacedRecords'
  | 'sales'
  | 'serials'
  | 'quotas'
  | 'entitlements'
  | 'codes'
  | 'tills'
  | 'tillKeys'

/** Columns of the primary key, and the others, in the order in which tables are written. */
const tables: { readonly [Name in Table]: { readonly key: Columns<Name>; readonly rest: Columns<Name> } } = {
  chains: {
    key: ['store', 'till', 'epoch'],
    rest: ['seq', 'hash', 'furthest', 'forked', 'closedAfter', 'latestMs', 'late'],
  },
  records: { key: recordKey, rest: ['hash', ...recordRest] },
  displacedRecords: { key: [...recordKey, 'hash'], rest: recordRest },
  sales: { key: ['id'], rest: ['store', 'till', 'orderId', 'receipt', 'day', 'standing', 'content'] },
  serials: { key: ['key'], rest: ['sale', 'untilMs', 'cleared'] },
  quotas: { key: ['key'], rest: ['claims'] },
  entitlements: { key: ['id'], rest: ['fact', 'claim', 'buyer'] },
  codes: { key: ['code'], rest: ['store', 'till', 'reusable', 'usedBy', 'place'] },
  tills: { key: ['store', 'till'], rest: ['number', 'epoch'] },
  tillKeys: { key: ['keyId'], rest: ['key', 'store', 'till', 'number', 'epoch', 'revoked', 'place'] },
}
const order = Object.keys(tables) as readonly Table[]
const follow = ['sold', 'told', 'figures'] as const
export type RowOf<Name extends Table> = Omit<Schema[Name], 'version' | 'changes'>

export function keyColumns(table: Table): readonly string[] {
  return tables[table].key
}

/** An answer that changed, and the till that is to be told. */
export interface Told extends TillId {
  readonly record: string
}

/** What follows from the rows. */
export interface Consequences {
  readonly figures: readonly FigureRow[]
  readonly sold: readonly Schema['soldSerials'][]
  readonly told: readonly Told[]
}

/** Writes rows with the version that each has afterwards. */
export type PutAll = (
  rows: readonly { readonly table: Table; readonly rows: readonly object[] }[],
  follows: Consequences,
) => Promise<void>

/** Where a version is not the one after the version that stands, nothing is written at all. */
export function createPutAll(db: Database): PutAll {
  /** By what is written: a sale's records write the same few tables. */
  const statements = new Map<string, ReturnType<typeof prepared>>()
  return async (puts, follows) => {
    const filled = follow.filter((name) => follows[name].length > 0)
    const shape = [...puts.map(({ table }) => table), ...filled].join()
    let statement = statements.get(shape)
    if (!statement) {
      const written = order.filter((table) => puts.some((each) => each.table === table))
      statement = prepared(db, putStatement(written, filled).compile(db))
      statements.set(shape, statement)
    }
    const lists = [
      ...puts.map(({ table, rows }) => [table, JSON.stringify(rows)] as const),
      ...filled.map((name) => [name, JSON.stringify(follows[name])] as const),
    ]
    await statement({ ...Object.fromEntries(lists), wanted: puts.reduce((sum, { rows }) => sum + rows.length, 0) })
  }
}

/** @param written in the one order in which tables are written, so that two statements do not wait for each other */
function putStatement(written: readonly Table[], filled: readonly (keyof Consequences)[]): RawBuilder<unknown> {
  const further = { sold: putSold, told: notices, figures: addFigures }
  const parts = [
    ...written.map((table) => sql`${sql.ref(`put ${table}`)} AS (${put(table)})`),
    ...filled.map((name) => further[name]()),
  ]
  const counts = written.map((table) => sql`(SELECT count(*) FROM ${sql.ref(`put ${table}`)})`)
  return sql`WITH ${sql.join(parts)}
    SELECT "asRead"(${sql.join(counts, sql` + `)}, ${parameter<number>('wanted')}::bigint)`
}

/** The rows of a parameter as those of the table; the statement is the same for any number of them. */
function rowsOf(table: keyof Schema, name: string): RawBuilder<unknown> {
  return sql`json_populate_recordset(null::${sql.table(table)}, ${parameter<string>(name)}::json)`
}

const names = (list: readonly string[]): RawBuilder<unknown> => sql.join(list.map((name) => sql.ref(name)))

function put(table: Table): RawBuilder<unknown> {
  const { key, rest } = tables[table]
  const all = names([...key, ...rest, 'version'])
  const changes = [...rest, 'version'].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`)
  return sql`INSERT INTO ${sql.table(table)} (${all}) SELECT ${all} FROM ${rowsOf(table, table)}
    ON CONFLICT (${names(key)}) DO UPDATE SET ${sql.join(changes)}
    WHERE ${sql.table(table)}.version = excluded.version - 1 RETURNING 1`
}

function putSold(): RawBuilder<unknown> {
  return sql`sold AS (INSERT INTO "soldSerials" SELECT * FROM ${rowsOf('soldSerials', 'sold')} ON CONFLICT DO NOTHING)`
}

/** A till's notices are numbered without a gap, in the order in which they are committed: its row is locked until then. */
function notices(): RawBuilder<unknown> {
  return sql`news AS (
      SELECT store, till, record, row_number() OVER (PARTITION BY store, till) AS place,
        count(*) OVER (PARTITION BY store, till) AS many
      FROM ${rowsOf('changes', 'told')}),
    numbered AS (
      UPDATE tills SET changes = changes + many
      FROM (SELECT DISTINCT store, till, many FROM news) AS new
      WHERE tills.store = new.store AND tills.till = new.till RETURNING tills.store, tills.till, changes - many AS last),
    noted AS (
      INSERT INTO changes (store, till, at, record)
      SELECT store, till, last + place, record FROM news JOIN numbered USING (store, till))`
}

/** Adds to the figures: a part that goes down is one with a minus. */
function addFigures(): RawBuilder<unknown> {
  const sums = ['sales', 'inReview', 'refused', 'units', 'subsidy']
  const key = names(['day', 'channel', 'category', 'shard'])
  return sql`added AS (INSERT INTO figures AS stood (${key}, ${names(sums)})
    SELECT ${key}, ${sql.join(sums.map((name) => sql`sum(${sql.ref(name)})`))} FROM ${rowsOf('figures', 'figures')}
    GROUP BY ${key} ORDER BY ${key}
    ON CONFLICT (${key}) DO UPDATE
    SET ${sql.join(sums.map((name) => sql`${sql.ref(name)} = stood.${sql.ref(name)} + excluded.${sql.ref(name)}`))})`
}
