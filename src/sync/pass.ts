/** What one pass does under the lease: sends what waits, asks what the platform says since, sets aside what fails alone. */
import { createPace } from '../core/backoff.ts'
import { CheckoutError } from '../core/errors.ts'
import { loaded } from '../core/late.ts'
import type { Ports } from '../core/ports.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { countUnsent } from '../outbox/counts.ts'
import { loadMeta } from '../outbox/database.ts'
import { mostAttempts } from '../outbox/delivery.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import { asideRecords, blame, isToClose, noteKey, sendAgain } from '../outbox/held.ts'
import type { InquiryEnd } from './classify.ts'
import { drain, mostPassesAtHead, type Doubts, type DrainResult, type FailedSend } from './drain.ts'
import { checkHead, type HeadChecks } from './head-check.ts'
import { fetchLateAnswers } from './late-answers.ts'
import type { PlatformClient } from './platform-client.ts'

/** First wait until what was set aside is sent again. */
const asideMs = 30_000
/** First wait until a question is asked again that failed while the line was up. */
const inquiryMs = 60_000

export interface PassResult {
  readonly end: DrainResult['end'] | 'closed'
  readonly sent: number
  /** Records that the platform has not answered: those that wait, and those that are set aside. */
  readonly left: number
  /** Whether some came in meanwhile that were not tried. */
  readonly isMore: boolean
  readonly retryAfterMs: number | null
  /** The key that it was sent under; null without one. */
  readonly keyId: string | null
  /** Until what is set aside is sent again, milliseconds; null: nothing is. */
  readonly asideMs: number | null
}

export interface PassRun {
  readonly token: FencingToken
  readonly signal: AbortSignal
  /** Whether something waits to be sent meanwhile. */
  readonly isWanted: () => boolean
}

export interface Passes {
  run(pass: PassRun): Promise<PassResult>
  /** The next pass sends what was set aside, and asks whatever was put off. */
  hurry(): void
  /** Closes places of the chain that nothing will fill; how many. */
  repair(): Promise<number>
}

export interface PassOptions {
  readonly context: OutboxContext
  readonly client: PlatformClient
  readonly ports: Pick<Ports, 'clock' | 'random'>
  readonly onError: (error: unknown) => void
}

export function createPasses({ context, client, ports, onError }: PassOptions): Passes {
  const { db } = context
  const doubts: Doubts = { passes: 0, tried: new Set() }
  const aside = createPace(ports, asideMs)
  const headCheck = createPace(ports, inquiryMs)
  const lateAnswers = createPace(ports, inquiryMs)
  /** False after a pass in which records failed and none was answered. */
  let wasFlowing = true
  /** Id of the key that the head of the chain was checked under; undefined before the first check. */
  let headCheckedAs: string | null | undefined
  const headChecks: HeadChecks = { sentBehind: null }

  /** What the platform says since; and with that, whether it can be reached. */
  async function inquire(
    { token, signal, isWanted }: PassRun,
    keyId: string | null,
    isFlowing: boolean,
  ): Promise<InquiryEnd> {
    const isDue = headCheckedAs !== keyId && headCheck.dueInMs() === 0
    const head = isDue ? await checkHead(context, client, signal, headChecks) : null
    if (head === 'done') headCheckedAs = keyId
    else if (head) headCheck.putOff()
    const late =
      lateAnswers.dueInMs() === 0 ? await fetchLateAnswers(context, client, token, signal, isWanted) : 'spoilt'
    if (late === 'done' || late === 'paused' || (late === 'line' && !isFlowing)) {
      lateAnswers.reset()
      return late
    }
    // Whether it is the list alone that fails.
    const other = isFlowing ? 'done' : (head ?? (await checkHead(context, client, signal, headChecks)))
    if (other === 'done' && lateAnswers.dueInMs() === 0) {
      lateAnswers.putOff()
      onError(new CheckoutError('PROTOCOL_INVALID', 'the list of late answers cannot be read: it is asked for again'))
    }
    return other
  }

  async function repair(): Promise<number> {
    // The first scan does not need it.
    const { closeGaps } = await loaded(import('../outbox/recovery.ts'))
    return closeGaps(context)
  }

  return {
    async run(pass) {
      const { token, signal } = pass
      const keyId = (await loadMeta(db, 'keys'))?.keyId ?? null
      if (aside.dueInMs() === 0 && (await sendAgain(context, false)) > 0) aside.putOff()
      const drained = await drain(context, client, token, signal, doubts)
      const { sent, failed } = drained
      const isFlowing = sent > 0
      // What was answered out of its order is told once the rest has come in.
      if (isFlowing && !wasFlowing) lateAnswers.reset()
      wasFlowing = isFlowing || drained.end === 'empty'
      let end: PassResult['end'] = drained.end
      let asked: InquiryEnd | null = null
      // Where nothing gets through for long, another question tells whether it is the line.
      if (end === 'empty' || end === 'records' || (end === 'line' && doubts.passes >= mostPassesAtHead)) {
        asked = await inquire(pass, keyId, isFlowing)
        if (!isFlowing && asked !== 'done') end = asked === 'paused' ? 'paused' : 'line'
        else if (end === 'line') end = 'records'
      }
      // Others were answered: it is its own. Of what is suspect already, any other answer tells as much.
      const own = [...failed].filter(([, { attempts }]) => isFlowing || (attempts > 0 && asked === 'done'))
      const held = await blame(context, token, new Map(own))
      if (drained.setAside || held.some(isToClose)) await repair()
      if (end === 'paused') await noteKey(context, drained.code)
      else if (isFlowing || asked === 'done') await noteKey(context, null)

      const [unsent, set] = await db.read(['records'], (tables) =>
        Promise.all([countUnsent(tables), asideRecords(tables)]),
      )
      if (set.length === 0 || held.some(({ final, attempts }) => !final && attempts === mostAttempts)) aside.reset()
      if (set.length > 0 && aside.dueInMs() === 0) aside.putOff()
      const heldIds = new Set(held.map(({ id }) => id))
      const isWaiting = ([id, { attempts }]: [string, FailedSend]): boolean =>
        attempts < mostAttempts && !heldIds.has(id)
      const waiting = [...failed].filter(isWaiting).length + drained.blocked
      const isThrough = (how: PassResult['end']): boolean => how === 'empty' || how === 'records'
      return {
        end: signal.aborted ? 'closed' : end,
        sent,
        left: unsent + set.length,
        // A drain that broke off tried no more than its head.
        isMore: isThrough(drained.end) && isThrough(end) && unsent > waiting,
        retryAfterMs: drained.retryAfterMs,
        keyId,
        asideMs: set.length > 0 ? aside.dueInMs() : null,
      }
    },
    hurry() {
      headCheckedAs = undefined
      for (const pace of [aside, headCheck, lateAnswers]) pace.reset()
    },
    repair,
  }
}
