/** Reservations that may have been paid without anybody saying so. */
import type { OutboxContext } from './context.ts'
import { momentOf } from './moment.ts'
import { heldUntilMs } from './sale-row.ts'
import { addTask } from './tasks.ts'

/**
 * Asks of each reservation that has lapsed, or that nobody is at any more: was it paid? Of each once.
 * @param isAlive whether the tab that made it still runs
 * @throws CheckoutError `STORAGE_…`
 */
export async function askAfterReservations(
  context: OutboxContext,
  isAlive: (tab: string) => Promise<boolean>,
): Promise<void> {
  const { db, tab: own } = context
  const { at, ms } = momentOf(context)
  const reserved = await db.read(['sales'], ({ sales }) => sales.where('state').equals('reserved').toArray())
  const left: string[] = []
  for (const row of reserved) {
    const isOpen = row.standing !== 'refused' && !row.fetched
    if (isOpen && (heldUntilMs(row) <= ms || (row.tab !== own && !(await isAlive(row.tab))))) left.push(row.id)
  }
  if (left.length === 0) return
  const asked = await db.write(['tasks', 'sales'], async (tables) => {
    const added = []
    for (const id of left) {
      const isOpen = (await tables.sales.get(id))?.state === 'reserved'
      const task = isOpen && (await addTask(tables, { kind: 'was_it_paid', sale: id, since: at, codes: [] }))
      if (task) added.push(task)
    }
    return added
  })
  for (const task of asked) context.events.emit('task', task)
  if (asked.length > 0) context.events.emit('changed', null)
}
