import { describe, expect, it } from 'vitest'
import type { Cart, Quote } from '../../src/subsidy/quote.ts'
import { chargeOf } from '../../src/subsidy/charge.ts'
import { differenceOf } from '../../src/subsidy/difference.ts'
import { invoiceOf } from '../../src/subsidy/invoice.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { quotaUse } from '../../src/subsidy/quota-use.ts'
import { sameTerms } from '../../src/subsidy/same-terms.ts'
import type { EntitlementFact } from '../../src/scheme/entitlement-fact.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const autumn = shippedRuleSet('shanxi-2024-09')
const winter = shippedRuleSet('shanxi-2024-11')
const listings = [
  listing('BCD-500', 'refrigerator', { gtin: '06901010101098', brand: 'haier', name: '冰箱 500 升' }),
  listing('HEAT', 'heater', { grade: null }),
]
const entitlement: EntitlementFact = { id: 'E-1', state: 'valid', covers: [], region: null, channel: null }
const at2024 = contextOf(releaseOf([autumn, winter], listings), {}, { entitlement })
const byTill = contextOf(releaseOf([shippedRuleSet('sample')], listings))
const cart: Cart = {
  lines: [
    {
      id: 'fridge',
      item: { gtin: '6901010101098', price: '5000.00', serial: 'SN00000001' },
      installation: '100.00',
      bankPromotion: '200.00',
      oldUnit: '300.00',
    },
    { id: 'cable', item: { model: 'HDMI', price: '20.00' }, quantity: 2, other: true },
  ],
}

describe('chargeOf', () => {
  it('sends the total less the subsidy where the till deducts', () => {
    expect(chargeOf(quote(cart, byTill))).toEqual({
      send: '3840.00',
      buyer: '3640.00',
      coupon: '0.00',
      old_unit: '300.00',
      bank_promotion: '200.00',
    })
  })
  it('sends the total with the subsidy in it where the payment channel redeems it', () => {
    expect(chargeOf(quote(cart, at2024))).toEqual({
      send: '4840.00',
      buyer: '3640.00',
      coupon: '1000.00',
      old_unit: '300.00',
      bank_promotion: '200.00',
    })
  })
  it('gives no money out for an old unit', () => {
    const lines = [
      {
        id: 'a',
        item: { gtin: '6901010101098', price: '100.00', serial: 'SN00000001' },
        oldUnit: '90.00',
        bankPromotion: '50.00',
      },
    ]
    expect(chargeOf(quote({ lines }, byTill))).toEqual({
      send: '0.00',
      buyer: '0.00',
      coupon: '0.00',
      old_unit: '80.00',
      bank_promotion: '0.00',
    })
  })
})

describe('payments', () => {
  const differ = (sold: Quote, came: Readonly<Record<string, string>>) =>
    differenceOf(
      Object.entries(came).map(([method, amount]) => ({ method, amount, reference: null })),
      chargeOf(sold),
    )
  it.each([
    ['all tenders by their names', { cash: '3640.00', old_unit: '300.00', bank_promotion: '200.00' }],
    ['the buyer’s own in parts', { cash: '3000.00', card: '640.00', old_unit: '300.00' }],
    ['the money alone: what store and bank took off was not paid', { cash: '3640.00' }],
    ['the channel’s figure with the bank’s part in it', { unionpay: '3840.00' }],
  ])('are what the till asks for with %s', (_, came) => {
    expect(differ(quote(cart, byTill), came)).toBeNull()
  })
  it.each([
    ['a fen too little', { cash: '3639.99' }],
    ['a fen too much', { cash: '3640.01' }],
    ['a price in which the old unit counts for nothing', { cash: '4140.00' }],
    ['the total with the subsidy in it', { cash: '5140.00' }],
    ['another value of the old unit', { cash: '3740.00', old_unit: '200.00' }],
    ['a bank’s promotion beside a figure that has it in it', { unionpay: '3840.00', bank_promotion: '200.00' }],
    ['a coupon on top of what the till took off', { cash: '2640.00', coupon: '1000.00' }],
    ['a coupon alone', { cash: '3640.00', coupon: '1000.00' }],
    ['nothing', {}],
  ])('differ where the till deducts, with %s', (_, came) => {
    expect(differ(quote(cart, byTill), came)).not.toBeNull()
  })
  it.each([
    ['beside the money', { unionpay: '3640.00', coupon: '1000.00' }],
    ['beside all other tenders', { cash: '3640.00', coupon: '1000.00', old_unit: '300.00', bank_promotion: '200.00' }],
  ])('are what the payment channel asks for with the coupon %s', (_, came) => {
    expect(differ(quote(cart, at2024), came)).toBeNull()
  })
  it.each([
    ['that was not redeemed', { unionpay: '3640.00' }],
    ['that was not redeemed and paid in money', { unionpay: '4640.00' }],
    ['of another amount', { unionpay: '4140.00', coupon: '500.00' }],
    ['that paid for the goods beside the subsidy', { unionpay: '2640.00', coupon: '2000.00' }],
  ])('differ where the payment channel deducts, with a coupon %s', (_, came) => {
    expect(differ(quote(cart, at2024), came)).not.toBeNull()
  })
  it('that differ are told tender by tender, beside what was expected', () => {
    expect(differ(quote(cart, at2024), { unionpay: '4000.00', cash: '40.00', old_unit: '1.00' })).toEqual({
      expected: { buyer: '3640.00', coupon: '1000.00', old_unit: '300.00', bank_promotion: '200.00' },
      received: { buyer: '4040.00', coupon: '0.00', old_unit: '1.00', bank_promotion: '0.00' },
    })
  })
})

