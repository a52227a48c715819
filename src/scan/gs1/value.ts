/** One AI's value against the AI's definition. */
import type { Ai } from './ai-dictionary.ts'
import { gs1Problem, type Gs1Problem } from './element.ts'
import { linters } from './lint.ts'

/**
 * What is wrong with `value` as the value of `ai`; null when nothing is.
 * @param at offset of the value in the text that is read
 */
export function checkValue(ai: Ai, value: string, at: number): Gs1Problem | null {
  if (value === '') return gs1Problem('value_empty', at, ai.ai)
  let from = 0
  for (const component of ai.components) {
    const rest = value.length - from
    if (rest === 0 && component.optional) break
    if (rest < component.min) return gs1Problem('value_too_short', at + from, ai.ai)
    const part = value.slice(from, from + component.max)
    for (const lint of component.lints) {
      const check = lint(part)
      if (check !== null) return gs1Problem('value_invalid', at + from, ai.ai, check)
    }
    from += part.length
  }
  return from < value.length ? gs1Problem('value_too_long', at + from, ai.ai) : null
}

const longestUnknown = 90

/** What is wrong with the value of an AI that GS1 has not assigned, as far as can be told. */
export function checkUnknownValue(ai: string, value: string, at: number): Gs1Problem | null {
  if (value === '') return gs1Problem('value_empty', at, ai)
  if (value.length > longestUnknown) return gs1Problem('value_too_long', at + longestUnknown, ai)
  const check = linters.cset82?.(value) ?? null
  return check === null ? null : gs1Problem('value_invalid', at, ai, check)
}
