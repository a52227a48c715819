/**
 * Keeps the outbox flowing by itself: when something was added, when the line may be back, when a
 * wait is over. The host's word on the line is a reason to try, never a reason not to.
 */
import { msToZoned, type Instant } from '../core/clock.ts'
import { isCheckoutError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta } from '../outbox/database.ts'
import { countUnsent } from '../outbox/delivery.ts'
import { createBackoff } from '../core/backoff.ts'
import { childController } from '../core/abort.ts'
import { drain, type DrainResult } from './drain.ts'
import { checkHead } from './head-check.ts'
import { fetchLateAnswers } from './late-answers.ts'
import { withLease } from './lease.ts'
import type { PlatformClient } from './platform-client.ts'

export type SyncOutcome =
  | { readonly status: 'drained'; readonly sent: number }
  | { readonly status: 'waiting'; readonly sent: number; readonly left: number; readonly retryAt: Instant }
  /** Another tab is sending. */
  | { readonly status: 'elsewhere' }
  /** The platform refuses this till's key: nothing is sent until it is enrolled again. */
  | { readonly status: 'unauthorized'; readonly left: number }

export interface Sync {
  /** True while this tab sends. */
  readonly isSyncing: boolean
  /** False after the platform could not be reached or refused the till, until something succeeds. */
  readonly isLineUp: boolean
  start(): void
  /** There may be something to send: tries at once, or when the wait after a failure is over. */
  readonly kick: () => void
  /** Tries now and tells what came of it. @throws CheckoutError `STORAGE_…` */
  sync(): Promise<SyncOutcome>
  /** The till was enrolled: a refused key is no reason to wait any more. */
  resume(): void
  close(): Promise<void>
}

export interface SyncOptions {
  readonly context: OutboxContext
  readonly client: PlatformClient
  readonly ports: Pick<Ports, 'clock' | 'random' | 'timers' | 'connectivity'>
  /** Called when `isSyncing` or `isLineUp` changed. */
  readonly onChange: () => void
  /** Called with what went wrong in the background. */
  readonly onError: (error: unknown) => void
}

/** How often late answers are asked for while nothing else happens. */
export const lateAnswersMs = 60_000

export function createSync({ context, client, ports, onChange, onError }: SyncOptions): Sync {
  const backoff = createBackoff(ports)
  const closing = new AbortController()
  let isSyncing = false
  let isLineUp = true
  let isPaused = false
  let sendsAs: string | null = null
  let isHeadChecked = false
  let running: Promise<SyncOutcome> | null = null
  let wanted = false
  let isWaiting = false
  let callOff = (): void => undefined
  let unsubscribe = (): void => undefined

  const set = (syncing: boolean, lineUp: boolean): void => {
    if (syncing === isSyncing && lineUp === isLineUp) return
    isSyncing = syncing
    isLineUp = lineUp
    onChange()
  }
  const schedule = (ms: number): Instant => {
    callOff()
    isWaiting = true
    if (!closing.signal.aborted)
      callOff = ports.timers.after(ms, () => {
        isWaiting = false
        attempt()
      })
    return msToZoned(ports.clock.now() + ms, context.zone())
  }

  // Rare, and so loaded only then.
  async function repair(): Promise<void> {
    const { closeGaps } = await import('../outbox/recovery.ts')
    if ((await closeGaps(context)) > 0) wanted = true
  }

  async function send(fence: number, lost: AbortSignal): Promise<DrainResult> {
    set(true, isLineUp)
    sendsAs = (await loadMeta(context.db, 'keys'))?.keyId ?? null
    const { signal } = childController(lost, closing.signal)
    const drained = await drain(context, client, fence, signal)
    if (drained.foundUnreadable) await repair()
    if (drained.end !== 'empty' && drained.end !== 'records') return drained
    // Asked for only once there is a key; a refusal of it shows in the next step.
    isHeadChecked ||= await checkHead(context, client, signal)
    const late = await fetchLateAnswers(context, client, fence, signal)
    return late === 'done' ? drained : { ...drained, end: signal.aborted ? 'closed' : late }
  }

  function settle({ end, sent, left, retryAfterMs }: DrainResult): SyncOutcome {
    isPaused = end === 'paused'
    set(false, end === 'empty' || end === 'records')
    if (end !== 'empty') context.events.emit('stuck', null)
    if (end === 'paused') return { status: 'unauthorized', left }
    if (end === 'empty' && left === 0) {
      backoff.reset()
      schedule(lateAnswersMs)
      return { status: 'drained', sent }
    }
    // What was added while the last page was on its way is no failure.
    if (end === 'empty') wanted = true
    return { status: 'waiting', sent, left, retryAt: schedule(end === 'empty' ? 0 : backoff.next(retryAfterMs)) }
  }

  async function pass(wait: boolean): Promise<SyncOutcome> {
    try {
      const leased = await withLease(context, { wait, signal: closing.signal }, send)
      if (leased.status === 'done') return settle(leased.value)
    } catch (error) {
      set(false, isLineUp)
      if (!closing.signal.aborted && !isTakenOver(error)) {
        schedule(backoff.next())
        throw error
      }
    }
    // Stands in line: the tab that sends may be gone before all is sent.
    wanted = true
    return { status: 'elsewhere' }
  }

  function run(wait: boolean): Promise<SyncOutcome> {
    callOff()
    isWaiting = false
    wanted = false
    const current = pass(wait).finally(() => {
      if (running !== current) return
      running = null
      if (wanted && !closing.signal.aborted) kick()
    })
    running = current
    return current
  }

  function kick(): void {
    // While the line is down, the timer tries it: a queue of sales must not hammer at it.
    if (isLineUp || !isWaiting) attempt()
  }

  function attempt(): void {
    if (closing.signal.aborted) return
    if (isPaused) {
      resumeIfEnrolled().catch(onError)
      return
    }
    if (running) {
      wanted = true
      return
    }
    run(true).catch(onError)
  }

  function resume(): void {
    isPaused = false
    isHeadChecked = false
    backoff.reset()
    attempt()
  }

  /** Another tab may have enrolled the till. */
  async function resumeIfEnrolled(): Promise<void> {
    const keys = await loadMeta(context.db, 'keys')
    if (isPaused && keys && keys.keyId !== sendsAs) resume()
  }

  return {
    get isSyncing() {
      return isSyncing
    },
    get isLineUp() {
      return isLineUp
    },
    start() {
      repair().catch(onError)
      unsubscribe = ports.connectivity.subscribe(() => {
        onChange()
        if (!ports.connectivity.online()) return
        const before = running
        attempt()
        // A pass that began without the line may fail for want of it.
        void before?.catch(() => undefined).then(() => (isLineUp ? undefined : attempt()))
      })
      kick()
    },
    kick,
    async sync() {
      // A pass of this tab that waits for another tab's lease is "elsewhere" already.
      if (running && !isSyncing) return { status: 'elsewhere' }
      const current = running
      if (current) {
        const outcome = await current.catch(() => null)
        if (outcome?.status === 'elsewhere') return outcome
        if (outcome?.status === 'drained' && (await context.db.read(['records'], countUnsent)) === 0) return outcome
        if (running) return await running
      }
      return await run(false)
    },
    resume,
    async close() {
      closing.abort(new DOMException('closed', 'AbortError'))
      callOff()
      unsubscribe()
      await running?.catch(() => undefined)
    },
  }
}

/** The lease went to another tab: its writes are refused, or the browser rejected its stolen Web Lock. */
function isTakenOver(error: unknown): boolean {
  return isCheckoutError(error)
    ? error.code === 'ABORTED'
    : error instanceof DOMException && error.name === 'AbortError'
}
