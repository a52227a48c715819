/**
 * The right to send, as a row of the database. Each holder has a fencing token of its own, higher than
 * any before; every write of a drain names its token and is refused once another has taken over. So a
 * tab that froze in the middle of sending can do no harm when it wakes.
 */
import { CheckoutError } from '../core/errors.ts'
import { readMeta, writeMeta, type Meta, type OutboxDatabase, type Tables } from './database.ts'

export type LeaseRow = Meta['lease']
/** The number that a drain writes under; it only rises. */
export type FencingToken = number

const nobody: LeaseRow = { token: 0, holder: null, heartbeat: 0 }

export async function readLease(tables: Tables<'meta'>): Promise<LeaseRow> {
  const row = await readMeta(tables, 'lease')
  // A row without a token, as another version of this code wrote it, guards nothing.
  return row && Number.isSafeInteger(row.token) ? row : nobody
}

/** As {@link readLease}, in a transaction of its own. @throws CheckoutError `STORAGE_…` */
export function lookAtLease(db: OutboxDatabase): Promise<LeaseRow> {
  return db.read(['meta'], readLease)
}

/** Takes the lease if `mayTake` says so of the row as it is in the transaction; null otherwise. */
export async function takeLease(
  db: OutboxDatabase,
  holder: string,
  mayTake: (row: LeaseRow) => boolean,
): Promise<FencingToken | null> {
  return db.write(['meta'], async (tables) => {
    const row = await readLease(tables)
    if (!mayTake(row)) return null
    const token = row.token + 1
    await writeMeta(tables, 'lease', { token, holder, heartbeat: 0 })
    return token
  })
}

/** Shows the other tabs that the holder is alive. False: the lease is another's. */
export async function sendHeartbeat(db: OutboxDatabase, token: FencingToken): Promise<boolean> {
  return db.write(['meta'], async (tables) => {
    const row = await readLease(tables)
    if (row.token !== token) return false
    await writeMeta(tables, 'lease', { ...row, heartbeat: row.heartbeat + 1 })
    return true
  })
}

export async function releaseLease(db: OutboxDatabase, token: FencingToken): Promise<void> {
  await db.write(['meta'], async (tables) => {
    const row = await readLease(tables)
    if (row.token === token) await writeMeta(tables, 'lease', { ...row, holder: null })
  })
}

/** Inside the caller's transaction. @throws CheckoutError `ABORTED` when another tab has taken over */
export async function requireFencingToken(tables: Tables<'meta'>, token: FencingToken): Promise<void> {
  if ((await readLease(tables)).token !== token)
    throw new CheckoutError('ABORTED', 'another tab has taken over sending')
}
