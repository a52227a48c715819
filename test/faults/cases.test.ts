/** Cases of `README.md` beside this file that no folder of `src` has to itself. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { openOutboxDatabase } from '../../src/outbox/database.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, rehearse, until } from '../till/till.ts'

const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

describe('a database that another version of the code holds open', () => {
  it('is told in a code, and nothing in it is touched', async () => {
    const factory = new IDBFactory()
    // An older version of the page, which never heard that it should let go.
    const old = await new Promise<IDBDatabase>((done) => {
      const opening = factory.open('till', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('records', { keyPath: 'id' })
      opening.onsuccess = () => done(opening.result)
    })
    old.transaction('records', 'readwrite').objectStore('records').put({ id: 'r-1', jws: 'x' })
    await expect(openOutboxDatabase('till', { factory, keyRange: IDBKeyRange })).rejects.toMatchObject({
      code: 'STORAGE_UPGRADE_BLOCKED',
    })
    const rows = await new Promise((done) => {
      const reading = old.transaction('records').objectStore('records').getAll()
      reading.onsuccess = () => done(reading.result)
    })
    expect(rows).toEqual([{ id: 'r-1', jws: 'x' }])
    old.close()
  })
})

describe('a till that is enrolled again', () => {
  it('begins its chain anew, and never writes a receipt’s number twice', async () => {
    const { checkout, simulation } = await rehearse()
    opened.push(checkout)
    const sell = async (orderId: string, buyer: number): Promise<string> => {
      const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyer) })
      const sold = await checkout.sell(quote, { orderId, ...pay(quote) })
      return 'sale' in sold && sold.sale ? sold.sale.receipt : sold.status
    }
    const before = await sell('A-1', 1)
    await simulation.platform.addCode('SECOND', { reusable: true })
    expect(await checkout.enrol('SECOND')).toMatchObject({ status: 'enrolled' })
    const after = await sell('A-2', 2)
    expect(before).toMatch(/^03-1-/)
    expect(after).toMatch(/^03-2-/)
    expect(after.slice('03-2-'.length)).toBe(before.slice('03-1-'.length))
  })
})

describe('a till that was without a line for longer than any server remembers a request', () => {
  it('sends what the platform had taken before once more, and it is one sale', async () => {
    const { checkout, simulation } = await rehearse()
    opened.push(checkout)
    const { clock, network, platform } = simulation
    const heal = network.fault({ match: '/v1/records', fault: { kind: 'answer_lost' } })
    const quote = await quoteOne(checkout)
    const selling = checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    await until(() => platform.store.sales().length === 1)
    network.cut()
    heal()
    await clock.advance(2_000)
    expect(await selling).toMatchObject({ status: 'provisional' })
    clock.set(clock.now() + 400 * 86_400_000)
    network.restore()
    await until(() => checkout.status.unsent === 0)
    expect(await checkout.sales.find({ orderId: 'A-1' })).toMatchObject([{ state: 'committed', delivery: 'answered' }])
    expect(platform.store.sales()).toHaveLength(1)
    expect(platform.store.records().map(({ kind }) => kind)).toEqual(['epoch', 'reserve', 'commit'])
  })
})
