/** Where records are on their way, as the drain changes it: under its fencing token, in one transaction each. */
import { instantToMs } from '../core/clock.ts'
import { unitKey } from '../core/unit-ref.ts'
import type { Answer } from '../record/protocol.ts'
import { noteHandedIn } from './handed-in.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { allTables, writeMeta, type RecordRow, type SaleRow, type Tables } from './database.ts'
import { requireFencingToken, type FencingToken } from './fencing.ts'
import { noteFork, noteForkAnswered } from './fork.ts'
import { putSale, releaseSerials } from './sale-row.ts'
import type { Task } from './sale.ts'
import { takeBack } from './take-back.ts'
import { addTask } from './tasks.ts'

/** Why a record is held that no longer has the bytes that were signed. */
export const unreadable = 'record_unreadable'

/** What was being sent when the last drain stopped waits again: the platform may have it, and knows it by its id. */
export async function returnSending({ db }: OutboxContext, token: FencingToken): Promise<void> {
  await db.write(['meta', 'records'], async (tables) => {
    await requireFencingToken(tables, token)
    const rows = await tables.records.where('[delivery+epoch+seq]').between(['sending'], ['sending', []]).toArray()
    await tables.records.bulkPut(rows.map((row) => ({ ...row, delivery: 'pending' as const })))
  })
}

/**
 * The next records to send, in the till's order, marked as being sent.
 * @param after leaves out all up to this place
 */
export async function takePending(
  { db }: OutboxContext,
  token: FencingToken,
  limit: number,
  after: readonly [epoch: number, seq: number],
): Promise<readonly RecordRow[]> {
  return db.write(['meta', 'records'], async (tables) => {
    await requireFencingToken(tables, token)
    const rows = await tables.records
      .where('[delivery+epoch+seq]')
      .between(['pending', ...after], ['pending', []], false)
      .limit(limit)
      .toArray()
    const sending = rows.map((row) => ({ ...row, delivery: 'sending' as const }))
    if (sending.length > 0) await tables.records.bulkPut(sending)
    return sending
  })
}

/** Puts records back to wait; `counted`: their failure may be their own. */
export async function putBack(
  { db }: OutboxContext,
  token: FencingToken,
  ids: readonly string[],
  counted: boolean,
): Promise<void> {
  if (ids.length === 0) return
  await db.write(['meta', 'records'], async (tables) => {
    await requireFencingToken(tables, token)
    const rows = (await tables.records.bulkGet([...ids])).filter((row) => row?.delivery === 'sending') as RecordRow[]
    await tables.records.bulkPut(
      rows.map((row) => ({ ...row, delivery: 'pending' as const, attempts: row.attempts + (counted ? 1 : 0) })),
    )
  })
}

/**
 * The platform has answered: the record is done, and its sale stands where the answer says. An answer
 * to a record is the sale's standing as it was given; those of one sale must come in here in the order
 * in which its records were sent, one after the other. The platform's clock may have gone back meanwhile.
 */
export async function markAnswered(
  context: OutboxContext,
  token: FencingToken,
  id: string,
  answer: Answer,
): Promise<void> {
  const { db } = context
  const { ms } = momentOf(context)
  const tasks: Announced = new Map()
  await db.write(allTables, async (tables) => {
    await requireFencingToken(tables, token)
    const row = await tables.records.get(id)
    if (row) await tables.records.put({ ...row, delivery: 'answered', code: null })
    await writeMeta(tables, 'offsetMs', instantToMs(answer.serverTime) - ms)
    await applyAnswer(context, tables, answer, tasks, () => true)
  })
  announce(context, [answer.sale], tasks)
}

/** Parks a record that cannot be sent as it is; all others flow on, and a person is told. */
export async function holdRecord(context: OutboxContext, token: FencingToken, id: string, code: string): Promise<void> {
  const { db } = context
  const { at } = momentOf(context)
  const tasks: Announced = new Map()
  const sale = await db.write(allTables, async (tables) => {
    await requireFencingToken(tables, token)
    const row = await tables.records.get(id)
    if (!row) return null
    await tables.records.put({ ...row, delivery: 'held', code })
    const task =
      code === 'record_conflict'
        ? await noteFork(tables, at, [code])
        : await addTask(tables, { kind: 'record_held', sale: row.sale, about: id, since: at, codes: [code] })
    if (task) tasks.set(task.id, task)
    return row.sale
  })
  announce(context, [sale], tasks)
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
  await db.write(allTables, async (tables) => {
    await requireFencingToken(tables, token)
    await noteHandedIn(tables, answers)
    for (const answer of answers) await applyAnswer(context, tables, answer, tasks, isNewer)
    await writeMeta(tables, 'cursor', cursor)
  })
  announce(
    context,
    answers.map(({ sale }) => sale),
    tasks,
  )
}

async function applyAnswer(
  context: OutboxContext,
  tables: Tables,
  answer: Answer,
  tasks: Announced,
  mayApply: (before: SaleRow, answer: Answer) => boolean,
): Promise<void> {
  const { at } = momentOf(context)
  const fork = await noteForkAnswered(tables, answer, at)
  if (fork) tasks.set(fork.id, fork)
  const before = answer.sale === null ? undefined : await tables.sales.get(answer.sale)
  if (!before || !mayApply(before, answer)) return
  const { standing, reasons, countersignature, returned = [] } = answer
  const note = async (kind: Task['kind'], codes: readonly string[]): Promise<void> => {
    const task = await addTask(tables, { kind, sale: before.id, since: at, codes })
    if (task) tasks.set(task.id, task)
  }
  const isPromised = (record: string): boolean => before.promised?.includes(record) ?? false
  const isTwice = before.refunded.some((unit) =>
    returned.some(({ by, ...each }) => unitKey(each) === unitKey(unit) && by !== unit.by && isPromised(unit.by)),
  )
  if (isTwice) await note('refunded_twice', ['already_refunded'])
  const after = await putSale(tables, before, {
    ...(returned.length > 0 && (await takeBack(tables, before, returned))),
    standing,
    reasons: [...reasons],
    countersignature: countersignature ?? before.countersignature,
    answeredMs: instantToMs(answer.serverTime),
  })
  if (standing !== 'refused') return
  // A unit that was paid for has left the store, whatever the platform says of its subsidy.
  if (after.state === 'reserved') return releaseSerials(tables, after.id)
  if (after.state === 'cancelled') return
  await note('refused_after_sale', [...reasons])
}

// A list of late answers may hold what an answer to a record has overtaken. Within one second of the platform's clock, one that settles goes before one that does not.
function isNewer({ answeredMs, standing }: SaleRow, answer: Answer): boolean {
  const ms = instantToMs(answer.serverTime)
  if (answeredMs === null || ms > answeredMs) return true
  return ms === answeredMs && (answer.standing !== 'provisional' || standing === 'provisional')
}

/** Tasks by their id: a transaction that runs twice makes each once. */
type Announced = Map<string, Task>

function announce({ events }: OutboxContext, sales: readonly (string | null)[], tasks: Announced): void {
  for (const sale of new Set(sales)) if (sale !== null) events.emit('sale', sale)
  for (const task of tasks.values()) events.emit('task', task)
  events.emit('changed', null)
}
