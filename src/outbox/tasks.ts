/** What a person has to settle. A task is named by its kind and sale, so that it is made once. */
import { CheckoutError } from '../core/errors.ts'
import { noteLimit } from '../record/record.ts'
import type { OutboxContext } from './context.ts'
import type { OutboxDatabase, TaskRow, Tables } from './database.ts'
import type { Task } from './sale.ts'

/**
 * Adds a task inside the caller's transaction; null when it is there already, open or settled by a
 * person. One that was closed because its cause was gone is opened again.
 */
export async function addTask(
  { tasks }: Tables<'tasks'>,
  task: Omit<Task, 'id'> & { readonly about?: string },
): Promise<Task | null> {
  const { about, ...rest } = task
  const id = taskId(task.kind, task.sale ?? about)
  const known = await tasks.get(id)
  if (known && (known.open === 1 || known.note !== null)) return null
  const added: Task = { id, ...rest }
  await tasks.put({ ...added, open: 1, note: null })
  return added
}

/** Closes the open task of a kind that a sale, or something else, has. `note`: null where its cause is gone. Inside the caller's transaction. */
export async function closeTask(
  { tasks }: Tables<'tasks'>,
  kind: Task['kind'],
  subject: string,
  note: string | null,
): Promise<void> {
  const row = await tasks.get(taskId(kind, subject))
  if (row?.open === 1) await tasks.put({ ...row, open: 0, note })
}

/** Closes every open task of a kind: its cause is gone. Inside the caller's transaction. */
export async function closeAll({ tasks }: Tables<'tasks'>, kind: Task['kind'], note: string): Promise<void> {
  const rows = await tasks.where('open').equals(1).toArray()
  await tasks.bulkPut(rows.filter((row) => row.kind === kind).map((row) => ({ ...row, open: 0 as const, note })))
}

/** Open tasks, oldest first. @throws CheckoutError `STORAGE_…` */
export async function openTasks(db: OutboxDatabase): Promise<readonly Task[]> {
  const rows = await db.read(['tasks'], ({ tasks }) => tasks.where('open').equals(1).toArray())
  return rows.map(taskView).sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
}

/**
 * Says that a person has settled it.
 * @throws CheckoutError `INPUT_INVALID` for no such task, or a note that is empty or too long; `STORAGE_…`
 */
export async function settleTask(context: OutboxContext, id: string, note: string): Promise<void> {
  const { db } = context
  if (note.trim() === '' || note.length > noteLimit) {
    throw new CheckoutError('INPUT_INVALID', `note must be 1 to ${noteLimit} characters`, {
      field: 'note',
      expected: `1 to ${noteLimit} characters`,
    })
  }
  await db.write(['tasks'], async ({ tasks }) => {
    const row = await tasks.get(id)
    if (!row) throw new CheckoutError('INPUT_INVALID', 'task: there is none by that id', { field: 'task' })
    if (row.open === 1) await tasks.put({ ...row, open: 0, note: note.trim() })
  })
  context.events.emit('changed', null)
}

/** @param subject its sale, or what else it is about */
export function taskId(kind: Task['kind'], subject?: string): string {
  return subject === undefined ? kind : `${kind}:${subject}`
}

function taskView({ id, kind, sale, since, codes }: TaskRow): Task {
  return { id, kind, sale, since, codes }
}
