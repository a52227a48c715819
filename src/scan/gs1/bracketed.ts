/** Element strings as people write them: `(01)06901234567892(21)ABC`. */
import { aiLength, findAi } from './ai-dictionary.ts'
import { gs1Failure, gs1Limit, type Gs1Element, type Gs1Result } from './element.ts'
import { checkUnknownValue, checkValue } from './value.ts'

export interface BracketedOptions {
  /** Whether AIs that GS1 has not assigned are let through: `refuse` (default) or `accept`. */
  readonly unknownAis?: 'refuse' | 'accept'
}

/** Reads the bracketed form. A `(` inside a value is written `\(`. Associations are not checked. */
export function parseBracketed(text: string, options: BracketedOptions = {}): Gs1Result {
  if (text.length > gs1Limit) return gs1Failure('too_long', gs1Limit)
  if (text === '') return gs1Failure('empty', 0)
  const elements: Gs1Element[] = []
  let at = 0
  while (at < text.length) {
    const close = text.indexOf(')', at)
    const ai = text.slice(at + 1, close)
    if (text[at] !== '(' || close < 0 || !/^\d{2,4}$/.test(ai)) return gs1Failure('not_gs1', at)
    const from = close + 1
    const { value, end } = valueAt(text, from)
    const known = findAi(ai)
    if (!known && !(options.unknownAis === 'accept' && mayBeAssigned(ai))) return gs1Failure('ai_unknown', at + 1, ai)
    const problem = known ? checkValue(known, value, from) : checkUnknownValue(ai, value, from)
    if (problem !== null) return { ok: false, problem }
    elements.push({ ai, value, at: from })
    at = end
  }
  return { ok: true, elements }
}

/** The bracketed form of elements. */
export function formatBracketed(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('')
}

/** True for an AI that GS1 could yet assign: two to four digits, and as long as its first two digits say. */
export function mayBeAssigned(ai: string): boolean {
  const length = aiLength(ai.slice(0, 2))
  return /^\d{2,4}$/.test(ai) && (length === undefined || length === ai.length)
}

function valueAt(text: string, from: number): { readonly value: string; readonly end: number } {
  let end = from
  while (end < text.length && (text[end] !== '(' || text[end - 1] === '\\')) end++
  return { value: text.slice(from, end).replaceAll('\\(', '('), end }
}
