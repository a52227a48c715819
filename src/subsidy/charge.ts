/** What a till asks the buyer for, and what the payment channel takes off by itself. */
import { type Amount, add, compareAmounts, minAmount, subtract, zero } from '../core/money.ts'
import { requireAmount } from '../core/amount.ts'
import { listOf, optional, shapeOf, type Requirement } from '../core/require.ts'
import type { Cart, Quote } from './quote.ts'

export interface Charge {
  /** What the till sends to the payment channel, or asks for in cash. */
  readonly send: Amount
  /** Subsidy that the channel takes off what was sent; `"0.00"` where the till has done so. */
  readonly byChannel: Amount
  /** Bank promotions that the channel takes off, as the cart expects them. */
  readonly byBank: Amount
  /** Value of old units handed in, which the store has taken off `send`. */
  readonly oldUnits: Amount
  /** What is left for the buyer to pay in money. */
  readonly buyer: Amount
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
 * sends the total with the subsidy in it, and the channel redeems the buyer's coupon: what the channel
 * reports goes into the record, and a difference from `byChannel` is a task. An old unit is worth no
 * more than what is to be paid, and a bank promotion neither.
 * @throws CheckoutError `INPUT_INVALID` naming the member of the quote that is wrong
 */
export function chargeOf(quote: Quote): Charge {
  requireQuote(quote, 'quote')
  const oldUnits = minAmount(add(...quote.cart.lines.map(({ oldUnit = zero }) => oldUnit)), quote.payable)
  const afterOldUnits = subtract(quote.payable, oldUnits)
  const byBank = minAmount(bankPromotionOf(quote.cart), afterOldUnits)
  const byChannel = quote.deduction === 'payment' ? quote.subsidy : zero
  return { send: add(afterOldUnits, byChannel), byChannel, byBank, oldUnits, buyer: subtract(afterOldUnits, byBank) }
}

/** What banks and payment channels take off at payment, all lines of the cart. */
export function bankPromotionOf({ lines }: Cart): Amount {
  return add(...lines.map(({ bankPromotion = zero }) => bankPromotion))
}

/** What a sale asks for, as its quote has it. */
export interface AmountsDue extends Pick<Quote, 'deduction' | 'payable' | 'invoiceTotal'> {
  /** As {@link bankPromotionOf} gives it. */
  readonly bankPromotion: Amount
}

/**
 * Whether the payments come to what the sale asks for. A bank's part may stand among them or not, and
 * so may a subsidy that the payment channel takes off.
 */
export function paymentsFit(
  payments: readonly { readonly amount: Amount }[],
  { deduction, payable, invoiceTotal, bankPromotion }: AmountsDue,
): boolean {
  const sum = add(...payments.map(({ amount }) => amount))
  return (deduction === 'payment' ? [payable, invoiceTotal] : [payable]).some((whole) => {
    const lessPromotion = subtract(whole, minAmount(bankPromotion, whole))
    return compareAmounts(sum, whole) === 0 || compareAmounts(sum, lessPromotion) === 0
  })
}
