/** One order is one sale: through double clicks, tabs and reloads, and for nobody else. */
import { describe, expect, it } from 'vitest'
import type { BuyerQuote } from '../../src/client.ts'
import { pay, quoteOne, till } from './till.ts'
import { idNumberOf } from '../support/buyers.ts'

describe('the same order', () => {
  it('is the same sale for a double click', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    const [a, b] = await Promise.all([
      checkout.reserve(quote, { orderId: 'A-1' }),
      checkout.reserve(quote, { orderId: 'A-1' }),
    ])
    expect(a).toEqual(b)
    expect(simulation.platform.store.sales()).toHaveLength(1)
  })

  it('is the same sale in two tabs at once, though each captured the buyer', async () => {
    const { checkout, simulation, open: openTab } = await till()
    const other = await openTab()
    const [one, two] = [await quoteOne(checkout, { serial: 'RH500001' }), await quoteOne(other, { serial: 'RH500001' })]
    const outcomes = await Promise.all([
      checkout.reserve(one, { orderId: 'A-1' }),
      other.reserve(two, { orderId: 'A-1' }),
    ])
    const ids = outcomes.map((outcome) => ('sale' in outcome ? outcome.sale?.id : outcome.status))
    expect(new Set(ids).size).toBe(1)
    expect(simulation.platform.store.sales()).toHaveLength(1)
  })

  it('is the same sale after a reload', async () => {
    const { checkout, open: reopen } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    await checkout.close()
    const again = await reopen()
    expect(await again.reserve(quote, { orderId: 'A-1' })).toMatchObject({
      status: 'confirmed',
      sale: { id: quote.buyer!.sale },
    })
  })

  it('that was paid or given back is told so, and nobody takes money for it again', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    const again = () => checkout.reserve(quote, { orderId: 'A-1' })
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    expect(await again()).toMatchObject({ status: 'committed', sale: { state: 'committed', orderId: 'A-1' } })
    await checkout.refund(quote.buyer!.sale, 'all')
    expect(await again()).toMatchObject({ status: 'refunded', sale: { state: 'refunded' } })
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'refunded' })
  })

  it('that was paid without a line is told so before the platform has it', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    simulation.network.cut()
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    expect(await checkout.reserve(quote, { orderId: 'A-1' })).toMatchObject({
      status: 'committed',
      sale: { standing: 'provisional' },
    })
  })

  it('that the platform reviews is told so each time, and can be paid', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout, { price: '4999.86' })
    for (let i = 0; i < 2; i++)
      expect(await checkout.reserve(quote, { orderId: 'A-1' })).toMatchObject({
        status: 'review',
        sale: { state: 'reserved', standing: 'review' },
      })
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({
      status: 'review',
      sale: { state: 'committed' },
    })
  })

  it('is the same sale for a buyer who was captured again, and never another buyer’s', async () => {
    const { checkout } = await till()
    const serial = 'RH500001'
    const first = await quoteOne(checkout, { serial })
    const another = await quoteOne(checkout, { serial, idNumber: idNumberOf(1) })
    const sameAgain = await quoteOne(checkout, { serial })
    const nobodys: BuyerQuote = { ...first, buyer: null }
    const refused = { code: 'SALE_STATE', field: 'orderId' }
    const running = checkout.reserve(first, { orderId: 'A-1' })
    // At once, while the first is on its way, and after it.
    await expect(checkout.reserve(another, { orderId: 'A-1' })).rejects.toMatchObject(refused)
    expect(await running).toMatchObject({ status: 'confirmed', sale: { id: first.buyer!.sale } })
    await expect(checkout.reserve(another, { orderId: 'A-1' })).rejects.toMatchObject(refused)
    await expect(checkout.reserve(nobodys, { orderId: 'A-1' })).rejects.toMatchObject(refused)
    expect(await checkout.reserve(sameAgain, { orderId: 'A-1' })).toMatchObject({
      status: 'confirmed',
      sale: { id: first.buyer!.sale },
    })
    expect(await checkout.sales.recent()).toHaveLength(1)
  })

  it('is never another cart, not even while the first is on its way', async () => {
    const { checkout } = await till()
    const [one, other] = [await quoteOne(checkout), await quoteOne(checkout, { item: 'ungraded' })]
    const running = checkout.reserve(one, { orderId: 'A-1' })
    await expect(checkout.reserve(other, { orderId: 'A-1' })).rejects.toMatchObject({ code: 'SALE_STATE' })
    expect(await running).toMatchObject({ status: 'confirmed' })
  })

  it('is never another cart: that is a wrong call', async () => {
    const { checkout } = await till()
    await checkout.reserve(await quoteOne(checkout), { orderId: 'A-1' })
    const other = await quoteOne(checkout, { item: 'ungraded', idNumber: idNumberOf(1) })
    await expect(checkout.reserve(other, { orderId: 'A-1' })).rejects.toMatchObject({
      code: 'SALE_STATE',
      field: 'orderId',
    })
  })
})
