/** What a listing must be to be written. Plain checks, since an authority writes a million of them. */
import { instantWords, isInstant } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import { isAmount } from '../core/amount.ts'
import { isWellFormed } from '../core/well-formed.ts'
import type { Listing } from './listing.ts'
import { categoryLimit, filedModelLimit } from './model-text.ts'
import { gradeKinds, segmentLimits, statuses } from './segment-format.ts'

const idPattern = /^[a-z0-9][a-z0-9_.-]*$/
const brandLimit = 60
const textLimit = Math.floor(segmentLimits.textBytes / 3)
// A name may run over lines in a spreadsheet; a file that is signed carries none of that.
const controls = /\p{Cc}/u

/** @throws {@link CheckoutError} `INPUT_INVALID` naming the field: `listings.3.gtin` */
export function requireListing(listing: Listing, path: string): void {
  const { gtin } = listing
  if (gtin !== null && !/^\d{14}$/.test(gtin)) refuse(path, 'gtin', '14 digits, zero-padded on the left', gtin)
  id(listing.brand, path, 'brand', brandLimit)
  id(listing.category, path, 'category', categoryLimit)
  text(listing.model, path, 'model', 1, filedModelLimit)
  text(listing.name, path, 'name', 0)
  if (!gradeKinds.includes(listing.gradeKind)) refuse(path, 'gradeKind', gradeKinds.join(' or '), listing.gradeKind)
  if (!statuses.includes(listing.status)) refuse(path, 'status', statuses.join(' or '), listing.status)
  if (listing.grade !== null && ![1, 2, 3, 4, 5].includes(listing.grade))
    refuse(path, 'grade', '1 to 5, or null', listing.grade)
  if (!isAmount(listing.filedPrice)) refuse(path, 'filedPrice', 'yuan with two places', listing.filedPrice)
  for (const field of ['basePrice', 'averagePrice', 'guidePrice'] as const) {
    if (listing[field] !== null && !isAmount(listing[field]))
      refuse(path, field, 'yuan with two places, or null', listing[field])
  }
  for (const field of ['recordNumber', 'registeredModel', 'certificate', 'serialRule'] as const) {
    if (listing[field] !== null) text(listing[field], path, field, 1)
  }
  for (const field of ['from', 'to'] as const) {
    const instant = listing[field]
    if (instant !== null && !isInstant(instant)) refuse(path, field, `${instantWords}, or null`, instant)
  }
}

function id(value: string, path: string, field: string, most: number): void {
  if (!idPattern.test(value) || value.length > most)
    refuse(path, field, `lower-case letters, digits, dots, hyphens and underscores, at most ${most}`, value)
}

/** @param most by default what a segment holds: three bytes a UTF-16 unit is the most that UTF-8 takes */
function text(value: string, path: string, field: string, least: number, most = textLimit): void {
  const fits = typeof value === 'string' && value.length >= least && value.length <= most
  if (!fits || controls.test(value) || !isWellFormed(value))
    refuse(path, field, `text of ${least} to ${most} characters without control characters`, value)
}

function refuse(path: string, field: string, expected: string, received: unknown): never {
  const at = `${path}.${field}`
  throw new CheckoutError('INPUT_INVALID', `${at} must be ${expected}`, {
    field: at,
    expected,
    received: String(received).slice(0, 60),
  })
}
