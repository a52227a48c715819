import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commitSale } from '../../src/outbox/commit.ts'
import { readCounts } from '../../src/outbox/counts.ts'
import { loadMeta, writeMeta } from '../../src/outbox/database.ts'
import { applyLate, markAnswered, putBack, returnSending, takePending } from '../../src/outbox/delivery.ts'
import { exportOutbox } from '../../src/outbox/export.ts'
import { takeLease } from '../../src/outbox/fencing.ts'
import { blame, holdRecord, sendAgain, type Failure } from '../../src/outbox/held.ts'
import { closeGaps } from '../../src/outbox/recovery.ts'
import { prune } from '../../src/outbox/retention.ts'
import { findSales } from '../../src/outbox/sales.ts'
import { openTasks } from '../../src/outbox/tasks.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { generatePlatformSecrets, importPlatformKeys } from '../../src/platform/keys.ts'
import { openExport } from '../support/exported-outbox.ts'
import { createFailingDatabase } from '../support/failing-database.ts'
import { answerTo, appendSale, createShelf, giveKey, openOutbox, rows, spoil, type Shelf } from './outbox.ts'

type Context = Awaited<ReturnType<typeof openOutbox>>
const start: readonly [number, number] = [-1, -1]
const now = Date.parse('2026-03-06T02:00:00Z')
const refused: Failure = { code: 'record_invalid', isFinal: true }
const between: Failure = { code: 'status_403', isFinal: false }

async function withSales(
  count: number,
  shelf: Shelf = createShelf(),
): Promise<{ readonly context: Context; readonly token: number; readonly shelf: Shelf }> {
  const context = await openOutbox(shelf)
  await giveKey(context)
  for (let i = 0; i < count; i++) await appendSale(context, `A-${i}`)
  return { context, shelf, token: (await takeLease(context.db, context.tab, () => true))! }
}

