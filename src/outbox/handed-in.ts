/** Records that this till could not send, and that came to the platform as a file: it tells what it makes of them. */
import type { Answer } from '../record/protocol.ts'
import type { Tables } from './database.ts'

/** They are done, and so is the task that each became; inside the caller's transaction. */
export async function noteHandedIn(
  { records, tasks }: Tables<'records' | 'tasks'>,
  answers: readonly Answer[],
): Promise<void> {
  for (const row of await records.bulkGet(answers.map(({ record }) => record))) {
    if (row?.delivery !== 'held') continue
    await records.put({ ...row, delivery: 'answered', code: null })
    const task = await tasks.get(`record_held:${row.sale ?? row.id}`)
    if (task?.open === 1) await tasks.put({ ...task, open: 0, note: null })
  }
}
