/** The till's chain has forked: no more subsidies until it is enrolled again, and a person is told, once an epoch. */
import type { Instant } from '../core/clock.ts'
import type { Answer } from '../record/protocol.ts'
import { readMeta, writeMeta, type RecordRow, type Tables } from './database.ts'
import type { Task } from './sale.ts'
import { addTask } from './tasks.ts'

/** Inside the caller's transaction. The task; null where a person was told of this epoch's fork before. */
export async function noteFork(
  tables: Tables<'meta' | 'tasks'>,
  since: Instant,
  codes: readonly string[],
): Promise<Task | null> {
  await writeMeta(tables, 'forked', true)
  const epoch = (await readMeta(tables, 'head'))?.epoch ?? 0
  return addTask(tables, { kind: 'chain_forked', sale: null, about: `epoch ${epoch}`, since, codes })
}

/**
 * As {@link noteFork}, where an answer says so of the epoch in force. Of an epoch's first record it says
 * that the platform knew of more than the till, which enrolling it again has settled.
 */
export async function noteForkAnswered(
  tables: Tables<'meta' | 'tasks'>,
  row: RecordRow | undefined,
  { forked }: Answer,
  since: Instant,
): Promise<Task | null> {
  if (!forked) return null
  const head = await readMeta(tables, 'head')
  return row && row.kind !== 'epoch' && row.epoch === head?.epoch ? noteFork(tables, since, ['record_forked']) : null
}
