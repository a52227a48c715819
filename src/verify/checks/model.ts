/** Which listing the item is, whether its label agrees with it, and whether it holds. */
import type { Brand, Listing } from '../../catalog/listing.ts'
import { reservedUse } from '../../scan/gtin.ts'
import { stateOf } from '../listing-state.ts'
import type { Match } from '../match.ts'
import { reason, type Reason, type ReasonCode, type Severity } from '../reasons.ts'
import type { Check, Situation } from '../situation.ts'
import type { Item } from '../verdict.ts'
import { disguiseOf, isSpacedOut, sameNumber } from '../writing.ts'

export const checkModel: Check = (situation, reasons) => {
  const { item, match, listing } = situation
  if (match === null) return
  if (match.kind !== 'listed') checkMatch(item, match, reasons)
  if (item.brand !== undefined) checkBrand(item.brand, match, situation, reasons)
  if (item.gtin !== undefined && listing?.gtin !== item.gtin) checkPrefix(item.gtin, match, situation, reasons)
  if (listing === null) return
  checkLabel(item, listing, reasons)
  checkState(listing, situation, reasons)
}

const mostNamed = 5

function checkMatch(item: Item, { kind, candidates }: Match, reasons: Reason[]): void {
  const [first] = candidates
  const say = (code: ReasonCode, details: Parameters<typeof reason>[1]): void =>
    void reasons.push(reason(code, details))
  if (kind === 'unlisted') {
    // No listing has this model; or none has this barcode, and then its model may still be listed.
    if (item.model !== undefined)
      say('model_unlisted', { field: 'model', expected: first?.model ?? null, received: item.model })
    else if (item.gtin !== undefined && reservedUse(item.gtin) === null)
      say('model_unlisted', { field: 'gtin', received: item.gtin, action: 'type_model' })
  } else if (kind === 'lookalike') {
    // What a keyboard or a copy makes of a model looks the same: the label decides.
    say('model_lookalike', { field: 'model', expected: first?.model ?? null, received: item.model ?? null })
  } else if (kind === 'mismatch') {
    // The barcode belongs to one model, and the model that was typed or printed is another.
    if (first !== undefined && first.gtin === item.gtin)
      say('barcode_model_mismatch', { field: 'model', expected: first.model, received: item.model ?? null })
    else say('barcode_model_mismatch', { field: 'gtin', expected: first?.gtin ?? null, received: item.gtin ?? null })
  } else if (kind === 'ambiguous' || kind === 'shared') {
    // Where all come to the same, the sale can go on, and the model is asked for the receipt's sake.
    const models = new Set(candidates.map(({ model }) => model))
    const isOneModel = models.size === 1
    const texts = isOneModel ? new Set(candidates.map(({ brand, gtin }) => gtin ?? brand)) : models
    say('model_ambiguous', {
      field: item.model === undefined || !isOneModel ? 'model' : 'gtin',
      expected: [...texts].slice(0, mostNamed).join(', '),
      received: item.gtin ?? item.model ?? null,
      severity: kind === 'shared' ? 'recommended' : 'required',
      ...(item.model !== undefined && { action: 'rescan' as const }),
    })
  }
}

/** The brand on the label against the listing's, or against the one it imitates where nothing is listed. */
function checkBrand(name: string, { brand }: Match, { listing, release }: Situation, reasons: Reason[]): void {
  if (release === null) return
  if (listing !== null && brand?.id !== listing.brand) {
    reasons.push(otherBrand(name, nameOf(release.catalog.brand(listing.brand), listing.brand)))
  } else if (brand === null) {
    const imitated = release.catalog.lookAlikes?.brand(name)
    if (imitated) reasons.push(otherBrand(name, nameOf(imitated, imitated.id)))
  } else if (!brand.names.includes(name) && brand.id !== name) {
    // The right name, written in a way that its owner does not: an input method's wide letters, or a disguise.
    const disguise = isSpacedOut(name) ? 'disguised' : disguiseOf(name)
    const severity = disguise === 'wide' ? 'recommended' : 'required'
    if (disguise !== 'plain') reasons.push(otherBrand(name, nameOf(brand, brand.id), severity))
  }
}

/**
 * The company prefix of the barcode (GS1 General Specifications §1.2.3) against the brand. A listing
 * that states this very barcode settles it: the authority filed the pair, and makers build for others.
 */
function checkPrefix(gtin: string, match: Match, { listing, release }: Situation, reasons: Reason[]): void {
  const claimed = listing?.brand ?? match.brand?.id
  if (claimed === undefined || release === null) return
  const owner = release.catalog.brandByGtin(gtin)
  const brand = release.catalog.brand(claimed)
  if (owner === undefined) {
    // Nobody's registered prefix: a prefix that was not filed yet is as likely as a false one.
    if (!brand || brand.prefixes.length === 0) return
    const expected = brand.prefixes.join(', ')
    reasons.push(reason('brand_mismatch', { field: 'gtin', expected, received: gtin, severity: 'recommended' }))
  } else if (owner.id !== claimed) {
    const [expected, received] = [nameOf(brand, claimed), nameOf(owner, owner.id)]
    reasons.push(reason('brand_mismatch', { field: 'gtin', expected, received }))
  }
}

function otherBrand(received: string, expected: string, severity: Severity = 'required'): Reason {
  return reason('brand_mismatch', { field: 'brand', expected, received, severity })
}

function nameOf(brand: Brand | undefined, id: string): string {
  return brand?.names[0] ?? id
}

function differs(filed: string | null, given: string | undefined): given is string {
  return filed !== null && given !== undefined && !sameNumber(filed, given)
}

/** Grade and numbers on the label against the filed ones. A filing without a number says nothing. */
function checkLabel(item: Item, listing: Listing, reasons: Reason[]): void {
  const { grade, recordNumber, certificate } = item
  if (grade !== undefined && grade !== listing.grade) {
    const expected = listing.grade === null ? null : String(listing.grade)
    reasons.push(reason('grade_mismatch', { field: 'grade', expected, received: String(grade) }))
  }
  if (differs(listing.recordNumber, recordNumber)) {
    const expected = listing.recordNumber
    reasons.push(reason('energy_record_mismatch', { field: 'recordNumber', expected, received: recordNumber }))
  }
  if (differs(listing.certificate, certificate)) {
    const expected = listing.certificate
    reasons.push(reason('certificate_mismatch', { field: 'certificate', expected, received: certificate }))
  }
}

/** Whether the listing holds at the instant of the sale. */
function checkState(listing: Listing, { item, atMs, context }: Situation, reasons: Reason[]): void {
  const state = stateOf(listing, atMs)
  if (state === 'in_force') return
  const field = item.model === undefined ? 'gtin' : 'model'
  const edge = state === 'listing_not_yet_valid' ? listing.from : state === 'listing_expired' ? listing.to : null
  reasons.push(reason(state, { field, expected: edge, received: edge === null ? listing.model : context.setting.at }))
}
