import { describe, expect, it } from 'vitest'
import { compareAmounts } from '../../src/core/amount.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { evasion, gain } from './evasions.ts'
import { context, contextWith, good } from './shop.ts'

describe('no way round the ceiling', () => {
  it('gives no evasion more than the plain sale (1,000 of the 100,000 of the long run)', () => {
    for (let seed = 1; seed <= 1000; seed++) expect(gain(evasion(seed)), `seed ${seed}`).toBeNull()
  })

  it('is tried by evasions that get something, so that there is something to find', () => {
    let paid = 0
    for (let seed = 1; seed <= 100; seed++) {
      const { carts } = evasion(seed)
      if (carts.some((cart) => quote(cart, context).subsidy !== '0.00')) paid++
    }
    expect(paid).toBeGreaterThan(20)
  })

  const over = { ...good, price: '5299.00' }
  const line = { id: 'a', item: over }
  it.each([
    ['by quantity', { lines: [{ ...line, quantity: 2, serials: [good.serial ?? ''] }] }],
    ['by a split', { lines: [line, { ...line, id: 'b' }] }],
    ['by a bundle', { lines: [line, { id: 'b', item: { price: '100.00' }, other: true }] }],
    [
      'by a discount on the bundle',
      { lines: [line, { id: 'b', item: { price: '400.00' }, other: true, discount: '300.00' }] },
    ],
    ['by a bank promotion', { lines: [{ ...line, bankPromotion: '300.00' }] }],
    ['by an old unit', { lines: [{ ...line, oldUnit: '300.00' }] }],
  ])('a price above the filed one is not brought under it %s', (_, cart) => {
    expect(quote(cart, context).subsidy).toBe('0.00')
  })

  it('a store discount that really lowers the price does', () => {
    const { subsidy, lines } = quote({ lines: [{ ...line, discount: '300.00' }] }, context)
    expect(lines[0]?.units[0]?.price).toBe('4999.00')
    expect(compareAmounts(subsidy, '0.00')).toBe(1)
  })

  it('a unit is not sold twice as two models of one barcode', () => {
    const item = { gtin: '9521234567905', price: '3800.00', serial: 'AA5SZ0E05001A3A00001' }
    const two = {
      lines: [
        { id: 'a', item: { ...item, model: 'XQG100-W' } },
        { id: 'b', item: { ...item, model: 'XQG100-B' } },
      ],
    }
    const roomy = contextWith({
      rules: (set) => ({ ...set, groups: set.groups.map((group) => ({ ...group, units: 2 })) }),
    })
    expect(quote(two, roomy).lines.map(({ subsidy }) => subsidy)).toEqual(['760.00', '0.00'])
  })

  it('a price raised after the quote is judged again', () => {
    const early = quote({ lines: [{ id: 'a', item: good }] }, context)
    const raised = { ...early, cart: { lines: [{ id: 'a', item: over }] } }
    expect(quote(raised.cart, context).subsidy).toBe('0.00')
  })
})
