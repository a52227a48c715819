import { describe, expect, it } from 'vitest'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { type FormulaName, formulaNames } from '../../src/subsidy/formula.ts'
import type { Cart, ExplanationStep } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listing } from '../support/array-catalog.ts'
import { seededRandom } from '../support/random.ts'
import { randomCart } from '../support/oracle/carts.ts'
import { worldOf } from '../support/oracle/worlds.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const sample = shippedRuleSet('sample')
const listings = [
  listing('F', 'refrigerator', { filedPrice: '16000.00', guidePrice: '4000.00' }),
  listing('F-3', 'refrigerator', { grade: 3 }),
]
const steps = (cart: Cart, ruleSet: RuleSet = sample): readonly ExplanationStep[] =>
  quote(cart, contextOf(releaseOf([ruleSet], listings))).lines[0]?.steps ?? []
const one = (price: string, over: object = {}): Cart => ({
  lines: [{ id: 'a', item: { model: 'F', price }, serials: ['SN00000001'], ...over }],
})

describe('the explanation of a line', () => {
  it('goes from the list price to the cap, with the clause of each rule', () => {
    expect(steps({ ...one('12500.00', { discount: '400.00' }), orderDiscount: '100.00' })).toEqual([
      {
        formula: 'final_price',
        clause: null,
        inputs: { list: '12500.00', discount: '400.00', order_discount: '100.00', quantity: '1', units: '1' },
        result: '12000.00',
      },
      {
        formula: 'rate',
        clause: 'rate-national',
        inputs: { base: '12000.00', rate: '0.20', grade: '1', mode: 'half-up', unit: '0.01' },
        result: '2400.00',
      },
      { formula: 'cap', clause: 'rate-national', inputs: { amount: '2400.00', cap: '2000.00' }, result: '2000.00' },
    ])
  })

  it('explains each kind of unit once, then the quota, then the line', () => {
    const serials = ['SN00000001', 'SN00000002', 'SN00000003']
    expect(
      steps(one('100.00', { quantity: 3, serials, discount: '0.01' })).map(({ formula, inputs, result }) => [
        formula,
        inputs.units,
        result,
      ]),
    ).toEqual([
      ['final_price', '2', '100.00'],
      ['rate', undefined, '20.00'],
      ['final_price', '1', '99.99'],
      ['rate', undefined, '20.00'],
      ['quota', '3', '1'],
      ['line_total', '3', '20.00'],
    ])
  })

  it('names what lowers the base, the ceiling it is cut to, and the price limit it passed', () => {
    const ruleSet: RuleSet = {
      ...sample,
      base: { ...sample.base, oldUnit: 'lowers', bankPromotion: 'lowers', orderDiscount: 'ignored' },
      ceiling: { ...sample.ceiling, mode: 'cap', against: ['filed', 'guide'], tolerance: '50.00' },
      categories: sample.categories.map((rule) => ({ ...rule, priceLimit: '6000.00' })),
    }
    expect(
      steps(
        { ...one('5000.00', { oldUnit: '300.00', bankPromotion: '50.00', freight: '80.00' }), orderDiscount: '100.00' },
        ruleSet,
      ),
    ).toEqual([
      {
        formula: 'final_price',
        clause: null,
        inputs: { list: '5000.00', discount: '0.00', order_discount: '100.00', quantity: '1', units: '1' },
        result: '4900.00',
      },
      {
        formula: 'price_limit',
        clause: 'rate-national',
        inputs: { price: '4900.00', limit: '6000.00' },
        result: '4900.00',
      },
      {
        formula: 'base_amount',
        clause: 'base',
        inputs: { list: '5000.00', bank_promotion: '50.00', old_unit: '300.00', quantity: '1' },
        result: '4650.00',
      },
      {
        formula: 'ceiling',
        clause: 'ceiling',
        inputs: { base: '4650.00', ceiling: '4050.00', against: 'guide' },
        result: '4050.00',
      },
      {
        formula: 'rate',
        clause: 'rate-national',
        inputs: { base: '4050.00', rate: '0.20', grade: '1', mode: 'half-up', unit: '0.01' },
        result: '810.00',
      },
    ])
  })

  it('says of a refusal which condition failed, with the fact, the limit and the clause', () => {
    expect(steps(one('16000.01'))).toEqual([
      {
        formula: 'no_subsidy',
        clause: 'ceiling',
        inputs: { reason: 'price_over_filed', expected: '16000.00', received: '16000.01' },
        result: '0.00',
      },
    ])
    expect(
      steps({ lines: [{ id: 'a', item: { model: 'F-3', price: '50000000.00' } }] }).map(({ inputs }) => inputs),
    ).toEqual([{ reason: 'serial_missing' }, { reason: 'grade_not_covered', expected: '1, 2', received: '3' }])
  })

  it('cites only clauses that the rule set states, and ends each unit at its subsidy', () => {
    const random = seededRandom(14)
    const seen = new Set<FormulaName>()
    for (let i = 0; i < 400; i++) {
      const world = worldOf(sample, random)
      const context = contextOf(releaseOf(world.ruleSets, [...world.listings.values()]))
      const { lines } = quote(randomCart(random, world, context.setting.region), context)
      for (const line of lines) {
        for (const { formula, clause } of line.steps) {
          seen.add(formula)
          if (clause !== null) expect(Object.keys(sample.clauses)).toContain(clause)
        }
        let unit = 0
        for (const kind of kindsOfUnit(line.steps)) {
          const end = unit + Number(kind[0]?.inputs.units)
          for (; unit < end; unit++) {
            const subsidy = line.units[unit]?.subsidy
            if (subsidy !== '0.00') expect(subsidy).toBe(kind.at(-1)?.result)
          }
        }
      }
    }
    expect([...seen].sort()).toEqual([...formulaNames].sort())
  })
})

/** Runs of steps that begin with a final price and end before the next, the quota or the total. */
function kindsOfUnit(all: readonly ExplanationStep[]): ExplanationStep[][] {
  const kinds: ExplanationStep[][] = []
  for (const step of all) {
    if (step.formula === 'final_price') kinds.push([step])
    else if (step.formula !== 'quota' && step.formula !== 'line_total' && step.formula !== 'no_subsidy')
      kinds.at(-1)?.push(step)
  }
  return kinds
}
