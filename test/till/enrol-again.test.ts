/** A till that is enrolled again with the code that it has had before, where that is good for ever. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { createMemoryBytes } from '../../src/testing/memory-ports.ts'
import { idNumberOf } from '../support/buyers.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { pay, quoteOne, rehearse, until } from './till.ts'

let buyers = 700
async function sell(checkout: Checkout, orderId: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}

describe('a code that several tabs use at once', () => {
  it('gives them one key and one epoch, at first and after that key was revoked', async () => {
    const { checkout, simulation, open } = await rehearse()
    await checkout.close()
    const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
    const keepsake = createMemoryBytes()
    const tabs: Checkout[] = []
    for (let i = 0; i < 3; i++)
      tabs.push(await open({ ports: { ...simulation.device.openTab(), indexedDb, keepsake } }))
    const enrolAll = async (epochs: number): Promise<string> => {
      const outcomes = await Promise.all(tabs.map((tab) => tab.enrol(simulation.code)))
      const keyIds = outcomes.map((outcome) => (outcome.status === 'enrolled' ? outcome.keyId : 'none'))
      expect(keyIds).toEqual(Array(3).fill(keyIds[0]))
      for (const tab of tabs) {
        const orderId = `A-${buyers}`
        await sell(tab, orderId)
        await until(async () => (await tab.sales.find({ orderId }))[0]?.standing === 'confirmed')
      }
      const records = simulation.platform.store.records()
      expect(new Set(records.map(({ epoch }) => epoch)).size).toBe(1 + epochs)
      expect(records.every(({ linked, notes }) => linked && notes.length === 0)).toBe(true)
      return keyIds[0]!
    }
    await simulation.platform.revoke(await enrolAll(1))
    await enrolAll(2)
    for (const tab of tabs) await tab.close()
  })
})

describe('the same code again', () => {
  it('gives a new key where the platform has revoked the one in force', async () => {
    const { checkout, simulation } = await rehearse()
    const first = await checkout.enrol(simulation.code)
    expect(await checkout.enrol(simulation.code)).toEqual(first)
    await until(async () => (await checkout.sync()).status === 'drained')
    await simulation.platform.revoke((first as { readonly keyId: string }).keyId)
    expect(await checkout.enrol(simulation.code)).toMatchObject({ status: 'enrolled' })
    await until(async () => (await checkout.sync()).status === 'drained')
    expect(await sell(checkout, 'A-1')).toBe('confirmed')
    await checkout.close()
  })

  it('that gives one till one key stays used up', async () => {
    const { checkout, simulation } = await rehearse()
    await simulation.platform.addCode('ONCE')
    const once = await checkout.enrol('ONCE')
    await simulation.platform.revoke((once as { readonly keyId: string }).keyId)
    expect(await checkout.enrol('ONCE')).toMatchObject({ status: 'refused', error: { code: 'ENROLMENT_REFUSED' } })
    await checkout.close()
  })

  it('does not begin an epoch twice in a profile that was put back to before its answer came', async () => {
    const factory = new IDBFactory()
    const { checkout, simulation, open } = await rehearse({ indexedDb: { factory, keyRange: IDBKeyRange } })
    await simulation.platform.addCode('TWO', { reusable: true })
    const found = simulation.network.fault({ match: 'v1/tills', fault: { kind: 'answer_lost' } })
    expect(await checkout.enrol('TWO')).toMatchObject({ status: 'refused', error: { code: 'TRANSPORT_FAILED' } })
    found()
    const old = await copiedDatabases(factory)
    expect(await checkout.enrol('TWO')).toMatchObject({ status: 'enrolled' })
    expect(await sell(checkout, 'A-1')).toBe('confirmed')
    await until(() => checkout.status.unsent === 0)
    await checkout.close()
    const indexedDb = { factory: old, keyRange: IDBKeyRange }
    const restored = await open({ ports: { ...simulation.device.openTab(), indexedDb, keepsake: createMemoryBytes() } })
    expect(await restored.enrol('TWO')).toMatchObject({ status: 'enrolled' })
    expect(await sell(restored, 'A-2')).toBe('confirmed')
    await until(async () => (await restored.sync()).status === 'drained')
    expect((await restored.tasks()).map(({ kind }) => kind)).not.toContain('chain_forked')
    expect(simulation.platform.store.displaced()).toEqual([])
    await restored.close()
  })
})
