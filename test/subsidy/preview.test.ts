import { describe, expect, it } from 'vitest'
import { priceDisplay } from '../../src/subsidy/invoice.ts'
import { preview } from '../../src/subsidy/preview.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const listings = [
  listing('AC', 'air_conditioner', { filedPrice: '9000.00' }),
  listing('AC-2', 'air_conditioner', { grade: 2, filedPrice: '9000.00' }),
]
const in2025 = contextOf(releaseOf([shippedRuleSet('shanxi-2025')], listings), {
  at: '2025-06-18T12:00:00+08:00',
  channel: 'online',
})
const in2026 = contextOf(releaseOf([shippedRuleSet('shanxi-2026')], listings), { at: '2026-05-01T23:00:00+08:00' })

describe('preview', () => {
  it('shows the price after subsidy with no buyer, serial or entitlement', () => {
    const cart = { lines: [{ id: 'a', item: { model: 'AC', price: '5000.00' } }] }
    expect(quote(cart, in2026).subsidy).toBe('0.00')
    expect(preview(cart, in2026)).toMatchObject({
      subsidy: '750.00',
      payable: '4250.00',
      entitlement: 'signed_token',
      deduction: 'payment',
    })
    expect(preview(cart, in2026).lines[0]?.verdict).toMatchObject({ status: 'eligible', reasons: [] })
  })

  it('tells what is left of a quota, and what the cart takes beyond it', () => {
    const cart = { lines: [{ id: 'a', item: { model: 'AC', price: '5000.00' }, quantity: 2 }] }
    expect(preview(cart, in2025).quotas).toEqual([{ group: 'air_conditioner', limit: 3, inCart: 2, left: 1 }])
    const more = preview({ lines: [{ ...cart.lines[0]!, quantity: 4 }] }, in2025)
    expect(more.quotas).toEqual([{ group: 'air_conditioner', limit: 3, inCart: 3, left: 0 }])
    expect(more.lines[0]?.units.map(({ subsidy }) => subsidy)).toEqual(['1000.00', '1000.00', '1000.00', '0.00'])
    expect(more.lines[0]?.verdict?.reasons).toMatchObject([
      { code: 'quota_used', severity: 'recommended', field: 'lines.0.quantity', expected: '3', received: '4' },
    ])
  })

  it('counts what the buyer has had, where it is known', () => {
    const known = { ...in2025, facts: { ...in2025.facts, quotaUsed: { air_conditioner: 2 } } }
    expect(preview({ lines: [{ id: 'a', item: { model: 'AC', price: '5000.00' } }] }, known).quotas).toEqual([
      { group: 'air_conditioner', limit: 3, inCart: 1, left: 0 },
    ])
  })

  it('shows the four prices of the shelf', () => {
    const { lines } = preview(
      { lines: [{ id: 'a', item: { model: 'AC-2', price: '5000.00' }, discount: '500.00', installation: '200.00' }] },
      in2025,
    )
    expect(priceDisplay(lines[0]!)).toEqual({
      list: '5000.00',
      discount: '500.00',
      subsidy: '675.00',
      final: '3825.00',
    })
  })

  it('is still refused what no buyer could change', () => {
    const { lines, subsidy } = preview({ lines: [{ id: 'a', item: { model: 'AC', price: '9000.01' } }] }, in2025)
    expect(subsidy).toBe('0.00')
    expect(lines[0]?.verdict).toMatchObject({ status: 'ineligible', reasons: [{ code: 'price_over_filed' }] })
  })
})
