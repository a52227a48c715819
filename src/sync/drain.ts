/**
 * Sends what waits, one record a request, in the till's order. The outcome of a send and its
 * bookkeeping are two steps: whatever fails between them, the record is sent again under its own id
 * and the platform knows it.
 */
import { sha256Hex, utf8 } from '../core/bytes.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta, type RecordRow } from '../outbox/database.ts'
import { countUnsent } from '../outbox/counts.ts'
import { holdRecord, markAnswered, putBack, returnSending, takePending, unreadable } from '../outbox/delivery.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import type { Answer } from '../record/protocol.ts'
import { classify, codeOf, isSpent } from './classify.ts'
import type { Exchange, PlatformClient } from './platform-client.ts'

const pageSize = 48
/** Connections that a browser opens to one server over HTTP/1.1. */
const width = 6
/** Below so many, one after the other: each is answered with its place in the chain already linked. */
const wideFrom = 13
/** So many failures in a row that may be the records' own are the platform's. */
const mostFailuresInARow = 3

export interface DrainResult {
  /** `empty`: nothing waits but what is held. `records`: some failed, for a cause that may be their own. */
  readonly end: 'empty' | 'line' | 'paused' | 'records' | 'closed'
  readonly sent: number
  readonly left: number
  readonly retryAfterMs: number | null
  /** Whether records were sent side by side, so that answers may have been given before the chain was whole. */
  readonly wide: boolean
  /** Whether a record was found that no longer has the bytes that were signed. */
  readonly foundUnreadable: boolean
}

export async function drain(
  context: OutboxContext,
  client: PlatformClient,
  token: FencingToken,
  signal: AbortSignal,
): Promise<DrainResult> {
  await returnSending(context, token)
  const pass: Pass = {
    context,
    client,
    token,
    signal,
    end: 'empty',
    sent: 0,
    failuresInARow: 0,
    retryAfterMs: null,
    foundUnreadable: false,
  }
  let wide = false
  // One record tries the line before a page of them is taken in hand.
  let size = 1
  for (let after: readonly [number, number] = [-1, -1]; ; size = pageSize) {
    const page = await takePending(context, token, size, after)
    const last = page.at(-1)
    if (!last) break
    after = [last.epoch, last.seq]
    wide ||= page.length >= wideFrom
    await sendPage(pass, page)
    if (pass.end !== 'empty' && pass.end !== 'records') break
  }
  return {
    end: pass.end,
    sent: pass.sent,
    left: await context.db.read(['records'], countUnsent),
    retryAfterMs: pass.retryAfterMs,
    wide,
    foundUnreadable: pass.foundUnreadable,
  }
}

interface Pass {
  readonly context: OutboxContext
  readonly client: PlatformClient
  readonly token: FencingToken
  readonly signal: AbortSignal
  end: DrainResult['end']
  sent: number
  failuresInARow: number
  retryAfterMs: number | null
  foundUnreadable: boolean
}

async function sendPage(pass: Pass, page: readonly RecordRow[]): Promise<void> {
  const queue = page.values()
  const unsent: string[] = []
  // Of one sale no record is sent before the last was answered: so its answers come in order.
  const bySale = new Map<string, Promise<void>>()
  const send = async (row: RecordRow, before: Promise<void> | undefined): Promise<void> => {
    await before
    if (isStopped(pass)) unsent.push(row.id)
    else await sendOne(pass, row)
  }
  const worker = async (): Promise<void> => {
    for (const row of queue) {
      const { sale } = row
      const sent = send(row, sale === null ? undefined : bySale.get(sale))
      if (sale !== null) bySale.set(sale, sent)
      await sent
    }
  }
  await Promise.all(Array.from({ length: page.length >= wideFrom ? width : 1 }, worker))
  await putBack(pass.context, pass.token, unsent, false)
}

function isStopped({ end, signal }: Pass): boolean {
  return signal.aborted || (end !== 'empty' && end !== 'records')
}

async function sendOne(pass: Pass, row: RecordRow): Promise<void> {
  const { context, client, token, signal } = pass
  if (!(await isWhole(row))) {
    pass.foundUnreadable = true
    return holdRecord(context, token, row.id, unreadable)
  }
  const exchange = checked(row, await client.send(row.jws, signal))
  if (exchange.kind === 'answer') {
    pass.sent++
    pass.failuresInARow = 0
    return markAnswered(context, token, row.id, exchange.body)
  }
  if (exchange.kind === 'problem') pass.retryAfterMs = exchange.retryAfterMs ?? pass.retryAfterMs
  switch (classify(exchange)) {
    case 'answered':
      return
    case 'hold':
      return holdRecord(context, token, row.id, codeOf(exchange))
    case 'retry_record':
      if (isSpent(exchange, row.attempts)) return holdRecord(context, token, row.id, codeOf(exchange))
      pass.failuresInARow++
      if (!isStopped(pass)) pass.end = pass.failuresInARow >= mostFailuresInARow ? 'line' : 'records'
      return putBack(context, token, [row.id], true)
    case 'pause':
      // What only an earlier key signed will never be taken; what the key in force signs waits.
      if (await isOfEarlierKey(context, row)) return holdRecord(context, token, row.id, codeOf(exchange))
      if (!isStopped(pass)) pass.end = 'paused'
      return putBack(context, token, [row.id], false)
    case 'retry_line':
      if (!isStopped(pass)) pass.end = 'line'
      return putBack(context, token, [row.id], false)
  }
}

/** Each enrolment gives a key and opens an epoch. */
async function isOfEarlierKey({ db }: OutboxContext, { epoch }: RecordRow): Promise<boolean> {
  const head = await loadMeta(db, 'head')
  return head !== undefined && epoch < head.epoch
}

async function isWhole({ jws, hash }: RecordRow): Promise<boolean> {
  return typeof jws === 'string' && (await sha256Hex(utf8(jws))) === hash
}

// An answer to another record is no answer: something in between mixed them up.
function checked(row: RecordRow, exchange: Exchange<Answer>): Exchange<Answer> {
  return exchange.kind === 'answer' && exchange.body.record !== row.id
    ? { kind: 'failed', reason: 'malformed' }
    : exchange
}
