/** Rows of sales that cannot be what this code wrote: the line goes on, and the sale is made again from its records. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { openOutboxDatabase, type SaleRow } from '../../src/outbox/database.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, till, until, within } from './till.ts'

let buyers = 0
async function sell(checkout: Checkout, orderId: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}

const spoilt: Readonly<Record<string, (row: SaleRow) => object>> = {
  'without its quote': (row) => ({ ...row, quote: undefined }),
  'with another kind of quote': (row) => ({ ...row, quote: { ...row.quote, lines: 'none' } }),
  'in a state that there is not': (row) => ({ ...row, state: 'sold' }),
  'with nothing but what finds it': ({ id, orderId }) => ({ id, orderId }),
}

describe('a sale’s row', () => {
  it.each(Object.entries(spoilt))('%s keeps no other sale from being confirmed, nor its own', async (_name, spoil) => {
    const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
    const { checkout, simulation, open } = await till({ indexedDb })
    simulation.network.cut()
    await until(() => !checkout.status.online)
    for (const orderId of ['A-1', 'A-2', 'A-3']) expect(await sell(checkout, orderId)).toBe('provisional')
    const [before] = await checkout.sales.find({ orderId: 'A-2' })
    await checkout.close()
    const db = await openOutboxDatabase('tradein-outbox:sandbox:TY-0001:03', indexedDb)
    await db.write(['sales'], async ({ sales }) => {
      const row = await sales.get(before!.id)
      await sales.put(spoil(row!) as SaleRow)
    })
    db.close()
    simulation.network.restore()
    const again = await open()
    await within(simulation, 60_000, () => again.status.unsent === 0)
    const { store, faults } = simulation.platform
    expect(store.sales().map(({ standing }) => standing)).toEqual(Array(3).fill('confirmed'))
    expect(faults).toEqual([])
    const [after] = await again.sales.find({ orderId: 'A-2' })
    const { receipt, payments, quote } = before!
    expect(after).toMatchObject({ state: 'committed', standing: 'confirmed', delivery: 'answered', receipt, payments })
    expect(after?.quote).toMatchObject({ subsidy: quote.subsidy, payable: quote.payable })
    expect((await again.day('2026-03-06')).tenders).toEqual([
      { method: 'cash', received: '11997.60', returned: '0.00' },
    ])
    expect(await sell(again, 'A-4')).toBe('confirmed')
  })
})
