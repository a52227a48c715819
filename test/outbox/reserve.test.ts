/** How often a reservation looks up what holds, and prices. */
import { describe, expect, it } from 'vitest'
import { reserve, type ReserveTerms } from '../../src/outbox/reserve.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { context as priced, good, sampleRules } from '../verify/shop.ts'
import { createShelf, giveKey, openOutbox } from './outbox.ts'

describe('a reservation', () => {
  it('looks up the rule set once, prices once, and is saved with what that gave', async () => {
    const outbox = await openOutbox(createShelf())
    await giveKey(outbox)
    const given = quote({ lines: [{ id: 'L1', item: good }] }, priced)
    const calls: string[] = []
    const terms: ReserveTerms = (at) => {
      calls.push('terms')
      return {
        freshness: 'fresh',
        clock: 'trusted',
        offline: false,
        ruleSet: sampleRules,
        place: { region: '140100', channel: 'store' },
        quote(cart, facts) {
          calls.push('quote')
          return quote(cart, { ...priced, facts, setting: { ...priced.setting, at } })
        },
      }
    }
    const buyer = { tag: 'tag', sealed: 'sealed', sale: '0195670a-3f00-7000-8000-000000000001', entitlement: null }
    const request = { orderId: 'A-1', cashier: null, quote: given, buyer, entitlement: null }
    expect(await reserve(outbox, request, terms)).toMatchObject({
      kind: 'saved',
      row: { quote: { subsidy: given.subsidy, lines: given.lines }, unconfirmed: 1 },
    })
    expect(calls).toEqual(['terms', 'quote'])
    expect(await reserve(outbox, request, terms)).toMatchObject({ kind: 'existing' })
    expect(calls).toEqual(['terms', 'quote'])
    outbox.db.close()
  })
})
