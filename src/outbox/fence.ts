/**
 * The right to send, as a row of the database. Each holder has a number of its own, higher than any
 * before; every write of a drain names its number and is refused once another has taken over. So a
 * tab that froze in the middle of sending can do no harm when it wakes.
 */
import { CheckoutError } from '../core/errors.ts'
import { readMeta, writeMeta, type Meta, type OutboxDatabase, type Tables } from './database.ts'

export type LeaseRow = Meta['lease']
/** The number that a drain writes under. */
export type Fence = number

const nobody: LeaseRow = { epoch: 0, holder: null, beat: 0 }

export async function readLease(tables: Tables<'meta'>): Promise<LeaseRow> {
  return (await readMeta(tables, 'lease')) ?? nobody
}

/** As {@link readLease}, in a transaction of its own. @throws CheckoutError `STORAGE_…` */
export function lookAtLease(db: OutboxDatabase): Promise<LeaseRow> {
  return db.read(['meta'], readLease)
}

/** Takes the lease if `mayTake` says so of the row as it is in the transaction; null otherwise. */
export async function takeFence(
  db: OutboxDatabase,
  holder: string,
  mayTake: (row: LeaseRow) => boolean,
): Promise<Fence | null> {
  return db.write(['meta'], async (tables) => {
    const row = await readLease(tables)
    if (!mayTake(row)) return null
    await writeMeta(tables, 'lease', { epoch: row.epoch + 1, holder, beat: 0 })
    return row.epoch + 1
  })
}

/** Shows the other tabs that the holder is alive. False: the lease is another's. */
export async function beatFence(db: OutboxDatabase, fence: Fence): Promise<boolean> {
  return db.write(['meta'], async (tables) => {
    const row = await readLease(tables)
    if (row.epoch !== fence) return false
    await writeMeta(tables, 'lease', { ...row, beat: row.beat + 1 })
    return true
  })
}

export async function releaseFence(db: OutboxDatabase, fence: Fence): Promise<void> {
  await db.write(['meta'], async (tables) => {
    const row = await readLease(tables)
    if (row.epoch === fence) await writeMeta(tables, 'lease', { ...row, holder: null })
  })
}

/** Inside the caller's transaction. @throws CheckoutError `ABORTED` when another tab has taken over */
export async function requireFence(tables: Tables<'meta'>, fence: Fence): Promise<void> {
  if ((await readLease(tables)).epoch !== fence)
    throw new CheckoutError('ABORTED', 'another tab has taken over sending')
}
