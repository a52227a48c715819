import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Buyer, BuyerQuote } from '../../src/client.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { pay, quoteOne, till, until } from './till.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { idNumberOf, person } from '../support/buyers.ts'

describe('a sale with a line', () => {
  it('is confirmed by the platform, paid, and has a signed receipt code', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    expect(quote.subsidy).toBe('999.80')
    const reserved = await checkout.reserve(quote, { orderId: 'A-1', cashier: '王芳' })
    expect(reserved).toMatchObject({
      status: 'confirmed',
      sale: { orderId: 'A-1', state: 'reserved', cashier: '王芳' },
    })
    const committed = await checkout.commit(quote.buyer!.sale, pay(quote))
    expect(committed).toMatchObject({ status: 'confirmed', sale: { state: 'committed', delivery: 'answered' } })
    const [sale] = await checkout.sales.find({ orderId: 'A-1' })
    expect(sale?.countersignature).toMatch(/^TI1:/)
    expect(simulation.platform.store.sales()).toHaveLength(1)
    expect(simulation.platform.faults).toEqual([])
    await until(() => checkout.status.unsent === 0)
    expect(checkout.status).toMatchObject({ online: true, enrolled: true, unsent: 0, held: 0, tasks: 0 })
  })

  it('is confirmed where an odd fen leaves one of its units without subsidy, and that unit can be sold again', async () => {
    const { checkout } = await till()
    const { barcode: gtin } = magicItems.grade_1
    const serials = ['RH900001', 'RH900002']
    const buyer = await checkout.buyer({ ...person })
    const line = { id: 'L1', item: { gtin, price: '5000.01' }, quantity: 2, discount: '0.01', serials }
    const quote = checkout.quote({ buyer, lines: [line] })
    expect(quote.lines[0]?.units).toMatchObject([
      { price: '5000.01', subsidy: '0.00' },
      { price: '5000.00', subsidy: '1000.00' },
    ])
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
    const again = await quoteOne(checkout, { serial: 'RH900001', idNumber: idNumberOf(2) })
    expect(await checkout.reserve(again, { orderId: 'A-2' })).toMatchObject({ status: 'confirmed' })
    const sold = await quoteOne(checkout, { serial: 'RH900002', idNumber: idNumberOf(3) })
    expect(sold.lines[0]?.verdict?.reasons).toMatchObject([{ code: 'serial_redeemed_here' }])
  })

  it('is refused when the platform refuses, and its serial can be sold again', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout, { price: '4999.81', serial: 'RH777777' })
    expect(await checkout.reserve(quote, { orderId: 'A-1' })).toMatchObject({
      status: 'refused',
      reasons: ['serial_redeemed_elsewhere'],
      sale: { standing: 'refused' },
    })
    expect((await quoteOne(checkout, { serial: 'RH777777' })).subsidy).toBe('999.80')
  })

  it('sells at once with the money already there', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({
      status: 'confirmed',
      sale: { state: 'committed' },
    })
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({
      status: 'confirmed',
      sale: { state: 'committed' },
    })
    expect(await checkout.sales.recent()).toHaveLength(1)
  })
})