describe('delivery', () => {
  it('takes records in the order of the chain and marks them as being sent', async () => {
    const { context, token } = await withSales(5)
    const page = await takePending(context, token, 3, start)
    expect(page.map(({ seq, delivery }) => [seq, delivery])).toEqual([
      [0, 'sending'],
      [1, 'sending'],
      [2, 'sending'],
    ])
    expect((await takePending(context, token, 3, [1, 2])).map(({ seq }) => seq)).toEqual([3, 4])
    expect(await readCounts(context)).toMatchObject({ unsent: 5, held: 0 })
  })

  it('sends again under the same id what was being sent when the last drain stopped', async () => {
    const { context, token } = await withSales(2)
    const [first] = await takePending(context, token, 2, start)
    const next = (await takeLease(context.db, 'other', () => true))!
    await returnSending(context, next)
    expect((await takePending(context, next, 1, start))[0]).toMatchObject({ id: first?.id, jws: first?.jws })
  })

  it('refuses every write of a drain that was taken over', async () => {
    const { context, token } = await withSales(2)
    const [row] = await takePending(context, token, 1, start)
    await takeLease(context.db, 'other', () => true)
    for (const write of [
      () => markAnswered(context, token, [answerTo(row!, 'refused', now)]),
      () => holdRecord(context, token, row!.id, refused),
      () => blame(context, token, new Map([[row!.id, refused]])),
      () => putBack(context, token, [row!.id]),
      () => returnSending(context, token),
      () => takePending(context, token, 1, start),
      () => applyLate(context, token, [answerTo(row!, 'refused', now)], 'c'),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: 'ABORTED' })
    }
    expect((await rows(context)).map(({ delivery }) => delivery)).toEqual(['sending', 'pending'])
    expect(await findSales(context, { orderId: 'A-0' })).toMatchObject([{ standing: 'provisional' }])
  })

  it('lets no older answer overtake a newer one, and none that settles nothing one that does', async () => {
    const { context, token } = await withSales(1)
    const [row] = await takePending(context, token, 1, start)
    const standing = async (): Promise<unknown> => (await findSales(context, { orderId: 'A-0' }))[0]?.standing
    await markAnswered(context, token, [answerTo(row!, 'confirmed', now)])
    await applyLate(context, token, [answerTo(row!, 'provisional', now)], 'c1')
    expect(await standing()).toBe('confirmed')
    await applyLate(context, token, [answerTo(row!, 'refused', now - 1000)], 'c2')
    expect(await standing()).toBe('confirmed')
    await applyLate(context, token, [answerTo(row!, 'review', now + 1000)], 'c3')
    expect(await standing()).toBe('review')
    expect(await loadMeta(context.db, 'cursor')).toBe('c3')
  })

  it('takes the answer to a later record, though the platform’s clock was set back in between', async () => {
    const { context, token } = await withSales(1)
    const [row] = await takePending(context, token, 1, start)
    await markAnswered(context, token, [answerTo(row!, 'confirmed', now)])
    await markAnswered(context, token, [answerTo(row!, 'review', now - 60_000)])
    expect(await findSales(context, { orderId: 'A-0' })).toMatchObject([{ standing: 'review' }])
  })

  it('leaves no sale provisional whose id another till’s sale has: what is paid goes to a person', async () => {
    const { context, token } = await withSales(2)
    const [paid, open] = await rows(context)
    await context.db.write(['sales'], ({ sales }) => sales.update(paid!.id, { state: 'committed' }))
    const elsewhere = [paid!, open!].map(({ id }) => answerTo({ id, sale: null }, 'review', now, ['record_forked']))
    await markAnswered(context, token, elsewhere)
    expect(await context.db.read(['sales'], ({ sales }) => sales.bulkGet([paid!.id, open!.id]))).toMatchObject([
      { standing: 'review', reasons: ['record_forked'] },
      { standing: 'review', reasons: ['record_forked'] },
    ])
    expect(await openTasks(context.db)).toMatchObject([{ kind: 'review_after_sale', sale: paid!.id }])
  })

  it('frees the budget when the platform settles a sale, once', async () => {
    const { context, token } = await withSales(2)
    await context.db.write(['meta'], (tables) => writeMeta(tables, 'budget', { count: 2, amount: '0.00' }))
    const [row] = await takePending(context, token, 1, start)
    await markAnswered(context, token, [answerTo(row!, 'confirmed', now)])
    await markAnswered(context, token, [answerTo(row!, 'confirmed', now + 1)])
    expect(await loadMeta(context.db, 'budget')).toEqual({ count: 1, amount: '0.00' })
  })

  it('parks what cannot be sent, with a task, and lets the others flow', async () => {
    const { context, token } = await withSales(3)
    const [row] = await takePending(context, token, 1, start)
    await holdRecord(context, token, row!.id, between)
    expect((await takePending(context, token, 9, start)).map(({ seq }) => seq)).toEqual([1, 2])
    expect(await readCounts(context)).toMatchObject({ held: 1, tasks: 1 })
    expect(await openTasks(context.db)).toMatchObject([{ kind: 'record_held', codes: ['status_403'] }])
  })

  it.each(['waits', 'is aside'])('takes what came to the platform as a file for sent, where it %s', async (where) => {
    const { context, token } = await withSales(1)
    const [row] = await rows(context)
    if (where === 'is aside') await holdRecord(context, token, row!.id, between)
    await applyLate(context, token, [answerTo(row!, 'review', now, ['recovered_late'])], '1')
    expect(await rows(context)).toMatchObject([{ delivery: 'answered', code: null }])
    expect(await findSales(context, { orderId: 'A-0' })).toMatchObject([{ standing: 'review' }])
    expect(await openTasks(context.db)).toEqual([])
  })

  it('blames a record that fails alone three times, and tells of it once until it gets through', async () => {
    const { context, token } = await withSales(2)
    const told: string[] = []
    context.events.on('task', ({ kind }) => void told.push(kind))
    const [row] = await takePending(context, token, 1, start)
    const failed = new Map([[row!.id, between]])
    for (let times = 1; times < 3; times++) expect(await blame(context, token, failed)).toEqual([])
    expect(await blame(context, token, failed)).toMatchObject([{ delivery: 'held', code: 'status_403' }])
    expect(await sendAgain(context, false)).toBe(1)
    await takePending(context, token, 1, start)
    // Another failure, and it is aside again: no second try is needed to see it.
    await putBack(context, token, [row!.id])
    expect((await rows(context))[0]).toMatchObject({ delivery: 'held' })
    expect(told).toEqual(['record_held'])
    await sendAgain(context, false)
    await markAnswered(context, token, [answerTo(row!, 'confirmed', now)])
    expect(await openTasks(context.db)).toEqual([])
    await holdRecord(context, token, row!.id, between)
    expect(await openTasks(context.db)).toMatchObject([{ kind: 'record_held' }])
  })

  it('refuses the sale of a record that the platform never takes, and sends it again by hand alone', async () => {
    const { context, token } = await withSales(1)
    const [row] = await takePending(context, token, 1, start)
    await holdRecord(context, token, row!.id, refused)
    expect(await findSales(context, { orderId: 'A-0' })).toMatchObject([
      { standing: 'refused', reasons: ['record_invalid'], delivery: 'held' },
    ])
    expect(await sendAgain(context, false)).toBe(0)
    expect(await sendAgain(context, true)).toBe(1)
    expect((await rows(context))[0]).toMatchObject({ delivery: 'pending' })
  })
})

