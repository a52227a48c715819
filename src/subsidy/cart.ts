/** What a cart must be for the calculation to be exact: checked before anything is calculated. */
import { CheckoutError } from '../core/errors.ts'
import { compareAmounts, requireAmount } from '../core/money.ts'
import type { Cart, Line } from './quote.ts'

/** Most units of one line, and lines of one cart. */
export const maxQuantity = 1000
export const maxLines = 200

const amounts = ['discount', 'installation', 'freight', 'bankPromotion', 'oldUnit'] as const

/**
 * @throws CheckoutError `INPUT_INVALID` naming the member that is wrong (`lines.0.discount`), or
 * `INPUT_TOO_LARGE` for a cart over the limits
 */
export function requireCart(cart: Cart): void {
  if (cart.lines.length > maxLines) {
    throw new CheckoutError('INPUT_TOO_LARGE', `lines: at most ${maxLines} in one cart`, {
      field: 'lines',
      expected: `at most ${maxLines}`,
      received: String(cart.lines.length),
    })
  }
  if (cart.orderDiscount !== undefined) requireAmount(cart.orderDiscount, 'orderDiscount')
  const ids = new Set<string>()
  cart.lines.forEach((line, i) => {
    if (typeof line.id !== 'string' || line.id === '') refuse(`lines.${i}.id`, 'a text', typeof line.id)
    if (ids.has(line.id)) refuse(`lines.${i}.id`, 'an id of its own', line.id)
    ids.add(line.id)
    requireLine(line, `lines.${i}`)
  })
}

function requireLine(line: Line, path: string): void {
  const { quantity = 1, serials } = line
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity)
    refuse(`${path}.quantity`, `1 to ${maxQuantity}`, String(quantity))
  if (serials && serials.length > quantity)
    refuse(`${path}.serials`, `at most ${quantity}, one a unit`, String(serials.length))
  if (line.item.price !== undefined) requireAmount(line.item.price, `${path}.item.price`)
  for (const name of amounts) if (line[name] !== undefined) requireAmount(line[name], `${path}.${name}`)
}

/** Refuses a discount above what it is taken off. @throws CheckoutError `INPUT_INVALID` */
export function requireWithin(discount: string, whole: string, field: string): void {
  if (compareAmounts(discount, whole) > 0) refuse(field, `at most ${whole}`, discount)
}

function refuse(field: string, expected: string, received: string): never {
  throw new CheckoutError('INPUT_INVALID', `${field} must be ${expected}`, {
    field,
    expected,
    received: received.slice(0, 80),
  })
}
