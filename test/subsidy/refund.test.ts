import { describe, expect, it } from 'vitest'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { refundAmounts, unitsLeft } from '../../src/subsidy/refund.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const context = contextOf(
  releaseOf(
    [shippedRuleSet('national-2025')],
    [listing('AC', 'air_conditioner'), listing('A', 'refrigerator'), listing('B', 'television', { grade: 2 })],
  ),
  { at: '2025-06-18T12:00:00+08:00' },
)
const serials = (count: number, start = 0): readonly string[] =>
  Array.from({ length: count }, (_, i) => `SN${String(start + i).padStart(8, '0')}`)
const threeAcs = quote(
  {
    lines: [{ id: 'ac', item: { model: 'AC', price: '100.00' }, quantity: 3, serials: serials(3), discount: '30.00' }],
  },
  context,
).lines

describe('refundAmounts', () => {
  it('gives two of three units back, and then the last: 180 and 90 of 270', () => {
    const two = [
      { line: 'ac', unit: 0 },
      { line: 'ac', unit: 2 },
    ]
    expect(refundAmounts(threeAcs, two, [])).toEqual({ payable: '144.00', subsidy: '36.00' })
    expect(refundAmounts(threeAcs, [{ line: 'ac', unit: 1 }], two)).toEqual({ payable: '72.00', subsidy: '18.00' })
  })

  it('splits discounts of item and order as the sale did: 7.18 for A, 80.82 for B', () => {
    const { lines } = quote(
      {
        lines: [
          { id: 'a', item: { model: 'A', price: '10.00' }, serials: serials(1, 10), discount: '2.00' },
          { id: 'b', item: { model: 'B', price: '90.00' }, serials: serials(1, 11) },
        ],
        orderDiscount: '10.00',
      },
      context,
    )
    expect(refundAmounts(lines, [{ line: 'a', unit: 0 }], [])).toEqual({ payable: '5.74', subsidy: '1.44' })
    expect(refundAmounts(lines, [{ line: 'b', unit: 0 }], [{ line: 'a', unit: 0 }])).toEqual({
      payable: '68.70',
      subsidy: '12.12',
    })
  })

  it.each([
    ['a unit given back before', [{ line: 'ac', unit: 1 }], [{ line: 'ac', unit: 1 }], 'SALE_STATE', 'units.0'],
    [
      'a unit named twice',
      [
        { line: 'ac', unit: 1 },
        { line: 'ac', unit: 1 },
      ],
      [],
      'INPUT_INVALID',
      'units.1',
    ],
    ['a line that the sale has not', [{ line: 'tv', unit: 0 }], [], 'INPUT_INVALID', 'units.0'],
    ['a unit past the last', [{ line: 'ac', unit: 3 }], [], 'INPUT_INVALID', 'units.0'],
    ['a unit before the first', [{ line: 'ac', unit: -1 }], [], 'INPUT_INVALID', 'units.0'],
  ])('refuses %s', (_, units, refunded, code, field) => {
    expect(() => refundAmounts(threeAcs, units, refunded)).toThrow(expect.objectContaining({ code, field }))
  })

  it('knows what is left', () => {
    expect(unitsLeft(threeAcs, [{ line: 'ac', unit: 1 }])).toEqual([
      { line: 'ac', unit: 0 },
      { line: 'ac', unit: 2 },
    ])
  })
})
