/** Random carts, quoted and reckoned a second time. */
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import type { Cart, Quote } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import type { Facts, VerifyContext } from '../../src/verify/verdict.ts'
import { fen, oracle } from '../support/fen-oracle.ts'
import { seededRandom } from '../support/random.ts'
import { randomCart, type RandomWorld, randomWorld } from '../support/random-carts.ts'
import { contextOf, releaseOf } from './situations.ts'

const cartsByWorld = 500

/** What the two reckonings say of a cart; equal texts, equal answers. */
function bothAnswers(
  { ruleSet, listings }: RandomWorld,
  cart: Cart,
  context: VerifyContext,
): readonly [string, string] {
  const ours: Quote = quote(cart, context)
  const theirs = oracle(ruleSet, listings, cart, context.facts.quotaUsed)
  const own = ours.lines.map(({ verdict, units }) => [
    verdict?.status ?? 'other',
    units.map(({ price, base, subsidy }) => `${fen(price)} ${fen(base)} ${fen(subsidy)}`),
  ])
  const other = theirs.lines.map(({ status, units }) => [
    status,
    units.map(({ price, base, subsidy }) => `${price} ${base} ${subsidy}`),
  ])
  const totals = [fen(ours.invoiceTotal), fen(ours.subsidy), fen(ours.payable)].join(' ')
  return [
    JSON.stringify([own, totals]),
    JSON.stringify([other, [theirs.invoiceTotal, theirs.subsidy, theirs.invoiceTotal - theirs.subsidy].join(' ')]),
  ]
}

/** Null when all agree; else the first cart that does not, with what is needed to run it again. */
export function firstDifference(seed: number, carts: number, template: RuleSet): string | null {
  const random = seededRandom(seed)
  let world: RandomWorld | null = null
  let context: VerifyContext | null = null
  for (let i = 0; i < carts; i++) {
    if (world === null || context === null || i % cartsByWorld === 0) {
      world = randomWorld(random, template)
      context = contextOf(releaseOf([world.ruleSet], world.listings))
    }
    const cart = randomCart(random, world)
    const quotaUsed: Facts['quotaUsed'] = random.chance(0.3)
      ? { [random.pick(['alpha', 'beta', 'gamma'])]: random.below(4) }
      : {}
    const [ours, theirs] = bothAnswers(world, cart, { ...context, facts: { ...context.facts, quotaUsed } })
    if (ours !== theirs)
      return JSON.stringify(
        { seed, i, ours, theirs, cart, quotaUsed, ruleSet: world.ruleSet, listings: world.listings },
        null,
        1,
      )
  }
  return null
}