describe('invoiceOf', () => {
  it('states every unit with what must stand on it, and total = paid + subsidy', () => {
    expect(invoiceOf({ id: 'S-1', orderId: 'A-1', quote: quote(cart, byTill) })).toEqual({
      sale: 'S-1',
      orderId: 'A-1',
      lines: [
        {
          name: '冰箱 500 升',
          brand: 'haier',
          model: 'BCD-500',
          gtin: '06901010101098',
          grade: 1,
          serial: 'SN00000001',
          price: '5000.00',
          subsidy: '1000.00',
        },
        {
          name: 'HDMI',
          brand: '',
          model: 'HDMI',
          gtin: null,
          grade: null,
          serial: null,
          price: '20.00',
          subsidy: '0.00',
        },
        {
          name: 'HDMI',
          brand: '',
          model: 'HDMI',
          gtin: null,
          grade: null,
          serial: null,
          price: '20.00',
          subsidy: '0.00',
        },
      ],
      extras: '100.00',
      total: '5140.00',
      subsidy: '1000.00',
      paid: '4140.00',
    })
  })
})

describe('sameTerms', () => {
  const at = (instant: string, of: Cart = cart) => quote(of, { ...at2024, setting: { ...at2024.setting, at: instant } })
  it('holds from one second to the next', () => {
    expect(sameTerms(at('2024-11-08T23:59:50+08:00'), at('2024-11-08T23:59:58+08:00'))).toBe(true)
  })
  it('does not hold across a change of rules, even where the amounts agree', () => {
    const [before, after] = [at('2024-11-08T23:59:58+08:00'), at('2024-11-09T00:00:05+08:00')]
    expect(before.subsidy).toBe(after.subsidy)
    expect(sameTerms(before, after)).toBe(false)
  })
  it('holds with a fresher release, and not with another price or serial', () => {
    const fresher = {
      ...at2024,
      release: { ...at2024.release!, basis: { ...at2024.release!.basis, versions: { root: 1, snapshot: 2 } } },
    }
    expect(sameTerms(quote(cart, at2024), quote(cart, fresher))).toBe(true)
    const [fridge, cable] = cart.lines
    const other = { ...fridge!, item: { ...fridge!.item, serial: 'SN00000002' } }
    expect(sameTerms(quote(cart, at2024), quote({ lines: [{ ...fridge!, discount: '0.01' }, cable!] }, at2024))).toBe(
      false,
    )
    expect(sameTerms(quote(cart, at2024), quote({ lines: [other, cable!] }, at2024))).toBe(false)
  })
})

describe('quotaUse', () => {
  it('counts subsidised units by group: a heater counts as an air conditioner in 2026', () => {
    const lines = [
      { category: 'air_source_heater', units: [{ subsidy: '900.00' }, { subsidy: '0.00' }] },
      { category: 'air_conditioner', units: [{ subsidy: '300.00' }] },
      { category: null, units: [{ subsidy: '0.00' }] },
      { category: 'unheard_of', units: [{ subsidy: '1.00' }] },
    ]
    expect(quotaUse(lines, shippedRuleSet('shanxi-2026'), '140100')).toEqual({ air_conditioner: 2 })
    expect(quotaUse(lines, shippedRuleSet('sample'), '140100')).toEqual({ air_source_heater: 1, air_conditioner: 1 })
  })
})
