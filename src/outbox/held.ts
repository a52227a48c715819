/**
 * Records that are set aside so that all others flow, and how they come back. Nothing is held for ever
 * on the word of something in between: only the platform's own refusal of a content is final.
 */
import type { OutboxContext } from './context.ts'
import { allTables, type RecordRow, type Tables } from './database.ts'
import { announce, changeStanding, mostAttempts, noteTask, type Announced } from './delivery.ts'
import { requireFencingToken, type FencingToken } from './fencing.ts'
import { noteFork } from './fork.ts'
import { wholeSale } from './put-back.ts'
import { addTask } from './tasks.ts'
import { momentOf } from './moment.ts'

/** Why a record is held that no longer has the bytes that were signed. */
export const unreadable = 'record_unreadable'

/** Why no sending again helps: there is nothing to send, or what it was signed with is refused. */
const stranding: ReadonlySet<string> = new Set([unreadable, 'till_revoked', 'till_unknown'])

/**
 * After so many passes in which it failed, about a quarter of an hour, a gap record closes its place:
 * what stands behind it becomes confirmed. The record itself is sent on, and then goes to review.
 */
const attemptsUntilClosed = 8

/** `isFinal`: the platform itself refused the content, or there is none to send. */
export interface Failure {
  readonly code: string
  readonly isFinal: boolean
}

/** Sets a record aside at once; a person is told. */
export async function holdRecord(
  context: OutboxContext,
  token: FencingToken,
  id: string,
  failure: Failure,
): Promise<void> {
  await eachOf(context, token, [id], (tables, row, tasks) =>
    hold(context, tables, { ...row, attempts: row.attempts + 1 }, failure, tasks),
  )
}

/**
 * Counts a failure of each: others were answered, so it is its own. After {@link mostAttempts} it is held; a
 * platform, too, may refuse for a while what it takes later.
 */
export async function blame(
  context: OutboxContext,
  token: FencingToken,
  failed: ReadonlyMap<string, Failure>,
): Promise<readonly RecordRow[]> {
  return eachOf(context, token, [...failed.keys()], async (tables, before, tasks) => {
    const row = { ...before, attempts: before.attempts + 1 }
    const failure = failed.get(row.id)
    if (failure && row.attempts >= mostAttempts) return hold(context, tables, row, failure, tasks)
    await tables.records.put(row)
    return null
  })
}

async function eachOf(
  context: OutboxContext,
  token: FencingToken,
  ids: readonly string[],
  work: (tables: Tables, row: RecordRow, tasks: Announced) => Promise<RecordRow | null>,
): Promise<readonly RecordRow[]> {
  if (ids.length === 0) return []
  const tasks: Announced = new Map()
  const held = await context.db.write(allTables, async (tables) => {
    await requireFencingToken(tables, token)
    const after: RecordRow[] = []
    for (const row of await tables.records.bulkGet([...ids])) {
      const held = row && (await work(tables, row, tasks))
      if (held) after.push(held)
    }
    return after
  })
  if (held.length > 0)
    announce(
      context,
      held.map(({ sale }) => sale),
      tasks,
    )
  return held
}

async function hold(
  context: OutboxContext,
  tables: Tables,
  row: RecordRow,
  { code, isFinal }: Failure,
  tasks: Announced,
): Promise<RecordRow> {
  const attempts = Math.max(row.attempts, mostAttempts)
  const held: RecordRow = { ...row, delivery: 'held', code, attempts, ...(isFinal && { final: true }) }
  await tables.records.put(held)
  if (code === 'record_conflict') {
    const fork = await noteFork(tables, momentOf(context).at, [code])
    if (fork) tasks.set(fork.id, fork)
    return held
  }
  const sale = row.sale === null ? undefined : await wholeSale(tables, row.sale)
  // What the platform will never have gets no subsidy. Of what came back or was called off, it has the sale all the same.
  const isLost = isFinal && code !== unreadable && (row.kind === 'reserve' || row.kind === 'commit')
  if (isLost && sale) await changeStanding(context, tables, tasks, sale, { standing: 'refused', reasons: [code] })
  else
    await noteTask(
      context,
      tables,
      tasks,
      stranding.has(code) ? 'record_stranded' : 'record_held',
      row.sale,
      [code],
      row.id,
    )
  return held
}

/** Records that are set aside and sent again by themselves. */
export async function asideRecords(tables: Tables<'records'>): Promise<readonly RecordRow[]> {
  return (await heldRecords(tables)).filter(({ final }) => !final)
}

export function heldRecords({ records }: Tables<'records'>): Promise<RecordRow[]> {
  return records.where('[delivery+epoch+seq]').between(['held'], ['held', []]).toArray()
}

/**
 * Puts what is set aside back to be sent; how many. Any tab may.
 * @param isByHand also what the platform refused for its content, where there is any
 * @throws CheckoutError `STORAGE_…`
 */
export async function sendAgain({ db, events }: OutboxContext, isByHand: boolean): Promise<number> {
  const heldNow = isByHand ? heldRecords : asideRecords
  // A write is flushed to disk, and nearly always there is nothing to write.
  if ((await db.read(['records'], heldNow)).length === 0) return 0
  const count = await db.write(['records'], async (tables) => {
    const held = await heldNow(tables)
    const rows = held.filter(({ code }) => code !== unreadable && code !== 'record_conflict')
    await tables.records.bulkPut(rows.map((row) => ({ ...row, delivery: 'pending' as const, final: false })))
    return rows.length
  })
  if (count > 0) events.emit('changed', null)
  return count
}

/** Whether a gap record has to close the place of a held record, so that what stands behind it links. */
export function isToClose({ kind, code, final, closed, attempts }: RecordRow): boolean {
  // A gap record that is refused itself would only beget another.
  if (closed || kind === 'gap' || code === 'record_conflict') return false
  return final === true || code === unreadable || attempts >= attemptsUntilClosed
}

const refusedTask = 'till_refused'

/** Tells a person that the platform refuses this till's key, with the code; null: that it takes it again. */
export async function noteKey(context: OutboxContext, code: string | null): Promise<void> {
  const { db, events } = context
  const known = await db.read(['tasks'], ({ tasks }) => tasks.get(refusedTask))
  if (code === null ? !known || (known.open === 0 && known.note === null) : known?.open === 1) return
  const { at: since } = momentOf(context)
  const task = await db.write(['tasks'], async (tables) => {
    if (code !== null) return addTask(tables, { kind: refusedTask, sale: null, since, codes: [code] })
    if (known) await tables.tasks.put({ ...known, open: 0, note: null })
    return null
  })
  if (task) events.emit('task', task)
  events.emit('changed', null)
}
