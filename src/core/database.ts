/** A database of rows. Its tables are had inside a transaction alone, so nothing reaches them past the {@link Connection}. */
import { Dexie } from 'dexie'
import { createConnection } from './connection.ts'
import { CheckoutError } from './errors.ts'
import type { IndexedDb, Timers } from './ports.ts'

export type { Table } from 'dexie'

export interface Database<AllTables> {
  readonly name: string
  /** Opens it now rather than with its first use. @throws CheckoutError `STORAGE_…` */
  open(): Promise<void>
  /**
   * One reading transaction over the named tables.
   * @param work must await nothing but these tables
   * @throws CheckoutError `STORAGE_…`, `CLOSED`, and what `work` throws of ours
   */
  read<Name extends keyof AllTables, T>(
    names: readonly Name[],
    work: (tables: Pick<AllTables, Name>) => Promise<T>,
  ): Promise<T>
  /**
   * One writing transaction: resolves once it is complete, flushed to disk. Where the connection is lost
   * it runs a second time, so that what it writes must come to the same when written twice.
   * @throws CheckoutError as {@link Database.read}; nothing was written then, as far as the browser tells
   */
  write<Name extends keyof AllTables, T>(
    names: readonly Name[],
    work: (tables: Pick<AllTables, Name>) => Promise<T>,
  ): Promise<T>
  /** Calls `listener` whenever the browser itself closes the connection, as when site data is cleared. */
  onForcedClose(listener: () => void): void
  close(): void
}

/** Number of what the tables hold; a change that older code must not write into counts it up. */
const layout = 1

/**
 * @param schema what each table is keyed and indexed by, as Dexie writes it
 * @param timers bounds how long it may take to open; without them it is waited for
 */
export function createDatabase<AllTables>(
  { factory, keyRange }: IndexedDb,
  name: string,
  schema: Readonly<Record<keyof AllTables & string, string>>,
  timers?: Timers,
): Database<AllTables> {
  // Durability belongs to the whole instance: every write of this database is flushed before it is acknowledged.
  const dexie = new Dexie(name, {
    indexedDB: factory,
    IDBKeyRange: keyRange,
    chromeTransactionDurability: 'strict',
    cache: 'disabled',
    autoOpen: false,
  })
  dexie.version(layout).stores(schema)
  const tables = Object.fromEntries(dexie.tables.map((table) => [table.name, table])) as AllTables
  const closeListeners: (() => void)[] = []
  const connection = createConnection(
    async () => {
      await openUnlessBlocked(dexie, timers)
      // The browser's own event: Dexie tells of each close alike, its own after a failure too, and whoever looks again then would never stop.
      for (const listener of closeListeners) dexie.backendDB().addEventListener('close', listener)
    },
    () => dexie.close(),
  )
  const run =
    (mode: 'r' | 'rw'): Database<AllTables>['read'] =>
    (names, work) =>
      connection.use(() => dexie.transaction(mode, names as readonly string[], async () => work(tables)))
  return {
    name,
    open: () => connection.use(() => Promise.resolve()),
    read: run('r'),
    write: run('rw'),
    onForcedClose(listener) {
      closeListeners.push(listener)
      if (dexie.isOpen()) dexie.backendDB().addEventListener('close', listener)
    },
    close: () => connection.close(),
  }
}

/** A browser that has not opened a database by then may never do so; what is asked for next tries again. */
const openingMs = 10_000

// Another tab with an older version open keeps an upgrade waiting without an end.
function openUnlessBlocked(dexie: Dexie, timers?: Timers): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const callOff = timers?.after(openingMs, () =>
      reject(new CheckoutError('STORAGE_UNAVAILABLE', 'the database of this browser does not open: try again')),
    )
    const isBlocked = (): void =>
      reject(
        new CheckoutError(
          'STORAGE_UPGRADE_BLOCKED',
          'another tab holds an older version of the database: close it and load the page again',
        ),
      )
    dexie.on('blocked', isBlocked)
    dexie
      .open()
      .then(() => requireOwnLayout(dexie))
      .then(resolve, reject)
      .finally(() => {
        callOff?.()
        dexie.on.blocked.unsubscribe(isBlocked)
      })
  })
}

/** Dexie opens what newer code has made over, ten of the browser's numbers to each of its own, and would write into it. */
function requireOwnLayout(dexie: Dexie): void {
  if (dexie.backendDB().version < (layout + 1) * 10) return
  throw new CheckoutError(
    'STORAGE_UPGRADE_BLOCKED',
    'the database belongs to newer code than this page has: load the page again',
  )
}