describe('a quote', () => {
  it('is made again when the rules changed since', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    await simulation.authority.publish({
      ruleSets: [{ ...sampleRules, categories: sampleRules.categories.map((each) => ({ ...each, cap: '500.00' })) }],
    })
    expect(await checkout.refresh()).toMatchObject({ status: 'updated' })
    const outcome = await checkout.reserve(quote, { orderId: 'A-1' })
    expect(outcome).toMatchObject({ status: 'requote', quote: { subsidy: '500.00', buyer: quote.buyer } })
    expect(await checkout.sales.recent()).toEqual([])
    if (outcome.status === 'requote')
      expect(await checkout.reserve(outcome.quote, { orderId: 'A-1' })).toMatchObject({ status: 'confirmed' })
  })

  it('is made again when another tab used the quota since', async () => {
    const { checkout, open: openTab } = await till()
    const other = await openTab()
    const [one, two] = [await quoteOne(checkout), await quoteOne(other)]
    await checkout.reserve(one, { orderId: 'A-1' })
    const outcome = await other.reserve(two, { orderId: 'A-2' })
    expect(outcome).toMatchObject({ status: 'requote', quote: { subsidy: '0.00' } })
  })

  it('shows a serial and a quota that this till used', async () => {
    const { checkout } = await till()
    await checkout.reserve(await quoteOne(checkout, { serial: 'RH500002' }), { orderId: 'A-1' })
    await until(
      () => checkout.verify({ gtin: '9529990000018', price: '4999.00', serial: 'rh 500002' }).status !== 'eligible',
    )
    const again = await quoteOne(checkout, { serial: 'RH500002', idNumber: idNumberOf(2) })
    expect(again.lines[0]?.verdict?.reasons.map(({ code }) => code)).toContain('serial_redeemed_here')
    const sameBuyer = await quoteOne(checkout)
    expect(sameBuyer.lines[0]?.verdict?.reasons.map(({ code }) => code)).toContain('quota_used')
  })

  it('without a subsidy is told why, and nothing is saved', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout, { item: 'price_over_filed' })
    const outcome = await checkout.reserve(quote, { orderId: 'A-1' })
    expect(outcome).toMatchObject({ status: 'refused', sale: null })
    expect(outcome.status === 'refused' && outcome.reasons).toEqual([
      expect.objectContaining({ code: 'price_over_filed' }),
    ])
    expect(await checkout.sales.recent()).toEqual([])
  })

  it('needs its buyer before it is reserved, and each buyer serves one order', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    await expect(checkout.reserve(quoteFor(quote, null), { orderId: 'A-1' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      field: 'quote.buyer',
    })
    await checkout.reserve(quote, { orderId: 'A-1' })
    await expect(checkout.reserve(quoteFor(quote, quote.buyer), { orderId: 'A-2' })).rejects.toMatchObject({
      code: 'BUYER_USED',
    })
  })
})

describe('after a reservation', () => {
  it('a cancel frees serial and quota, and wins over a commit that comes later', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout, { serial: 'RH500003' })
    await checkout.reserve(quote, { orderId: 'A-1' })
    const id = quote.buyer!.sale
    expect(await checkout.cancel(id, 'customer left')).toMatchObject({
      status: 'cancelled',
      sale: { state: 'cancelled' },
    })
    expect(await checkout.cancel(id, 'customer left')).toMatchObject({ status: 'cancelled' })
    expect(await checkout.commit(id, pay(quote))).toMatchObject({ status: 'refused', reasons: ['already_cancelled'] })
    await checkout.sync()
    expect(simulation.platform.store.sales()).toMatchObject([{ state: 'cancelled' }])
    expect((await quoteOne(checkout, { serial: 'RH500003' })).subsidy).toBe('999.80')
  })

  it('cancelling what was refused is a no-op', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout, { price: '4999.82' })
    await checkout.reserve(quote, { orderId: 'A-1' })
    expect(await checkout.cancel(quote.buyer!.sale, 'refused')).toMatchObject({ status: 'already_refused' })
  })

  it('paying twice is once, and never with other payments', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const id = quote.buyer!.sale
    const [a, b] = await Promise.all([checkout.commit(id, pay(quote)), checkout.commit(id, pay(quote))])
    expect([a.status, b.status]).toEqual(['confirmed', 'confirmed'])
    await expect(checkout.commit(id, { payments: [] })).rejects.toMatchObject({ code: 'SALE_STATE', field: 'payments' })
    await expect(checkout.cancel(id, 'too late')).rejects.toMatchObject({ code: 'SALE_STATE' })
  })

  it('nothing is known of a sale that is not here', async () => {
    const { checkout } = await till()
    await expect(checkout.commit('nowhere', { payments: [] })).rejects.toMatchObject({ code: 'SALE_UNKNOWN' })
    await expect(checkout.receipt('nowhere')).rejects.toMatchObject({ code: 'SALE_UNKNOWN' })
  })

  it('one found open at the start is a task until it is paid or called off', async () => {
    const { checkout, open: reopen } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const other = await reopen()
    expect(await other.tasks()).toEqual([])
    await checkout.close()
    const again = await reopen()
    await until(() => again.status.tasks === 1)
    expect(await again.tasks()).toMatchObject([{ kind: 'was_it_paid', sale: quote.buyer!.sale }])
    await again.commit(quote.buyer!.sale, pay(quote))
    expect(await again.tasks()).toEqual([])
  })
})

