/** What a cashier is shown at a glance. A read error is "not known", never zero. */
import type { OutboxContext } from './context.ts'
import type { Tables } from './database.ts'

export interface Counts {
  readonly unsent: number | null
  /** Sales whose money was taken and whose subsidy the platform refused, until a person has settled them. */
  readonly refused: number | null
  readonly held: number | null
  readonly tasks: number | null
}

export const unknownCounts: Counts = { unsent: null, refused: null, held: null, tasks: null }

export async function readCounts({ db }: Pick<OutboxContext, 'db'>): Promise<Counts> {
  try {
    return await db.read(['records', 'tasks'], async ({ records, tasks }) => {
      const open = await tasks.where('open').equals(1).toArray()
      return {
        unsent: await countUnsent({ records }),
        held: await records.where('[delivery+epoch+seq]').between(['held'], ['held', []]).count(),
        refused: open.filter(({ kind }) => kind === 'refused_after_sale').length,
        tasks: open.length,
      }
    })
  } catch {
    return unknownCounts
  }
}

/** Records that wait to be sent, from the first; how many. */
export async function countUnsent({ records }: Tables<'records'>): Promise<number> {
  const [pending, sending] = await Promise.all(
    ['pending', 'sending'].map((delivery) =>
      records.where('[delivery+epoch+seq]').between([delivery], [delivery, []]).count(),
    ),
  )
  return (pending ?? 0) + (sending ?? 0)
}
