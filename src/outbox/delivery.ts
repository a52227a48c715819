/** Where records are on their way, as the drain changes it: under its fence, in one transaction each. */
import { instantToMs } from '../core/clock.ts'
import type { Answer } from '../record/protocol.ts'
import { momentOf } from './append.ts'
import type { OutboxContext } from './context.ts'
import { writeMeta, type OutboxDatabase, type RecordRow, type SaleRow } from './database.ts'
import { requireFence, type Fence } from './fence.ts'
import { putSale, releaseSerials } from './sale-row.ts'
import type { Task } from './sale.ts'
import { addTask } from './tasks.ts'

/** What was being sent when the last drain stopped waits again: the platform may have it, and knows it by its id. */
export async function returnSending({ db }: OutboxContext, fence: Fence): Promise<void> {
  await db.transaction('rw', db.meta, db.records, async () => {
    await requireFence(db, fence)
    const rows = await db.records.where('[delivery+epoch+seq]').between(['sending'], ['sending', []]).toArray()
    await db.records.bulkPut(rows.map((row) => ({ ...row, delivery: 'pending' as const })))
  })
}

/**
 * The next records to send, in the till's order, marked as being sent.
 * @param after leaves out all up to this place
 */
export async function takePending(
  { db }: OutboxContext,
  fence: Fence,
  limit: number,
  after: readonly [epoch: number, seq: number],
): Promise<readonly RecordRow[]> {
  return db.transaction('rw', db.meta, db.records, async () => {
    await requireFence(db, fence)
    const rows = await db.records
      .where('[delivery+epoch+seq]')
      .between(['pending', ...after], ['pending', []], false)
      .limit(limit)
      .toArray()
    const sending = rows.map((row) => ({ ...row, delivery: 'sending' as const }))
    if (sending.length > 0) await db.records.bulkPut(sending)
    return sending
  })
}

/** Puts records back to wait; `counted`: their failure may be their own. */
export async function putBack(
  { db }: OutboxContext,
  fence: Fence,
  ids: readonly string[],
  counted: boolean,
): Promise<void> {
  if (ids.length === 0) return
  await db.transaction('rw', db.meta, db.records, async () => {
    await requireFence(db, fence)
    const rows = (await db.records.bulkGet([...ids])).filter((row) => row?.delivery === 'sending') as RecordRow[]
    await db.records.bulkPut(
      rows.map((row) => ({ ...row, delivery: 'pending' as const, attempts: row.attempts + (counted ? 1 : 0) })),
    )
  })
}

/**
 * The platform has answered: the record is done, and its sale stands where the answer says. An answer
 * to a record is the sale's standing as it was given; those of one sale must come in here in the order
 * in which its records were sent, one after the other. The platform's clock may have gone back meanwhile.
 */
export async function markAnswered(context: OutboxContext, fence: Fence, id: string, answer: Answer): Promise<void> {
  const { db } = context
  const { ms } = momentOf(context)
  const tasks: Task[] = []
  await db.transaction('rw', db.tables, async () => {
    await requireFence(db, fence)
    const row = await db.records.get(id)
    if (row) await db.records.put({ ...row, delivery: 'answered', code: null, answeredMs: ms })
    await writeMeta(db, 'offsetMs', instantToMs(answer.serverTime) - ms)
    await applyAnswer(context, answer, tasks, () => true)
  })
  announce(context, [answer.sale], tasks)
}

/** Parks a record that cannot be sent as it is; all others flow on, and a person is told. */
export async function holdRecord(context: OutboxContext, fence: Fence, id: string, code: string): Promise<void> {
  const { db } = context
  const { at } = momentOf(context)
  const tasks: Task[] = []
  const sale = await db.transaction('rw', db.tables, async () => {
    await requireFence(db, fence)
    const row = await db.records.get(id)
    if (!row) return null
    await db.records.put({ ...row, delivery: 'held', code })
    const kind = code === 'record_conflict' ? 'chain_forked' : 'record_held'
    if (kind === 'chain_forked') await writeMeta(db, 'forked', true)
    const task = await addTask(db, { kind, sale: row.sale, about: id, since: at, codes: [code] })
    if (task) tasks.push(task)
    return row.sale
  })
  announce(context, [sale], tasks)
}

/** Late answers, and where the platform's list of them was read up to. */
export async function applyLate(
  context: OutboxContext,
  fence: Fence,
  answers: readonly Answer[],
  cursor: string,
): Promise<void> {
  const { db } = context
  const tasks: Task[] = []
  await db.transaction('rw', db.tables, async () => {
    await requireFence(db, fence)
    for (const answer of answers) await applyAnswer(context, answer, tasks, isNewer)
    await writeMeta(db, 'cursor', cursor)
  })
  announce(
    context,
    answers.map(({ sale }) => sale),
    tasks,
  )
}

async function applyAnswer(
  context: OutboxContext,
  answer: Answer,
  tasks: Task[],
  mayApply: (before: SaleRow, answer: Answer) => boolean,
): Promise<void> {
  const { db } = context
  const before = answer.sale === null ? undefined : await db.sales.get(answer.sale)
  if (!before || !mayApply(before, answer)) return
  const { standing, reasons, countersignature } = answer
  const after = await putSale(db, before, {
    standing,
    reasons: [...reasons],
    countersignature: countersignature ?? before.countersignature,
    answeredMs: instantToMs(answer.serverTime),
  })
  if (standing !== 'refused') return
  // A unit that was paid for has left the store, whatever the platform says of its subsidy.
  if (after.state === 'reserved') return releaseSerials(db, after.id)
  if (after.state === 'cancelled') return
  const { at } = momentOf(context)
  const task = await addTask(db, { kind: 'refused_after_sale', sale: after.id, since: at, codes: [...reasons] })
  if (task) tasks.push(task)
}

// A list of late answers may hold what an answer to a record has overtaken. Within one second of the platform's clock, one that settles goes before one that does not.
function isNewer({ answeredMs, standing }: SaleRow, answer: Answer): boolean {
  const ms = instantToMs(answer.serverTime)
  if (answeredMs === null || ms > answeredMs) return true
  return ms === answeredMs && (answer.standing !== 'provisional' || standing === 'provisional')
}

function announce({ events }: OutboxContext, sales: readonly (string | null)[], tasks: readonly Task[]): void {
  for (const sale of new Set(sales)) if (sale !== null) events.emit('sale', sale)
  for (const task of tasks) events.emit('task', task)
  events.emit('changed', null)
}

/** Records that wait to be sent, from the first; how many. */
export async function countUnsent(db: OutboxDatabase): Promise<number> {
  const [pending, sending] = await Promise.all(
    ['pending', 'sending'].map((delivery) =>
      db.records.where('[delivery+epoch+seq]').between([delivery], [delivery, []]).count(),
    ),
  )
  return (pending ?? 0) + (sending ?? 0)
}
