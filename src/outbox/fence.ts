/**
 * The right to send, as a row of the database. Each holder has a number of its own, higher than any
 * before; every write of a drain names its number and is refused once another has taken over. So a
 * tab that froze in the middle of sending can do no harm when it wakes.
 */
import { CheckoutError } from '../core/errors.ts'
import { readMeta, writeMeta, type Meta, type OutboxDatabase } from './database.ts'

export type LeaseRow = Meta['lease']
/** The number that a drain writes under. */
export type Fence = number

const nobody: LeaseRow = { epoch: 0, holder: null, beat: 0 }

export async function readLease(db: OutboxDatabase): Promise<LeaseRow> {
  return (await readMeta(db, 'lease')) ?? nobody
}

/** Takes the lease if `mayTake` says so of the row as it is in the transaction; null otherwise. */
export async function takeFence(
  db: OutboxDatabase,
  holder: string,
  mayTake: (row: LeaseRow) => boolean,
): Promise<Fence | null> {
  return db.transaction('rw', db.meta, async () => {
    const row = await readLease(db)
    if (!mayTake(row)) return null
    await writeMeta(db, 'lease', { epoch: row.epoch + 1, holder, beat: 0 })
    return row.epoch + 1
  })
}

/** Shows the other tabs that the holder is alive. False: the lease is another's. */
export async function beatFence(db: OutboxDatabase, fence: Fence): Promise<boolean> {
  return db.transaction('rw', db.meta, async () => {
    const row = await readLease(db)
    if (row.epoch !== fence) return false
    await writeMeta(db, 'lease', { ...row, beat: row.beat + 1 })
    return true
  })
}

export async function releaseFence(db: OutboxDatabase, fence: Fence): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const row = await readLease(db)
    if (row.epoch === fence) await writeMeta(db, 'lease', { ...row, holder: null })
  })
}

/** Inside the caller's transaction. @throws CheckoutError `ABORTED` when another tab has taken over */
export async function requireFence(db: OutboxDatabase, fence: Fence): Promise<void> {
  if ((await readLease(db)).epoch !== fence) throw new CheckoutError('ABORTED', 'another tab has taken over sending')
}
