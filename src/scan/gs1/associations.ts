/** Which AIs may and must stand together (GS1 General Specifications §4.13 and §4.14). */
import { findAi } from './ai-dictionary.ts'
import { gs1Problem, type Gs1Element, type Gs1Problem } from './element.ts'

export interface AssociationOptions {
  /**
   * Whether the AIs an AI needs must be in this same code: `check` (default) or `ignore`. GS1 lets the
   * codes of one item add up, so a missing partner in one code may stand in another.
   */
  readonly requisites?: 'check' | 'ignore'
}

/** What is wrong with these elements together; null when nothing is. */
export function checkAssociations(
  elements: readonly Gs1Element[],
  options: AssociationOptions = {},
): Gs1Problem | null {
  return (
    findRepeat(elements) ??
    findExclusion(elements) ??
    (options.requisites === 'ignore' ? null : findMissing(elements)) ??
    findUnserialised(elements)
  )
}

/** An AI said twice with two values. Twice with one value is a repetition, which is allowed. */
function findRepeat(elements: readonly Gs1Element[]): Gs1Problem | null {
  for (const [i, { ai, value }] of elements.entries()) {
    for (let k = 0; k < i; k++) {
      const before = elements[k]
      if (before?.ai === ai && before.value !== value) return gs1Problem('ai_repeated', i, ai)
    }
  }
  return null
}

function findExclusion(elements: readonly Gs1Element[]): Gs1Problem | null {
  for (const [i, { ai }] of elements.entries()) {
    for (const pattern of findAi(ai)?.excludes ?? []) {
      if (elements.some((other) => other.ai !== ai && matches(pattern, other.ai)))
        return gs1Problem('ai_excluded', i, ai)
    }
  }
  return null
}

function findMissing(elements: readonly Gs1Element[]): Gs1Problem | null {
  const isPresent = (pattern: string): boolean => elements.some(({ ai }) => matches(pattern, ai))
  for (const [i, { ai }] of elements.entries()) {
    for (const groups of findAi(ai)?.requires ?? []) {
      if (!groups.some((group) => group.every(isPresent))) return gs1Problem('ai_missing', i, ai)
    }
  }
  return null
}

/** How long these keys are without their serial component. */
const lengthWithoutSerial: Readonly<Record<string, number>> = { 253: 13, 255: 13, 8003: 14 }

/** A signature (8030) vouches for one instance, so a key beside it names one (§4.14.2). */
function findUnserialised(elements: readonly Gs1Element[]): Gs1Problem | null {
  if (!elements.some(({ ai }) => ai === '8030')) return null
  for (const [i, { ai, value }] of elements.entries()) {
    if (value.length === lengthWithoutSerial[ai]) return gs1Problem('key_not_serialised', i, ai)
  }
  return null
}

function matches(pattern: string, ai: string): boolean {
  if (pattern.length !== ai.length) return false
  for (let i = 0; i < ai.length; i++) if (pattern[i] !== 'n' && pattern[i] !== ai[i]) return false
  return true
}
