/** The one statement by which the platform writes: rows over the versions that were read, and what follows from them. */
import { sql, type RawBuilder } from 'kysely'
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

/** Rows with the version that each has afterwards: where it is not the one after the version that stands, nothing is written at all. */
export function putAll(
  rows: readonly { readonly table: Table; readonly rows: readonly object[] }[],
  { figures, sold, told }: Consequences,
): RawBuilder<unknown> {
  const order = Object.keys(tables)
  // In one order, so that two statements do not wait for each other.
  const puts = [...rows].sort((a, b) => order.indexOf(a.table) - order.indexOf(b.table))
  const parts = [
    ...puts.map((each) => sql`${sql.ref(`put ${each.table}`)} AS (${put(each.table, each.rows)})`),
    ...(sold.length > 0 ? [sql`sold AS (${putSold(sold)})`] : []),
    ...(told.length > 0 ? [notices(told)] : []),
    ...(figures.length > 0 ? [sql`added AS (${addFigures(figures)})`] : []),
  ]
  const written = puts.map(({ table }) => sql`(SELECT count(*) FROM ${sql.ref(`put ${table}`)})`)
  const wanted = puts.reduce((sum, each) => sum + each.rows.length, 0)
  return sql`WITH ${sql.join(parts)} SELECT "asRead"(${sql.join(written, sql` + `)}, ${wanted})`
}

/** As rows of the table; its statement is the same for any number of them, so that it is prepared once. */
function rowsOf(table: keyof Schema, rows: readonly object[]): RawBuilder<unknown> {
  return sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)})`
}

const names = (list: readonly string[]): RawBuilder<unknown> => sql.join(list.map((name) => sql.ref(name)))

function put(table: Table, rows: readonly object[]): RawBuilder<unknown> {
  const { key, rest } = tables[table]
  const all = names([...key, ...rest, 'version'])
  const changes = [...rest, 'version'].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`)
  return sql`INSERT INTO ${sql.table(table)} (${all}) SELECT ${all} FROM ${rowsOf(table, rows)}
    ON CONFLICT (${names(key)}) DO UPDATE SET ${sql.join(changes)}
    WHERE ${sql.table(table)}.version = excluded.version - 1 RETURNING 1`
}

function putSold(sold: Consequences['sold']): RawBuilder<unknown> {
  return sql`INSERT INTO "soldSerials" SELECT * FROM ${rowsOf('soldSerials', sold)} ON CONFLICT DO NOTHING`
}

/** A till's notices are numbered without a gap, in the order in which they are committed: its row is locked until then. */
function notices(told: Consequences['told']): RawBuilder<unknown> {
  return sql`news AS (
      SELECT store, till, record, row_number() OVER (PARTITION BY store, till) AS place,
        count(*) OVER (PARTITION BY store, till) AS many
      FROM ${rowsOf('changes', told)}),
    numbered AS (
      UPDATE tills SET changes = changes + many
      FROM (SELECT DISTINCT store, till, many FROM news) AS new
      WHERE tills.store = new.store AND tills.till = new.till RETURNING tills.store, tills.till, changes - many AS last),
    noted AS (
      INSERT INTO changes (store, till, at, record)
      SELECT store, till, last + place, record FROM news JOIN numbered USING (store, till))`
}

/** Adds to the figures: a part that goes down is one with a minus. */
function addFigures(figures: Consequences['figures']): RawBuilder<unknown> {
  const sums = ['sales', 'inReview', 'refused', 'units', 'subsidy']
  const key = names(['day', 'channel', 'category', 'shard'])
  return sql`INSERT INTO figures AS stood (${key}, ${names(sums)})
    SELECT ${key}, ${sql.join(sums.map((name) => sql`sum(${sql.ref(name)})`))} FROM ${rowsOf('figures', figures)}
    GROUP BY ${key} ORDER BY ${key}
    ON CONFLICT (${key}) DO UPDATE
    SET ${sql.join(sums.map((name) => sql`${sql.ref(name)} = stood.${sql.ref(name)} + excluded.${sql.ref(name)}`))}`
}
