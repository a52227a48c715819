/**
 * Whether all that was durable is still there. A browser can lose a whole database: found corrupt, or opened
 * on a full disk, it is made anew, empty. So what the outbox holds is compared with what was known of it:
 * by this page, in memory, and by a keepsake beside the database, which also has copies of the records that
 * the platform has not answered. What vanished is put back, sent again and told of; nothing here is waited
 * for before a sale is acknowledged.
 */
import * as z from 'zod/mini'
import { utf8, utf8ToText } from '../core/bytes.ts'
import { onceAtATime } from '../core/once-at-a-time.ts'
import type { ByteStore, Persistence } from '../core/ports.ts'
import { hashSchema, wholeSchema } from '../core/schema.ts'
import { isBehind, placeName, type ChainHead } from '../record/chain.ts'
import type { OutboxContext } from './context.ts'
import { lossCode, readCounts, type Counted, type Counts } from './counts.ts'
import { mendValues } from './mend.ts'
import { momentOf } from './moment.ts'
import { putBackCopies } from './put-back.ts'
import type { Task } from './sale.ts'
import { addTask } from './tasks.ts'

export interface StocktakeOptions {
  readonly context: OutboxContext
  /** Null: there is none, and a loss is known to this page alone. */
  readonly keepsake: ByteStore | null
  readonly persistence: Persistence | null
  readonly isOnline: () => boolean
  /** Called once records vanished, after what could be put back was. */
  readonly onLoss: () => Promise<void>
  /** Told once that the keepsake fails: sales go on without it. */
  readonly onError: (error: unknown) => void
  /** Fires when the till is closed. */
  readonly signal: AbortSignal
}

export interface Stock extends Counts {
  /** Whether the browser has promised to keep this origin's storage; null: it cannot tell. */
  readonly persisted: boolean | null
}

export interface Stocktake {
  /** Counts, after a loss was seen to. @throws CheckoutError `STORAGE_…` */
  take(): Promise<Stock>
}

/** Copies are kept of so many records; an offline budget is well below. */
export const mostCopies = 1_000
/** A keepsake that does not answer for so long is not waited for. */
const patienceMs = 2_000
/** While there is a line, what is answered at once needs no copy. */
const answeredSoonMs = 300
const lookMs = 1_000
const markKey = 'mark'
const idPattern = /^[0-9a-f-]{36}$/

/** What was in the outbox when it was looked at last. */
interface Mark {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
  readonly unanswered: number
}

const markSchema = z.object({
  v: z.literal(1),
  store: z.string(),
  till: z.string(),
  epoch: wholeSchema(0),
  seq: z.number().check(z.int(), z.gte(-1)),
  hash: z.nullable(hashSchema),
  unanswered: wholeSchema(0, 1_000_000),
})

