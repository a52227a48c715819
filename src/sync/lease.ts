/**
 * Who drains. Every tab can sell; one sends. A Web Lock hands over at once when a tab closes or
 * crashes. A frozen tab keeps its lock, so the lease in the database counts heartbeats: a holder
 * whose count stands still for too long loses the lock to another, and its later writes are refused.
 *
 * Heartbeats are counted, not timed: each tab judges by its own monotonic clock alone.
 */
import { abortReason, childController } from '../core/abort.ts'
import type { OutboxContext } from '../outbox/context.ts'
import {
  sendHeartbeat,
  lookAtLease,
  releaseLease,
  takeLease,
  type FencingToken,
  type LeaseRow,
} from '../outbox/fencing.ts'

const heartbeatMs = 1_500
/** A page in the background wakes but once a second, whatever it asks for. */
const lookMs = 500
/** A holder that has not moved for so long is frozen. */
const staleMs = 5_000

export interface LeaseOptions {
  /** False: come back at once when another tab has it. */
  readonly wait: boolean
  readonly signal: AbortSignal
}

export type LeaseResult<T> = { readonly status: 'done'; readonly value: T } | { readonly status: 'elsewhere' }

/**
 * Runs `task` while this tab holds the lease. `stop` fires when another tab has taken over, and with `signal`.
 * @throws CheckoutError `STORAGE_…`, `ABORTED` when `signal` fires while waiting, and what `task` throws
 */
export async function withLease<T>(
  context: OutboxContext,
  options: LeaseOptions,
  task: (token: FencingToken, stop: AbortSignal) => Promise<T>,
): Promise<LeaseResult<T>> {
  const { locks } = context.ports
  const name = `${context.db.name}/drain`
  if (!locks) return withoutLocks(context, options, task)
  // Whoever is granted the lock may take the lease: its last holder is gone, done, or was robbed.
  const run = (granted: boolean): Promise<LeaseResult<T>> =>
    granted ? hold(context, () => true, task, options.signal) : Promise.resolve({ status: 'elsewhere' })
  if (!options.wait) return locks.request(name, { ifAvailable: true }, run)

  const waiting = childController(options.signal)
  const lock = { isGranted: false, isFrozen: false }
  const stopWatching = watchForFrozen(context, () => {
    lock.isFrozen = true
    if (!lock.isGranted) waiting.abort(new DOMException('the holder is frozen', 'AbortError'))
  })
  try {
    return await locks.request(name, { signal: waiting.signal }, (granted) => {
      lock.isGranted = true
      stopWatching()
      return run(granted)
    })
  } catch (error) {
    if (lock.isGranted || !lock.isFrozen) throw error
    return await locks.request(name, { steal: true }, run)
  } finally {
    stopWatching()
    waiting.abort()
  }
}

async function withoutLocks<T>(
  context: OutboxContext,
  { wait, signal }: LeaseOptions,
  task: (token: FencingToken, stop: AbortSignal) => Promise<T>,
): Promise<LeaseResult<T>> {
  const isFree = (row: LeaseRow): boolean => row.holder === null || row.holder === context.tab
  const first = await hold(context, isFree, task, signal)
  if (first.status === 'done' || !wait) return first
  let seen: { readonly row: LeaseRow; readonly atMs: number } | null = null
  for (;;) {
    // Only ever between two looks: a lease that was just taken is given back by the hold itself.
    if (signal.aborted) throw abortReason(signal)
    const row = await lookAtLease(context.db)
    const nowMs = context.ports.clock.monotonic()
    if (!seen || !isSame(seen.row, row)) seen = { row, atMs: nowMs }
    const isStale = nowMs - seen.atMs >= staleMs
    const mayTake = (now: LeaseRow): boolean => !signal.aborted && (isFree(now) || (isStale && isSame(now, row)))
    const taken = await hold(context, mayTake, task, signal)
    if (taken.status === 'done') return taken
    await untilNextLook(context, signal)
  }
}

/** Ends early when `signal` fires. */
function untilNextLook({ ports }: OutboxContext, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      callOff()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const callOff = ports.timers.after(lookMs, end)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

async function hold<T>(
  context: OutboxContext,
  mayTake: (row: LeaseRow) => boolean,
  task: (token: FencingToken, stop: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<LeaseResult<T>> {
  const { db, tab, ports } = context
  const token = await takeLease(db, tab, mayTake)
  if (token === null) return { status: 'elsewhere' }
  const stop = childController(signal)
  let callOff = (): void => undefined
  const heartbeat = (): void => {
    callOff = ports.timers.after(heartbeatMs, () => {
      // A heartbeat that cannot be written is no reason to stop: the token guards each write.
      void sendHeartbeat(db, token).then(
        (isOurs) => (isOurs ? heartbeat() : stop.abort()),
        () => heartbeat(),
      )
    })
  }
  heartbeat()
  try {
    return { status: 'done', value: await task(token, stop.signal) }
  } finally {
    callOff()
    stop.abort()
    await releaseLease(db, token).catch(() => undefined)
  }
}

/** Calls `onFrozen` once when a held lease has not moved for {@link staleMs}; returns the function that ends the watch. */
function watchForFrozen(context: OutboxContext, onFrozen: () => void): () => void {
  const { db, ports } = context
  let seen: { readonly row: LeaseRow; readonly atMs: number } | null = null
  let callOff = (): void => undefined
  let isOver = false
  const look = async (): Promise<void> => {
    // Not knowing is no reason to rob another tab.
    const row = await lookAtLease(db).catch(() => null)
    if (isOver) return
    const nowMs = ports.clock.monotonic()
    if (row === null || !seen || !isSame(seen.row, row)) seen = row && { row, atMs: nowMs }
    else if (nowMs - seen.atMs >= staleMs) {
      isOver = true
      onFrozen()
      return
    }
    callOff = ports.timers.after(lookMs, () => void look())
  }
  void look()
  return () => {
    isOver = true
    callOff()
  }
}

function isSame(a: LeaseRow, b: LeaseRow): boolean {
  return a.token === b.token && a.heartbeat === b.heartbeat && a.holder === b.holder
}
