/** Element strings as scanners send them: AI, value, separator where needed (GS1 General Specifications §7.8). */
import { aiLength, findAi, type Ai } from './ai-dictionary.ts'
import { groupSeparator } from './separator.ts'
import { gs1Failure, gs1Limit, type Gs1Element, type Gs1Result } from './element.ts'
import { checkValue } from './value.ts'

export interface ElementStringOptions {
  /** The separator, one character; GS when left out. GS1's own tools write `^`. */
  readonly separator?: string
  /** Whether the text starts with the separator, as FNC1 in first place: `required`, `optional` (default) or `never`. */
  readonly leading?: 'required' | 'optional' | 'never'
}

/**
 * Reads an element string; content is checked AI by AI, associations are not (see `checkAssociations`).
 * `"0106901234567892\u001d21ABC"` gives (01) and (21).
 */
export function parseElementString(text: string, options: ElementStringOptions = {}): Gs1Result {
  const separator = options.separator ?? groupSeparator
  const leading = options.leading ?? 'optional'
  if (text.length > gs1Limit) return gs1Failure('too_long', gs1Limit)
  let at = 0
  if (leading !== 'never' && text.startsWith(separator)) at = 1
  else if (leading === 'required') return gs1Failure(text === '' ? 'empty' : 'not_gs1', 0)
  if (at === text.length) return gs1Failure('empty', at)
  const elements: Gs1Element[] = []
  while (at < text.length) {
    const ai = aiAt(text, at)
    if (ai === null) return gs1Failure('ai_unknown', at)
    at += ai.ai.length
    const end = endOfValue(text, at, ai, separator)
    const value = text.slice(at, end)
    const problem = checkValue(ai, value, at)
    if (problem !== null) return { ok: false, problem }
    elements.push({ ai: ai.ai, value, at })
    at = end
    if (text.startsWith(separator, at)) at += separator.length
  }
  return { ok: true, elements }
}

/** The text of an element string, with a separator where one is needed and none at either end. */
export function formatElementString(elements: readonly Gs1Element[], separator: string = groupSeparator): string {
  let text = ''
  let open = false
  for (const { ai, value } of elements) {
    text += `${open ? separator : ''}${ai}${value}`
    open = findAi(ai)?.predefined !== true
  }
  return text
}

function aiAt(text: string, at: number): Ai | null {
  const length = aiLength(text.slice(at, at + 2))
  return length === undefined ? null : (findAi(text.slice(at, at + length)) ?? null)
}

function endOfValue(text: string, at: number, ai: Ai, separator: string): number {
  // A fixed length bounds the search: a text of many such values is read in one pass.
  const most = ai.predefined ? Math.min(text.length, at + ai.max) : text.length
  const found = (ai.predefined ? text.slice(0, most) : text).indexOf(separator, at)
  return found < 0 ? most : found
}
