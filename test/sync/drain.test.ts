import { describe, expect, it } from 'vitest'
import { countUnsent } from '../../src/outbox/counts.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { takeLease } from '../../src/outbox/fencing.ts'
import { blame, sendAgain } from '../../src/outbox/held.ts'
import { openTasks } from '../../src/outbox/tasks.ts'
import { decodeRecord, recordHash, signRecord } from '../../src/record/jws.ts'
import { exportPublicKey, keyThumbprint } from '../../src/record/keys.ts'
import { drain, type Doubts, type DrainResult } from '../../src/sync/drain.ts'
import { createPlatformClient } from '../../src/sync/platform-client.ts'
import { answerTo, appendSale, createShelf, giveKey, openOutbox, rows, spoil } from '../outbox/outbox.ts'

type Reply = (orderId: string, times: number) => { readonly status: number; readonly code?: string } | null

/** A till with `count` sales, and a platform that answers each by its order; null confirms. Status 0: the connection breaks. */
async function till(count: number, reply: Reply = () => null) {
  const shelf = createShelf()
  const context = await openOutbox(shelf)
  await giveKey(context)
  for (let i = 0; i < count; i++) await appendSale(context, `A-${i}`)
  const met: string[] = []
  const flight = { now: 0, most: 0 }
  /** Of records that a test gives to the sale of another, by id. */
  const otherSale = new Map<string, string>()
  shelf.network.serve('https://api.test/', async (request) => {
    flight.most = Math.max(flight.most, ++flight.now)
    for (let turns = 0; turns < 200 && flight.now < 6 && count > 12; turns++)
      await new Promise((resolve) => setImmediate(resolve))
    flight.now--
    const record = decodeRecord(await request.text())
    const orderId = record.kind === 'reserve' ? record.orderId : record.kind
    met.push(orderId)
    const refusal = reply(orderId, met.filter((each) => each === orderId).length)
    const sale = otherSale.get(record.id) ?? record.id
    if (!refusal) return Response.json(answerTo({ id: record.id, sale }, 'confirmed', shelf.clock.now()))
    const { status, code } = refusal
    if (status === 0) throw new TypeError('connection reset')
    const body =
      code === undefined ? '' : JSON.stringify({ type: 'about:blank', title: 't', status, code, field: null })
    return new Response(body, { status, headers: { 'content-type': 'application/problem+json', 'retry-after': '9' } })
  })
  const client = createPlatformClient(() => 'https://api.test/', { ...context.ports, timers: shelf.clock.timers })
  const doubts: Doubts = { passes: 0, tried: new Set() }
  const pass = async (): Promise<DrainResult & { readonly left: number }> => {
    const token = (await takeLease(context.db, context.tab, () => true)) ?? 0
    const result = await drain(context, client, token, new AbortController().signal, doubts)
    const own = [...result.failed].filter(([, { attempts }]) => result.sent > 0 || attempts > 0)
    await blame(context, token, new Map(own))
    return { ...result, left: await context.db.read(['records'], countUnsent) }
  }
  return { context, met, flight, otherSale, pass, shelf }
}
const orders = (count: number): string[] => Array.from({ length: count }, (_, i) => `A-${i}`)

/** Counts writing transactions, and fails all after the `most`. */
function watchWrites({ db }: OutboxContext): { readonly count: number; most: number } {
  const real = { ...db }
  const writes = { count: 0, most: Infinity }
  const write: OutboxContext['db']['write'] = (names, work) =>
    ++writes.count > writes.most ? Promise.reject(new Error('staged')) : real.write(names, work)
  Object.assign(db, { write })
  return writes
}

