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
  const discounts: Amount[] = []
  const lists: Amount[] = []
  // List price less the line's own discount.
  const left: Amount[] = []
  for (const [i, { item, quantity = 1, discount: given = zero }] of cart.lines.entries()) {
    const list = item.price === undefined ? zero : timesQuantity(item.price, quantity)
    if (!isAmount(list)) tooLarge(`lines.${i}.quantity`)
    if (item.price !== undefined) requireWithin(given, list, `lines.${i}.discount`)
    const discount = minAmount(given, list)
    lists.push(list)
    discounts.push(discount)
    left.push(subtract(list, discount))
  }
  const shares = orderShares(cart, left)
  return cart.lines.map((line, index) => {
    const quantity = line.quantity ?? 1
    const orderShare = shares[index] ?? zero
    const goods = subtract(left[index] ?? zero, orderShare)
    return {
      line,
      index,
      quantity,
      list: lists[index] ?? zero,
      discount: discounts[index] ?? zero,
      orderShare,
      goods,
      extras: add(line.installation ?? zero, line.freight ?? zero),
      prices: split(goods, quantity),
    }
  })
}

function orderShares({ lines, orderDiscount = zero }: Cart, left: readonly Amount[]): readonly Amount[] {
  if (orderDiscount === zero) return []
  const total = add(...left)
  if (lines.every(({ item }) => item.price !== undefined)) requireWithin(orderDiscount, total, 'orderDiscount')
  return allocate(minAmount(orderDiscount, total), left)
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
