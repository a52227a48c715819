import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { quoteOne, rehearse, type Rehearsal } from './till.ts'

const open: Checkout[] = []
async function till(...args: Parameters<typeof rehearse>): Promise<Rehearsal> {
  const rehearsal = await rehearse(...args)
  open.push(rehearsal.checkout)
  return rehearsal
}
afterEach(async () => {
  for (const checkout of open.splice(0)) await checkout.close()
})

describe('a sale with a line', () => {
  it('is confirmed by the platform, paid, and has a signed receipt code', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    expect(quote.subsidy).toBe('999.80')
    const reserved = await checkout.reserve(quote, { orderId: 'A-1', cashier: '王芳' })
    expect(reserved.status).toBe('confirmed')
    if (reserved.status !== 'confirmed') return
    const committed = await checkout.commit(reserved.sale.id, { payments: [{ method: 'cash', amount: quote.payable, reference: null }] })
    expect(committed).toMatchObject({ status: 'confirmed', sale: { state: 'committed', delivery: 'answered' } })
    const [sale] = await checkout.sales.find({ orderId: 'A-1' })
    expect(sale?.countersignature).toMatch(/^TI1:/)
    expect(simulation.platform.store.sales()).toHaveLength(1)
    expect(simulation.platform.faults).toEqual([])
    expect(checkout.status).toMatchObject({ online: true, enrolled: true, unsent: 0, held: 0, tasks: 0 })
  })
})
