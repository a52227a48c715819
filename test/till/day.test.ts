/** The closing of a shift: what came in and went out, by tender, by cashier and by standing. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout, CommitInput } from '../../src/client.ts'
import { subtract } from '../../src/core/money.ts'
import { idNumberOf } from '../support/buyers.ts'
import { quoteOne, rehearse, until, type QuoteChange, type Rehearsal } from './till.ts'

const lateEvening = '2026-03-06T23:50:00+08:00'
const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

async function till(start = '2026-03-06T10:00:00+08:00'): Promise<Rehearsal> {
  const rehearsal = await rehearse({ start })
  opened.push(rehearsal.checkout)
  return rehearsal
}

let orders = 0
/** Sells one refrigerator for 3,999.20 of the buyer's money and 999.80 of subsidy. Returns the sale's id. */
async function sell(
  checkout: Checkout,
  cashier: string | null,
  methods: readonly string[],
  change: QuoteChange = {},
): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(orders), ...change })
  const [first = 'cash', second] = methods
  const parts = second === undefined ? [quote.payable] : [subtract(quote.payable, '1000.00'), '1000.00']
  const payments: CommitInput['payments'] = parts.map((amount, i) => ({
    method: i === 0 ? first : second!,
    amount,
    reference: null,
  }))
  const outcome = await checkout.sell(quote, {
    orderId: `D-${orders++}`,
    ...(cashier !== null && { cashier }),
    payments,
  })
  expect(outcome.status).not.toBe('refused')
  return quote.buyer!.sale
}

async function nextDay({ clock }: Rehearsal['simulation'], checkout: Checkout): Promise<void> {
  await clock.advance(15 * 60_000)
  // Time that passes in an instant outlasts whatever was on its way.
  await until(async () => (await checkout.sync()).status === 'drained')
}

const one = { sales: 1, invoiceTotal: '4999.00', subsidy: '999.80', payable: '3999.20', refunded: '0.00' }
const none = { sales: 0, invoiceTotal: '0.00', subsidy: '0.00', payable: '0.00', refunded: '0.00' }