describe('a record whose id the platform knows as the sale of another till', () => {
  const aside = { standing: 'review', reasons: ['record_forked'], forked: true } as const
  it('puts its own sale before a person, and hears no news of it from the other sale', async () => {
    const { context, token } = await withSales(1)
    const [reserve] = await rows(context)
    await commitSale(context, reserve!.sale!, [], null)
    await applyLate(context, token, [{ ...answerTo({ id: reserve!.id, sale: null }, 'review', now), ...aside }], '1')
    expect(await findSales(context, { orderId: 'A-0' })).toMatchObject(
      [aside.standing].map((standing) => ({ standing })),
    )
    const kinds = async () => (await openTasks(context.db)).map(({ kind }) => kind).sort()
    expect(await kinds()).toEqual(['chain_forked', 'review_after_sale'])
    const [, commit] = await rows(context)
    await markAnswered(context, token, [answerTo(commit!, 'confirmed', now + 1000)])
    expect(await findSales(context, { orderId: 'A-0' })).toMatchObject([{ standing: 'review', delivery: 'answered' }])
    expect(await kinds()).toEqual(['chain_forked', 'review_after_sale'])
  })

  it('is told of its own sale', async () => {
    const { context, token } = await withSales(1)
    const [reserve] = await rows(context)
    const told: string[] = []
    context.events.on('sale', (sale) => told.push(sale))
    await applyLate(context, token, [{ ...answerTo({ id: reserve!.id, sale: null }, 'review', now), ...aside }], '1')
    expect(told).toEqual([reserve!.sale])
  })
})

