/**
 * Keeps the outbox flowing by itself: when something was added, when the line may be back, when a
 * wait is over. The host's word on the line is a reason to try, never a reason not to.
 */
import { msToZoned, type Instant } from '../core/clock.ts'
import { isCheckoutError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta } from '../outbox/database.ts'
import { countUnsent } from '../outbox/counts.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import { createBackoff, createPace } from '../core/backoff.ts'
import { withLease } from './lease.ts'
import { createPasses, type PassResult } from './pass.ts'
import type { PlatformClient } from './platform-client.ts'

export type SyncOutcome =
  | { readonly status: 'drained'; readonly sent: number }
  /** `left`: records without an answer, those that are set aside and sent again slowly among them. */
  | { readonly status: 'waiting'; readonly sent: number; readonly left: number; readonly retryAt: Instant }
  /** Another tab is sending. */
  | { readonly status: 'elsewhere' }
  /** The platform refuses this till's key: it is asked again slowly, at once when the till is enrolled again. */
  | { readonly status: 'unauthorized'; readonly left: number; readonly retryAt: Instant }

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
  /** The till was enrolled, or a person wants it: nothing is a reason to wait any more. */
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
/** First wait until a key that the platform refused is tried again. */
const refusedMs = 60_000

type Again = 'if_up' | 'at_once'
/** A pass: it stands in line for the lease, then sends. `again`: another is wanted after it, if the line is up or come what may. */
interface PassUnderWay {
  readonly kind: 'in_line' | 'sending'
  readonly outcome: Promise<SyncOutcome>
  readonly again: Again | null
}
type Activity = { readonly kind: 'idle' } | { readonly kind: 'waiting'; readonly callOff: () => void } | PassUnderWay

interface SyncState {
  readonly activity: Activity
  /** `refused`: the platform does not take what the key of this id signs. */
  readonly line: { readonly kind: 'up' | 'down' } | { readonly kind: 'refused'; readonly keyId: string | null }
}

