/** A till whose browser profile was put back from an old copy. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { createMemoryBytes } from '../../src/testing/memory-ports.ts'
import { idNumberOf } from '../support/buyers.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { pay, quoteOne, rehearse, until } from './till.ts'

let buyers = 0
async function sell(checkout: Checkout, orderId: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}

describe('a till restored from an old copy', () => {
  it('is found out by the platform, gives no subsidy until it is enrolled again, and then sells on', async () => {
    const factory = new IDBFactory()
    const { checkout, simulation, open } = await rehearse({ indexedDb: { factory, keyRange: IDBKeyRange } })
    expect(await sell(checkout, 'A-1')).toBe('confirmed')
    await until(() => checkout.status.unsent === 0)
    const old = await copiedDatabases(factory)
    expect(await sell(checkout, 'A-2')).toBe('confirmed')
    await checkout.close()

    const indexedDb = { factory: old, keyRange: IDBKeyRange }
    // The whole profile: nothing beside the database knows better.
    const ports = { ...simulation.device.openTab(), indexedDb, keepsake: createMemoryBytes() }
    const restored = await open({ ports })
    await until(async () => (await restored.tasks()).some(({ kind }) => kind === 'chain_forked'))
    expect(await sell(restored, 'A-3')).toBe('not_durable')
    // With the code of before, which is good for ever: a new key all the same.
    expect(await restored.enrol(simulation.code)).toMatchObject({ status: 'enrolled' })
    expect(await sell(restored, 'A-4')).toBe('confirmed')
    expect(simulation.platform.store.sales().map(({ standing }) => standing)).toEqual(Array(3).fill('confirmed'))
    expect(simulation.platform.faults).toEqual([])
    await restored.close()
  })
})
