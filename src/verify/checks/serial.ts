import type { Brand, Listing } from '../../catalog/listing.ts'
import { checkSerial, fitsSerialPattern } from '../../scan/serial.ts'
import { reason } from '../reasons.ts'
import { serialFact } from '../serial-fact.ts'
import type { Check, Situation } from '../situation.ts'

/**
 * Each unit's serial: there, printable, no copy of the barcode, and not used before. A brand's pattern
 * only warns, because no maker's grammar is public. Goods that leave from a warehouse bring theirs with
 * `fulfil`; one that is given at the sale all the same is looked at.
 */
export const serials: Check = (situation, reasons) => {
  const { item, listing, category, isLine } = situation
  const seen = new Set<string>()
  const neighbours = { gtin: item.gtin ?? listing?.gtin ?? null }
  situation.serials.forEach((serial, unit) => {
    const field = isLine ? `serials.${unit}` : 'serial'
    if (serial === null) {
      if (category?.serial === 'at_sale') reasons.push(reason('serial_missing', { field, clause: category.clause }))
      return
    }
    const problem = checkSerial(serial, neighbours)
    if (problem !== null) {
      if (problem !== 'serial_missing' || category?.serial === 'at_sale')
        reasons.push(reason(problem, { field, received: serial }))
      return
    }
    const rule = listing && serialRule(listing, situation)
    if (rule && fitsSerialPattern(serial, rule.pattern) === false) {
      reasons.push(
        reason('serial_malformed', { field, expected: rule.example, received: serial, severity: 'recommended' }),
      )
    }
    const fact = seen.has(serial) ? 'here' : listing && serialFact(serial, listing, situation)
    seen.add(serial)
    if (fact === 'here') reasons.push(reason('serial_redeemed_here', { field, received: serial }))
    if (fact === 'elsewhere') reasons.push(reason('serial_redeemed_elsewhere', { field, received: serial }))
    if (fact === 'maybe') reasons.push(reason('serial_maybe_redeemed', { field, received: serial }))
  })
}

function serialRule(listing: Listing, { release }: Situation): Brand['serialRules'][number] | null {
  if (listing.serialRule === null || release === null) return null
  return release.catalog.brand(listing.brand)?.serialRules.find(({ id }) => id === listing.serialRule) ?? null
}