export function createSync({ context, client, ports, onChange, onError }: SyncOptions): Sync {
  const backoff = createBackoff(ports)
  const refusal = createPace(ports, refusedMs)
  const passes = createPasses({ context, client, ports, onError })
  const closing = new AbortController()
  let state: SyncState = { activity: { kind: 'idle' }, line: { kind: 'up' } }

  const isSyncing = (): boolean => state.activity.kind === 'sending'
  const isLineUp = (): boolean => state.line.kind === 'up'
  const underWay = (): PassUnderWay | null => ('outcome' in state.activity ? state.activity : null)

  function enter(change: Partial<SyncState>): void {
    const before = [isSyncing(), isLineUp()]
    state = { ...state, ...change }
    if (isSyncing() !== before[0] || isLineUp() !== before[1]) onChange()
  }

  function waitFor(ms: number): Activity {
    const callOff = ports.timers.after(ms, () => {
      enter({ activity: { kind: 'idle' } })
      begin(true).catch(onError)
    })
    return { kind: 'waiting', callOff }
  }

  function stopWaiting(): void {
    if (state.activity.kind === 'waiting') state.activity.callOff()
  }

  function begin(wait: boolean): Promise<SyncOutcome> {
    stopWaiting()
    const outcome = pass(wait)
    enter({ activity: { kind: 'in_line', outcome, again: null } })
    return outcome
  }

  /** @param retryMs until the next attempt; null: there is nothing to wait for */
  function end(line: SyncState['line'], retryMs: number | null, { again = false, stuck = false } = {}): void {
    const wanted = underWay()?.again ?? (again ? 'if_up' : null)
    enter({ line, activity: retryMs === null || closing.signal.aborted ? { kind: 'idle' } : waitFor(retryMs) })
    // What waits for an answer may have it from the pass that follows at once.
    if (stuck && !(wanted && isLineUp())) context.events.emit('stuck', null)
    if (wanted === 'at_once') attempt()
    else if (wanted) kick()
  }

  async function pass(wait: boolean): Promise<SyncOutcome> {
    try {
      const leased = await withLease(context, { wait, signal: closing.signal }, send)
      if (leased.status === 'done') return settle(leased.value)
    } catch (error) {
      if (!closing.signal.aborted && !isTakenOver(error)) {
        end(state.line, backoff.next())
        throw error
      }
    }
    // Stands in line: the tab that sends may be gone before all is sent.
    end(state.line, null, { again: true })
    return { status: 'elsewhere' }
  }

  function send(token: FencingToken, signal: AbortSignal): Promise<PassResult> {
    const current = underWay()
    if (current) enter({ activity: { ...current, kind: 'sending' } })
    return passes.run({ token, signal, isWanted: () => (underWay()?.again ?? null) !== null })
  }

  function settle({ end: how, sent, left, isMore, retryAfterMs, keyId, asideMs }: PassResult): SyncOutcome {
    const retryIn = (ms: number): Instant => msToZoned(ports.clock.now() + ms, context.zone())
    if (how === 'paused') {
      const retryMs = refusal.putOff()
      end({ kind: 'refused', keyId }, retryMs, { stuck: true })
      return { status: 'unauthorized', left, retryAt: retryIn(retryMs) }
    }
    const isUp = how === 'empty' || how === 'records'
    const isBack = isUp && !isLineUp() && asideMs !== null
    if (isUp) refusal.reset()
    if (isBack) passes.hurry()
    if (sent > 0 || how === 'empty') backoff.reset()
    if (how === 'empty' && left === 0) {
      end({ kind: 'up' }, lateAnswersMs)
      return { status: 'drained', sent }
    }
    // What was added while the last page was on its way is no failure.
    const again = isMore || isBack
    const retryMs = again
      ? 0
      : how === 'empty'
        ? Math.min(asideMs ?? lateAnswersMs, lateAnswersMs)
        : backoff.next(retryAfterMs)
    end({ kind: isUp ? 'up' : 'down' }, retryMs, { again, stuck: how !== 'empty' })
    return { status: 'waiting', sent, left, retryAt: retryIn(retryMs) }
  }

  function kick(): void {
    // While the line is down, the timer tries it: a queue of sales must not hammer at it.
    if (state.line.kind !== 'down' || state.activity.kind !== 'waiting') attempt()
  }

  function attempt(again: Again = 'if_up'): void {
    const current = underWay()
    if (closing.signal.aborted) return
    if (state.line.kind === 'refused') resumeIfEnrolled().catch(onError)
    else if (current) enter({ activity: { ...current, again: current.again === 'at_once' ? current.again : again } })
    else begin(true).catch(onError)
  }

  function resume(): void {
    enter({ line: state.line.kind === 'refused' ? { kind: 'down' } : state.line })
    for (const wait of [backoff, refusal]) wait.reset()
    passes.hurry()
    attempt()
  }

  /** Another tab may have enrolled the till. */
  async function resumeIfEnrolled(): Promise<void> {
    const keys = await loadMeta(context.db, 'keys')
    if (state.line.kind === 'refused' && keys && keys.keyId !== state.line.keyId) resume()
  }

  return {
    get isSyncing() {
      return isSyncing()
    },
    get isLineUp() {
      return isLineUp()
    },
    start() {
      passes.repair().then((closed) => closed > 0 && kick(), onError)
      const unsubscribe = ports.connectivity.subscribe(() => {
        onChange()
        // A pass that began without the line may fail for want of it.
        if (ports.connectivity.online()) attempt('at_once')
      })
      closing.signal.addEventListener('abort', unsubscribe, { once: true })
      kick()
    },
    kick,
    async sync() {
      const { activity } = state
      // A pass of this tab that waits for another tab's lease is "elsewhere" already.
      if (activity.kind === 'in_line') return { status: 'elsewhere' }
      if (activity.kind === 'sending') {
        const outcome = await activity.outcome.catch(() => null)
        if (outcome?.status === 'elsewhere') return outcome
        if (outcome?.status === 'drained' && (await context.db.read(['records'], countUnsent)) === 0) return outcome
        const next = underWay()
        if (next) return next.outcome
      }
      return begin(false)
    },
    resume,
    async close() {
      closing.abort(new DOMException('closed', 'AbortError'))
      stopWaiting()
      await underWay()?.outcome.catch(() => undefined)
    },
  }
}

/** The lease went to another tab: its writes are refused, or the browser rejected its stolen Web Lock. */
function isTakenOver(error: unknown): boolean {
  return isCheckoutError(error)
    ? error.code === 'ABORTED'
    : error instanceof DOMException && error.name === 'AbortError'
}
