/** What a sale asks for, by tender. */
import { type Amount, add, minAmount, subtract, zero } from '../core/money.ts'
import { requireAmount } from '../core/amount.ts'
import { checked, listOf, optional, shapeOf, type Requirement } from '../core/require.ts'
import type { Quote } from './quote.ts'

/** Amounts by tender. All but `buyer` are also the method by which a payment of that kind goes. */
export interface Tenders {
  /** The buyer's own money: payments by every other method, whatever the host calls it. */
  readonly buyer: Amount
  /** Subsidy that the payment channel takes off by redeeming the buyer's coupon; `"0.00"` where the till takes it off. */
  readonly coupon: Amount
  /** Value of old units handed in, which the store takes off. */
  readonly old_unit: Amount
  /** What a bank or the payment channel takes off at its own cost, as the cart expects it. */
  readonly bank_promotion: Amount
}

export interface Charge extends Tenders {
  /** What the till sends to the payment channel, or asks for in cash: all but the old units. */
  readonly send: Amount
}

const requireLine = shapeOf({ oldUnit: optional(requireAmount), bankPromotion: optional(requireAmount) })
/** Of a quote, what is read here. */
const requireQuote: Requirement = shapeOf({
  cart: shapeOf({ lines: listOf(requireLine) }),
  payable: requireAmount,
  subsidy: requireAmount,
})

/**
 * Where the till deducts, it sends the total less the subsidy. Where the payment channel deducts, it
 * sends the total with the subsidy in it, and the channel redeems the buyer's coupon. An old unit is
 * worth no more than what is to be paid, and a bank promotion neither.
 * @throws CheckoutError `INPUT_INVALID` naming the member of the quote that is wrong
 */
export const chargeOf: (quote: ChargedQuote) => Charge = /* @__PURE__ */ checked(tendersOf, { quote: requireQuote })
type ChargedQuote = Pick<Quote, 'cart' | 'payable' | 'subsidy' | 'deduction'>

function tendersOf({ cart, payable, subsidy, deduction }: ChargedQuote): Charge {
  const oldUnits = minAmount(add(...cart.lines.map(({ oldUnit = zero }) => oldUnit)), payable)
  const rest = subtract(payable, oldUnits)
  const byBank = minAmount(add(...cart.lines.map(({ bankPromotion = zero }) => bankPromotion)), rest)
  const coupon = deduction === 'payment' ? subsidy : zero
  return {
    send: add(rest, coupon),
    buyer: subtract(rest, byBank),
    coupon,
    old_unit: oldUnits,
    bank_promotion: byBank,
  }
}
