/** What is known of one unit by its serial. */
import type { Listing } from '../catalog/listing.ts'
import type { Situation } from './situation.ts'
import { type SerialFact, serialKey } from './verdict.ts'

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
  const { context, release } = situation
  let gravest: SerialFact | null = null
  for (const number of numbersOf(listing, situation)) {
    const fact = context.facts.serials[serialKey(number, serial)]
    if (fact !== undefined && (gravest === null || weight[fact] > weight[gravest])) gravest = fact
  }
  if (gravest !== null) return gravest
  const redeemed = release?.redeemed
  if (!redeemed) return null
  for (const number of numbersOf(listing, situation)) if (redeemed.has(number, serial)) return 'maybe'
  return null
}

/** Barcodes and filed texts of the listing's model. */
function numbersOf(listing: Listing, { release, item }: Pick<Situation, 'release' | 'item'>): ReadonlySet<string> {
  const numbers = new Set<string>([listing.gtin ?? listing.model, listing.model])
  if (item.gtin !== undefined) numbers.add(item.gtin)
  for (const { gtin, model } of release?.catalog.byModel(listing.model, listing.brand) ?? []) numbers.add(gtin ?? model)
  return numbers
}
