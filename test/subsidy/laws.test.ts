import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, compareAmounts, minAmount, zero } from '../../src/core/money.ts'
import type { Cart } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listing } from '../support/array-catalog.ts'
import { seededRandom } from '../support/random.ts'
import { randomCart } from '../support/oracle/carts.ts'
import { worldOf } from '../support/oracle/worlds.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { contextOf, releaseOf } from './situations.ts'

const template = shippedRuleSet('sample')
const seeds = fc.integer({ min: 0, max: 0xffff_ffff })
const options = { seed: 20260306, numRuns: 300 } as const

/** A random world and cart with its quote, and the means to quote another cart in the same world. */
function scene(seed: number) {
  const random = seededRandom(seed)
  const world = worldOf(template, random)
  const context = contextOf(releaseOf(world.ruleSets, [...world.listings.values()]))
  const cart = randomCart(random, world, context.setting.region)
  return { world, cart, quote: (other: Cart = cart) => quote(other, context) }
}

describe('the laws of a quote', () => {
  it('keeps each subsidy within cap, base and price, and the parts equal to the whole', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { world, quote: answer } = scene(seed)
        const result = answer()
        for (const line of result.lines) {
          const cap =
            world.ruleSets[0]?.categories.find(({ code }) => code === line.verdict?.listing?.category)?.cap ?? zero
          for (const { price, base, subsidy, payable } of line.units) {
            expect(compareAmounts(subsidy, minAmount(cap, base, price))).toBeLessThanOrEqual(0)
            expect(add(subsidy, payable)).toBe(price)
          }
          expect(add(...line.units.map(({ price }) => price), line.discount)).toBe(line.list)
          expect(add(...line.units.map(({ subsidy }) => subsidy))).toBe(line.subsidy)
          expect(add(...line.units.map(({ price }) => price), line.extras)).toBe(line.invoiceTotal)
          expect(add(line.subsidy, line.payable)).toBe(line.invoiceTotal)
          if (line.verdict?.status !== 'eligible') expect(line.subsidy).toBe(zero)
        }
        expect(add(...result.lines.map(({ subsidy }) => subsidy))).toBe(result.subsidy)
        expect(add(...result.lines.map(({ invoiceTotal }) => invoiceTotal))).toBe(result.invoiceTotal)
        expect(add(result.subsidy, result.payable)).toBe(result.invoiceTotal)
      }),
      options,
    )
  })

  it('does not depend on the order of the lines, but for the odd fen and for equal claims on a quota', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { cart, quote: answer } = scene(seed)
        const plain: Cart = { lines: cart.lines }
        const forth = answer(plain)
        const back = answer({ lines: [...plain.lines].reverse() })
        expect(back.subsidy).toBe(forth.subsidy)
        expect(back.invoiceTotal).toBe(forth.invoiceTotal)
        // With no order discount to split, single lines differ only where equal claims meet a quota.
        for (const line of forth.lines) {
          if (line.verdict?.reasons.some(({ code }) => code === 'quota_used')) continue
          const same = back.lines.find(({ id }) => id === line.id)
          if (same?.verdict?.reasons.some(({ code }) => code === 'quota_used')) continue
          expect(same?.units).toEqual(line.units)
        }
      }),
      options,
    )
  })

  it('never gives less for a higher price below the cap, the limit and the ceiling', () => {
    const model = 'F'
    const context = contextOf(releaseOf([template], [listing(model, 'refrigerator')]))
    const subsidyAt = (fen: number): string => {
      const price = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
      return quote({ lines: [{ id: 'a', item: { model, price }, serials: ['SN00000001'] }] }, context).subsidy
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_999_999 }), fc.integer({ min: 0, max: 50 }), (fen, more) => {
        expect(compareAmounts(subsidyAt(fen + more), subsidyAt(fen))).toBeGreaterThanOrEqual(0)
      }),
      options,
    )
  })

  it('is plain data: it survives JSON, and the same input gives the same bytes', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { quote: answer } = scene(seed)
        const result = answer()
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)
        expect(JSON.stringify(answer())).toBe(JSON.stringify(result))
      }),
      options,
    )
  })
})
