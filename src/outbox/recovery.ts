/** Repairs that add and never take away: places of the chain that can never be read again are closed by signed gap records. */
import { mintRecordId } from '../core/ids.ts'
import { append } from './append.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { readMeta, type RecordRow } from './database.ts'
import { unreadable } from './delivery.ts'
import { noteFork } from './fork.ts'
import { addTask } from './tasks.ts'

/** Why a record stays held after a gap record closed its place. */
const closed = 'record_closed'

interface Missing {
  readonly seq: number
  readonly hash: string | null
  /** The row that is there but cannot be read. */
  readonly row: string | null
}

/** Closes every place of the epoch in force that is missing or unreadable; how many. Run again, it finds nothing more. */
export async function closeGaps(context: OutboxContext): Promise<number> {
  const missing = await findMissing(context)
  for (const { seq, hash, row } of missing) await closeOne(context, seq, hash, row)
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
        .filter(({ code }) => code === unreadable)
        .map(({ id, seq, hash }) => ({ seq, hash: isHash(hash) ? hash : null, row: id })),
    ]
  })
}

async function closeOne(context: OutboxContext, seq: number, hash: string | null, row: string | null): Promise<void> {
  const id = mintRecordId(context.ports)
  const { at } = momentOf(context)
  await append<null>(context, async ({ place: { epoch }, tables }) => {
    const others = await tables.records
      .filter((other) => other.kind === 'gap' && other.epoch === epoch && other.closes === seq)
      .count()
    if (others > 0) return { done: null }
    return {
      sale: null,
      body: { kind: 'gap', id, missing: { seq, hash }, reason: row === null ? 'missing' : 'unreadable' },
      async write({ tables: written, record, tell }) {
        await written.records.put({ ...record, closes: seq })
        const broken = row === null ? undefined : await written.records.get(row)
        if (broken) await written.records.put({ ...broken, code: closed })
        const task = await addTask(written, {
          kind: 'record_held',
          sale: broken?.sale ?? null,
          about: `seq ${seq}`,
          since: at,
          codes: [closed],
        })
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

function isHash(hash: RecordRow['hash']): boolean {
  return /^[0-9a-f]{64}$/.test(hash)
}
