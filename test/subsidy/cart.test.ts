import { describe, expect, it } from 'vitest'
import type { Cart, Line } from '../../src/subsidy/quote.ts'
import { readCart } from '../../src/subsidy/cart.ts'
import { preview } from '../../src/subsidy/preview.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const context = contextOf(releaseOf([shippedRuleSet('sample')], [listing('F', 'refrigerator')]))
const line: Line = { id: 'a', item: { model: 'F', price: '100.00' } }

describe('a cart that cannot be reckoned', () => {
  const cases: readonly (readonly [string, Cart, string, string])[] = [
    [
      'an amount as a person writes it',
      { lines: [{ ...line, item: { price: '4,999' } }] },
      'INPUT_INVALID',
      'lines.0.item.price',
    ],
    ['an amount of three places', { lines: [{ ...line, discount: '1.005' }] }, 'INPUT_INVALID', 'lines.0.discount'],
    ['an amount below zero', { lines: [line], orderDiscount: '-1.00' }, 'INPUT_INVALID', 'orderDiscount'],
    [
      'an amount as a number',
      { lines: [{ ...line, freight: 5 as unknown as string }] },
      'INPUT_INVALID',
      'lines.0.freight',
    ],
    ['half a unit', { lines: [{ ...line, quantity: 0.5 }] }, 'INPUT_INVALID', 'lines.0.quantity'],
    ['no unit', { lines: [{ ...line, quantity: 0 }] }, 'INPUT_INVALID', 'lines.0.quantity'],
    ['more units than a line can have', { lines: [{ ...line, quantity: 1001 }] }, 'INPUT_INVALID', 'lines.0.quantity'],
    ['more serials than units', { lines: [{ ...line, serials: ['A1', 'A2'] }] }, 'INPUT_INVALID', 'lines.0.serials'],
    ['one id on two lines', { lines: [line, line] }, 'INPUT_INVALID', 'lines.1.id'],
    ['no id', { lines: [{ ...line, id: '' }] }, 'INPUT_INVALID', 'lines.0.id'],
    [
      'a discount above the line',
      { lines: [line, { ...line, id: 'b', discount: '100.01' }] },
      'INPUT_INVALID',
      'lines.1.discount',
    ],
    ['a discount above the order', { lines: [line], orderDiscount: '100.01' }, 'INPUT_INVALID', 'orderDiscount'],
    [
      'more lines than a cart can have',
      { lines: Array.from({ length: 201 }, (_, i) => ({ ...line, id: String(i) })) },
      'INPUT_TOO_LARGE',
      'lines',
    ],
    [
      'a line above what an amount holds',
      { lines: [{ ...line, item: { price: '99999999.99' }, quantity: 2 }] },
      'INPUT_TOO_LARGE',
      'lines.0.quantity',
    ],
    [
      'a total above what an amount holds',
      { lines: [1, 2].map((i) => ({ id: String(i), item: { model: 'F', price: '60000000.00' } })) },
      'INPUT_TOO_LARGE',
      'lines',
    ],
    [
      'a grade that is none',
      { lines: [line, { id: 'b', item: { model: 'F', price: '1.00', grade: 9 } }] },
      'INPUT_INVALID',
      'lines.1.item.grade',
    ],
    [
      'a serial longer than a label',
      { lines: [line, { ...line, id: 'b', serials: ['9'.repeat(300)] }] },
      'INPUT_TOO_LARGE',
      'lines.1.serials.0',
    ],
  ]
  it.each(cases)('%s is refused by name', (_, cart, code, field) => {
    expect(() => quote(readCart(cart), context)).toThrow(
      expect.objectContaining({ name: 'CheckoutError', code, field }),
    )
  })

  const unit: Line = { ...line, item: { ...line.item, serial: 'sn-0001 ' } }
  it.each<[string, Line]>([
    ['another unit’s', { ...unit, serials: ['SN-0002'] }],
    ['none of many', { ...unit, quantity: 3, serials: ['SN-0002', 'SN-0003'] }],
  ])('is one whose item has a serial that is %s, beside the serials of its line', (_, each) => {
    const refused = { code: 'INPUT_INVALID', field: 'lines.1.item.serial' }
    expect(() => quote({ lines: [line, { ...each, id: 'b' }] }, context)).toThrow(expect.objectContaining(refused))
    expect(() => preview({ lines: [line, { ...each, id: 'b' }] }, context)).toThrow(expect.objectContaining(refused))
  })
  it.each<[string, Line, readonly (string | null)[]]>([
    ['alone', unit, ['SN-0001']],
    ['with no serial scanned beside it', { ...unit, serials: [] }, ['SN-0001']],
    ['written in another way', { ...unit, serials: ['SN-0001'] }, ['SN-0001']],
    [
      'with those of the other units',
      { ...unit, quantity: 2, serials: ['SN-0002', 'SN-0001'] },
      ['SN-0002', 'SN-0001'],
    ],
    ['of the first of more units', { ...unit, quantity: 2 }, ['SN-0001', null]],
  ])('is not one whose item has its serial %s', (_, each, serials) => {
    expect(quote({ lines: [each] }, context).lines[0]?.units.map(({ serial }) => serial)).toEqual(serials)
  })

  it('is not an empty one', () => {
    expect(quote({ lines: [] }, context)).toMatchObject({
      lines: [],
      invoiceTotal: '0.00',
      subsidy: '0.00',
      payable: '0.00',
    })
  })
  it('is not one without any release: nothing is subsidised, and it says why', () => {
    const answer = quote({ lines: [line] }, contextOf(null, {}, { freshness: 'missing' }))
    expect(answer).toMatchObject({ basis: null, deduction: 'till', invoiceTotal: '100.00', subsidy: '0.00' })
    expect(answer.lines[0]?.verdict?.status).toBe('undetermined')
  })
})
