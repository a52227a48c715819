/** What a cart must be for the calculation to be exact: checked before anything is calculated. */
import * as z from 'zod/mini'
import { compareAmounts } from '../core/money.ts'
import { refuse } from '../core/require.ts'
import { amountSchema, parse, textSchema, wholeSchema } from '../core/schema.ts'
import { normalizeSerial } from '../scan/serial.ts'
import { itemSchema, serialSchema } from '../verify/schema.ts'
import type { Cart, Line } from './quote.ts'

/** Most units of one line, and lines of one cart. */
const maxQuantity = 1000
const maxLines = 200

const lineSchema: z.ZodMiniType<Line> = z.strictObject({
  id: textSchema(80),
  item: itemSchema,
  quantity: z.exactOptional(wholeSchema(1, maxQuantity)),
  serials: z.exactOptional(z.array(serialSchema).check(z.maxLength(maxQuantity))),
  discount: z.exactOptional(amountSchema),
  installation: z.exactOptional(amountSchema),
  freight: z.exactOptional(amountSchema),
  bankPromotion: z.exactOptional(amountSchema),
  oldUnit: z.exactOptional(amountSchema),
  other: z.exactOptional(z.boolean()),
})

export const cartSchema: z.ZodMiniType<Cart> = z.strictObject({
  lines: z.array(lineSchema).check(z.minLength(1), z.maxLength(maxLines)),
  orderDiscount: z.exactOptional(amountSchema),
})

/**
 * The cart as a host gives it, in plain data of our own.
 * @throws CheckoutError `INPUT_INVALID` naming the member that is wrong (`lines.0.discount`), or
 * `INPUT_TOO_LARGE` for a text or a list over its limit
 */
export function readCart(input: unknown): Cart {
  return parse(cartSchema, input, '')
}

/** The serials of a line's units as they were given, as far as scanned: a unit's own label does as well. */
export function serialsOf({ item, serials = [] }: Line): readonly string[] {
  return serials.length === 0 && item.serial !== undefined ? [item.serial] : serials
}

/**
 * What the members of a cart must be to one another.
 * @throws CheckoutError `INPUT_INVALID` naming the member that is wrong
 */
export function requireCart({ lines }: Cart): void {
  const ids = new Set<string>()
  lines.forEach((line, i) => {
    const { id, item, quantity = 1, serials } = line
    if (ids.has(id)) refuse(`lines.${i}.id`, 'an id of its own', id)
    ids.add(id)
    if (serials === undefined) return
    if (serials.length > quantity)
      refuse(`lines.${i}.serials`, `at most ${quantity}, one a unit`, String(serials.length))
    if (item.serial !== undefined && !isAmong(item.serial, serialsOf(line)))
      refuse(`lines.${i}.item.serial`, 'left out, or one of the serials of its line', item.serial)
  })
}

function isAmong(serial: string, serials: readonly string[]): boolean {
  const normal = normalizeSerial(serial)
  return serials.some((each) => normalizeSerial(each) === normal)
}

/** Refuses a discount above what it is taken off. @throws CheckoutError `INPUT_INVALID` */
export function requireWithin(discount: string, whole: string, field: string): void {
  if (compareAmounts(discount, whole) > 0) refuse(field, `at most ${whole}`, discount)
}
