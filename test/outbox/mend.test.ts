/** Single values of the outbox that were lost or hold nonsense: a till is never enrolled and unable. */
import { describe, expect, it } from 'vitest'
import { readCounts } from '../../src/outbox/counts.ts'
import { loadMeta, readMeta, type Meta } from '../../src/outbox/database.ts'
import { mendValues } from '../../src/outbox/mend.ts'
import { closeGaps } from '../../src/outbox/recovery.ts'
import type { ChainHead } from '../../src/record/chain.ts'
import { appendSale, createShelf, giveKey, openOutbox } from './outbox.ts'

async function withSales(count: number) {
  const context = await openOutbox(createShelf())
  await giveKey(context)
  for (let i = 0; i < count; i++) await appendSale(context, `A-${i}`, { unconfirmed: 1 })
  const put = (key: string, value: unknown): Promise<void> =>
    context.db.write(['meta'], async ({ meta }) => {
      await meta.put({ key, value } as never)
    })
  return { context, put }
}

describe('the head of the chain', () => {
  it.each([
    ['gone', undefined],
    ['nonsense', { epoch: 'one' }],
    ['of a newer form', 'QmFzZTY0'],
  ])('is found again from the records when it is %s', async (_name, value) => {
    const { context, put } = await withSales(3)
    const head = await loadMeta(context.db, 'head')
    await put('head', value)
    await mendValues(context)
    expect(await loadMeta(context.db, 'head')).toEqual(head)
    await appendSale(context, 'A-9')
    expect(await loadMeta(context.db, 'head')).toMatchObject({ seq: 3 })
  })

  it('goes on behind a last record that cannot be read any more', async () => {
    const { context, put } = await withSales(3)
    const head = await loadMeta(context.db, 'head')
    await context.db.write(['records'], async ({ records }) => {
      const last = await records.orderBy('[epoch+seq]').last()
      await records.put({ ...last!, jws: 'gone' })
    })
    await put('head', null)
    await mendValues(context)
    expect(await loadMeta(context.db, 'head')).toEqual(head)
  })

  it.each([
    ['below the last record', (head: ChainHead) => ({ ...head, seq: head.seq - 2 })],
    ['with another hash', (head: ChainHead) => ({ ...head, hash: 'a'.repeat(64) })],
    ['without a hash', (head: ChainHead) => ({ ...head, hash: null })],
    ['in an epoch that no key has signed', (head: ChainHead) => ({ epoch: head.epoch + 1, seq: -1, hash: null })],
    ['so far ahead that nobody could close the places between', (head: ChainHead) => ({ ...head, seq: 2 ** 40 })],
  ])('is found again from the records where it stands %s', async (_name, change) => {
    const { context, put } = await withSales(3)
    const head = await loadMeta(context.db, 'head')
    await put('head', change(head!))
    await mendValues(context)
    expect(await loadMeta(context.db, 'head')).toEqual(head)
    await appendSale(context, 'A-9')
    expect(await closeGaps(context)).toBe(0)
  })

  it('is believed where a few records behind the last one vanished, and where the last one was damaged', async () => {
    const { context } = await withSales(3)
    const head = await loadMeta(context.db, 'head')
    await context.db.write(['records'], async ({ records }) => {
      const last = await records.orderBy('[epoch+seq]').last()
      await records.put({ ...last!, hash: 'b'.repeat(64) })
    })
    await mendValues(context)
    expect(await loadMeta(context.db, 'head')).toEqual(head)
    await context.db.write(['records'], async ({ records }) => {
      const last = await records.orderBy('[epoch+seq]').last()
      await records.delete(last!.id)
    })
    await mendValues(context)
    expect(await loadMeta(context.db, 'head')).toEqual(head)
    expect(await closeGaps(context)).toBe(1)
  })

  it('is left alone where the key in force has signed nothing', async () => {
    const { context, put } = await withSales(0)
    await put('head', undefined)
    await mendValues(context)
    expect(await loadMeta(context.db, 'head')).toBeUndefined()
    await expect(appendSale(context, 'A-1')).rejects.toMatchObject({ code: 'NOT_ENROLLED' })
  })
})

describe('other values', () => {
  const nonsense: Partial<Record<keyof Meta, unknown>> = {
    keys: { keyId: 'k', number: 1, privateKey: {}, tagKey: {} },
    enrolling: 7,
    offsetMs: 1e15,
    pruned: { epoch: 1, seq: Number.NaN },
    cursor: { at: 3 },
    lease: { token: -1 },
    forked: 'perhaps',
  }
  it.each(Object.entries(nonsense))(
    'that hold nonsense count as absent and are kept as they are: %s',
    async (key, value) => {
      const { context, put } = await withSales(1)
      await put(key, value)
      await mendValues(context)
      await mendValues(context)
      expect(await loadMeta(context.db, key as keyof Meta)).toBeUndefined()
      const kept = await context.db.read(['meta'], (tables) => readMeta(tables, `unreadable:${key}` as keyof Meta))
      expect(kept).toEqual(value)
    },
  )

  it('are counted again where the budget of unconfirmed sales holds nonsense', async () => {
    const { context, put } = await withSales(2)
    await put('budget', { count: 'many' })
    await mendValues(context)
    expect(await loadMeta(context.db, 'budget')).toEqual({ count: 2, amount: '0.00' })
  })

  it('are counted again where the budget has another number of sales than there are', async () => {
    const { context, put } = await withSales(2)
    await put('budget', { count: 900, amount: '90000.00' })
    await mendValues(context)
    expect(await loadMeta(context.db, 'budget')).toEqual({ count: 2, amount: '0.00' })
  })

  it('of a newer version are not touched', async () => {
    const { context, put } = await withSales(1)
    await put('newer', { any: 'thing' })
    await mendValues(context)
    expect(await context.db.read(['meta'], (tables) => readMeta(tables, 'newer' as keyof Meta))).toEqual({
      any: 'thing',
    })
  })
})

describe('rows that a newer version wrote', () => {
  it.each(['archived', 'parked', 'queued', 'zipped'])(
    'are held, never answered and never none: delivery %s',
    async (delivery) => {
      const { context } = await withSales(2)
      await context.db.write(['records'], async ({ records }) => {
        const first = await records.orderBy('[epoch+seq]').first()
        await records.put({ ...first!, delivery: delivery as never })
      })
      expect(await readCounts(context)).toMatchObject({ unsent: 1, held: 1 })
      const [newer] = await context.db.read(['records'], ({ records }) => records.orderBy('[epoch+seq]').toArray())
      expect(newer).toMatchObject({ delivery })
    },
  )
})