describe('a day', () => {
  it('is told by tender, by cashier and by standing, and every part adds up to the whole', async () => {
    const { checkout } = await till()
    await sell(checkout, '王芳', ['cash'])
    await sell(checkout, '王芳', ['wechat', 'cash'])
    await sell(checkout, null, ['wechat'], { price: '4999.86' })
    const cancelled = await quoteOne(checkout, { idNumber: idNumberOf(orders) })
    await checkout.reserve(cancelled, { orderId: 'C-1', cashier: '王芳' })
    await checkout.cancel(cancelled.buyer!.sale, 'left')
    const back = await sell(checkout, '李雷', ['cash'])
    const mixed = await sell(checkout, '李雷', ['cash', 'card'])
    for (const id of [back, mixed]) expect(await checkout.refund(id, 'all')).toMatchObject({ payable: '3999.20' })
    await until(() => checkout.status.unsent === 0)

    const day = await checkout.day('2026-03-06')
    expect(day).toMatchObject({
      date: '2026-03-06',
      sales: 5,
      invoiceTotal: '24995.86',
      subsidy: '4999.17',
      payable: '19996.69',
      refunded: '1999.60',
      returned: '7998.40',
      unsent: 0,
    })
    expect(day.cashiers).toEqual([
      { cashier: null, ...one, invoiceTotal: '4999.86', subsidy: '999.97', payable: '3999.89' },
      {
        cashier: '李雷',
        sales: 2,
        invoiceTotal: '9998.00',
        subsidy: '1999.60',
        payable: '7998.40',
        refunded: '1999.60',
      },
      { cashier: '王芳', sales: 2, invoiceTotal: '9998.00', subsidy: '1999.60', payable: '7998.40', refunded: '0.00' },
    ])
    expect(day.tenders).toEqual([
      { method: 'card', received: '1000.00', returned: '0.00' },
      { method: 'cash', received: '11997.60', returned: '3999.20' },
      { method: 'wechat', received: '6999.09', returned: '0.00' },
      // What was paid in two ways may go back in either.
      { method: null, received: '0.00', returned: '3999.20' },
    ])
    expect(day.standings).toEqual({
      provisional: none,
      confirmed: { sales: 4, invoiceTotal: '19996.00', subsidy: '3999.20', payable: '15996.80', refunded: '1999.60' },
      refused: none,
      review: { ...one, invoiceTotal: '4999.86', subsidy: '999.97', payable: '3999.89' },
    })
  })

  it('has the money that went out on it, whenever it was sold, and the sales without a line', async () => {
    const { checkout, simulation } = await till(lateEvening)
    const sold = await sell(checkout, '王芳', ['cash'])
    await nextDay(simulation, checkout)
    simulation.network.cut()
    await checkout.refund(sold, 'all')
    const next = await checkout.day('2026-03-07')
    expect(next).toMatchObject({ sales: 0, returned: '3999.20', refunded: '0.00' })
    expect(next.tenders).toEqual([{ method: 'cash', received: '0.00', returned: '3999.20' }])
    const first = await checkout.day('2026-03-06')
    expect(first).toMatchObject({ sales: 1, returned: '0.00', refunded: '999.80', unsent: 1 })
    expect(first.tenders).toEqual([{ method: 'cash', received: '3999.20', returned: '0.00' }])
  })

  it('has the money that was handed out though another till had the goods back before', async () => {
    const { checkout, simulation, open } = await till()
    const { options } = simulation.till('04', { indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })
    const other = await createCheckout(options)
    opened.push(other)
    await other.ready()
    await other.enrol(simulation.code)
    const sold = await sell(checkout, null, ['cash'])
    await until(() => checkout.status.unsent === 0 && other.status.unsent === 0)
    const [{ receipt } = { receipt: '' }] = await checkout.sales.find({ id: sold })
    simulation.network.cut()
    await until(() => !checkout.status.online)
    expect(await checkout.refund(sold, 'all')).toMatchObject({ status: 'provisional', payable: '3999.20' })
    await checkout.close()
    simulation.network.restore()
    await until(async () => (await other.sync()).status === 'drained')
    expect(await other.refund(receipt, 'all')).toMatchObject({ status: 'confirmed', payable: '3999.20' })
    const again = await open()
    opened.push(again)
    await until(() => again.status.unsent === 0)
    expect((await again.tasks()).map(({ kind }) => kind)).toEqual(['refunded_twice'])
    for (const each of [again, other]) expect(await each.day('2026-03-06')).toMatchObject({ returned: '3999.20' })
  })

  it('of nothing is nothing', async () => {
    const { checkout } = await till()
    expect(await checkout.day('2026-03-05')).toMatchObject({ ...none, returned: '0.00', cashiers: [], tenders: [] })
  })
})

describe('sales', () => {
  it('are found by day and by cashier, alone and together', async () => {
    const { checkout, simulation } = await till(lateEvening)
    const first = await sell(checkout, '王芳', ['cash'])
    await simulation.clock.advance(1_000)
    const other = await sell(checkout, '李雷', ['cash'])
    await nextDay(simulation, checkout)
    const second = await sell(checkout, '王芳', ['cash'])
    const found = async (by: Parameters<Checkout['sales']['find']>[0]): Promise<readonly string[]> =>
      (await checkout.sales.find(by)).map(({ id }) => id)
    expect(await found({ date: '2026-03-06' })).toEqual([other, first])
    expect(await found({ cashier: '王芳' })).toEqual([second, first])
    expect(await found({ cashier: '王芳', date: '2026-03-06' })).toEqual([first])
    expect(await found({ cashier: '王芳', date: '2026-03-08' })).toEqual([])
    await expect(checkout.sales.find({ date: 'today' })).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'date' })
  })
})
