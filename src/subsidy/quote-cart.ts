/** Quote: cart, release, facts and setting in; every fen of the subsidy out, explained. Pure (DESIGN law 5). */
import type { VerifyContext } from '../verify/verdict.ts'
import type { Cart, Quote } from './quote.ts'
import { reckon } from './reckon.ts'

/**
 * Works out the subsidy of a cart. A line that does not qualify has subsidy 0 and its reasons; nothing
 * is thrown for a business answer.
 *
 * A cart with goods of several schemes is sold under that of its first line that a rule set covers and
 * nothing in the release speaks against, else of the first that is covered.
 *
 * Ties: the odd fen of an order's discount goes to the earlier line, that of a line's final price to the
 * earlier unit; a quota with too little room serves the units with the highest subsidy, then the earlier.
 * Else the order of the lines changes nothing.
 *
 * @param cart as `readCart` gives it
 * @throws CheckoutError `INPUT_INVALID` or `INPUT_TOO_LARGE` naming the member of the cart that is
 * wrong: `lines.0.discount`
 */
export function quote(cart: Cart, context: VerifyContext): Quote {
  const { release, facts, setting } = context
  const { ruleSet, schemes, lines, invoiceTotal, subsidy, payable } = reckon(cart, context, true)
  return {
    v: 1,
    at: setting.at,
    channel: setting.channel,
    region: setting.region,
    basis: release && { ...release.basis, ruleSet: ruleSet?.id ?? null },
    schemes,
    deduction: ruleSet?.deduction ?? 'till',
    lines,
    invoiceTotal,
    subsidy,
    payable,
    tender: { kind: 'tradein_subsidy', amount: subsidy },
    cart,
    facts,
  }
}
