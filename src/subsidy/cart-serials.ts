/** A serial that stands on two lines of one cart. */
import type { Listing } from '../catalog/listing.ts'
import { type Reason, reason } from '../verify/reasons.ts'
import { productId, serialKey } from '../verify/serial-key.ts'

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
    const { gtin } = line.listing
    // Registers file several models under one barcode, and several barcodes for one model.
    const products = [productId(line.listing), ...(gtin === null ? [] : [gtin])]
    line.serials.forEach((serial, unit) => {
      if (serial === null) return
      const keys = products.map((product) => serialKey(product, serial))
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
