/** Whether a quote can become a record at all: told before there is any money. */
import { CheckoutError } from '../core/errors.ts'
import { utf8 } from '../core/bytes.ts'
import type { Listing } from '../catalog/listing.ts'
import { categoryLimit, filedModelLimit } from '../catalog/model-text.ts'
import type { Quote } from '../subsidy/quote.ts'
import type { SealedBuyer } from './record.ts'
import { resultOf } from './result.ts'
import { maxRecordBytes } from './record.ts'

/** Bytes that a reserve record has beside its cart, facts, result and buyer: ids of 80 characters, escaped, and the head. */
const headBytes = 2_600
/** What the facts and reasons can grow by until it is reserved, beside its serials: quotas used, the offline budget. */
const driftBytes = 4_000
/** What is said of one serial in the facts, beside its product and itself. */
const serialFactBytes = 20
/** The protected header and the signature of a compact JWS. */
const signatureChars = 400

/** A JWS is base64url: three bytes take four characters. */
export const recordableBytes: number = Math.floor(((maxRecordBytes - signatureChars) * 3) / 4) - headBytes - driftBytes

/**
 * @throws CheckoutError `INPUT_TOO_LARGE` naming `lines` where the sale's record would pass
 * {@link maxRecordBytes}; `expected` says how many units of these fit. Naming an `item` whose listing is of another
 * tool's making, and longer than a record holds
 */
export function requireRecordable(
  quote: Quote,
  buyer: (SealedBuyer & { readonly entitlement: string | null }) | null,
): void {
  const { cart, facts, basis, lines } = quote
  lines.forEach(({ verdict }, i) => {
    if (verdict?.listing) requireListingFits(verdict.listing, `lines.${i}.item`)
  })
  // Canonical JSON is JSON in another order: as long.
  const text = JSON.stringify({ cart, facts, basis, result: resultOf(quote), buyer })
  // Most sales are far below the limit, whatever their characters take.
  if (3 * text.length + serialFactsOf(quote, (part) => 6 * part.length + 2) <= recordableBytes) return
  const bytes = utf8(text).length + serialFactsOf(quote, (part) => utf8(JSON.stringify(part)).length)
  if (bytes <= recordableBytes) return
  const units = lines.reduce((sum, line) => sum + line.units.length, 0)
  const fit = Math.max(1, Math.floor((units * recordableBytes) / bytes))
  throw new CheckoutError(
    'INPUT_TOO_LARGE',
    `lines must be at most ${fit} units such as these in one sale: make two sales of them`,
    { field: 'lines', expected: `at most ${fit} units such as these`, received: `${units} units` },
  )
}

/** What the platform's word on every serial would add. */
function serialFactsOf({ lines }: Quote, bytesOf: (text: string) => number): number {
  let bytes = 0
  for (const { verdict, units } of lines) {
    const product = verdict?.listing ? bytesOf(verdict.listing.gtin ?? verdict.listing.model) : 0
    for (const { serial } of units) if (serial !== null) bytes += product + bytesOf(serial) + serialFactBytes
  }
  return bytes
}

function requireListingFits({ model, category }: Listing, field: string): void {
  if (model.length <= filedModelLimit && category.length <= categoryLimit) return
  throw new CheckoutError('INPUT_TOO_LARGE', `${field} is listed with a longer model or category than a record holds`, {
    field,
    expected: `a model of at most ${filedModelLimit} characters, a category of at most ${categoryLimit}`,
    received: `${model.length}, ${category.length}`,
  })
}
