/** What the outbox holds, counted in one transaction. A read error is "not known", never zero. */
import type { ChainHead } from '../record/chain.ts'
import type { OutboxContext } from './context.ts'
import { readMeta, type Tables } from './database.ts'
import type { Task } from './sale.ts'

export interface Counts {
  readonly unsent: number | null
  /** Sales whose money was taken and whose subsidy the platform refused, until a person has settled them. */
  readonly refused: number | null
  /** Those too whose delivery this version of the code does not know. */
  readonly held: number | null
  readonly tasks: number | null
  /** Records that vanished from this browser's storage and are not back, until a person has settled it. Null: not known how many. */
  readonly lost: number | null
}

export interface Counted extends Counts {
  /** Records that are not answered, whatever keeps them. */
  readonly unanswered: number
  /** Where the chain ends; null before the first enrolment, and after a loss of everything. */
  readonly head: ChainHead | null
}

/** @throws CheckoutError `STORAGE_…` */
export async function readCounts({ db }: Pick<OutboxContext, 'db'>): Promise<Counted> {
  return db.read(['records', 'tasks', 'meta'], async (tables) => {
    const [open, unsent, held, head] = await Promise.all([
      tables.tasks.where('open').equals(1).toArray(),
      countUnsent(tables),
      countHeld(tables),
      readMeta(tables, 'head'),
    ])
    const losses = open.flatMap(lossOf)
    const lost = losses.reduce<number | null>((sum, each) => (sum === null || each === null ? null : sum + each), 0)
    // All is gone, and with it what could tell that nothing waits.
    const isUnsure = lost !== 0 || (losses.length > 0 && !head)
    return {
      unsent: isUnsure && unsent === 0 ? null : unsent,
      held,
      unanswered: unsent + held,
      refused: open.filter(({ kind }) => kind === 'refused_after_sale').length,
      tasks: open.length,
      lost,
      head: head ?? null,
    }
  })
}

/** The code of a loss in the task that tells of it: `lost_16`; `lost_unknown` where nothing says how many. */
export const lossCode = (count: number | null): string => `lost_${String(count ?? 'unknown')}`

function lossOf({ kind, codes }: Pick<Task, 'kind' | 'codes'>): readonly (number | null)[] {
  if (kind !== 'storage_lost') return []
  const count = codes.map((code) => /^lost_(\d{1,9})$/.exec(code)?.[1]).find((each) => each !== undefined)
  return [count === undefined ? null : Number(count)]
}

/** The end of a key range, after every value that starts like it. */
const end: unknown[] = []

/** Records that wait to be sent, from the first; how many. */
export async function countUnsent({ records }: Tables<'records'>): Promise<number> {
  const [pending, sending] = await Promise.all(
    ['pending', 'sending'].map((delivery) =>
      records.where('[delivery+epoch+seq]').between([delivery], [delivery, end]).count(),
    ),
  )
  return (pending ?? 0) + (sending ?? 0)
}

/** All that are neither answered nor waiting: what lies between those in the index. */
async function countHeld({ records }: Tables<'records'>): Promise<number> {
  const byDelivery = () => records.where('[delivery+epoch+seq]')
  const counts = await Promise.all([
    byDelivery().below(['answered']).count(),
    byDelivery().between(['answered', end], ['pending']).count(),
    byDelivery().between(['pending', end], ['sending']).count(),
    byDelivery().above(['sending', end]).count(),
  ])
  return counts.reduce((sum, count) => sum + count, 0)
}
