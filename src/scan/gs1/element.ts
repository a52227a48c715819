/** GS1 element strings as data, and what can be wrong with them. */

/** One application identifier with its value: `{ ai: "21", value: "ABC123" }`. */
export interface Gs1Element {
  readonly ai: string
  readonly value: string
  /** Offset of the value in the text that it was read from, UTF-16 units; absent where no text gave it. */
  readonly at?: number
}

export type Gs1Fault =
  | 'empty'
  /** Does not start as the form must: with FNC1, `(`, `]` or a URL. */
  | 'not_gs1'
  | 'ai_unknown'
  | 'value_empty'
  | 'value_too_short'
  | 'value_too_long'
  /** A check of the value's content failed; `check` names it. */
  | 'value_invalid'
  | 'ai_repeated'
  | 'ai_excluded'
  | 'ai_missing'
  /** A signature beside a key without a serial. */
  | 'key_not_serialised'
  | 'symbology_unknown'
  | 'check_digit'
  | 'url_malformed'
  /** No primary key in the path. */
  | 'url_without_key'
  | 'url_compressed'
  /** Qualifiers of the path in the wrong order, or of another key. */
  | 'url_order'
  /** The AI may not stand in the query, or belongs in the path. */
  | 'url_attribute'
  | 'too_long'

export interface Gs1Problem {
  readonly fault: Gs1Fault
  /** The AI concerned, where it is known. */
  readonly ai: string | null
  /** Offset in the text that was read, UTF-16 units; for elements that no text gave, the place among them. */
  readonly at: number
  /** For `value_invalid`: what the check found, GS1's own name in lower case: `incorrect_check_digit`. */
  readonly check: string | null
}

export type Gs1Result =
  { readonly ok: true; readonly elements: readonly Gs1Element[] } | { readonly ok: false; readonly problem: Gs1Problem }

/** Texts longer than this are refused unread, characters. The longest element string a symbol holds is 8191 bytes. */
export const gs1Limit = 8192

export function gs1Problem(
  fault: Gs1Fault,
  at: number,
  ai: string | null = null,
  check: string | null = null,
): Gs1Problem {
  return { fault, ai, at, check }
}

export function gs1Failure(
  fault: Gs1Fault,
  at: number,
  ai: string | null = null,
  check: string | null = null,
): Gs1Result {
  return { ok: false, problem: gs1Problem(fault, at, ai, check) }
}

/** The value of the first element with this AI. */
export function valueOf(elements: readonly Gs1Element[], ai: string): string | undefined {
  for (const element of elements) if (element.ai === ai) return element.value
  return undefined
}
