/**
 * Sends what waits, one record a request, in the till's order. The outcome of a send and its
 * bookkeeping are two steps: whatever fails between them, the record is sent again under its own id
 * and the platform knows it.
 *
 * A failure says little by itself: is it the line, the platform, or this one record? So others are
 * asked. Where records fail and none is answered, it is the line, and everything waits. Where others
 * are answered meanwhile, it is the record, and it alone is set aside in the end. A head that keeps the
 * rest from being asked is passed over after a few passes.
 */
import { sha256Hex, utf8 } from '../core/bytes.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta, type RecordRow } from '../outbox/database.ts'
import { putBack, returnSending, takePending } from '../outbox/delivery.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import { asideRecords, holdRecord, unreadable, type Failure } from '../outbox/held.ts'
import { keyIdOf } from '../record/jws.ts'
import type { Answer } from '../record/protocol.ts'
import { createAnswerBook, type AnswerBook } from './answer-book.ts'
import { classify, codeOf, type Class } from './classify.ts'
import type { Exchange, PlatformClient } from './platform-client.ts'

const pageSize = 96
/** Connections that a browser opens to one server over HTTP/1.1. */
const width = 6
/** Below so many, one after the other: each is answered with its place in the chain already linked. */
const wideFrom = 13
/** So many failures in a row that may be the records' own are the platform's. */
const mostFailuresInARow = 3
/** So many passes begin at the head, though nothing is answered. */
export const mostPassesAtHead = 3
const start: readonly [epoch: number, seq: number] = [-1, -1]

/** What earlier passes leave to the next, of this tab alone. */
export interface Doubts {
  /** Passes in a row in which nothing was answered. */
  passes: number
  /** What failed in them. */
  readonly tried: Set<string>
}

export interface DrainResult {
  /** `empty`: nothing waits but what was passed over. `records`: some failed, for a cause that may be their own. */
  readonly end: 'empty' | 'line' | 'paused' | 'records'
  readonly sent: number
  /** Of the last failure; null: none. */
  readonly code: string | null
  readonly retryAfterMs: number | null
  /** Whether records were sent side by side, so that answers may have been given before the chain was whole. */
  readonly wide: boolean
  /** What was tried and not answered, where everything was tried. */
  readonly failed: ReadonlyMap<string, FailedSend>
  /** Records that wait for an earlier one of their sale. */
  readonly blocked: number
  /** Whether a record was set aside at once: its place may be one to close. */
  readonly setAside: boolean
}

export interface FailedSend extends Failure {
  /** Of its row, as it was sent. */
  readonly attempts: number
}

export async function drain(
  context: OutboxContext,
  client: PlatformClient,
  token: FencingToken,
  signal: AbortSignal,
  doubts: Doubts = { passes: 0, tried: new Set() },
): Promise<DrainResult> {
  await returnSending(context, token)
  const aside = await context.db.read(['records'], asideRecords)
  const pass: Pass = {
    context,
    client,
    token,
    signal,
    book: createAnswerBook(context, token),
    doubts,
    end: null,
    sent: 0,
    failuresInARow: 0,
    code: null,
    retryAfterMs: null,
    failed: new Map(),
    isPassingOver: doubts.passes >= mostPassesAtHead,
    waitingSales: new Set(aside.flatMap(({ sale, closed }) => (closed ? [] : (sale ?? [])))),
    passedSales: new Set(),
    blocked: new Set(),
    setAside: false,
  }
  let wide = false
  for (let after = start; !isStopped(pass);) {
    // One record tries the line before a page of them is taken in hand.
    const size = pass.sent > 0 ? pageSize : 1
    const page = await takePending(context, token, size, after, (row) => isWanted(pass, row))
    const last = page.at(-1)
    if (last) {
      after = [last.epoch, last.seq]
      wide ||= page.length >= wideFrom
      await sendPage(pass, page)
    } else if (!pass.isPassingOver) break
    if (pass.isPassingOver && (!last || pass.sent > 0)) {
      // Another was answered, or there is no other: what was passed over is tried once more.
      pass.isPassingOver = false
      pass.passedSales.clear()
      after = start
    }
  }
  const isWhole = !isStopped(pass)
  if (isWhole || pass.sent > 0) doubts.passes = 0
  else if (!signal.aborted) doubts.passes++
  if (isWhole) doubts.tried.clear()
  return {
    end: pass.end ?? (pass.failed.size > 0 ? 'records' : 'empty'),
    sent: pass.sent,
    code: pass.code,
    retryAfterMs: pass.retryAfterMs,
    wide,
    failed: isWhole ? pass.failed : new Map(),
    blocked: pass.blocked.size,
    setAside: pass.setAside,
  }
}

