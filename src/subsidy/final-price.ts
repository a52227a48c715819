/** From list prices and store discounts to the final price of every unit. */
import { CheckoutError } from '../core/errors.ts'
import { type Amount, add, allocate, isAmount, minAmount, split, subtract, timesQuantity, zero } from '../core/money.ts'
import { requireWithin } from './cart.ts'
import type { Cart, Line } from './quote.ts'

/** One line with its final prices. Amounts are of the whole line, but for `prices`. */
export interface PricedLine {
  readonly line: Line
  /** Place in the cart, from 0. */
  readonly index: number
  readonly quantity: number
  readonly list: Amount
  /** The line's own discount. */
  readonly discount: Amount
  /** Its share of the order's discount. */
  readonly orderShare: Amount
  /** `list - discount - orderShare`: what the goods of the line cost. */
  readonly goods: Amount
  /** Installation and freight. */
  readonly extras: Amount
  /** Final price of each unit; where `goods` does not divide, the first units cost a fen more. */
  readonly prices: readonly Amount[]
}

/**
 * The order's discount is split over all lines, subsidised or not, by what is left of their list
 * price after their own discount: largest remainder, and of equal remainders the earlier line takes
 * the odd fen. A line without a price counts as nothing yet, and then a discount that is too large is
 * cut rather than refused, as prices are still being typed.
 *
 * @throws CheckoutError `INPUT_INVALID` for a discount above what it is taken off;
 * `INPUT_TOO_LARGE` for a cart above 99,999,999.99
 */
export function priceLines(cart: Cart): readonly PricedLine[] {
  const before = cart.lines.map((line, index) => {
    const quantity = line.quantity ?? 1
    const list = line.item.price === undefined ? zero : timesQuantity(line.item.price, quantity)
    if (!isAmount(list)) tooLarge(`lines.${index}.quantity`)
    if (line.discount !== undefined && line.item.price !== undefined)
      requireWithin(line.discount, list, `lines.${index}.discount`)
    const discount = minAmount(line.discount ?? zero, list)
    return { line, index, quantity, list, discount, left: subtract(list, discount) }
  })
  const shares = orderShares(
    cart,
    before.map(({ left }) => left),
  )
  return before.map(({ left, ...line }, i) => {
    const orderShare = shares[i] ?? zero
    const goods = subtract(left, orderShare)
    const extras = add(line.line.installation ?? zero, line.line.freight ?? zero)
    return { ...line, orderShare, goods, extras, prices: split(goods, line.quantity) }
  })
}

function orderShares(cart: Cart, left: readonly Amount[]): readonly Amount[] {
  const whole = cart.orderDiscount ?? zero
  if (whole === zero) return []
  const total = add(...left)
  if (cart.lines.every(({ item }) => item.price !== undefined)) requireWithin(whole, total, 'orderDiscount')
  return allocate(minAmount(whole, total), left)
}

function tooLarge(field: string): never {
  throw new CheckoutError('INPUT_TOO_LARGE', `${field} makes the cart larger than 99999999.99`, {
    field,
    expected: 'at most 99999999.99 in all',
  })
}

/** @throws CheckoutError `INPUT_TOO_LARGE` when the cart's total is above 99,999,999.99 */
export function requireTotal(total: Amount): Amount {
  return isAmount(total) ? total : tooLarge('lines')
}
