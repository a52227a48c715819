import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const sample = shippedRuleSet('sample')
const release = releaseOf(
  [sample],
  [
    listing('FRIDGE-1', 'refrigerator', { filedPrice: '16000.00' }),
    listing('FRIDGE-2', 'refrigerator', { grade: 2 }),
    listing('AC-1', 'air_conditioner'),
    listing('DRYER', 'clothes_dryer', { grade: null, gradeKind: 'none' }),
  ],
)
const context = contextOf(release)
let serials = 0
const line = (id: string, model: string, price: string, over: Partial<Line> = {}): Line => ({
  id,
  item: { model, price },
  serials: Array.from({ length: over.quantity ?? 1 }, () => `SN${String(++serials).padStart(8, '0')}`),
  ...over,
})

describe('quote', () => {
  it('takes 20 % of the final price of a grade 1 unit', () => {
    const answer = quote({ lines: [line('a', 'FRIDGE-1', '4999.00')] }, context)
    expect(answer.lines[0]?.verdict?.reasons).toEqual([])
    expect(answer).toMatchObject({ invoiceTotal: '4999.00', subsidy: '999.80', payable: '3999.20', deduction: 'till' })
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  })

  it('stops at the cap and says so', () => {
    const answer = quote({ lines: [line('a', 'FRIDGE-1', '12000.00')] }, context)
    expect(answer.subsidy).toBe('2000.00')
    expect(answer.lines[0]?.steps.map(({ formula }) => formula)).toEqual(['final_price', 'rate', 'cap'])
  })
})
