/** Law 1 the other way round: what is durable is told as such, though the database fails right after it. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import type { IndexedDb } from '../../src/core/ports.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import type { SimulationOptions } from '../../src/testing/simulation.ts'
import { pay, quoteOne, rehearse, until, type Rehearsal } from './till.ts'

/** A database that nothing can be read from or written to once so many more writes are complete. */
function createMortalDatabase(): {
  readonly indexedDb: IndexedDb
  readonly doom: (writes?: number) => void
  readonly heal: () => void
} {
  const factory = new IDBFactory()
  let writesLeft = Infinity
  const watch = (database: IDBDatabase): void => {
    const begin = database.transaction.bind(database)
    database.transaction = (stores, mode, options) => {
      if (writesLeft === 0) throw new DOMException('staged', 'NotReadableError')
      const transaction = begin(stores, mode, options)
      if (mode === 'readwrite') transaction.addEventListener('complete', () => writesLeft--)
      return transaction
    }
  }
  const open: IDBFactory['open'] = (name, version) => {
    const request = factory.open(name, version)
    if (name.startsWith('tradein-outbox')) request.addEventListener('success', () => watch(request.result))
    return request
  }
  return {
    indexedDb: { factory: Object.assign(Object.create(factory) as IDBFactory, { open }), keyRange: IDBKeyRange },
    doom: (writes = 1) => void (writesLeft = writes),
    heal: () => void (writesLeft = Infinity),
  }
}

const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

interface MortalTill extends Rehearsal, Pick<ReturnType<typeof createMortalDatabase>, 'doom' | 'heal'> {
  readonly errors: unknown[]
  /** Lets the call run while the line is down, with the database gone as soon as its record is durable. */
  readonly lastWords: <T>(call: () => Promise<T>) => Promise<T>
}
async function till(options: SimulationOptions = {}): Promise<MortalTill> {
  const { indexedDb, doom, heal } = createMortalDatabase()
  const rehearsal = await rehearse({ ...options, indexedDb })
  opened.push(rehearsal.checkout)
  // No pass of sending is under way, whose writes would count as the call's.
  await until(async () => (await rehearsal.checkout.sync()).status === 'drained')
  const errors: unknown[] = []
  rehearsal.checkout.on('error', (error) => errors.push(error))
  return {
    ...rehearsal,
    doom,
    heal,
    errors,
    async lastWords(call) {
      rehearsal.simulation.network.cut()
      await until(() => !rehearsal.checkout.status.online && !rehearsal.checkout.status.syncing)
      doom()
      return call().finally(heal)
    },
  }
}
describe('a database that fails as soon as the record is durable', () => {
  it('a reservation is told', async () => {
    const { checkout, lastWords } = await till()
    const quote = await quoteOne(checkout)
    expect(await lastWords(() => checkout.reserve(quote, { orderId: 'A-1' }))).toMatchObject({
      status: 'provisional',
      sale: { id: quote.buyer!.sale, delivery: 'pending' },
    })
    expect(await checkout.sales.find({ orderId: 'A-1' })).toMatchObject([{ state: 'reserved' }])
  })

  it('a payment is told, a cancel, a refund and a delivery as well', async () => {
    const { checkout, lastWords } = await till()
    const quote = await quoteOne(checkout)
    const id = quote.buyer!.sale
    expect(await checkout.reserve(quote, { orderId: 'A-1' })).toMatchObject({ status: 'confirmed' })
    expect(await lastWords(() => checkout.commit(id, pay(quote)))).toMatchObject({
      status: 'provisional',
      sale: { id, state: 'committed', delivery: 'pending' },
    })
    const units = [{ line: 'L1', unit: 0, serial: 'RH900001' }]
    expect(await lastWords(() => checkout.fulfil(id, { units }))).toMatchObject({ status: 'provisional', sale: { id } })
    expect(await lastWords(() => checkout.refund(id, 'all'))).toMatchObject({
      status: 'provisional',
      payable: quote.payable,
      sale: { state: 'refunded' },
    })
  })

  it('a cancel is told', async () => {
    const { checkout, lastWords, errors } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    expect(await lastWords(() => checkout.cancel(quote.buyer!.sale, 'left'))).toMatchObject({
      status: 'cancelled',
      sale: { state: 'cancelled' },
    })
    expect(errors).toContainEqual(expect.objectContaining({ code: expect.stringMatching(/^STORAGE_/) as string }))
  })

  it('a reservation that the offline rules forbid stands, since it could not be withdrawn', async () => {
    const ruleSets = [{ ...sampleRules, offline: { mode: 'forbidden' as const, clause: sampleRules.offline.clause } }]
    const { checkout, simulation, doom, heal, errors } = await till({ ruleSets })
    const quote = await quoteOne(checkout)
    await until(() => !checkout.status.syncing)
    doom()
    const outcome = checkout.reserve(quote, { orderId: 'A-1' })
    await until(() => errors.length > 0)
    await simulation.clock.advance(2_000)
    expect(await outcome).toMatchObject({ status: 'provisional', sale: { id: quote.buyer!.sale } })
    heal()
    expect(await checkout.sales.find({ orderId: 'A-1' })).toHaveLength(1)
  })

  it('an enrolment is told', async () => {
    const { checkout, simulation, doom, heal } = await till()
    await until(() => !checkout.status.syncing)
    await simulation.platform.addCode('SECOND', { reusable: true })
    // The new key is kept before the platform is asked, and put in force after.
    doom(2)
    expect(await checkout.enrol('SECOND')).toMatchObject({ status: 'enrolled' })
    heal()
    const quote = await quoteOne(checkout)
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
  })
})
