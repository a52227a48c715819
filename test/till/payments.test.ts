/** What came for a sale against what was due. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { chargeOf } from '../../src/subsidy/charge.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { pay, quoteOne, rehearse, type Rehearsal } from './till.ts'

const open: Checkout[] = []
async function till(...args: Parameters<typeof rehearse>): Promise<Rehearsal> {
  const rehearsal = await rehearse(...args)
  open.push(rehearsal.checkout)
  return rehearsal
}
afterEach(async () => {
  for (const checkout of open.splice(0)) await checkout.close()
})

describe('payments', () => {
  it('that differ write nothing, and are told beside what was expected', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const records = simulation.platform.store.records().length
    const id = quote.buyer!.sale
    expect(await checkout.commit(id, { payments: [{ method: 'cash', amount: '1.00', reference: null }] })).toEqual({
      status: 'differs',
      expected: { buyer: quote.payable, coupon: '0.00', old_unit: '0.00', bank_promotion: '0.00' },
      received: { buyer: '1.00', coupon: '0.00', old_unit: '0.00', bank_promotion: '0.00' },
    })
    expect(await checkout.sales.find({ id })).toMatchObject([{ state: 'reserved', payments: [] }])
    await checkout.sync()
    expect(simulation.platform.store.records()).toHaveLength(records)
    expect(await checkout.tasks()).toEqual([])
    expect(await checkout.commit(id, pay(quote))).toMatchObject({ status: 'confirmed' })
  })

  it('that differ are recorded where the host insists, and a person looks', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const id = quote.buyer!.sale
    const payments = [{ method: 'cash', amount: '3999.00', reference: null }]
    await expect(checkout.commit(id, { payments, settle: 'review' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      field: 'note',
    })
    const insisted = { payments, settle: 'review', note: '银联少扣 0.20 元' } as const
    expect(await checkout.commit(id, insisted)).toMatchObject({ status: 'review', sale: { state: 'committed' } })
    expect(await checkout.commit(id, insisted)).toMatchObject({ status: 'review' })
    expect(await checkout.tasks()).toMatchObject([{ kind: 'amount_differs', sale: id }])
    expect(simulation.platform.store.sales()).toMatchObject([{ standing: 'review', reasons: ['amounts_differ'] }])
    const commits = simulation.platform.store.records().filter(({ kind }) => kind === 'commit')
    expect(commits.map(({ jws }) => decodeRecord(jws))).toMatchObject([{ payments, note: '银联少扣 0.20 元' }])
  })

  it('that add up need nobody to insist on them', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const outcome = await checkout.commit(quote.buyer!.sale, { ...pay(quote), settle: 'review', note: 'to be sure' })
    expect(outcome).toMatchObject({ status: 'confirmed' })
    expect(await checkout.tasks()).toEqual([])
  })

  it('that differ in a sale made at once reserve nothing, unless the host insists', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    const payments = [{ method: 'cash', amount: '1.00', reference: null }]
    expect(await checkout.sell(quote, { orderId: 'A-1', payments })).toMatchObject({
      status: 'differs',
      expected: { buyer: quote.payable },
      received: { buyer: '1.00' },
    })
    expect(await checkout.sales.recent()).toEqual([])
    expect(simulation.platform.store.sales()).toEqual([])
    expect(await checkout.sell(quote, { orderId: 'A-1', payments, settle: 'review', note: 'deposit' })).toMatchObject({
      status: 'review',
      sale: { state: 'committed' },
    })
  })
})

describe('where the payment channel deducts', () => {
  const byChannel: RuleSet = { ...sampleRules, deduction: 'payment' }

  it('a sale is one whose coupon was redeemed, and no other', async () => {
    const { checkout } = await till({ ruleSets: [byChannel] })
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const id = quote.buyer!.sale
    for (const amount of [quote.payable, quote.invoiceTotal]) {
      const payments = [{ method: 'unionpay', amount, reference: null }]
      expect(await checkout.commit(id, { payments })).toMatchObject({
        status: 'differs',
        expected: { buyer: quote.payable, coupon: quote.subsidy },
        received: { buyer: amount, coupon: '0.00' },
      })
    }
    const coupon = { method: 'coupon', amount: quote.subsidy, reference: null }
    expect(await checkout.commit(id, { payments: [...pay(quote).payments, coupon] })).toMatchObject({
      status: 'confirmed',
      sale: { state: 'committed' },
    })
  })

  it('one whose coupon was not redeemed is reviewed by the platform too, where the host insists', async () => {
    const { checkout } = await till({ ruleSets: [byChannel] })
    const quote = await quoteOne(checkout)
    const outcome = await checkout.sell(quote, { orderId: 'A-1', ...pay(quote), settle: 'review', note: 'no coupon' })
    expect(outcome).toMatchObject({ status: 'review', sale: { reasons: ['amounts_differ'] } })
  })

  it('an old unit handed in is no difference, on the till and at the platform', async () => {
    const { checkout } = await till({ ruleSets: [byChannel] })
    const { buyer, cart } = await quoteOne(checkout)
    const quote = checkout.quote({ buyer, lines: cart.lines.map((line) => ({ ...line, oldUnit: '300.00' })) })
    const charge = chargeOf(quote)
    const payments = [
      { method: 'unionpay', amount: charge.buyer, reference: null },
      { method: 'coupon', amount: charge.coupon, reference: null },
    ]
    expect(await checkout.sell(quote, { orderId: 'A-1', payments })).toMatchObject({ status: 'confirmed' })
  })
})
