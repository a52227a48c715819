import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** The barcode belongs to one model, and the model that was typed or printed is another. */
export const barcodeModel: Check = ({ item, match }, reasons) => {
  if (match?.kind !== 'mismatch') return
  const [first] = match.candidates
  const onBarcode = first !== undefined && first.gtin === item.gtin
  reasons.push(
    onBarcode
      ? reason('barcode_model_mismatch', { field: 'model', expected: first.model, received: item.model ?? null })
      : reason('barcode_model_mismatch', { field: 'gtin', expected: first?.gtin ?? null, received: item.gtin ?? null }),
  )
}