describe('returns and deliveries', () => {
  it('give back unit by unit what was paid, once', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    const id = quote.buyer!.sale
    expect(await checkout.refund(id, [{ line: 'L1', unit: 0 }])).toMatchObject({
      status: 'confirmed',
      payable: quote.payable,
      subsidy: quote.subsidy,
      sale: { state: 'refunded' },
    })
    const twice = await checkout.refund(id, 'all')
    expect(twice).toMatchObject({ status: 'already_refunded', sale: { state: 'refunded' } })
    expect(twice).not.toHaveProperty('payable')
    expect(simulation.platform.store.records().filter(({ kind }) => kind === 'refund')).toHaveLength(1)
    await expect(checkout.refund(id, [{ line: 'L1', unit: 1 }])).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      field: 'units.0',
    })
  })

  it('of a sale that is neither here nor at hand is a task, never a guess', async () => {
    const { checkout } = await till()
    expect(await checkout.refund('99-1-000001', 'all')).toMatchObject({
      status: 'task',
      task: { kind: 'refund_without_record' },
    })
    expect(checkout.status.tasks === 1 || (await checkout.tasks()).length === 1).toBe(true)
  })

  it('tell that a unit is back when its delivery is asked for', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    const id = quote.buyer!.sale
    const delivery = { units: [{ line: 'L1', unit: 0, serial: quote.lines[0]!.units[0]!.serial! }] }
    expect(await checkout.fulfil(id, delivery)).toMatchObject({ status: 'confirmed' })
    await checkout.refund(id, 'all')
    expect(await checkout.fulfil(id, delivery)).toMatchObject({ status: 'refused', reasons: ['already_refunded'] })
  })

  it('give back what the buyer paid where the platform refused the sale, and nothing to the fund', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout, { price: '4999.87' })
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    await simulation.platform.settleLater()
    await checkout.sync()
    expect(await checkout.refund(quote.buyer!.sale, 'all')).toMatchObject({
      status: 'confirmed',
      payable: quote.payable,
      subsidy: '0.00',
      sale: { standing: 'refused', state: 'refunded' },
    })
  })

  it('take serials only once', async () => {
    const { checkout } = await till()
    const one = await quoteOne(checkout, { serial: 'RH500010' })
    await checkout.sell(one, { orderId: 'A-1', ...pay(one) })
    const two = await quoteOne(checkout, { serial: 'RH500011', idNumber: idNumberOf(3) })
    await checkout.sell(two, { orderId: 'A-2', ...pay(two) })
    const used = { units: [{ line: 'L1', unit: 0, serial: 'RH500010' }] }
    expect(await checkout.fulfil(two.buyer!.sale, used)).toMatchObject({
      status: 'refused',
      reasons: ['serial_redeemed_here'],
    })
  })
})

describe('a till without a key', () => {
  it('sells at full price: nothing is saved, and the cause says so', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    const fresh = simulation.till('09', { indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } }).options
    const bare = await createCheckout(fresh)
    onTestFinished(() => bare.close())
    await bare.ready()
    expect(bare.status.enrolled).toBe(false)
    await expect(quoteOne(bare)).rejects.toMatchObject({ code: 'NOT_ENROLLED' })
    expect(await bare.reserve(quote, { orderId: 'A-1' })).toMatchObject({
      status: 'not_durable',
      cause: { code: 'NOT_ENROLLED' },
    })
    expect(await bare.enrol('wrong')).toMatchObject({ status: 'refused', error: { code: 'ENROLMENT_REFUSED' } })
  })
})

function quoteFor(quote: BuyerQuote, buyer: Buyer | null): BuyerQuote {
  return { ...quote, buyer }
}