interface Pass {
  readonly context: OutboxContext
  readonly client: PlatformClient
  readonly token: FencingToken
  readonly signal: AbortSignal
  readonly book: AnswerBook
  readonly doubts: Doubts
  /** Why the rest need not be tried now; null while it is. */
  end: 'line' | 'paused' | null
  sent: number
  failuresInARow: number
  code: string | null
  retryAfterMs: number | null
  readonly failed: Map<string, FailedSend>
  /** Whether what failed in earlier passes is left out, so that others may tell whether it is the line. */
  isPassingOver: boolean
  /** Sales with a record that failed or is set aside: what comes after it waits for it. */
  readonly waitingSales: Set<string>
  /** Sales with a record that is passed over. */
  readonly passedSales: Set<string>
  readonly blocked: Set<string>
  setAside: boolean
}

function isStopped({ end, signal, book }: Pass): boolean {
  return end !== null || signal.aborted || book.isSpoilt
}

function isWanted(pass: Pass, { id, sale }: RecordRow): boolean {
  const { failed, isPassingOver, doubts, passedSales } = pass
  if (failed.has(id)) return false
  if (isBlocked(pass, sale)) {
    pass.blocked.add(id)
    return false
  }
  if (sale !== null && passedSales.has(sale)) return false
  const isPassedOver = isPassingOver && doubts.tried.has(id)
  if (isPassedOver && sale !== null) passedSales.add(sale)
  return !isPassedOver
}

function isBlocked({ waitingSales }: Pass, sale: string | null): boolean {
  return sale !== null && waitingSales.has(sale)
}

async function sendPage(pass: Pass, page: readonly RecordRow[]): Promise<void> {
  const isWide = page.length >= wideFrom
  // Of one sale no record is sent before the last was answered, so its answers come in order: side by side go sales.
  const lanes = new Map<string, RecordRow[]>()
  for (const row of page) {
    const lane = isWide ? (row.sale ?? row.id) : ''
    lanes.set(lane, [...(lanes.get(lane) ?? []), row])
  }
  const queue = lanes.values()
  const unsent: string[] = []
  const worker = async (): Promise<void> => {
    for (const rows of queue)
      for (const row of rows) {
        if (isBlocked(pass, row.sale)) pass.blocked.add(row.id)
        if (isStopped(pass) || isBlocked(pass, row.sale)) unsent.push(row.id)
        else await sendOne(pass, row)
      }
  }
  await Promise.all(Array.from({ length: isWide ? width : 1 }, worker))
  await pass.book.written()
  await putBack(pass.context, pass.token, unsent)
}

async function sendOne(pass: Pass, row: RecordRow): Promise<void> {
  const { context, client, token, signal } = pass
  const hold = (code: string, isFinal: boolean): Promise<void> => {
    pass.setAside = true
    return holdRecord(context, token, row.id, { code, isFinal })
  }
  if (!(await isWhole(row))) return hold(unreadable, true)
  const exchange = checked(row, await client.send(row.jws, signal))
  if (exchange.kind === 'answer') {
    pass.sent++
    pass.failuresInARow = 0
    pass.book.note(exchange.body)
    return
  }
  const kind = classify(exchange)
  const code = codeOf(exchange)
  if (kind === 'conflict') {
    pass.failuresInARow = 0
    return hold(code, true)
  }
  // The refusal of another key says nothing of the key in force.
  if (kind === 'key' && (await isOfOtherKey(context, row))) return hold(code, false)
  if (exchange.kind === 'problem') pass.retryAfterMs = exchange.retryAfterMs ?? pass.retryAfterMs
  noteFailure(pass, row, kind, code)
  return putBack(context, token, [row.id])
}

function noteFailure(pass: Pass, { id, sale, attempts }: RecordRow, kind: Class, code: string): void {
  const { doubts, failed, waitingSales } = pass
  // Where others were answered, its failing once more is no news of the line.
  const isSuspect = attempts > 0 || (pass.sent > 0 && doubts.tried.has(id))
  pass.code = code
  failed.set(id, { code, isFinal: kind === 'final', attempts })
  doubts.tried.add(id)
  if (sale !== null) waitingSales.add(sale)
  if (isSuspect || isStopped(pass)) return
  pass.failuresInARow++
  if (kind === 'line' || kind === 'key' || pass.failuresInARow >= mostFailuresInARow)
    pass.end = kind === 'key' || kind === 'signature' ? 'paused' : 'line'
}

/** An earlier one, or none of this till's at all. */
async function isOfOtherKey({ db }: OutboxContext, { jws }: RecordRow): Promise<boolean> {
  const keys = await loadMeta(db, 'keys')
  return keys !== undefined && keyIdOf(jws) !== keys.keyId
}

async function isWhole({ jws, hash }: RecordRow): Promise<boolean> {
  return typeof jws === 'string' && (await sha256Hex(utf8(jws))) === hash
}

// An answer to another record, or of another sale, is no answer: something in between mixed them up.
function checked({ id, sale: own }: RecordRow, exchange: Exchange<Answer>): Exchange<Answer> {
  if (exchange.kind !== 'answer') return exchange
  const { record, sale } = exchange.body
  return record === id && (sale === null || sale === own) ? exchange : { kind: 'failed', reason: 'malformed' }
}
