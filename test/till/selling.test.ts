/** What a call costs: each waits for its record to be durable, and without a line for nothing more. */
import { describe, expect, it } from 'vitest'
import type { Status } from '../../src/client.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import type { OutboxDatabase } from '../../src/outbox/database.ts'
import { createSelling, type Selling } from '../../src/till/selling.ts'
import { appendSale, createShelf, giveKey, openOutbox, rows, spoil } from '../outbox/outbox.ts'

interface CountedTill {
  readonly context: OutboxContext
  readonly selling: Selling
  readonly transactions: { read: number; write: number }
}

/** A till without a line that counts its transactions. `held`: records that its status tells of. */
async function createTill(held: number | null): Promise<CountedTill> {
  const context = await openOutbox(createShelf())
  await giveKey(context)
  const transactions = { read: 0, write: 0 }
  const counted =
    (mode: 'read' | 'write'): OutboxDatabase['read'] =>
    (names, work) => {
      transactions[mode]++
      return context.db[mode](names, work)
    }
  const unused = (): never => {
    throw new Error('not asked for here')
  }
  const selling = createSelling({
    context: { ...context, db: { ...context.db, read: counted('read'), write: counted('write') } },
    terms: { at: unused },
    buyers: { prove: unused },
    serials: { settle: unused, facts: unused },
    finder: { fetch: unused },
    ready: () => Promise.resolve(),
    sync: { kick: () => undefined },
    status: { read: () => ({ held }) as Status },
    isOnline: () => false,
    answerTimeoutMs: 2_000,
    onTimeout: 'accept',
    onError: unused,
    signal: new AbortController().signal,
  })
  return { context, selling, transactions }
}

describe('a call without a line', () => {
  it.each([
    ['commit', (selling: Selling, id: string) => selling.commit(id, { payments: [] }), 'provisional'],
    ['cancel', (selling: Selling, id: string) => selling.cancel(id, 'left'), 'cancelled'],
  ] as const)('%s reads once, writes once, and tells what it wrote', async (_name, call, status) => {
    const { context, selling, transactions } = await createTill(0)
    const { id } = await appendSale(context, 'A-1')
    expect(await call(selling, id)).toMatchObject({ status, sale: { id, delivery: 'pending' } })
    expect(transactions).toEqual({ read: 1, write: 1 })
  })

  it.each([1, null])('tells of a record of its sale that is held (held by the status: %s)', async (held) => {
    const { context, selling } = await createTill(held)
    const { id } = await appendSale(context, 'A-1')
    const [reserved] = await rows(context)
    await spoil(context, { ...reserved!, delivery: 'held', code: 'record_invalid' })
    expect(await selling.commit(id, { payments: [] })).toMatchObject({ sale: { id, delivery: 'held' } })
  })

  it('said again, tells how far its records have come', async () => {
    const { context, selling } = await createTill(0)
    const { id } = await appendSale(context, 'A-1')
    await selling.commit(id, { payments: [] })
    for (const row of await rows(context)) await spoil(context, { ...row, delivery: 'answered' })
    expect(await selling.commit(id, { payments: [] })).toMatchObject({ sale: { id, delivery: 'answered' } })
  })
})
