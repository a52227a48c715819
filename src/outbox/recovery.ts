/** Repairs that add and never take away: places of the chain that can never be read again are closed by signed gap records. */
import { mintRecordId } from '../core/ids.ts'
import { append } from './append.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { readMeta, type RecordRow } from './database.ts'
import { noteFork } from './fork.ts'
import { isToClose } from './held.ts'
import { addTask } from './tasks.ts'

interface Missing {
  readonly seq: number
  readonly hash: string | null
  /** The record that is there but cannot be read, or is not taken. */
  readonly row: Pick<RecordRow, 'id' | 'code'> | null
}

/** Closes every place of the epoch in force whose record is missing, unreadable or never taken; how many. Run again, it finds nothing more. */
export async function closeGaps(context: OutboxContext): Promise<number> {
  const missing = await findMissing(context)
  for (const each of missing) await closeOne(context, each)
  return missing.length
}

async function findMissing({ db }: OutboxContext): Promise<readonly Missing[]> {
  return db.read(['records', 'meta'], async (tables) => {
    const [head, pruned] = await Promise.all([readMeta(tables, 'head'), readMeta(tables, 'pruned')])
    if (!head) return []
    const { epoch } = head
    const first = pruned?.epoch === epoch ? pruned.seq + 1 : 0
    const keys = (await tables.records
      .where('[epoch+seq]')
      .between([epoch, first], [epoch, head.seq], true, true)
      .keys()) as unknown as [number, number][]
    const held = await tables.records
      .where('[delivery+epoch+seq]')
      .between(['held', epoch, first], ['held', epoch, head.seq], true, true)
      .toArray()
    const present = new Set(keys.map(([, seq]) => seq))
    const holes: number[] = []
    for (let seq = first; seq <= head.seq; seq++) if (!present.has(seq)) holes.push(seq)
    const gaps =
      holes.length === 0
        ? []
        : await tables.records.filter((row) => row.kind === 'gap' && row.epoch === epoch).toArray()
    const closedSeqs = new Set(gaps.map(({ closes }) => closes))
    return [
      ...holes.filter((seq) => !closedSeqs.has(seq)).map((seq) => ({ seq, hash: null, row: null })),
      ...held
        .filter(isToClose)
        .map(({ id, code, seq, hash }) => ({ seq, hash: isHash(hash) ? hash : null, row: { id, code } })),
    ]
  })
}

async function closeOne(context: OutboxContext, { seq, hash, row }: Missing): Promise<void> {
  const id = mintRecordId(context.ports)
  const { at } = momentOf(context)
  await append<null>(context, async ({ place: { epoch }, tables }) => {
    const others = await tables.records
      .filter((other) => other.kind === 'gap' && other.epoch === epoch && other.closes === seq)
      .count()
    if (others > 0) return { done: null }
    return {
      sale: null,
      body: { kind: 'gap', id, missing: { seq, hash }, reason: row?.code ?? 'missing' },
      async write({ tables: written, record, tell }) {
        await written.records.put({ ...record, closes: seq })
        const held = row === null ? undefined : await written.records.get(row.id)
        if (held) await written.records.put({ ...held, closed: true })
        // Of what is held a person was told as it was set aside.
        const about = `seq ${seq}`
        const task = held
          ? null
          : await addTask(written, { kind: 'record_stranded', sale: null, about, since: at, codes: ['record_missing'] })
        if (task) tell(task)
        return null
      },
    }
  })
}

/**
 * The platform has records of this till that the till does not: its storage was lost, put back to an
 * older state, or copied. No more subsidies until it is enrolled again, and a person is told.
 */
export async function markForked(context: OutboxContext, codes: readonly string[]): Promise<void> {
  const { db } = context
  const { at } = momentOf(context)
  const task = await db.write(['meta', 'tasks'], (tables) => noteFork(tables, at, codes))
  if (task) context.events.emit('task', task)
  context.events.emit('changed', null)
}

/** Has all that the platform answered behind a place of its epoch sent again: it has nothing of it any more. */
export async function sendBehind(
  { db, events }: OutboxContext,
  { epoch, seq }: Pick<RecordRow, 'epoch' | 'seq'>,
): Promise<void> {
  await db.write(['records'], async ({ records }) => {
    const rows = await records
      .where('[delivery+epoch+seq]')
      .between(['answered', epoch, seq], ['answered', epoch, []], false)
      .toArray()
    await records.bulkPut(rows.map((row) => ({ ...row, delivery: 'pending' as const })))
  })
  events.emit('changed', null)
}

function isHash(hash: RecordRow['hash']): boolean {
  return /^[0-9a-f]{64}$/.test(hash)
}