describe('what cannot be read', () => {
  it('is not known, and never zero', async () => {
    const storage = createFailingDatabase()
    const { context } = await withSales(1, createShelf({ indexedDb: storage.indexedDb }))
    storage.stage({ kind: 'UnknownError', at: 1, lasts: true })
    await expect(readCounts(context)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(findSales(context, { orderId: 'A-0' })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(exportOutbox(context, null)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    storage.lift()
    expect(await readCounts(context)).toMatchObject({ unsent: 1, held: 0 })
  })

  it('is closed by a signed gap record, once, and stays where it is', async () => {
    const { context, token } = await withSales(3)
    const [, damaged] = await rows(context)
    await spoil(context, { ...damaged!, jws: damaged!.jws.replace('e', 'f') })
    await holdRecord(context, token, damaged!.id, { code: 'record_unreadable', isFinal: true })
    expect(await closeGaps(context)).toBe(1)
    expect(await closeGaps(context)).toBe(0)
    const all = await rows(context)
    expect(all).toHaveLength(4)
    expect(decodeRecord(all[3]!.jws)).toMatchObject({ kind: 'gap', missing: { seq: 1, hash: damaged!.hash } })
    expect(all[1]).toMatchObject({ id: damaged!.id, delivery: 'held' })
  })

  it('is closed, too, when its row is not there any more', async () => {
    const { context } = await withSales(3)
    const [, lost] = await rows(context)
    await context.db.write(['records'], ({ records }) => records.delete(lost!.id))
    expect(await closeGaps(context)).toBe(1)
    expect(await closeGaps(context)).toBe(0)
    expect(decodeRecord((await rows(context)).at(-1)!.jws)).toMatchObject({
      kind: 'gap',
      missing: { seq: 1, hash: null },
    })
    expect(await openTasks(context.db)).toMatchObject([{ kind: 'record_stranded' }])
  })
})

describe('retention', () => {
  const old = Date.parse('2024-01-01T00:00:00Z')
  const issued = '2026-03-06T02:00:00Z'

  it('deletes only sales that are answered, settled, old and nobody’s task', async () => {
    const { context, token } = await withSales(6)
    const [gone, young, refused, review, unsent, asked] = await takePending(context, token, 6, start)
    for (const [row, standing] of [
      [gone, 'refused'],
      [young, 'refused'],
      [refused, 'refused'],
      [review, 'review'],
      [asked, 'confirmed'],
    ] as const) {
      await markAnswered(context, token, [answerTo(row!, standing, row === young ? now : old)])
    }
    await putBack(context, token, [unsent!.id])
    await context.db.write(['sales', 'tasks'], async ({ sales, tasks }) => {
      for (const row of await sales.toArray()) await sales.put({ ...row, atMs: old })
      await tasks.add({
        id: 't',
        kind: 'refused_after_sale',
        sale: refused!.id,
        since: '2024-01-01T00:00:00Z',
        codes: [],
        open: 1,
        note: null,
      })
    })
    expect(await prune(context, 400, issued)).toBe(1)
    const kept = await context.db.read(['sales'], ({ sales }) => sales.toArray())
    expect(kept.map(({ orderId }) => orderId).sort()).toEqual(['A-1', 'A-2', 'A-3', 'A-4', 'A-5'])
    expect((await rows(context)).map(({ id }) => id)).not.toContain(gone!.id)
    expect(await closeGaps(context)).toBe(0)
  })

  it('keeps a sale that was settled long ago for as long as a record of it waits', async () => {
    const { context, token } = await withSales(2)
    const [first, later] = await takePending(context, token, 2, start)
    await spoil(context, { ...later!, sale: first!.id })
    await markAnswered(context, token, [answerTo(first!, 'refused', old)])
    await context.db.write(['sales'], ({ sales }) => sales.toCollection().modify({ atMs: old }))
    expect(await prune(context, 400, issued)).toBe(0)
    expect(await rows(context)).toHaveLength(2)
  })

  it('deletes nothing by a clock alone: not by the till’s, not by the authority’s, not without a release', async () => {
    const { context, token, shelf } = await withSales(1)
    const [row] = await takePending(context, token, 1, start)
    await markAnswered(context, token, [answerTo(row!, 'refused', now)])
    const later = '2027-05-06T02:00:00Z'
    // The authority's clock ran ahead, the till's did not.
    expect(await prune(context, 400, later)).toBe(0)
    shelf.clock.set(later)
    for (const known of [issued, null]) expect(await prune(context, 400, known)).toBe(0)
    expect(await prune(context, 400, later)).toBe(1)
  })

  it('is the only code of the outbox and the drain that deletes', () => {
    const deleting = /\.(delete|bulkDelete|clear|deleteDatabase)\(/
    const sources = ['outbox', 'sync'].flatMap((stage) => {
      const folder = new URL(`../../src/${stage}/`, import.meta.url)
      return readdirSync(folder).map((name) => ({
        name: `${stage}/${name}`,
        text: readFileSync(new URL(name, folder), 'utf8'),
      }))
    })
    // Maps in memory are no records.
    const inMemory =
      /\b(reserving|facts|usesByTag|answers|asking|found|copies|unwritten|answered|tried|passedSales)\.(delete|clear)\(/g
    expect(sources.filter(({ text }) => deleting.test(text.replace(inMemory, ''))).map(({ name }) => name)).toEqual([
      'outbox/retention.ts',
    ])
  })
})

describe('export', () => {
  it('holds every record in order, and where the chain ends', async () => {
    const { context, token } = await withSales(3)
    const [row] = await takePending(context, token, 1, start)
    await markAnswered(context, token, [answerTo(row!, 'confirmed', now)])
    const { sealing } = await generatePlatformSecrets('https://platform.test/')
    const { openingKey } = await importPlatformKeys({ ...(await generatePlatformSecrets('x')), sealing })
    const { file, records } = await openExport(await exportOutbox(context, sealing), openingKey)
    expect(file).toMatchObject({ till: '03', head: { epoch: 1, seq: 2 }, count: 3, unanswered: 2 })
    expect(records.map(({ record, answered }) => [record.seq, answered])).toEqual([
      [0, true],
      [1, false],
      [2, false],
    ])
  })
})
