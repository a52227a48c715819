/** Two ways to a PostgreSQL: embedded in this process (PGlite), or a server by its connection string. */
import { mkdirSync } from 'node:fs'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import pg from 'pg'

export type Row = Readonly<Record<string, unknown>>
/** Runs one statement with parameters `$1`, `$2`, … and gives its rows. */
export type Query = (sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>

export interface Database {
  readonly query: Query
  /** One transaction, all or nothing; again from the start when another was in its way. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Where an embedded database lies, or `postgres://…`. */
export async function openDatabase(
  location: { readonly folder: string } | { readonly url: string },
): Promise<Database> {
  return 'url' in location ? openServer(location.url) : openEmbedded(location.folder)
}

/** PGlite in a folder. Two processes on one folder lose rows without a word: whoever calls this holds the folder's lock. */
async function openEmbedded(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = await PGlite.create(folder)
  const rows =
    (source: PGlite | Transaction): Query =>
    async (sql, parameters = []) =>
      (await source.query<Row>(sql, [...parameters])).rows
  return {
    query: rows(database),
    transaction: (work) => database.transaction((tx) => work(rows(tx))),
    close: () => database.close(),
  }
}

// Serialization failure, deadlock, and a row that appeared since it was looked for.
const retried = new Set(['40001', '40P01', '23505'])
const mostAttempts = 20

function openServer(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 16 })
  // An idle connection that breaks is replaced when it is next needed.
  pool.on('error', () => undefined)
  return {
    query: async (sql, parameters = []) => (await pool.query<Row>(sql, [...parameters])).rows,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        const client = await pool.connect()
        try {
          await client.query('BEGIN')
          const result = await work(
            async (sql, parameters = []) => (await client.query<Row>(sql, [...parameters])).rows,
          )
          await client.query('COMMIT')
          client.release()
          return result
        } catch (error) {
          const lost = await client.query('ROLLBACK').then(
            () => false,
            () => true,
          )
          client.release(lost)
          if (attempt >= mostAttempts || !retried.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
    close: () => pool.end(),
  }
}
