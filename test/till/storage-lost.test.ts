/** A till whose browser lost its storage, wholly or in part: it says so, sends again what it can, and sells on. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout, Task } from '../../src/client.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { utf8, utf8ToText } from '../../src/core/bytes.ts'
import type { Ports } from '../../src/core/ports.ts'
import { openOutboxDatabase } from '../../src/outbox/database.ts'
import { createMemoryBytes } from '../../src/testing/memory-ports.ts'
import { idNumberOf } from '../support/buyers.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { pay, quoteOne, rehearse, until, within, type Rehearsal } from './till.ts'

let buyers = 0
async function sell(checkout: Checkout, orderId: string, serial?: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++), ...(serial !== undefined && { serial }) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}
const emptied = (): Ports['indexedDb'] => ({ factory: new IDBFactory(), keyRange: IDBKeyRange })
async function lossOf(checkout: Checkout): Promise<Task | undefined> {
  return (await checkout.tasks()).find(({ kind }) => kind === 'storage_lost')
}
/** Copies are written behind the acknowledgement. */
const copied = ({ simulation }: Rehearsal, count: number): Promise<void> =>
  until(() => [...simulation.device.keepsake.entries.keys()].filter((key) => key !== 'mark').length === count)
const anew = ({ simulation, open }: Rehearsal, change: Partial<Ports> = {}): Promise<Checkout> =>
  open({ ports: { ...simulation.device.openTab(), indexedDb: emptied(), ...change } })

/** Two sales without a line: four records that the platform has never seen. */
async function soldOffline(): Promise<Rehearsal> {
  const till = await rehearse()
  const { checkout, simulation } = till
  expect(await sell(checkout, 'A-0')).toBe('confirmed')
  await until(() => checkout.status.unsent === 0)
  simulation.network.cut()
  expect(await sell(checkout, 'A-1', 'RH700001')).toBe('provisional')
  expect(await sell(checkout, 'A-2')).toBe('provisional')
  await copied(till, 4)
  return till
}

