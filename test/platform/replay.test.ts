import { describe, expect, it } from 'vitest'
import type { ReserveRecord } from '../../src/record/record.ts'
import { replay } from '../../src/platform/replay.ts'
import { resultOf } from '../../src/record/result.ts'
import { recordSchema } from '../../src/record/schema.ts'
import { parse } from '../../src/core/schema.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from '../subsidy/situations.ts'

const release = releaseOf(
  [shippedRuleSet('sample')],
  [
    listing('BCD-500', 'refrigerator', { filedPrice: '6000.00' }),
    listing('KFR-35', 'air_conditioner', { grade: 2, filedPrice: '3999.00' }),
  ],
)
const context = contextOf(release)
const cart: Cart = {
  lines: [
    { id: 'fridge', item: { model: 'BCD-500', price: '4999.00', serial: 'SN00000001' }, discount: '100.00' },
    { id: 'ac', item: { model: 'KFR-35', price: '3000.00' }, quantity: 2, serials: ['SN00000002', 'SN00000003'] },
    { id: 'cable', item: { model: 'HDMI', price: '20.00' }, other: true },
  ],
  orderDiscount: '50.00',
}

function recordOf(of: Cart): ReserveRecord {
  const made = quote(of, context)
  const record = {
    v: 1,
    kind: 'reserve',
    id: '0195670a-3f00-7000-8000-000000000001',
    store: 'TY-0001',
    till: '03',
    epoch: 1,
    seq: 1,
    prev: 'a'.repeat(64),
    at: made.at,
    clock: { state: 'trusted', offsetMs: 0 },
    orderId: 'A-1',
    receipt: '03-1',
    cashier: null,
    setting: { region: made.region, channel: made.channel },
    basis: made.basis,
    cart: made.cart,
    facts: made.facts,
    result: resultOf(made),
    buyer: null,
    entitlement: null,
  }
  return parse(recordSchema, JSON.parse(JSON.stringify(record)), 'record') as ReserveRecord
}
const record = recordOf(cart)

describe('replay', () => {
  it('derives units that an odd fen tells apart', () => {
    const split = recordOf({
      lines: [
        {
          id: 'ac',
          item: { model: 'KFR-35', price: '3999.01' },
          quantity: 2,
          discount: '0.01',
          serials: ['SN00000002', 'SN00000003'],
        },
      ],
    })
    expect(split.result.lines[0]).toMatchObject({
      status: 'eligible',
      reasons: ['price_over_filed'],
      units: [{ price: '3999.01', subsidy: '0.00' }, { price: '3999.00' }],
    })
    expect(split.result.subsidy).not.toBe('0.00')
    expect(replay(split, release)).toEqual({ status: 'same' })
  })

  it('derives the same result from a record that went over the wire', () => {
    expect(replay(record, release)).toEqual({ status: 'same' })
  })

  it.each<[string, (record: ReserveRecord) => ReserveRecord, string]>([
    [
      'a subsidy raised by a fen',
      (r) => ({
        ...r,
        result: {
          ...r.result,
          lines: r.result.lines.map((line) => ({
            ...line,
            units: line.units.map((unit) => ({ ...unit, subsidy: '979.81' })),
          })),
        },
      }),
      'result.lines.0.units.0.subsidy',
    ],
    ['a total', (r) => ({ ...r, result: { ...r.result, payable: '0.00' } }), 'result.payable'],
    [
      'a refusal turned round',
      (r) => ({
        ...r,
        result: { ...r.result, lines: r.result.lines.map((line, i) => (i === 1 ? { ...line, reasons: [] } : line)) },
      }),
      'result.lines.1.reasons.0',
    ],
    [
      'a price in the cart',
      (r) => ({
        ...r,
        cart: {
          ...r.cart,
          lines: r.cart.lines.map((line, i) =>
            i === 0 ? { ...line, item: { ...line.item, price: '5999.00' } } : line,
          ),
        },
      }),
      'result.invoiceTotal',
    ],
    [
      'a quota forgotten',
      (r) => ({ ...r, facts: { ...r.facts, quotaUsed: { refrigerator: 1 } } }),
      'result.lines.0.reasons.0',
    ],
    ['an instant before the scheme', (r) => ({ ...r, at: '2024-09-01T00:00:00+08:00' }), 'basis.ruleSet'],
    [
      'another release',
      (r) => ({ ...r, basis: r.basis && { ...r.basis, snapshot: 'f'.repeat(64) } }),
      'basis.snapshot',
    ],
    [
      'a clause',
      (r) => ({
        ...r,
        result: {
          ...r.result,
          lines: r.result.lines.map((line) => ({
            ...line,
            steps: line.steps.map((step) => ({ ...step, clause: 'quota' })),
          })),
        },
      }),
      'result.lines.0.steps.0.clause',
    ],
  ])('finds %s', (_, change, field) => {
    expect(replay(change(record), release)).toMatchObject({ status: 'differs', field })
  })

  it('tells what stood there and what should', () => {
    const changed = { ...record, result: { ...record.result, payable: '1.00' } }
    expect(replay(changed, release)).toEqual({
      status: 'differs',
      field: 'result.payable',
      recorded: '"1.00"',
      derived: `"${record.result.payable}"`,
    })
  })

  it('replays a sale without any release', () => {
    const bare = quote(cart, contextOf(null, {}, { freshness: 'missing' }))
    const unsubsidised = { ...record, basis: null, facts: bare.facts, result: resultOf(bare) }
    expect(replay(unsubsidised, null)).toEqual({ status: 'same' })
    expect(replay(unsubsidised, release)).toMatchObject({ status: 'differs', field: 'basis' })
  })
})
