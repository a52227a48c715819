/** Repairs that add and never take away: places of the chain that can never be read again are closed by signed gap records. */
import { mintRecordId } from '../core/ids.ts'
import { append } from './append.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { isBehind, placeName } from '../record/chain.ts'
import { readMeta, type RecordRow, type Tables } from './database.ts'
import { noteFork } from './fork.ts'
import { heldRecords, isToClose } from './held.ts'
import { addTask } from './tasks.ts'

interface Missing {
  readonly epoch: number
  readonly seq: number
  readonly hash: string | null
  /** The record that is there but cannot be read, or is not taken. */
  readonly row: Pick<RecordRow, 'id' | 'code'> | null
}

/** Closes every place whose record is missing, unreadable or never taken; how many. Run again, it finds nothing more. */
export async function closeGaps(context: OutboxContext): Promise<number> {
  const missing = await findMissing(context)
  for (const each of missing) await closeOne(context, each)
  return missing.length
}

async function findMissing({ db }: OutboxContext): Promise<readonly Missing[]> {
  return db.read(['records', 'meta'], async (tables) => {
    const [head, pruned] = await Promise.all([readMeta(tables, 'head'), readMeta(tables, 'pruned')])
    if (!head) return []
    const first = pruned ? [pruned.epoch, pruned.seq + 1] : [0, 0]
    const [places, answered, held, gaps] = await Promise.all([
      tables.records.where('[epoch+seq]').between(first, [head.epoch, head.seq], true, true).keys(),
      tables.records
        .where('[delivery+epoch+seq]')
        .between(['answered', ...first], ['answered', head.epoch])
        .keys(),
      heldRecords(tables),
      gapRecords(tables),
    ])
    const known = new Set(gaps.map(({ closes }) => closes))
    for (const [epoch, seq] of places as unknown as [number, number][]) known.add(placeName({ epoch, seq }))
    // Of an earlier epoch nothing waits behind the last that the platform has; what stands there may be false.
    const ends = new Map((answered as unknown as [string, number, number][]).map(([, epoch, seq]) => [epoch, seq]))
    const holes: Missing[] = []
    for (const [epoch, end] of ends.set(head.epoch, head.seq))
      for (let seq = epoch === first[0] ? (first[1] ?? 0) : 0; seq <= end; seq++)
        if (!known.has(placeName({ epoch, seq }))) holes.push({ epoch, seq, hash: null, row: null })
    return [
      ...holes,
      ...held
        .filter((row) => isToClose(row) && !isBehind(head, row))
        .map(({ id, code, epoch, seq, hash }) => ({ epoch, seq, hash: isHash(hash) ? hash : null, row: { id, code } })),
    ]
  })
}

function gapRecords({ records }: Tables<'records'>): Promise<RecordRow[]> {
  return records.filter(({ kind }) => kind === 'gap').toArray()
}

async function closeOne(context: OutboxContext, { epoch, seq, hash, row }: Missing): Promise<void> {
  const id = mintRecordId(context.ports)
  const { at } = momentOf(context)
  const closes = placeName({ epoch, seq })
  await append<null>(context, async ({ place, tables }) => {
    if ((await gapRecords(tables)).some((other) => other.closes === closes)) return { done: null }
    return {
      sale: null,
      body: {
        kind: 'gap',
        id,
        missing: { ...(epoch !== place.epoch && { epoch }), seq, hash },
        reason: row?.code ?? 'missing',
      },
      async write({ tables: written, record, tell }) {
        await written.records.put({ ...record, closes })
        const held = row === null ? undefined : await written.records.get(row.id)
        if (held) await written.records.put({ ...held, closed: true })
        // Of what is held a person was told as it was set aside.
        const about = `place ${closes}`
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
