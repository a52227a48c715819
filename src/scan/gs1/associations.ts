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
  const present = new Map<string, Present>()
  for (let i = 0; i < elements.length; i++) {
    const { ai, value, at = i } = elements[i] as Gs1Element
    const before = present.get(ai)
    if (before === undefined) present.set(ai, { value, at })
    // Twice with one value is a repetition, which is allowed.
    else if (before.value !== value) return gs1Problem('ai_repeated', at, ai)
  }
  const count = counterOf(present)
  return (
    findExclusion(present, count) ??
    (options.requisites === 'ignore' ? null : findMissing(present, count)) ??
    findUnserialised(present)
  )
}

interface Present {
  readonly value: string
  readonly at: number
}
/** Each AI once, where it stands first. */
type PresentByAi = ReadonlyMap<string, Present>
/** How many AIs fit a pattern of the dictionary. */
type Count = (pattern: string) => number

function counterOf(present: PresentByAi): Count {
  let counts: Map<string, number> | null = null
  return (pattern) => {
    if (!pattern.endsWith('n')) return present.has(pattern) ? 1 : 0
    if (counts === null) {
      counts = new Map()
      for (const ai of present.keys())
        for (const each of openPatternsOf(ai)) counts.set(each, (counts.get(each) ?? 0) + 1)
    }
    return counts.get(pattern) ?? 0
  }
}

/** The patterns of the dictionary that an AI fits beside itself: `n` at the end stands for any digit. */
function openPatternsOf(ai: string): readonly string[] {
  return [`${ai.slice(0, -1)}n`, `${ai.slice(0, -2)}nn`]
}

function findExclusion(present: PresentByAi, count: Count): Gs1Problem | null {
  for (const [ai, { at }] of present) {
    for (const pattern of findAi(ai)?.excludes ?? []) {
      const own = pattern.endsWith('n') && openPatternsOf(ai).includes(pattern) ? 1 : 0
      if (count(pattern) > own) return gs1Problem('ai_excluded', at, ai)
    }
  }
  return null
}

function findMissing(present: PresentByAi, count: Count): Gs1Problem | null {
  for (const [ai, { at }] of present) {
    for (const groups of findAi(ai)?.requires ?? []) {
      if (!groups.some((group) => group.every((pattern) => count(pattern) > 0))) return gs1Problem('ai_missing', at, ai)
    }
  }
  return null
}

/** How long these keys are without their serial component. */
const lengthWithoutSerial: Readonly<Record<string, number>> = { 253: 13, 255: 13, 8003: 14 }

/** A signature (8030) vouches for one instance, so a key beside it names one (§4.14.2). */
function findUnserialised(present: PresentByAi): Gs1Problem | null {
  if (!present.has('8030')) return null
  for (const [ai, { value, at }] of present) {
    if (value.length === lengthWithoutSerial[ai]) return gs1Problem('key_not_serialised', at, ai)
  }
  return null
}
