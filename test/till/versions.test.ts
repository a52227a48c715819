/** Old code and new code over one queue: nothing of it is lost, and who cannot go on says so. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout, CheckoutOptions } from '../../src/client.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, rehearse, until, within, type Rehearsal } from './till.ts'

const name = 'tradein-outbox:sandbox:TY-0001:03'
const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

interface Versions extends Rehearsal {
  readonly factory: IDBFactory
}

/** A till with three sales that are not sent. */
async function fullQueue(): Promise<Versions> {
  const factory = new IDBFactory()
  const rehearsal = await rehearse({ indexedDb: { factory, keyRange: IDBKeyRange } })
  opened.push(rehearsal.checkout)
  rehearsal.simulation.network.cut()
  await until(() => !rehearsal.checkout.status.syncing)
  for (let i = 0; i < 3; i++) {
    const quote = await quoteOne(rehearsal.checkout, { idNumber: idNumberOf(i) })
    await rehearsal.checkout.sell(quote, { orderId: `A-${i}`, ...pay(quote) })
  }
  await until(() => rehearsal.checkout.status.unsent === 6)
  return {
    ...rehearsal,
    factory,
    open: async (options?: Partial<CheckoutOptions>) => (opened.push(await rehearsal.open(options)), opened.at(-1)!),
  }
}

/** Opens the database as a page with another version of the code would, and closes it again. Returns its records. */
function openAs(factory: IDBFactory, version: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, version)
    request.onupgradeneeded = () => {
      if (version >= 20) request.result.createObjectStore(`new-in-${version}`)
    }
    request.onblocked = () => reject(new Error('nobody made way'))
    request.onerror = () => reject(new Error('it does not open', { cause: request.error }))
    request.onsuccess = () => {
      const count = request.result.transaction('records').objectStore('records').count()
      count.onsuccess = () => {
        request.result.close()
        resolve(count.result)
      }
    }
  })
}

const blocked = { code: 'STORAGE_UPGRADE_BLOCKED' }

describe('a queue that newer code has taken over', () => {
  it('is left alone by older code, which says so at its start', async () => {
    const { checkout, factory, open } = await fullQueue()
    await checkout.close()
    const records = await openAs(factory, 20)
    await expect(open()).rejects.toMatchObject(blocked)
    expect(await openAs(factory, 20)).toBe(records)
  })

  it('is given up by a page that runs: it makes way, and tells that nothing is saved', async () => {
    const { checkout, factory } = await fullQueue()
    const quote = await quoteOne(checkout, { idNumber: idNumberOf(9) })
    const records = await openAs(factory, 20)
    expect(await checkout.reserve(quote, { orderId: 'A-9' })).toMatchObject({ status: 'not_durable', cause: blocked })
    await expect(checkout.sales.recent()).rejects.toMatchObject(blocked)
    await expect(checkout.sync()).rejects.toMatchObject(blocked)
    expect(await openAs(factory, 20)).toBe(records)
  })
})

describe('a queue whose connection another page took', () => {
  it('is opened again, and the page sells on', async () => {
    const { checkout, factory, simulation } = await fullQueue()
    await openAs(factory, 11)
    const quote = await quoteOne(checkout, { idNumber: idNumberOf(9) })
    expect(await checkout.reserve(quote, { orderId: 'A-9' })).toMatchObject({ status: 'provisional' })
    simulation.network.restore()
    await within(simulation, 60_000, () => checkout.status.unsent === 0)
    expect(simulation.platform.store.sales()).toHaveLength(4)
  })
})

describe('a queue that older code left full', () => {
  it('is sent whole by code that knows more ways to look it up', async () => {
    const { checkout, factory, simulation, open } = await fullQueue()
    await checkout.close()
    const older = await copiedDatabases(factory, ['state', '[unconfirmed+atMs]', 'receipt'])
    const ports = { ...simulation.device.openTab(), indexedDb: { factory: older, keyRange: IDBKeyRange } }
    const newer = await open({ ports })
    expect(newer.status.unsent).toBe(6)
    simulation.network.restore()
    await within(simulation, 60_000, () => newer.status.unsent === 0)
    expect(simulation.platform.store.sales()).toHaveLength(3)
    expect(simulation.platform.faults).toEqual([])
  })
})
