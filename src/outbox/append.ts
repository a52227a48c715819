/**
 * Appends one signed record to the till's chain, with all that follows from it, in one transaction.
 *
 * Signing is asynchronous and an IndexedDB transaction does not wait for it, so it happens in
 * between: read the head and decide, sign, then write if the head is still the same; else again.
 * That compare is the guard. The Web Lock around it only saves tabs from signing in vain.
 */
import { CheckoutError } from '../core/errors.ts'
import { nextPlace, type ChainPlace } from '../record/chain.ts'
import { recordHash, signRecord } from '../record/jws.ts'
import type { TillRecord } from '../record/record.ts'
import type { OutboxContext } from './context.ts'
import type { Moment } from './moment.ts'
import {
  allTables,
  readMeta,
  writeMeta,
  type OutboxDatabase,
  type RecordRow,
  type Tables,
  type TillKeys,
} from './database.ts'
import type { Task } from './sale.ts'
import { momentOf } from './moment.ts'

type Without<R, Key extends PropertyKey> = R extends unknown ? Omit<R, Key> : never
/** A record but for its place in the chain, its till and its instant. */
export type RecordBody = Without<TillRecord, 'v' | 'store' | 'till' | 'epoch' | 'seq' | 'prev' | 'at' | 'clock'>

/** What to write, or an answer that needs no record. */
export type Plan<Done> =
  | { readonly done: Done }
  | {
      readonly body: RecordBody
      readonly sale: string | null
      /** Runs inside the writing transaction, after the record's row; it must await nothing but its tables. */
      write(writing: Writing): Promise<Done>
    }

export interface Writing {
  readonly tables: Tables
  /** The record's row, as it was added. */
  readonly record: RecordRow
  /** Notes a task to be told of once the transaction is complete. */
  readonly tell: (task: Task) => void
}

export interface Planning {
  readonly tables: Tables
  /** Where in the chain the record will stand. */
  readonly place: ChainPlace
  readonly moment: Moment
}

/** Runs inside a reading transaction; it must await nothing but its tables. */
export type Planner<Done> = (planning: Planning) => Plan<Done> | Promise<Plan<Done>>

const lockWaitMs = 500
const mostRounds = 100

/**
 * Resolves once the record is durable: its transaction is complete, flushed to disk. The answer is what
 * `write` gave, so that nothing has to be read to tell of it.
 * @throws CheckoutError `NOT_ENROLLED` without a key, `STORAGE_…` when nothing was saved, and what `planner` throws
 */
export async function append<Done>(context: OutboxContext, planner: Planner<Done>): Promise<Done> {
  return withSigningLock(context, async () => {
    for (let round = 0; round < mostRounds; round++) {
      const outcome = await attempt(context, planner)
      if (outcome) return outcome.done
    }
    throw new CheckoutError(
      'STORAGE_UNAVAILABLE',
      'other tabs of this till kept getting ahead: nothing was saved, try again',
    )
  })
}

async function attempt<Done>(context: OutboxContext, planner: Planner<Done>): Promise<{ readonly done: Done } | null> {
  const { db } = context
  const { plan, place, moment, keys } = await db.read(allTables, async (tables) => {
    const head = await readMeta(tables, 'head')
    const signing = head && (await keysOf(db, tables, head.epoch))
    if (!head || !signing)
      throw new CheckoutError('NOT_ENROLLED', 'this till has no key yet: enrol it with a code from the platform')
    const next = nextPlace(head)
    const now = momentOf(context)
    return { plan: await planner({ tables, place: next, moment: now }), place: next, moment: now, keys: signing }
  })
  if ('done' in plan) return plan

  const { body, sale } = plan
  const record = {
    v: 1,
    store: context.store,
    till: context.till,
    ...place,
    at: moment.at,
    clock: context.clock(),
    ...body,
  } as TillRecord
  const jws = await signRecord(record, keys)
  const hash = await recordHash(jws)
  const row: RecordRow = {
    id: record.id,
    epoch: place.epoch,
    seq: place.seq,
    kind: record.kind,
    sale,
    jws,
    hash,
    delivery: 'pending',
    attempts: 0,
    code: null,
  }
  const tasks = new Map<string, Task>()
  let written: { readonly done: Done } | null = null
  const outcome = await db.write(allTables, async (tables) => {
    const head = await readMeta(tables, 'head')
    if (head?.epoch !== place.epoch || head.seq + 1 !== place.seq || head.hash !== place.prev) {
      // Where the connection was lost at the end of an earlier run, that run may have been complete.
      return written && (await tables.records.get(row.id))?.hash === hash ? written : null
    }
    // Asked for side by side: storage does them in this order all the same, without a wait between them.
    const [, , done] = await Promise.all([
      tables.records.add(row),
      writeMeta(tables, 'head', { epoch: place.epoch, seq: place.seq, hash }),
      plan.write({ tables, record: row, tell: (task) => void tasks.set(task.id, task) }),
    ])
    return (written = { done })
  })
  if (!outcome) return null
  context.events.emit('appended', row)
  if (sale !== null) context.events.emit('sale', sale)
  for (const task of tasks.values()) context.events.emit('task', task)
  context.events.emit('changed', null)
  return outcome
}

/**
 * Keys are the slowest value to read, and do not change within an epoch: each enrolment opens one, in
 * the transaction that writes its keys.
 */
async function keysOf(db: OutboxDatabase, tables: Tables<'meta'>, epoch: number): Promise<TillKeys | undefined> {
  const known = keysInForce.get(db)
  if (known?.epoch === epoch) return known.keys
  const keys = await readMeta(tables, 'keys')
  if (keys) keysInForce.set(db, { epoch, keys })
  return keys
}
const keysInForce = new WeakMap<OutboxDatabase, { readonly epoch: number; readonly keys: TillKeys }>()

/** Settles as the task does: the release of the lock is nobody's to wait for. */
function withSigningLock<T>({ db, ports }: OutboxContext, task: () => Promise<T>): Promise<T> {
  const { locks, timers } = ports
  if (!locks) return task()
  const waiting = new AbortController()
  const callOff = timers.after(lockWaitMs, () => waiting.abort(new DOMException('waited long enough', 'AbortError')))
  return new Promise<T>((resolve, reject) => {
    const lock = { isGranted: false }
    const run = (): Promise<void> => task().then(resolve, reject)
    locks
      .request(`${db.name}/sign`, { signal: waiting.signal }, () => {
        lock.isGranted = true
        callOff()
        return run()
      })
      // A frozen tab can hold the lock for ever.
      .catch(() => (lock.isGranted ? undefined : run()))
      .finally(callOff)
  })
}
