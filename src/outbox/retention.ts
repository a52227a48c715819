/**
 * The only place that deletes. What goes: sales whose every record the platform has answered, that
 * are past their retention, and that nobody has to look at any more. Their age counts from the
 * platform's answer, by the platform's clock, to what the authority signed as issued: a till's clock
 * that runs ahead deletes nothing.
 */
import { instantToMs, type Instant } from '../core/clock.ts'
import type { OutboxContext } from './context.ts'
import { allTables, readMeta, writeMeta, type SaleRow } from './database.ts'

const dayMs = 86_400_000
/** Sales looked at in one go, so that a start is not held up. */
const pageSize = 200

/**
 * Deletes what is past its time; how many sales went. Serials stay, so that a unit is never sold twice here.
 * @param issued when the release in force was issued, which has passed for certain; null without one: then nothing goes
 */
export async function prune(
  { db, ports }: OutboxContext,
  retentionDays: number,
  issued: Instant | null,
): Promise<number> {
  const beforeMs = Math.min(ports.clock.now(), issued === null ? 0 : instantToMs(issued)) - retentionDays * dayMs
  return db.write(allTables, async (tables) => {
    const old = await tables.sales.where('atMs').below(beforeMs).filter(isClosed(beforeMs)).limit(pageSize).toArray()
    let last = (await readMeta(tables, 'pruned')) ?? { epoch: -1, seq: -1 }
    let pruned = 0
    for (const sale of old) {
      const records = await tables.records.where('sale').equals(sale.id).toArray()
      const open = (await tables.tasks.where('sale').equals(sale.id).toArray()).some((task) => task.open === 1)
      if (open || records.some(({ delivery }) => delivery !== 'answered')) continue
      await tables.records.bulkDelete(records.map(({ id }) => id))
      await tables.sales.delete(sale.id)
      for (const { epoch, seq } of records)
        if (epoch > last.epoch || (epoch === last.epoch && seq > last.seq)) last = { epoch, seq }
      pruned++
    }
    if (pruned > 0) await writeMeta(tables, 'pruned', last)
    return pruned
  })
}

const isClosed =
  (beforeMs: number) =>
  ({ state, standing, answeredMs }: SaleRow): boolean =>
    (answeredMs ?? beforeMs) < beforeMs &&
    standing !== 'provisional' &&
    standing !== 'review' &&
    (state !== 'reserved' || standing === 'refused')
