/**
 * The only place that deletes. What goes: sales whose every record the platform has answered, that
 * are past their retention, and that nobody has to look at any more.
 */
import type { OutboxContext } from './context.ts'
import { allTables, readMeta, writeMeta, type SaleRow } from './database.ts'

const dayMs = 86_400_000
/** Sales looked at in one go, so that a start is not held up. */
const pageSize = 200

/** Deletes what is past its time; how many sales went. Serials stay, so that a unit is never sold twice here. */
export async function prune({ db, ports }: OutboxContext, retentionDays: number): Promise<number> {
  const beforeMs = ports.clock.now() - retentionDays * dayMs
  return db.write(allTables, async (tables) => {
    const old = await tables.sales.where('atMs').below(beforeMs).filter(isClosed).limit(pageSize).toArray()
    let last = (await readMeta(tables, 'pruned')) ?? { epoch: -1, seq: -1 }
    let pruned = 0
    for (const sale of old) {
      const records = await tables.records.where('sale').equals(sale.id).toArray()
      const open = (await tables.tasks.where('sale').equals(sale.id).toArray()).some((task) => task.open === 1)
      const isSettled = records.every(
        ({ delivery, answeredMs }) => delivery === 'answered' && answeredMs !== null && answeredMs < beforeMs,
      )
      if (open || !isSettled) continue
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

function isClosed({ state, standing }: SaleRow): boolean {
  return standing !== 'provisional' && standing !== 'review' && (state !== 'reserved' || standing === 'refused')
}
