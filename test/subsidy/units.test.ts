/** Units of one line are judged one by one: an odd fen of a split discount refuses the unit that it lands on, and no other. */
import { describe, expect, it } from 'vitest'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import type { Line, QuoteLine } from '../../src/subsidy/quote.ts'
import { preview } from '../../src/subsidy/preview.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import type { VerifyContext } from '../../src/verify/verdict.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const sample = shippedRuleSet('sample')
const contextWith = (change: Partial<RuleSet> = {}): VerifyContext =>
  contextOf(
    releaseOf(
      [{ ...sample, groups: sample.groups.map((group) => ({ ...group, units: 5 })), ...change }],
      [
        listing('AC-1', 'air_conditioner', { filedPrice: '1000.00', guidePrice: '1000.01' }),
        listing('TWIN', 'air_conditioner', { gtin: '06901234567892', filedPrice: '1000.00', grade: 1 }),
        listing('TWIN-B', 'air_conditioner', { gtin: '06901234567892', filedPrice: '1000.01', grade: 1 }),
      ],
    ),
  )
const context = contextWith()
/** Three units of 1,000.34 less 1.01: one costs 1000.01, the others 1000.00. */
const split: Line = {
  id: 'a',
  item: { model: 'AC-1', price: '1000.34' },
  quantity: 3,
  discount: '1.01',
  serials: ['SN00000001', 'SN00000002', 'SN00000003'],
}
const lineOf = (line: Line, given: VerifyContext = context): QuoteLine => quote({ lines: [line] }, given).lines[0]!
const unitsOf = ({ units }: QuoteLine): string[] =>
  units.map(({ price, base, subsidy }) => `${price} ${base} ${subsidy}`)

describe('a line whose units differ by a fen', () => {
  it('gives the units at the ceiling their subsidy, and the dearer one its reason', () => {
    const line = lineOf(split)
    expect(unitsOf(line)).toEqual(['1000.01 0.00 0.00', '1000.00 1000.00 200.00', '1000.00 1000.00 200.00'])
    expect(line.subsidy).toBe('400.00')
    expect(line.verdict).toMatchObject({
      status: 'eligible',
      item: { price: '1000.00' },
      reasons: [
        { code: 'price_over_filed', severity: 'recommended', expected: '1000.00', received: '1000.01', field: 'price' },
      ],
    })
    expect(line.steps).toMatchObject([
      {
        formula: 'no_subsidy',
        inputs: { reason: 'price_over_filed', expected: '1000.00', received: '1000.01' },
        result: '0.00',
      },
      { formula: 'final_price', inputs: { units: '2' }, result: '1000.00' },
      { formula: 'rate', result: '200.00' },
      { formula: 'line_total', inputs: { units: '3' }, result: '400.00' },
    ])
  })

  it('does so for the price limit of a category too', () => {
    const categories = sample.categories.map((rule) => ({ ...rule, priceLimit: '1000.00' }))
    const ceiling = { ...sample.ceiling, against: [] }
    const line = lineOf(split, contextWith({ categories, ceiling }))
    expect(unitsOf(line).map((unit) => unit.split(' ')[2])).toEqual(['0.00', '200.00', '200.00'])
    expect(line.verdict?.reasons).toMatchObject([{ code: 'price_over_limit', severity: 'recommended' }])
  })

  it('leaves the dearer unit out where only its price makes it matter which of two listings it is', () => {
    const line = lineOf({ ...split, item: { gtin: '06901234567892', price: '1000.34' } })
    expect(line.verdict).toMatchObject({
      status: 'eligible',
      listing: { model: 'TWIN' },
      reasons: [
        { code: 'model_ambiguous', severity: 'recommended' },
        { code: 'model_ambiguous', severity: 'recommended' },
      ],
    })
    expect(unitsOf(line).map((unit) => unit.split(' ')[2])).toEqual(['0.00', '200.00', '200.00'])
  })

  it('uses the quota for the units that get something alone', () => {
    const groups = sample.groups.map((group) => ({ ...group, units: 2 }))
    const line = lineOf(split, contextWith({ groups }))
    expect(line.subsidy).toBe('400.00')
    expect(line.verdict?.reasons.map(({ code }) => code)).toEqual(['price_over_filed'])
  })

  it('judges as before where the ceiling is passed by all, or by none', () => {
    const over = lineOf({ ...split, item: { model: 'AC-1', price: '1000.35' } })
    expect(over.verdict).toMatchObject({
      status: 'ineligible',
      item: { price: '1000.02' },
      reasons: [{ code: 'price_over_filed', severity: 'required', received: '1000.02' }],
    })
    expect(over.steps).toMatchObject([{ formula: 'no_subsidy' }])
    const under = lineOf({ ...split, item: { model: 'AC-1', price: '1000.33' } })
    expect(unitsOf(under)).toEqual(['1000.00 1000.00 200.00', '999.99 999.99 200.00', '999.99 999.99 200.00'])
    expect(under.verdict).toMatchObject({ item: { price: '1000.00' }, reasons: [] })
  })

  it('keeps what else is missing undetermined, and needs no serial for a preview', () => {
    const unscanned = { ...split, serials: [] }
    expect(lineOf(unscanned)).toMatchObject({ subsidy: '0.00', verdict: { status: 'undetermined' } })
    expect(preview({ lines: [unscanned] }, context).subsidy).toBe('400.00')
  })
})