describe('a till whose database was thrown away', () => {
  it('sends its unanswered records again from their copies, tells of the loss, and is enrolled again', async () => {
    const till = await soldOffline()
    await till.checkout.close()
    const again = await anew(till)
    expect(again.status).toMatchObject({ enrolled: false, unsent: 4, storage: { lost: 0 } })
    expect(await lossOf(again)).toMatchObject({ codes: ['lost_0', 'up_to_1.6', 'back_4', '1.3', '1.4', '1.5', '1.6'] })
    const [sale] = await again.sales.find({ serial: 'RH700001' })
    expect(sale).toMatchObject({ orderId: 'A-1', state: 'committed', standing: 'provisional', delivery: 'pending' })

    till.simulation.network.restore()
    await within(till.simulation, 60_000, () => till.simulation.platform.store.sales().length === 3)
    await until(async () => (await again.sales.recent()).every(({ standing }) => standing === 'confirmed'))
    // All that is known is answered; what else there was, nobody here can tell before the till is itself again.
    await until(() => again.status.unsent === null)
    expect(await again.enrol(till.simulation.code)).toMatchObject({ status: 'enrolled' })
    await until(() => again.status.unsent === 0)
    expect(await sell(again, 'A-3')).toBe('confirmed')
    await again.settle((await lossOf(again))!.id, 'the disk was full')
    await until(() => again.status.tasks === 0)
    const { store, faults } = till.simulation.platform
    expect(store.sales().map(({ standing }) => standing)).toEqual(Array(4).fill('confirmed'))
    expect(store.records().every(({ linked, notes }) => linked && notes.length === 0)).toBe(true)
    expect(faults).toEqual([])
    await again.close()
  })

  it('links what it puts back though it is enrolled again before anything of it was sent', async () => {
    const till = await soldOffline()
    await till.checkout.close()
    const { simulation } = till
    // Nothing but the enrolment comes through at first.
    simulation.network.restore()
    const again = await anew(till)
    expect(await again.enrol(simulation.code)).toMatchObject({ status: 'enrolled' })
    await until(() => again.status.unsent === 0)
    expect(simulation.platform.store.records().every(({ linked }) => linked)).toBe(true)
    expect(simulation.platform.store.sales().map(({ standing }) => standing)).toEqual(Array(3).fill('confirmed'))
    await again.close()
  })

  it('closes the place of a record that left no copy, and what stands behind it is confirmed', async () => {
    const till = await soldOffline()
    await till.checkout.close()
    const { simulation, open } = till
    const { entries } = simulation.device.keepsake
    for (const [key, bytes] of [...entries])
      if (key !== 'mark' && decodeRecord(utf8ToText(bytes)).seq === 4) entries.delete(key)
    const ports = { ...simulation.device.openTab(), indexedDb: emptied() }
    simulation.network.restore()
    const again = await open({ ports })
    expect(await again.enrol(simulation.code)).toMatchObject({ status: 'enrolled' })
    await until(async () => (await again.sales.find({ orderId: 'A-2' }))[0]?.delivery === 'answered')
    expect(await again.sales.find({ orderId: 'A-2' })).toMatchObject([{ standing: 'provisional' }])
    await again.close()
    const later = await open({ ports: { ...simulation.device.openTab(), indexedDb: ports.indexedDb } })
    await until(async () => (await later.sales.find({ orderId: 'A-2' }))[0]?.standing === 'confirmed')
    const gaps = simulation.platform.store.records().filter(({ kind }) => kind === 'gap')
    expect(gaps.map(({ closes }) => closes)).toEqual(['1.4'])
    await later.close()
  })

  it('tells how many vanished where there are no copies, and shows no zero until a person has settled it', async () => {
    const till = await soldOffline()
    await till.checkout.close()
    const { entries } = till.simulation.device.keepsake
    await until(() => utf8ToText(entries.get('mark')!).includes('"unanswered":4'))
    for (const key of entries.keys()) if (key !== 'mark') entries.delete(key)
    const again = await anew(till)
    expect(again.status).toMatchObject({ enrolled: false, unsent: null, tasks: 1, storage: { lost: 4 } })
    expect((await lossOf(again))?.codes).toEqual(['lost_4', 'up_to_1.6', 'back_0'])
    await again.close()
    // Thrown away once more: nothing of it is forgotten.
    const later = await anew(till)
    expect(later.status).toMatchObject({ unsent: null, tasks: 1, storage: { lost: 4 } })
    await later.settle((await lossOf(later))!.id, 'found them on paper')
    await until(() => later.status.unsent === 0)
    expect(later.status.storage.lost).toBe(0)
    await later.close()
  })

  it('hears from the platform that records vanished where nothing beside the database was kept', async () => {
    const till = await rehearse({}, {})
    expect(await sell(till.checkout, 'A-1')).toBe('confirmed')
    await till.checkout.close()
    const again = await anew(till, { keepsake: null, persistence: null })
    expect(again.status).toMatchObject({ enrolled: false, storage: { persisted: null, lost: 0 } })
    expect(await again.enrol(till.simulation.code)).toMatchObject({ status: 'enrolled' })
    expect((await lossOf(again))?.codes).toEqual(['lost_unknown', 'up_to_1.2'])
    await until(() => again.status.unsent === null)
    expect(again.status.storage.lost).toBe(null)
    await again.settle((await lossOf(again))!.id, 'a new computer')
    await until(() => again.status.unsent === 0)
    await again.close()
  })
})

describe('a till whose database went back to an older state', () => {
  it('goes on behind the copies of what it signed since, so that its chain does not fork', async () => {
    const factory = new IDBFactory()
    const till = await rehearse({ indexedDb: { factory, keyRange: IDBKeyRange } })
    till.simulation.network.cut()
    expect(await sell(till.checkout, 'A-1')).toBe('provisional')
    const old = await copiedDatabases(factory)
    expect(await sell(till.checkout, 'A-2', 'RH700002')).toBe('provisional')
    await copied(till, 4)
    await till.checkout.close()
    const again = await anew(till, { indexedDb: { factory: old, keyRange: IDBKeyRange } })
    expect(again.status).toMatchObject({ enrolled: true, unsent: 4, storage: { lost: 0 } })
    expect(await sell(again, 'A-3')).toBe('provisional')
    till.simulation.network.restore()
    await within(till.simulation, 60_000, () => again.status.unsent === 0)
    const { store, faults } = till.simulation.platform
    expect(store.sales().map(({ standing }) => standing)).toEqual(Array(3).fill('confirmed'))
    expect(store.records().map(({ epoch, seq }) => `${epoch}.${seq}`)).toEqual(
      [...Array(7).keys()].map((n) => `1.${n}`),
    )
    expect(faults).toEqual([])
    await again.close()
  })
})

