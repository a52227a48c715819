/** A serial that stands on two lines of one cart. */
import type { Listing } from '../catalog/listing.ts'
import { type Reason, reason } from '../verify/reasons.ts'

/** One line's units; `verify` looks at repeats within the line. */
export interface LineSerials {
  readonly listing: Listing
  readonly serials: readonly (string | null)[]
}

/**
 * By line, a reason for every serial that an earlier line of the same model has already, by whatever
 * barcode. The tie rule: the line that comes first keeps its unit.
 */
export function repeatedSerials(lines: readonly (LineSerials | null)[]): readonly (readonly Reason[])[] {
  if (lines.length < 2) return lines.map(() => [])
  const lineBySerial = new Map<string, number>()
  return lines.map((line, i) => {
    const reasons: Reason[] = []
    if (!line) return reasons
    const { brand, model, gtin } = line.listing
    line.serials.forEach((serial, unit) => {
      if (serial === null) return
      // Registers file several models under one barcode, and several barcodes for one model.
      const keys = [JSON.stringify([brand, model, serial])]
      if (gtin !== null) keys.push(JSON.stringify([gtin, serial]))
      const first = keys.map((key) => lineBySerial.get(key)).find((earlier) => earlier !== undefined)
      for (const key of keys) if (!lineBySerial.has(key)) lineBySerial.set(key, i)
      if (first === undefined || first === i) return
      reasons.push(
        reason('serial_redeemed_here', {
          field: `lines.${i}.serials.${unit}`,
          received: serial,
          action: 'rescan',
        }),
      )
    })
    return reasons
  })
}
