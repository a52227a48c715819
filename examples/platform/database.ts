/** Two ways to a PostgreSQL: embedded in this process (PGlite), or a server by its connection string. */
import { mkdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { PGlite, types as embeddedTypes } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { isAway } from './again.ts'
import { migrate } from './migrations.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>

/** What asks for the tables, and how often, milliseconds. */
const askEveryMs = 2_000

/**
 * Opens a database and brings its tables up to date; one that is away is waited for.
 * @param location where an embedded database lies, or `postgres://…`
 * @param report told once that the database is away
 */
export async function openDatabase(
  location: { readonly folder: string } | { readonly url: string },
  report: (error: unknown) => void,
): Promise<Database> {
  const pool = 'url' in location ? serverPool(location.url) : await embeddedPool(location.folder)
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  for (let isReported = false; ;) {
    try {
      await migrate(database)
      return database
    } catch (error) {
      if (!isAway(error)) {
        await database.destroy()
        throw error
      }
      if (!isReported) report(error)
      isReported = true
      await setTimeout(askEveryMs)
    }
  }
}

/** PGlite in a folder. Two processes on one folder lose rows without a word: whoever calls this holds the folder's lock. */
async function embeddedPool(folder: string): Promise<PostgresPool> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = await PGlite.create(folder, { parsers: { [embeddedTypes.INT8]: Number } })
  let last = Promise.resolve()
  return {
    // It is one connection: whoever has it lets the others wait.
    async connect() {
      const before = last
      let release = (): void => undefined
      last = new Promise((done) => (release = done))
      await before
      const query = async (text: string, values: readonly unknown[]) => {
        const { rows, affectedRows = 0 } = await database.query(text, [...values])
        return { command: 'SELECT', rowCount: affectedRows, rows }
      }
      return { query: query as PostgresPoolClient['query'], release }
    },
    end: () => database.close(),
  }
}

/** Whatever waits longer than this gives up: what is not written is sent again. Milliseconds. */
const limits = {
  connectionTimeoutMillis: 5_000,
  lock_timeout: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
  // By this process's own clock: a server that hangs stops nothing by itself.
  query_timeout: 15_000,
}

function serverPool(url: string): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    keepAlive: true,
    // All are looked up by their keys: one plan is as good for every value.
    options: '-c plan_cache_mode=force_generic_plan',
    ...limits,
    types: {
      getTypeParser: (type, format) =>
        type === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(type, format) as (text: string) => unknown),
    },
  })
  // A connection that breaks says so at once, idle or in use; the statement that meets it fails by itself.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const names = new Map<string, string>()
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    return name
  }
  return {
    async connect() {
      const client = await pool.connect()
      let isBroken = false
      const query = async (text: string, values: readonly unknown[]) => {
        try {
          // Prepared once a connection: planning takes longer than running.
          return await client.query({ text, values: [...values], ...(values.length > 0 && { name: nameOf(text) }) })
        } catch (error) {
          // What the server did not say itself leaves a connection that may still wait for it.
          if (!(error instanceof pg.DatabaseError)) isBroken = true
          throw error
        }
      }
      return {
        query: query as unknown as PostgresPoolClient['query'],
        release: (destroy = false) => client.release(destroy || isBroken),
      }
    },
    end: () => pool.end(),
  }
}