export function createStocktake(options: StocktakeOptions): Stocktake {
  const { context, keepsake, persistence, isOnline, onLoss, signal } = options
  const { db, store, till, events } = context
  const { clock, timers } = context.ports
  let mark: Mark | null = null
  /** By record id; null: in the keepsake alone. */
  const copies = new Map<string, string | null>()
  const unwritten = new Set<string>()
  const answered = new Set<string>()
  let writtenMark = ''
  let persisted: boolean | null = null
  let isAsked = false
  let isMended = false
  let isKnown = keepsake === null
  let isCompared = false
  /** The place that the chain was known to reach, of the loss that was seen to last. */
  let seenTo = ''
  let lookedMs = -Infinity
  let callOff = (): void => undefined
  let report: (error: unknown) => void = (error) => {
    report = () => undefined
    options.onError(error)
  }

  const patiently = <T>(work: Promise<T>): Promise<T | undefined> =>
    Promise.race([work, new Promise<undefined>((end) => void timers.after(patienceMs, () => end(undefined)))])
  const opening = patiently(
    Promise.all([
      keepsake && readKeepsake(keepsake).catch((error: unknown) => report(error)),
      ask((storage) => storage.persisted()),
    ]),
  )
  events.on('appended', ({ id, jws }) => {
    if (copies.size < mostCopies) {
      copies.set(id, jws)
      unwritten.add(id)
    }
    // Asked once, of a till that sells: not of whoever opens the page.
    if (persisted === false && !isAsked) void ask((storage) => storage.persist())
    isAsked = true
  })

  async function ask(question: (storage: Persistence) => Promise<boolean>): Promise<void> {
    try {
      if (persistence) persisted = await question(persistence)
    } catch (error) {
      report(error)
    }
  }

  async function readKeepsake(from: ByteStore): Promise<void> {
    const keys = await from.keys()
    const ids = keys.filter((key) => idPattern.test(key)).slice(0, mostCopies)
    const [bytes] = keys.includes(markKey) ? await from.getMany([markKey]) : []
    const parsed = bytes && z.safeParse(markSchema, jsonOf(bytes))
    writtenMark = (bytes && textOf(bytes)) ?? ''
    if (parsed?.success && parsed.data.store === store && parsed.data.till === till) mark ??= parsed.data
    for (const id of ids) if (!copies.has(id)) copies.set(id, null)
    isKnown = true
  }

  async function textsOf(ids: readonly string[]): Promise<readonly string[]> {
    const absent = ids.filter((id) => copies.get(id) === null)
    const found = keepsake && absent.length > 0 ? await patiently(keepsake.getMany(absent).catch(report)) : []
    const kept = (found ?? []).flatMap((bytes) => textOf(bytes) ?? [])
    return [...ids.flatMap((id) => copies.get(id) ?? []), ...kept]
  }

  /** Ids of the copies whose record is not in the database. */
  async function missingCopies(): Promise<readonly string[]> {
    const ids = [...copies.keys()]
    if (ids.length === 0) return ids
    const there = new Set(await db.read(['records'], ({ records }) => records.where('id').anyOf(ids).primaryKeys()))
    return ids.filter((id) => !there.has(id))
  }

  /** Whether the chain ends before what is known of it, and this page has not seen to that yet. */
  function isCutShort(head: ChainHead | null): boolean {
    return mark !== null && isBehind(head, mark) && placeName(mark) !== seenTo
  }

  async function seeToLoss(head: ChainHead | null, missing: readonly string[]): Promise<void> {
    const back = await putBackCopies(context, await textsOf(missing))
    const known = mark && isCutShort(head) ? mark : null
    const vanished = known ? Math.min(known.unanswered, placesBetween(head, known)) : 0
    const count = Math.max(0, Math.max(vanished, missing.length) - back.length)
    const task = known || count > 0 ? await tell(count, back.map(placeName), known) : null
    if (known) seenTo = placeName(known)
    for (const record of back) if (record.kind === 'reserve') events.emit('sale', record.id)
    if (task) events.emit('task', task)
    await onLoss()
  }

  async function tell(count: number, places: readonly string[], known: Mark | null): Promise<Task | null> {
    const { at } = momentOf(context)
    const last = known ? `${known.epoch}.${known.seq}` : 'unknown'
    return db.write(['tasks'], (tables) =>
      addTask(tables, {
        kind: 'storage_lost',
        sale: null,
        about: last,
        since: at,
        codes: [lossCode(count), `up_to_${last}`, `back_${places.length}`, ...places.slice(0, 20)],
      }),
    )
  }

  async function dropAnswered(unanswered: number): Promise<void> {
    const nowMs = clock.monotonic()
    if (copies.size === 0 || (unanswered > 0 && nowMs - lookedMs < lookMs)) return
    lookedMs = nowMs
    const ids = [...copies.keys()]
    const done = await db.read(['records'], ({ records }) =>
      records
        .where('id')
        .anyOf(ids)
        .filter(({ delivery }) => delivery === 'answered')
        .primaryKeys(),
    )
    for (const id of done) {
      copies.delete(id)
      if (!unwritten.delete(id)) answered.add(id)
    }
  }

  const write = onceAtATime(async () => {
    if (!keepsake) return
    const entries = [...unwritten].map((id) => [id, copies.get(id) ?? ''] as const)
    const gone = [...answered]
    const text = mark ? JSON.stringify({ v: 1, store, till, ...mark }) : ''
    unwritten.clear()
    answered.clear()
    if (text !== writtenMark) entries.push([markKey, text])
    writtenMark = text
    try {
      if (entries.length > 0) await keepsake.setMany(entries.map(([key, value]) => [key, utf8(value)]))
      if (gone.length > 0) await keepsake.deleteMany(gone)
    } catch (error) {
      report(error)
    }
  })

  signal.addEventListener('abort', () => {
    callOff()
    void write()
  })

  /** Nobody waits for it. */
  async function keep({ head, unanswered, lost }: Counted): Promise<void> {
    if (head) mark = { ...head, unanswered }
    // Until the till is enrolled again, what was known stays: the browser may throw the new database away too.
    else if (mark) mark = { ...mark, unanswered: unanswered + (lost ?? mark.unanswered) }
    await dropAnswered(unanswered)
    callOff()
    if (signal.aborted) return
    if (unwritten.size > 0 && !isOnline()) void write()
    else callOff = timers.after(answeredSoonMs, () => void write())
  }

  return {
    async take() {
      if (!isMended) await mendValues(context)
      isMended = true
      await opening
      let counted = await readCounts(context)
      const isShort = isCutShort(counted.head)
      const missing = isShort || isKnown !== isCompared ? await missingCopies() : []
      isCompared = isKnown
      if (isShort || missing.length > 0) {
        await seeToLoss(counted.head, missing)
        counted = await readCounts(context)
      }
      // What cannot be read for it now is read next time.
      void keep(counted).catch(() => undefined)
      const { unsent, refused, held, tasks, lost } = counted
      return { unsent: isKnown || unsent !== 0 ? unsent : null, refused, held, tasks, lost, persisted }
    },
  }
}

/** Within one epoch; all of another's. */
function placesBetween(head: ChainHead | null, known: Mark): number {
  return head?.epoch === known.epoch ? known.seq - head.seq : Infinity
}

function textOf(bytes: Uint8Array | undefined): string | null {
  try {
    return bytes ? utf8ToText(bytes) : null
  } catch {
    return null
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes) ?? '') as unknown
  } catch {
    return null
  }
}
