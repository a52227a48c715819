import { describe, expect, it } from 'vitest'
import type { EntitlementFact } from '../../src/scheme/entitlement-fact.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { createShelf, giveKey, openOutbox } from '../outbox/outbox.ts'
import { decideAll, sellCart, type SaleWorld } from '../outbox/sale-of.ts'
import { contextOf, releaseOf } from '../subsidy/situations.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const open: SaleWorld = { ruleSet: shippedRuleSet('sample'), listings: [listing('A', 'refrigerator')] }
/** The same rules, but for an entitlement that the patched till of this test never asked for. */
const entitled: SaleWorld = {
  ...open,
  ruleSet: { ...open.ruleSet, entitlement: { ...open.ruleSet.entitlement, need: 'platform', redeemable: null } },
}
const cart: Cart = { lines: [{ id: 'a', item: { model: 'A', price: '10.00' }, serials: ['SN00000001'] }] }
const valid: EntitlementFact = { id: 'E-1', state: 'valid', covers: [], region: null, channel: null }

describe('an entitlement', () => {
  it.each<[string, EntitlementFact | null, readonly string[]]>([
    ['that was not shown', null, ['entitlement_missing']],
    ['that nobody could check', { ...valid, state: 'unknown' }, ['entitlement_missing']],
    ['that is over', { ...valid, state: 'expired' }, ['entitlement_expired']],
    ['that its issuer calls used', { ...valid, state: 'used' }, ['entitlement_used']],
    ['for anything', valid, []],
    ['for the category', { ...valid, covers: ['refrigerator'] }, []],
    ['for another category', { ...valid, covers: ['television'] }, ['entitlement_mismatch']],
    ['for another region', { ...valid, region: '310000' }, ['entitlement_mismatch']],
    ['for another channel', { ...valid, channel: 'online' }, ['entitlement_mismatch']],
    [
      'that is over and for something else',
      { ...valid, state: 'expired', covers: ['television'] },
      ['entitlement_expired', 'entitlement_mismatch'],
    ],
  ])('%s is judged alike by till and platform', async (_, entitlement, expected) => {
    const context = contextOf(releaseOf([entitled.ruleSet], entitled.listings), {}, { entitlement })
    const quoted = quote(cart, context).lines[0]?.verdict?.reasons.map(({ code }) => code)
    expect(quoted?.filter((code) => code.startsWith('entitlement_'))).toEqual(expected)

    const outbox = await openOutbox(createShelf())
    await giveKey(outbox)
    await sellCart(outbox, open, cart)
    const { sale } = await decideAll(outbox, entitled, { entitlement })
    expect(sale).toMatchObject({ standing: expected.length === 0 ? 'confirmed' : 'refused', reasons: expected })
  })
})
