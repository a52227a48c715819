import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mintRecordId } from '../../src/core/ids.ts'
import type { Locks } from '../../src/core/ports.ts'
import { append } from '../../src/outbox/append.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { checkLinks } from '../../src/record/check-chain.ts'
import { readRecord } from '../../src/record/jws.ts'
import { turn } from '../../src/testing/clock.ts'
import { createFailingDatabase, type FailingDatabase } from '../support/failing-database.ts'
import { appendSale, createShelf, giveKey, openOutbox, rows } from './outbox.ts'

/** A till with a key on a database that fails when told to. */
async function failing(): Promise<{ readonly context: OutboxContext; readonly storage: FailingDatabase }> {
  const storage = createFailingDatabase()
  const context = await openOutbox(createShelf({ indexedDb: storage.indexedDb }))
  await giveKey(context)
  return { context, storage }
}

describe('append', () => {
  it('keeps one chain without holes or forks whatever the tabs do at once, with and without locks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (tabs, orders, locks) => {
          const shelf = createShelf({ locks })
          const contexts = await Promise.all(Array.from({ length: tabs }, () => openOutbox(shelf)))
          const [first] = contexts
          const { publicKey } = await giveKey(first!)
          await Promise.all(orders.map((tab, i) => appendSale(contexts[tab % tabs]!, `A-${i}`)))
          const stored = await rows(first!)
          expect(stored.map(({ seq }) => seq)).toEqual(orders.map((_, i) => i))
          const read = await Promise.all(stored.map(({ jws }) => readRecord(jws, () => publicKey)))
          // The key was given, not enrolled: no epoch record opens the chain.
          expect(checkLinks(read)).toEqual([{ index: 0, code: 'place_wrong' }])
          for (const context of contexts) context.db.close()
        },
      ),
      { numRuns: 12, seed: 20260306 },
    )
  })

  it('writes one record for one order, from two tabs at once', async () => {
    const shelf = createShelf({ locks: false })
    const [one, two] = [await openOutbox(shelf), await openOutbox(shelf)]
    await giveKey(one)
    const [a, b] = await Promise.all([appendSale(one, 'A-1'), appendSale(two, 'A-1')])
    expect(a.id).toBe(b.id)
    expect(await rows(one)).toHaveLength(1)
  })

  it('waits for the signing lock no longer than half a second, and is right without it', async () => {
    const held: Locks = {
      request: (_name, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
        ),
    }
    const shelf = createShelf()
    const context = await openOutbox(shelf, { locks: held })
    await giveKey(context)
    const saved = appendSale(context, 'A-1')
    await turn()
    await shelf.clock.advance(499)
    expect(await rows(context)).toEqual([])
    await shelf.clock.advance(1)
    await saved
    expect(await rows(context)).toHaveLength(1)
  })

  it('refuses without a key', async () => {
    const context = await openOutbox(createShelf())
    await expect(appendSale(context, 'A-1')).rejects.toMatchObject({ code: 'NOT_ENROLLED' })
  })

  it('saves nothing when any of what belongs to the record cannot be saved', async () => {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const failing = append<null>(context, () => ({
      sale: null,
      body: {
        kind: 'cancel',
        id: '0195670a-3f00-7000-8000-000000000009',
        refers: '0195670a-3f00-7000-8000-000000000001',
        reason: 'x',
      },
      async write({ tables, record }) {
        await tables.records.add(record)
        return null
      },
    }))
    await expect(failing).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(await rows(context)).toEqual([])
    expect((await appendSale(context, 'A-1')).orderId).toBe('A-1')
    expect((await rows(context))[0]?.seq).toBe(0)
  })

  it.each([
    ['QuotaExceededError', 'STORAGE_QUOTA_EXCEEDED'],
    ['DataError', 'STORAGE_CORRUPT'],
    ['AbortError', 'STORAGE_UNAVAILABLE'],
  ] as const)('names a write that failed with %s as %s, and nothing was saved', async (kind, code) => {
    const { context, storage } = await failing()
    storage.stage({ kind, at: 10, lasts: true })
    await expect(appendSale(context, 'A-1')).rejects.toMatchObject({ code })
    expect(storage.lift()).toBe(true)
    expect(await rows(context)).toEqual([])
    await appendSale(context, 'A-1')
    expect((await rows(context)).map(({ seq }) => seq)).toEqual([0])
  })

  it('rejects where the transaction is aborted after each of its requests has succeeded, and keeps nothing of it', async () => {
    const { context, storage } = await failing()
    let saved = 0
    for (let at = 1, goesOn = true; goesOn; at++) {
      storage.stage({ kind: 'QuotaExceededError', at, lasts: false })
      const isSaved = await appendSale(context, `A-${at}`).then(
        () => true,
        () => false,
      )
      goesOn = storage.lift()
      if (isSaved) saved++
      expect(await rows(context)).toHaveLength(saved)
    }
    expect(saved).toBe(1)
  })

  it.each(['connection_closed', 'answer_lost'] as const)(
    'opens a lost connection again and writes once, wherever it is lost (%s)',
    async (kind) => {
      const { context, storage } = await failing()
      for (let at = 1, goesOn = true; goesOn; at++) {
        storage.stage({ kind, at, lasts: false })
        const { seq } = await appendSale(context, `A-${at}`).then(async ({ id }) =>
          (await rows(context)).find((row) => row.id === id)!,
        )
        goesOn = storage.lift()
        expect(seq).toBe(at - 1)
      }
    },
  )

  it('answers with what it wrote when the transaction was complete and the page was told otherwise', async () => {
    const { context, storage } = await failing()
    for (let at = 1, goesOn = true; goesOn; at++) {
      storage.stage({ kind: 'answer_lost', at, lasts: false })
      // It would write anew each time that it is asked.
      const answer = await append<number>(context, () => ({
        sale: null,
        body: { kind: 'cancel', id: mintRecordId(context.ports), refers: mintRecordId(context.ports), reason: 'x' },
        write: () => Promise.resolve(at),
      }))
      goesOn = storage.lift()
      expect(answer).toBe(at)
      expect(await rows(context)).toHaveLength(at)
    }
  })

  it('tells of a record only after it is durable', async () => {
    const context = await openOutbox(createShelf())
    await giveKey(context)
    const seen: number[] = []
    context.events.on('appended', () => void rows(context).then((all) => seen.push(all.length)))
    await appendSale(context, 'A-1')
    await expect.poll(() => seen).toEqual([1])
  })
})