describe('drain', () => {
  it('sends few records one after the other in the order of the chain', async () => {
    const { met, flight, pass } = await till(12)
    expect(await pass()).toMatchObject({ end: 'empty', sent: 12, left: 0, wide: false })
    expect(met).toEqual(orders(12))
    expect(flight.most).toBe(1)
  })

  it('sends many side by side, six at once, each once', async () => {
    const { met, flight, pass } = await till(60)
    expect(await pass()).toMatchObject({ end: 'empty', sent: 60, left: 0, wide: true })
    expect([...met].sort()).toEqual(orders(60).sort())
    expect(flight.most).toBe(6)
  })

  it('never has two records of one sale on their way, also where many are sent side by side', async () => {
    const { context, pass, shelf } = await till(20)
    const [first] = await rows(context)
    await context.db.write(['records'], ({ records }) => records.toCollection().modify({ sale: first!.sale }))
    const inFlight = { now: 0, most: 0 }
    shelf.network.serve('https://api.test/v1/records', async (request) => {
      inFlight.most = Math.max(inFlight.most, ++inFlight.now)
      for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve))
      inFlight.now--
      const { id } = decodeRecord(await request.text())
      return Response.json(answerTo({ id, sale: first!.sale }, 'confirmed', shelf.clock.now()))
    })
    expect(await pass()).toMatchObject({ end: 'empty', sent: 20, wide: true })
    expect(inFlight.most).toBe(1)
  })

  it('keeps all six busy with other sales while the second record of one waits for the first to be answered', async () => {
    const { context, pass, shelf } = await till(24)
    const all = await rows(context)
    // Twelve sales of two records each, one after the other.
    for (const [i, row] of all.entries()) await spoil(context, { ...row, sale: all[i - (i % 2)]!.sale })
    const onTheirWay = new Set<string>()
    let most = 0
    shelf.network.serve('https://api.test/v1/records', async (request) => {
      const { id } = decodeRecord(await request.text())
      const sale = all[all.findIndex((row) => row.id === id) & ~1]!.sale!
      onTheirWay.add(sale)
      most = Math.max(most, onTheirWay.size)
      for (let turns = 0; turns < 400 && most < 6; turns++) await new Promise((resolve) => setImmediate(resolve))
      onTheirWay.delete(sale)
      return Response.json(answerTo({ id, sale }, 'confirmed', shelf.clock.now()))
    })
    expect(await pass()).toMatchObject({ end: 'empty', sent: 24 })
    expect(most).toBe(6)
  })

  it('sends in the same pass what was added while a page was on its way', async () => {
    const { context, pass, shelf } = await till(1)
    const met: number[] = []
    shelf.network.serve('https://api.test/v1/records', async (request) => {
      const { id, seq } = decodeRecord(await request.text())
      if (met.push(seq) === 1) await appendSale(context, 'A-later')
      return Response.json(answerTo({ id, sale: id }, 'confirmed', shelf.clock.now()))
    })
    expect(await pass()).toMatchObject({ end: 'empty', sent: 2 })
    expect(met).toEqual([0, 1])
  })

  it('writes down together what was answered while the last answers were written', async () => {
    const { context, pass } = await till(60)
    const writes = watchWrites(context)
    expect(await pass()).toMatchObject({ end: 'empty', sent: 60, left: 0 })
    expect(writes.count).toBeLessThan(45)
    expect((await rows(context)).every(({ delivery }) => delivery === 'answered')).toBe(true)
  })

  it('sends no more once an answer cannot be written down, and sends what was answered again', async () => {
    const { context, met, pass } = await till(60)
    const writes = watchWrites(context)
    writes.most = 5
    await expect(pass()).rejects.toThrow('staged')
    expect(met.length).toBeLessThan(60)
    writes.most = Infinity
    expect(await pass()).toMatchObject({ end: 'empty', left: 0 })
    expect(new Set(met).size).toBe(60)
  })

  it('parks one poisoned record and sends all others in the same pass', async () => {
    const { context, met, pass } = await till(60, (orderId) =>
      orderId === 'A-30' ? { status: 400, code: 'record_invalid' } : null,
    )
    expect(await pass()).toMatchObject({ end: 'records', sent: 59, left: 1 })
    for (let i = 0; i < 2; i++) expect(await pass()).toMatchObject({ end: 'records', sent: 0 })
    expect(await pass()).toMatchObject({ end: 'empty', left: 0 })
    expect(met.filter((each) => each === 'A-30')).toHaveLength(3)
    expect((await rows(context)).filter(({ delivery }) => delivery === 'held')).toMatchObject([
      { seq: 30, code: 'record_invalid' },
    ])
  })

  it('stops at a broken line, keeps the rest waiting, and passes on what the platform asked for', async () => {
    const { met, pass, context } = await till(5, (orderId) => (orderId === 'A-2' ? { status: 503 } : null))
    expect(await pass()).toMatchObject({ end: 'line', sent: 2, left: 3, retryAfterMs: 9_000 })
    expect(met).toEqual(['A-0', 'A-1', 'A-2'])
    expect((await rows(context)).map(({ delivery }) => delivery)).toEqual([
      'answered',
      'answered',
      'pending',
      'pending',
      'pending',
    ])
  })

  it('pauses when the platform refuses the key, and blames no record', async () => {
    const { pass, context } = await till(3, () => ({ status: 403, code: 'till_revoked' }))
    expect(await pass()).toMatchObject({ end: 'paused', sent: 0, left: 3 })
    expect((await rows(context)).every(({ delivery, attempts }) => delivery === 'pending' && attempts === 0)).toBe(true)
  })

  it.each([0, 99])(
    'takes no refusal of another key for one of its own, whatever epoch (%i) it claims',
    async (epoch) => {
      const { pass, context } = await till(3, (order) =>
        order === 'A-1' ? { status: 401, code: 'till_unknown' } : null,
      )
      const [, foreign] = await rows(context)
      const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
      const keyId = await keyThumbprint(await exportPublicKey(pair.publicKey))
      const jws = await signRecord({ ...decodeRecord(foreign!.jws), epoch }, { keyId, privateKey: pair.privateKey })
      await spoil(context, { ...foreign!, epoch, jws, hash: await recordHash(jws) })
      expect(await pass()).toMatchObject({ end: 'empty', sent: 2 })
      expect(await context.db.read(['records'], ({ records }) => records.get(foreign!.id))).toMatchObject({
        delivery: 'held',
        code: 'till_unknown',
      })
    },
  )

  it.each([
    ['is refused (413)', { status: 413 }],
    ['is refused (403)', { status: 403 }],
    ['breaks the connection', { status: 0 }],
    ['brings the platform down (500)', { status: 500, code: 'internal' }],
    ['loses its signature', { status: 401, code: 'signature_invalid' }],
    ['meets a gateway that gives up (504)', { status: 504 }],
  ])('sends all others in the end, whichever record %s: one of few, or of many side by side', async (_, refusal) => {
    for (const count of [3, 60]) {
      for (const poisoned of ['A-0', `A-${count - 2}`]) {
        const { pass, context, met } = await till(count, (orderId) => (orderId === poisoned ? refusal : null))
        for (let passes = 0; passes < 6; passes++) await pass()
        const left = (await rows(context)).filter(({ delivery }) => delivery !== 'answered')
        expect(left).toHaveLength(1)
        expect(met.filter((each) => each !== poisoned).sort()).toEqual(
          orders(count)
            .filter((each) => each !== poisoned)
            .sort(),
        )
      }
    }
  })

  it('suspects a record that fails while others are answered, and sets it aside when that goes on', async () => {
    const { pass, context } = await till(1, (orderId) => (orderId === 'A-0' ? { status: 413 } : null))
    const poisoned = async (): Promise<unknown> => (await rows(context))[0]
    for (let i = 0; i < 5; i++) expect(await pass()).toMatchObject({ end: 'records', sent: 0 })
    expect(await poisoned()).toMatchObject({ attempts: 0, delivery: 'pending' })
    await appendSale(context, 'B-1')
    expect(await pass()).toMatchObject({ end: 'records', sent: 1 })
    expect(await poisoned()).toMatchObject({ attempts: 1, delivery: 'pending' })
    for (let i = 0; i < 2; i++) await pass()
    expect(await poisoned()).toMatchObject({ attempts: 3, delivery: 'held', code: 'status_413' })
    expect(await pass()).toMatchObject({ end: 'empty', left: 0 })
    await sendAgain(context, false)
    expect(await pass()).toMatchObject({ end: 'records', left: 0 })
  })

  it('begins at the head three times, then behind what failed, and goes back to it with the first answer', async () => {
    const { pass, met } = await till(5, (orderId) => (orderId === 'A-0' ? { status: 0 } : null))
    for (let i = 0; i < 3; i++) expect(await pass()).toMatchObject({ end: 'line', sent: 0, left: 5 })
    expect(await pass()).toMatchObject({ end: 'records', sent: 4, left: 1 })
    expect(met).toEqual(['A-0', 'A-0', 'A-0', 'A-1', 'A-0', 'A-2', 'A-3', 'A-4'])
  })

  it('blames none while nothing is answered, however long it lasts, and sends no more than it must', async () => {
    for (const refusal of [{ status: 403 }, { status: 502 }, { status: 0 }, { status: 400, code: 'record_invalid' }]) {
      const { pass, met, context } = await till(40, () => refusal)
      for (let i = 0; i < 60; i++) expect(await pass()).toMatchObject({ end: 'line', sent: 0, left: 40 })
      expect(met.length).toBeLessThanOrEqual(180)
      expect((await rows(context)).every(({ delivery, attempts }) => delivery === 'pending' && attempts === 0)).toBe(
        true,
      )
    }
  })

  it('gets through to the rest where many in a row are poisoned', async () => {
    const { pass, context } = await till(30, (orderId) => (Number(orderId.slice(2)) < 20 ? { status: 451 } : null))
    for (let i = 0; i < 12; i++) await pass()
    expect((await rows(context)).filter(({ delivery }) => delivery === 'answered').map(({ seq }) => seq)).toEqual(
      Array.from({ length: 10 }, (_, i) => 20 + i),
    )
  })

  it.each([3, 30])(
    'sends nothing of a sale before what came earlier of it, waiting or aside (%i others)',
    async (others) => {
      const { context, pass, met, otherSale } = await till(others + 2, (orderId) =>
        orderId === 'A-1' ? { status: 403 } : null,
      )
      const [, first] = await rows(context)
      const follower = (await rows(context))[others + 1]!
      await spoil(context, { ...follower, sale: first!.sale })
      otherSale.set(follower.id, first!.id)
      for (let i = 0; i < 8; i++) {
        expect((await pass()).blocked).toBe(1)
        await appendSale(context, `B-${i}`)
      }
      expect((await rows(context))[1]).toMatchObject({ delivery: 'held' })
      expect(met).not.toContain(`A-${others + 1}`)
      await spoil(context, { ...(await rows(context))[1]!, closed: true })
      expect(await pass()).toMatchObject({ blocked: 0, left: 0 })
      expect(met).toContain(`A-${others + 1}`)
    },
  )

  it('never parks a record for a platform that fails', async () => {
    const { pass, context } = await till(1, (_, times) => (times < 12 ? { status: 500, code: 'internal' } : null))
    for (let i = 0; i < 12; i++) await pass()
    expect((await rows(context))[0]).toMatchObject({ delivery: 'answered' })
  })

  it('takes several failures in a row for the platform’s, not the records’', async () => {
    const { pass, met } = await till(10, () => ({ status: 500 }))
    expect(await pass()).toMatchObject({ end: 'line', sent: 0, left: 10 })
    expect(met).toHaveLength(3)
  })

  it('never sends a record that no longer has the bytes that were signed', async () => {
    const { pass, context, met } = await till(3)
    const [, damaged] = await rows(context)
    await spoil(context, { ...damaged!, jws: `${damaged!.jws.slice(0, -2)}AA` })
    expect(await pass()).toMatchObject({ end: 'empty', sent: 2, setAside: true })
    expect(met).toEqual(['A-0', 'A-2'])
    // No sending again helps, and none is offered.
    expect(await openTasks(context.db)).toMatchObject([{ kind: 'record_stranded', codes: ['record_unreadable'] }])
    expect(await sendAgain(context, true)).toBe(0)
  })

  it('takes an answer to another record, or of another sale, for none', async () => {
    const { pass, shelf, context } = await till(2)
    const [first, second] = await rows(context)
    let of: Parameters<typeof answerTo>[0] = { id: 'another', sale: null }
    shelf.network.serve('https://api.test/v1/records', () => Response.json(answerTo(of, 'refused', shelf.clock.now())))
    for (const other of [of, { id: first!.id, sale: second!.sale }]) {
      of = other
      expect(await pass()).toMatchObject({ end: 'records', sent: 0, left: 2 })
      expect(await rows(context)).toMatchObject([{ delivery: 'pending' }, { delivery: 'pending' }])
    }
    const sales = await context.db.read(['sales'], (tables) => tables.sales.toArray())
    expect(sales.map(({ standing }) => standing)).toEqual(['provisional', 'provisional'])
  })

  it('marks the till as forked when the platform has other content in a place', async () => {
    const { pass, context } = await till(1, () => ({ status: 409, code: 'record_conflict' }))
    await pass()
    expect((await rows(context))[0]).toMatchObject({ delivery: 'held', code: 'record_conflict' })
    expect(await openTasks(context.db)).toMatchObject([{ kind: 'chain_forked' }])
  })
})
