import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

const named = 5

/** Several listings fit. Where all come to the same, the sale can go on, and the model is asked for the receipt's sake. */
export const ambiguous: Check = ({ item, match }, reasons) => {
  if (match?.kind !== 'ambiguous' && match?.kind !== 'shared') return
  const models = new Set(match.candidates.map(({ model }) => model))
  const sameModel = models.size === 1
  const texts = sameModel ? new Set(match.candidates.map(({ brand, gtin }) => gtin ?? brand)) : models
  reasons.push(
    reason('model_ambiguous', {
      field: item.model === undefined || !sameModel ? 'model' : 'gtin',
      expected: [...texts].slice(0, named).join(', '),
      received: item.gtin ?? item.model ?? null,
      severity: match.kind === 'shared' ? 'recommended' : 'required',
      ...(item.model !== undefined && { action: 'rescan' as const }),
    }),
  )
}