describe('site data that is cleared under a running page', () => {
  it('puts what the page itself still knows back, and says that the till must be enrolled again', async () => {
    const till = await soldOffline()
    const { checkout, simulation } = till
    const { indexedDb } = simulation.device.openTab()
    const tasks: Task[] = []
    const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
    checkout.on('task', (task) => tasks.push(task))
    for (const { name } of await indexedDb.factory.databases()) {
      const deletion = indexedDb.factory.deleteDatabase(name!)
      await new Promise((resolve) => (deletion.onsuccess = resolve))
    }
    simulation.device.keepsake.entries.clear()
    await within(simulation, 61_000, () => tasks.length > 0)
    expect(tasks[0]).toMatchObject({
      kind: 'storage_lost',
      codes: expect.arrayContaining(['lost_0', 'back_4']) as never,
    })
    await until(() => !checkout.status.enrolled && checkout.status.unsent === 4)
    expect(await checkout.reserve(quote, { orderId: 'A-3' })).toMatchObject({
      status: 'not_durable',
      cause: { code: 'NOT_ENROLLED' },
    })
    simulation.network.restore()
    await within(simulation, 120_000, () => simulation.platform.store.sales().length === 3)
    await checkout.close()
  })
})

/** The copy with another place, under another id, with the signature that it had. */
function forged(bytes: Uint8Array, change: object = {}): [id: string, bytes: Uint8Array<ArrayBuffer>] {
  const [head, body, signature] = utf8ToText(bytes).split('.') as [string, string, string]
  const record = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/'))) as { id: string; seq: number }
  const id = `${record.id.slice(0, -4)}ffff`
  const text = btoa(JSON.stringify({ ...record, id, seq: record.seq + 50, ...change }))
  return [id, utf8(`${head}.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.${signature}`)]
}

