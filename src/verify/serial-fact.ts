/** What is known of one unit by its serial. */
import { hasOwn } from '../core/own.ts'
import type { Listing } from '../catalog/listing.ts'
import type { Situation } from './situation.ts'
import { serialKey } from './serial-key.ts'
import type { SerialFact, VerifyContext } from './verdict.ts'

const weight: Readonly<Record<SerialFact, number>> = { here: 3, elsewhere: 2, maybe: 1, free: 0 }

/**
 * The gravest of what the facts and the signed filter know, under every number that the model goes by:
 * a unit sold once by its barcode is not sold again by typing its model.
 * @param serial in the normal form of the scan stage
 */
export function serialFact(
  serial: string,
  listing: Listing,
  situation: Pick<Situation, 'context' | 'release' | 'item'>,
): SerialFact | null {
  const { serials } = situation.context.facts
  const redeemed = situation.release?.redeemed ?? null
  if (redeemed === null && !isMentioned(serial, serials)) return null
  const numbers = numbersOf(listing, situation)
  let gravest: SerialFact | null = null
  for (const number of numbers) {
    const key = serialKey(number, serial)
    const fact = hasOwn(serials, key) ? serials[key] : undefined
    if (fact !== undefined && (gravest === null || weight[fact] > weight[gravest])) gravest = fact
  }
  if (gravest !== null || redeemed === null) return gravest
  return numbers.some((number) => redeemed.has(number, serial)) ? 'maybe' : null
}

/** Asking for the model's other barcodes costs more than all other checks; most serials are in no fact. */
function isMentioned(serial: string, serials: VerifyContext['facts']['serials']): boolean {
  for (const key in serials) if (key.endsWith(serial)) return true
  return false
}

/** Barcodes and filed texts of the listing's model, without repeats. */
function numbersOf(listing: Listing, { release, item }: Pick<Situation, 'release' | 'item'>): readonly string[] {
  const numbers = [listing.model]
  const add = (number: string | null | undefined): void => {
    if (number && !numbers.includes(number)) numbers.push(number)
  }
  add(listing.gtin)
  add(item.gtin)
  for (const { gtin, model } of release?.catalog.byModel(listing.model, listing.brand) ?? []) add(gtin ?? model)
  return numbers
}
