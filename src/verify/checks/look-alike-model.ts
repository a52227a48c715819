import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** The model is not listed, and looks like one that is. A slip of the finger looks the same as a copy: the label decides. */
export const lookAlikeModel: Check = ({ item, match }, reasons) => {
  if (match?.kind !== 'lookalike') return
  reasons.push(
    reason('model_lookalike', {
      field: 'model',
      expected: match.candidates[0]?.model ?? null,
      received: item.model ?? null,
    }),
  )
}
