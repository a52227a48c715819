/** Writes GS1 Digital Link URIs: one key and its qualifiers in the path, everything else in the query. */
import { findAi, type Ai } from './ai-dictionary.ts'
import { gs1Problem, type Gs1Element, type Gs1Problem } from './element.ts'
import { checkValue } from './value.ts'

export type DigitalLink =
  { readonly ok: true; readonly uri: string } | { readonly ok: false; readonly problem: Gs1Problem }

/**
 * The Digital Link of these elements. The first primary key is the key; the longest run of qualifiers
 * that fits one of its sequences goes with it.
 * @param stem address without a slash at its end: `"https://example.com/p"`
 */
export function formatDigitalLink(elements: readonly Gs1Element[], stem: string = 'https://id.gs1.org'): DigitalLink {
  const valueByAi = new Map<string, string>()
  let key: Ai | null = null
  for (const [i, { ai, value }] of elements.entries()) {
    const known = findAi(ai)
    const problem = known ? checkValue(known, value, 0) : gs1Problem('ai_unknown', i, ai)
    if (problem !== null) return { ok: false, problem }
    const before = valueByAi.get(ai)
    if (before !== undefined && before !== value) return { ok: false, problem: gs1Problem('ai_repeated', i, ai) }
    valueByAi.set(ai, value)
    if (known?.qualifiers) key ??= known
  }
  if (key === null) return { ok: false, problem: gs1Problem('url_without_key', 0) }
  const path = [key.ai, ...qualifiersOf(key, valueByAi)]
  const attributes = [...valueByAi.keys()].filter((ai) => !path.includes(ai))
  for (const ai of attributes)
    if (!findAi(ai)?.attribute) return { ok: false, problem: gs1Problem('url_attribute', 0, ai) }
  // As in element strings, values of predefined length come first.
  const isPredefined = (ai: string): boolean => findAi(ai)?.predefined === true
  const query = [...attributes.filter(isPredefined), ...attributes.filter((ai) => !isPredefined(ai))]
  const said = (ai: string): string => encode(valueByAi.get(ai) ?? '')
  const uri = path.map((ai) => `/${ai}/${said(ai)}`).join('')
  return {
    ok: true,
    uri: `${stem}${uri}${query.length === 0 ? '' : `?${query.map((ai) => `${ai}=${said(ai)}`).join('&')}`}`,
  }
}

function qualifiersOf(key: Ai, valueByAi: ReadonlyMap<string, string>): readonly string[] {
  let longest: readonly string[] = []
  for (const sequence of key.qualifiers ?? []) {
    const present = sequence.filter((ai) => valueByAi.has(ai))
    if (present.length > longest.length) longest = present
  }
  return longest
}

/** Percent-encoded but for the unreserved characters of RFC 3986 §2.3. */
function encode(value: string): string {
  return value.replace(
    /[^A-Za-z0-9\-._~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
