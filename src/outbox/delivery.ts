/** Where records are on their way, as the drain changes it: under its fencing token, in one transaction each. */
import { instantToMs } from '../core/clock.ts'
import { unitKey } from '../core/unit-ref.ts'
import type { Answer } from '../record/protocol.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { allTables, writeMeta, type RecordRow, type SaleRow, type Tables } from './database.ts'
import { requireFencingToken, type FencingToken } from './fencing.ts'
import { noteForkAnswered } from './fork.ts'
import { wholeSale } from './put-back.ts'
import { putSale, releaseSerials } from './sale-row.ts'
import type { Task } from './sale.ts'
import { takeBack } from './take-back.ts'
import { addTask, closeTask, taskId } from './tasks.ts'

/** In so many passes a record fails, while others are answered, before it is set aside. */
export const mostAttempts = 3

/** What was being sent when the last drain stopped waits again: the platform may have it, and knows it by its id. */
export async function returnSending({ db }: OutboxContext, token: FencingToken): Promise<void> {
  await db.write(['meta', 'records'], async (tables) => {
    await requireFencingToken(tables, token)
    const rows = await tables.records.where('[delivery+epoch+seq]').between(['sending'], ['sending', []]).toArray()
    await tables.records.bulkPut(rows.map((row) => ({ ...row, delivery: 'pending' as const })))
  })
}

/**
 * The next records to send, in the till's order, marked as being sent; none when no more is wanted.
 * @param after leaves out all up to this place
 * @param isWanted asked of each in the till's order; it may be asked again of one that it left out
 */
export async function takePending(
  { db }: OutboxContext,
  token: FencingToken,
  limit: number,
  after: readonly [epoch: number, seq: number],
  isWanted: (row: RecordRow) => boolean = () => true,
): Promise<readonly RecordRow[]> {
  return db.write(['meta', 'records'], async (tables) => {
    await requireFencingToken(tables, token)
    for (let from = after; ;) {
      const rows = await tables.records
        .where('[delivery+epoch+seq]')
        .between(['pending', ...from], ['pending', []], false)
        .limit(limit)
        .toArray()
      const last = rows.at(-1)
      const sending = rows.filter(isWanted).map((row) => ({ ...row, delivery: 'sending' as const }))
      if (sending.length > 0) await tables.records.bulkPut(sending)
      if (!last || sending.length > 0) return sending
      from = [last.epoch, last.seq]
    }
  })
}

/** Puts records back to wait; those that had been set aside before, aside. */
export async function putBack({ db }: OutboxContext, token: FencingToken, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db.write(['meta', 'records'], async (tables) => {
    await requireFencingToken(tables, token)
    const rows = (await tables.records.bulkGet([...ids])).filter((row) => row?.delivery === 'sending') as RecordRow[]
    await tables.records.bulkPut(
      rows.map((row) => ({ ...row, delivery: row.attempts < mostAttempts ? ('pending' as const) : ('held' as const) })),
    )
  })
}

/**
 * The platform has answered: each record is done, and its sale stands where the answer says. An answer
 * to a record is the sale's standing as it was given; those of one sale must come in here in the order
 * in which its records were sent. The platform's clock may have gone back meanwhile.
 */
export async function markAnswered(
  context: OutboxContext,
  token: FencingToken,
  answers: readonly Answer[],
): Promise<void> {
  const { db } = context
  const { ms } = momentOf(context)
  const tasks: Announced = new Map()
  const sales = new Set<string | null>()
  await db.write(allTables, async (tables) => {
    await requireFencingToken(tables, token)
    for (const answer of answers) {
      const row = await tables.records.get(answer.record)
      if (row) await noteTaken(tables, row, answer)
      await writeMeta(tables, 'offsetMs', instantToMs(answer.serverTime) - ms)
      sales.add(await applyAnswer(context, tables, row, answer, tasks, () => true))
    }
  })
  announce(context, sales, tasks)
}

/** Late answers, and where the platform's list of them was read up to. */
export async function applyLate(
  context: OutboxContext,
  token: FencingToken,
  answers: readonly Answer[],
  cursor: string,
): Promise<void> {
  const { db } = context
  const tasks: Announced = new Map()
  const sales = new Set<string | null>()
  await db.write(allTables, async (tables) => {
    await requireFencingToken(tables, token)
    for (const answer of answers) {
      const row = await tables.records.get(answer.record)
      // What this till has not sent may have come to the platform as a file.
      if (row && (row.delivery !== 'answered' || answer.sale === null)) await noteTaken(tables, row, answer)
      sales.add(await applyAnswer(context, tables, row, answer, tasks, isNewer))
    }
    await writeMeta(tables, 'cursor', cursor)
  })
  announce(context, sales, tasks)
}

