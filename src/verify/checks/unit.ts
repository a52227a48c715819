import type { Brand, Listing } from '../../catalog/listing.ts'
import { checkSerial, fitsSerialPattern } from '../../scan/serial.ts'
import { type Reason, reason } from '../reasons.ts'
import { serialFact } from '../serial-fact.ts'
import type { Check, Situation } from '../situation.ts'

/**
 * Each unit's serial: there, printable, no copy of the barcode, and not used before. A brand's pattern
 * only warns, because no maker's grammar is public. Goods that leave from a warehouse bring theirs with
 * `fulfil`; one that is given at the sale all the same is looked at.
 */
export const checkUnits: Check = (situation, reasons) => {
  for (let unit = 0; unit < situation.serials.length; unit++) checkUnit(unit, situation, reasons)
}

function checkUnit(unit: number, situation: Situation, reasons: Reason[]): void {
  const { item, listing, category, context, isLine } = situation
  const serial = situation.serials[unit] ?? ''
  const problem = checkSerial(serial, { gtin: item.gtin ?? listing?.gtin ?? null })
  // Null is a unit that was not scanned yet; so is a serial of which normalising leaves nothing.
  if (problem === 'serial_missing' && category?.serial[context.setting.channel] !== 'at_sale') return
  const field = isLine ? `serials.${unit}` : 'serial'
  if (problem !== null) {
    const missing = problem === 'serial_missing'
    reasons.push(
      reason(problem, {
        field,
        received: missing ? null : serial,
        clause: missing ? (category?.clause ?? null) : null,
      }),
    )
    return
  }
  const rule = listing && serialRule(listing, situation)
  if (rule && fitsSerialPattern(serial, rule.pattern) === false) {
    reasons.push(
      reason('serial_malformed', { field, expected: rule.example, received: serial, severity: 'recommended' }),
    )
  }
  const repeated = unit > 0 && situation.serials.indexOf(serial) < unit
  const fact = repeated ? 'here' : listing && serialFact(serial, listing, situation)
  if (fact === 'here') reasons.push(reason('serial_redeemed_here', { field, received: serial }))
  if (fact === 'elsewhere') reasons.push(reason('serial_redeemed_elsewhere', { field, received: serial }))
  if (fact === 'maybe') reasons.push(reason('serial_maybe_redeemed', { field, received: serial }))
}

function serialRule(listing: Listing, { release }: Situation): Brand['serialRules'][number] | null {
  if (listing.serialRule === null || release === null) return null
  return release.catalog.brand(listing.brand)?.serialRules.find(({ id }) => id === listing.serialRule) ?? null
}
