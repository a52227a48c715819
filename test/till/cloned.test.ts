/** A till whose browser profile was copied while it lives: two sign as one. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout, Task } from '../../src/client.ts'
import { idNumberOf } from '../support/buyers.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { pay, quoteOne, rehearse, until } from './till.ts'

let buyers = 300
async function sell(checkout: Checkout, orderId: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}
const forks = async (checkout: Checkout): Promise<readonly Task[]> =>
  (await checkout.tasks()).filter(({ kind }) => kind === 'chain_forked')

/** One till on two machines; both have a line and know of the same sale. */
async function twoOfOne() {
  const factory = new IDBFactory()
  const { checkout: first, simulation } = await rehearse({ indexedDb: { factory, keyRange: IDBKeyRange } })
  expect(await sell(first, 'A-1')).toBe('confirmed')
  await until(() => first.status.unsent === 0)
  const copy = { factory: await copiedDatabases(factory), keyRange: IDBKeyRange }
  const second = await createCheckout(simulation.till('03', { indexedDb: copy }).options)
  await second.ready()
  await until(async () => (await second.sync()).status === 'drained')
  return { first, second, simulation }
}

describe('a till that exists twice', () => {
  it('has its second sale looked at, and neither sells on until it is enrolled again', async () => {
    const { first, second, simulation } = await twoOfOne()
    expect(await sell(first, 'A-2')).toBe('confirmed')
    await until(() => first.status.unsent === 0)
    expect(await sell(second, 'B-2')).toBe('review')
    await until(() => second.status.unsent === 0)
    expect(await forks(second)).toMatchObject([{ sale: null, codes: ['record_forked'] }])
    expect(await sell(second, 'B-3')).toBe('not_durable')
    // The other learns it with what it asks next, though it sells nothing.
    await first.sync()
    expect(await forks(first)).toMatchObject([{ sale: null, codes: ['record_forked'] }])
    expect(await sell(first, 'A-3')).toBe('not_durable')
    expect([first.status.held, second.status.held]).toEqual([0, 0])

    expect(await first.enrol(simulation.code)).toMatchObject({ status: 'enrolled' })
    expect(await forks(first)).toEqual([])
    expect(await sell(first, 'A-4')).toBe('confirmed')
    const { platform } = simulation
    expect(platform.store.sales().map(({ orderId, standing }) => [orderId, standing])).toEqual([
      ['A-1', 'confirmed'],
      ['A-2', 'confirmed'],
      ['B-2', 'review'],
      ['A-4', 'confirmed'],
    ])
    expect(platform.store.displaced().map(({ kind, notes }) => [kind, notes])).toEqual([
      ['reserve', ['record_forked']],
      ['commit', ['record_forked']],
    ])
    // A person settles it, and the till that sold it is told.
    const lost = platform.store.sales().find(({ orderId }) => orderId === 'B-2')!
    await platform.settle(lost.id, 'confirmed')
    await second.sync()
    expect(await second.sales.find({ orderId: 'B-2' })).toMatchObject([{ standing: 'confirmed' }])
    expect(platform.faults).toEqual([])
    await Promise.all([first.close(), second.close()])
  })

  it('goes on honestly on both machines when both are enrolled again, one after the other', async () => {
    const { first, second, simulation } = await twoOfOne()
    await sell(first, 'A-2')
    await until(() => first.status.unsent === 0)
    await sell(second, 'B-2')
    for (const till of [first, second]) {
      await till.sync()
      expect(await till.enrol(simulation.code)).toMatchObject({ status: 'enrolled' })
      expect(await sell(till, `${till === first ? 'A' : 'B'}-3`)).toBe('confirmed')
      expect(await forks(till)).toEqual([])
    }
    await Promise.all([first.close(), second.close()])
  })
})