/** The platform has the record: it is done, and so is the task that it became. */
async function noteTaken(tables: Tables<'records' | 'tasks'>, row: RecordRow, { sale }: Answer): Promise<void> {
  await tables.records.put({ ...row, delivery: 'answered', code: null, final: row.sale !== null && sale === null })
  if (row.code === null) return
  for (const kind of ['record_held', 'record_stranded'] as const)
    await closeTask(tables, kind, row.sale ?? row.id, null)
}

/** The sale that it says something of; null: none. */
async function applyAnswer(
  context: OutboxContext,
  tables: Tables,
  row: RecordRow | undefined,
  answer: Answer,
  tasks: Announced,
  mayApply: (before: SaleRow, answer: Answer) => boolean,
): Promise<string | null> {
  const { at } = momentOf(context)
  const fork = await noteForkAnswered(tables, row, answer, at)
  if (fork) tasks.set(fork.id, fork)
  // Where the platform took a record and has another till's sale under the id of its own, the answer is of ours alone.
  const sale = answer.sale ?? row?.sale ?? null
  const before = sale === null ? undefined : await wholeSale(tables, sale)
  if (!before || !mayApply(before, answer)) return sale
  const { standing, reasons, countersignature, returned = [] } = answer
  // Where the reservation will never be taken, what is said of the records behind it is no news of the sale.
  const isOfLater = answer.record !== before.id && before.standing !== 'provisional'
  if (isOfLater && (await tables.records.get(before.id))?.final) return sale
  const isPromised = (record: string): boolean => before.promised?.includes(record) ?? false
  const isTwice = before.refunded.some((unit) =>
    returned.some(({ by, ...each }) => unitKey(each) === unitKey(unit) && by !== unit.by && isPromised(unit.by)),
  )
  if (isTwice) await noteTask(context, tables, tasks, 'refunded_twice', before.id, ['already_refunded'])
  await changeStanding(context, tables, tasks, before, {
    ...(returned.length > 0 && (await takeBack(tables, before, returned))),
    standing,
    reasons: [...reasons],
    countersignature: countersignature ?? before.countersignature,
    answeredMs: instantToMs(answer.serverTime),
  })
  return sale
}

/** Writes where a sale stands now, with what follows from it, inside the caller's transaction. */
export async function changeStanding(
  context: OutboxContext,
  tables: Tables,
  tasks: Announced,
  before: SaleRow,
  change: Partial<SaleRow> & Pick<SaleRow, 'standing' | 'reasons'>,
): Promise<void> {
  const { id, state, standing, reasons, fetched } = await putSale(tables, before, change)
  if (standing !== before.standing) {
    if (before.standing === 'review') await closeTask(tables, 'review_after_sale', id, null)
    if (before.standing === 'refused') await closeTask(tables, 'refused_after_sale', id, null)
    // Of payments that differ a person was told as they were taken.
    const isTold = (await tables.tasks.get(taskId('amount_differs', id))) !== undefined
    if (standing === 'review' && state === 'committed' && !fetched && !isTold)
      await noteTask(context, tables, tasks, 'review_after_sale', id, reasons)
  }
  if (standing !== 'refused') return
  // A unit that was paid for has left the store, whatever the platform says of its subsidy.
  if (state === 'reserved') return releaseSerials(tables, id)
  if (state !== 'cancelled') await noteTask(context, tables, tasks, 'refused_after_sale', id, reasons)
}

// A list of late answers may hold what an answer to a record has overtaken. Within one second of the platform's clock, one that settles goes before one that does not.
function isNewer({ answeredMs, standing }: SaleRow, answer: Answer): boolean {
  const ms = instantToMs(answer.serverTime)
  if (answeredMs === null || ms > answeredMs) return true
  return ms === answeredMs && (answer.standing !== 'provisional' || standing === 'provisional')
}

/** Tasks by their id: a transaction that runs twice makes each once. */
export type Announced = Map<string, Task>

/** Adds a task to be told of after the transaction; once. @param about what it is named by where there is no sale */
export async function noteTask(
  context: OutboxContext,
  tables: Tables<'tasks'>,
  tasks: Announced,
  kind: Task['kind'],
  sale: string | null,
  codes: readonly string[],
  about?: string,
): Promise<void> {
  const { at: since } = momentOf(context)
  const task = await addTask(tables, { kind, sale, since, codes: [...codes], ...(about !== undefined && { about }) })
  if (task) tasks.set(task.id, task)
}

export function announce({ events }: OutboxContext, sales: Iterable<string | null>, tasks: Announced): void {
  for (const sale of new Set(sales)) if (sale !== null) events.emit('sale', sale)
  for (const task of tasks.values()) events.emit('task', task)
  events.emit('changed', null)
}
