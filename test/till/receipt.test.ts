/** The receipt of a sale, from the moment that it is durable. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { tillKeyId } from '../../src/receipt/till-code.ts'
import { peekReceiptToken } from '../../src/receipt/token.ts'
import { pay, quoteOne, rehearse, until, type Rehearsal } from './till.ts'

const open: Checkout[] = []
async function till(): Promise<Rehearsal> {
  const rehearsal = await rehearse()
  open.push(rehearsal.checkout)
  return rehearsal
}
afterEach(async () => {
  for (const checkout of open.splice(0)) await checkout.close()
})

describe('a receipt', () => {
  it('carries the till’s own code while the sale is provisional, and the platform’s once it is confirmed', async () => {
    const { checkout, simulation } = await till()
    const enrolled = await checkout.enrol(simulation.code)
    simulation.network.cut()
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    const id = quote.buyer!.sale
    const early = await checkout.receipt(id)
    const { fields, kid } = peekReceiptToken(early.code!)
    expect(kid).toBe(tillKeyId(enrolled.status === 'enrolled' ? enrolled.keyId : ''))
    expect(fields).toMatchObject({ till: 1, subsidy: '999.80', invoiceTotal: '4999.00' })
    expect(early.text()).toContain('已登记，待平台确认')
    expect(early.svg()).toContain('<svg')

    simulation.network.restore()
    await until(async () => (await checkout.sales.find({ id }))[0]?.countersignature !== null)
    const [sale] = await checkout.sales.find({ id })
    const late = await checkout.receipt(id)
    expect(late.code).toBe(sale?.countersignature)
    expect(peekReceiptToken(late.code!).fields).toEqual(fields)
    expect(late.text()).toContain('平台已确认')
  })

  it('carries a code between the reservation and the payment', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    expect((await checkout.receipt(quote.buyer!.sale)).code).toMatch(/^TI1:/)
  })

  it('carries none once the sale is refused or called off', async () => {
    const { checkout } = await till()
    const refused = await quoteOne(checkout, { price: '4999.81' })
    await checkout.reserve(refused, { orderId: 'A-1' })
    expect((await checkout.receipt(refused.buyer!.sale)).code).toBeNull()
    const left = await quoteOne(checkout)
    await checkout.reserve(left, { orderId: 'A-2' })
    await checkout.cancel(left.buyer!.sale, 'customer left')
    expect((await checkout.receipt(left.buyer!.sale)).code).toBeNull()
  })
})