describe('what stands beside the database', () => {
  const spoilt: Readonly<Record<string, (entries: Map<string, Uint8Array<ArrayBuffer>>) => void>> = {
    'nonsense under every key': (entries) => {
      for (const key of [...entries.keys(), crypto.randomUUID(), 'x'.repeat(500)]) entries.set(key, utf8('{"v":1'))
    },
    'a mark far ahead of the chain': (entries) => {
      const mark = { v: 1, store: 'TY-0001', till: '03', epoch: 9_000_000, seq: 3, hash: null, unanswered: 7 }
      entries.set('mark', utf8(JSON.stringify(mark)))
    },
    'the mark of another till': (entries) => {
      entries.set(
        'mark',
        utf8(
          utf8ToText(entries.get('mark')!)
            .replace('"03"', '"04"')
            .replace(/"seq":\d+/, '"seq":900'),
        ),
      )
    },
    'copies with other content under their signatures': (entries) => {
      for (const [key, bytes] of [...entries]) if (key !== 'mark') entries.set(...forged(bytes))
    },
  }
  it.each(Object.entries(spoilt))('is not believed: %s', async (_name, spoil) => {
    const till = await soldOffline()
    const { simulation } = till
    await till.checkout.close()
    spoil(simulation.device.keepsake.entries)
    const again = await till.open()
    expect(again.status).toMatchObject({ enrolled: true, unsent: 4 })
    simulation.network.restore()
    expect(await sell(again, 'A-3')).toBe('confirmed')
    await within(
      simulation,
      60_000,
      () => again.status.unsent !== null && simulation.platform.store.sales().length === 4,
    )
    expect((await again.sales.recent()).map(({ orderId }) => orderId).sort()).toEqual(['A-0', 'A-1', 'A-2', 'A-3'])
    expect(simulation.platform.store.records().every(({ linked }) => linked)).toBe(true)
    expect(simulation.platform.faults).toEqual([])
    await again.close()
  })

  it('makes no sale of a copy of an earlier epoch, which no key is left to check', async () => {
    const { checkout, simulation, open } = await soldOffline()
    const { entries } = simulation.device.keepsake
    const kept = [...entries].filter(([key]) => key !== 'mark').map(([, bytes]) => bytes)
    const reserve = kept.find((bytes) => decodeRecord(utf8ToText(bytes)).kind === 'reserve')!
    simulation.network.restore()
    await simulation.platform.addCode('SECOND')
    expect(await checkout.enrol('SECOND')).toMatchObject({ status: 'enrolled' })
    await within(simulation, 60_000, () => checkout.status.unsent === 0)
    await checkout.close()
    entries.set(...forged(reserve, { orderId: 'B-1' }))
    const again = await open()
    expect((await again.sales.recent()).map(({ orderId }) => orderId)).not.toContain('B-1')
    await again.close()
  })

  it.each([
    ['fails', () => Promise.reject(new DOMException('staged', 'UnknownError'))],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('hinders no sale when it %s, and that is told once', async (_name, answer) => {
    const keepsake = { keys: answer, getMany: answer, setMany: answer, deleteMany: answer }
    const till = await rehearse()
    await till.checkout.close()
    const errors: unknown[] = []
    const ports = { ...till.simulation.device.openTab(), keepsake }
    const again = await createCheckout({ ...till.simulation.options, ports })
    again.on('error', (error) => errors.push(error))
    const ready = again.ready().then(() => true)
    let isReady = false
    void ready.then(() => (isReady = true))
    await within(till.simulation, 3_000, () => isReady)
    for (const orderId of ['A-1', 'A-2', 'A-3']) expect(await sell(again, orderId)).toBe('confirmed')
    await till.simulation.clock.advance(61_000)
    expect(errors.length).toBeLessThanOrEqual(1)
    await again.close()
  })

  it('is not waited for where it lists its copies and then gives none: the till starts, and tells of the loss', async () => {
    const till = await soldOffline()
    const { keepsake } = till.simulation.device
    await until(() => utf8ToText(keepsake.entries.get('mark')!).includes('"unanswered":4'))
    await till.checkout.close()
    const getMany = (keys: readonly string[]) =>
      keys.includes('mark') ? keepsake.getMany(keys) : new Promise<never>(() => undefined)
    const ports = { ...till.simulation.device.openTab(), indexedDb: emptied(), keepsake: { ...keepsake, getMany } }
    const again = await createCheckout({ ...till.simulation.options, ports })
    let isReady = false
    void again.ready().then(() => (isReady = true))
    await within(till.simulation, 5_000, () => isReady)
    expect(again.status).toMatchObject({ unsent: null, storage: { lost: 4 } })
    await again.close()
    // With the next start they are there.
    const later = await anew(till)
    expect(later.status).toMatchObject({ unsent: 4 })
    await later.close()
  })

  it('holds no copy of what is answered, and of no more than 1,000 records that are not', async () => {
    const till = await soldOffline()
    const { keepsake } = till.simulation.device
    till.simulation.network.restore()
    await within(till.simulation, 60_000, () => till.checkout.status.unsent === 0)
    await within(till.simulation, 60_000, () => [...keepsake.entries.keys()].join() === 'mark')
    await till.checkout.close()
  })
})

describe('the promise of the browser to keep this storage', () => {
  it('is asked for once by a till that signs, not by whoever opens the page', async () => {
    const asked: string[] = []
    let isPersisted = false
    const persistence = {
      persisted: () => Promise.resolve(isPersisted),
      persist: () => {
        asked.push('persist')
        return Promise.resolve((isPersisted = true))
      },
    }
    const till = await rehearse()
    await till.checkout.close()
    const ports = {
      ...till.simulation.device.openTab(),
      indexedDb: emptied(),
      keepsake: createMemoryBytes(),
      persistence,
    }
    const stranger = await till.open({ ports })
    expect([stranger.status.storage.persisted, asked.length]).toEqual([false, 0])
    await stranger.enrol(till.simulation.code)
    await until(() => stranger.status.storage.persisted === true)
    expect(await sell(stranger, 'A-1')).toBe('confirmed')
    expect(asked).toEqual(['persist'])
    await stranger.close()
  })
})

describe('a till that lost only one of its key and the end of its chain', () => {
  it.each(['head', 'keys'])('is enrolled again, with the code of before as well, and then sells: %s', async (lost) => {
    const factory = new IDBFactory()
    const till = await rehearse({ indexedDb: { factory, keyRange: IDBKeyRange } })
    await till.checkout.close()
    const name = (await factory.databases())
      .map((each) => each.name!)
      .find((each) => each.startsWith('tradein-outbox'))!
    const db = await openOutboxDatabase(name, { factory, keyRange: IDBKeyRange })
    await db.write(['meta', 'records'], async ({ meta, records }) => {
      await meta.delete(lost)
      // Else the chain's end is found again from its last record.
      if (lost === 'head') await records.clear()
    })
    db.close()
    const again = await till.open()
    expect(again.status.enrolled).toBe(false)
    expect(await again.enrol(till.simulation.code)).toMatchObject({ status: 'enrolled' })
    expect(await sell(again, 'A-1')).toBe('confirmed')
    expect(till.simulation.platform.faults).toEqual([])
    await again.close()
  })
})
