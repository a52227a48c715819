/** GS1 Digital Link URIs (GS1 Digital Link Standard: URI Syntax 1.5), read without any network. */
import { hasOwn } from '../../core/own.ts'
import { findAi, type Ai } from './ai-dictionary.ts'
import { mayBeAssigned } from './bracketed.ts'
import { gs1Failure, gs1Limit, gs1Problem, type Gs1Element, type Gs1Problem, type Gs1Result } from './element.ts'
import { checkUnknownValue, checkValue } from './value.ts'

export interface DigitalLinkOptions {
  /** The words that stood for AIs before version 1.2 (`/gtin/…/ser/…`): `refuse` (default) or `accept`. */
  readonly aliases?: 'refuse' | 'accept'
  /** GTINs of 8, 12 and 13 digits, which version 1.1 allowed: `accept` (default) or `refuse`. */
  readonly shortGtins?: 'refuse' | 'accept'
  /** AIs in the query that GS1 has not assigned: `refuse` (default) or `accept`. */
  readonly unknownAis?: 'refuse' | 'accept'
}

/** The words of version 1.0 and 1.1, §4.3 there. */
const aliases: Readonly<Record<string, string>> = {
  gtin: '01',
  itip: '8006',
  gmn: '8013',
  cpid: '8010',
  gln: '414',
  payTo: '415',
  party: '417',
  gsrnp: '8017',
  gsrn: '8018',
  gcn: '255',
  sscc: '00',
  gdti: '253',
  ginc: '401',
  gsin: '402',
  grai: '8003',
  giai: '8004',
  cpv: '22',
  lot: '10',
  ser: '21',
  cpsn: '8011',
  glnx: '254',
  refno: '8020',
  srin: '8019',
}

const scheme = /^(?:https?|HTTPS?):\/\//
const authority = /^[A-Za-z0-9\-._~:[\]]+$/
const allowed = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/

interface Placed extends Gs1Element {
  readonly at: number
}

type Part<T> = { readonly found: T } | { readonly problem: Gs1Problem }

/** Reads a Digital Link: the key and its qualifiers from the path, attributes from the query. Associations are not checked. */
export function parseDigitalLink(uri: string, options: DigitalLinkOptions = {}): Gs1Result {
  if (uri.length > gs1Limit) return gs1Failure('too_long', gs1Limit)
  const start = scheme.exec(uri)?.[0].length
  if (start === undefined) return gs1Failure('not_gs1', 0)
  if (!allowed.test(uri)) return gs1Failure('url_malformed', 0)
  const hash = uri.indexOf('#')
  const end = hash < 0 ? uri.length : hash
  const mark = uri.indexOf('?', start)
  const pathEnd = mark < 0 || mark > end ? end : mark
  const slash = uri.indexOf('/', start)
  if (slash < 0 || slash >= pathEnd) return gs1Failure('url_without_key', start)
  if (!authority.test(uri.slice(start, slash))) return gs1Failure('url_malformed', start)
  const path = readPath(uri, slash, pathEnd, options)
  if ('problem' in path) return { ok: false, problem: path.problem }
  const query = readQuery(uri, pathEnd + 1, end, path.found, options)
  if ('problem' in query) return { ok: false, problem: query.problem }
  const elements = [...path.found, ...query.found]
  for (const { ai, value, at } of elements) {
    const known = findAi(ai)
    const problem = known ? checkValue(known, value, at) : checkUnknownValue(ai, value, at)
    if (problem !== null) return { ok: false, problem }
  }
  return { ok: true, elements }
}

/** The key is the last in the path that is followed by nothing but AIs and values in pairs. */
function readPath(uri: string, slash: number, end: number, options: DigitalLinkOptions): Part<Placed[]> {
  const pairs: Placed[] = []
  let right = end
  while (right > slash) {
    const valueAt = uri.lastIndexOf('/', right - 1) + 1
    const nameAt = uri.lastIndexOf('/', valueAt - 2) + 1
    if (valueAt <= slash + 1 || nameAt <= slash) break
    const ai = aiOf(uri.slice(nameAt, valueAt - 1), options)
    if (ai === undefined) break
    const value = decode(uri.slice(valueAt, right), false)
    if (value === null) return { problem: gs1Problem('url_malformed', valueAt, ai.ai) }
    pairs.unshift({ ai: ai.ai, value: padGtin(ai.ai, value, options), at: valueAt })
    if (ai.qualifiers !== null)
      return inOrder(ai, pairs) ? { found: pairs } : { problem: gs1Problem('url_order', nameAt, ai.ai) }
    right = nameAt - 1
  }
  return { problem: gs1Problem(isCompressed(uri.slice(slash, end)) ? 'url_compressed' : 'url_without_key', slash) }
}

function inOrder(key: Ai, pairs: readonly Placed[]): boolean {
  return isSequence(
    key,
    pairs.slice(1).map((pair) => pair.ai),
  )
}

/** True when the qualifiers are some of one of the key's sequences, in its order. */
function isSequence(key: Ai, present: readonly string[]): boolean {
  return (key.qualifiers ?? []).some((sequence) => {
    let next = 0
    for (const qualifier of sequence) if (qualifier === present[next]) next++
    return next === present.length
  })
}

function readQuery(
  uri: string,
  start: number,
  end: number,
  path: readonly Placed[],
  options: DigitalLinkOptions,
): Part<Placed[]> {
  const found: Placed[] = []
  let at = start
  while (at < end) {
    const stop = endOfPair(uri, at, end)
    const equals = uri.indexOf('=', at)
    const pair = equals < 0 || equals >= stop ? null : readPair(uri, at, equals, stop, path, found, options)
    if (pair && 'problem' in pair) return pair
    if (pair?.found) found.push(pair.found)
    at = stop + 1
  }
  return { found }
}

/** Null for a parameter that is not an AI: those belong to the web site. */
function readPair(
  uri: string,
  at: number,
  equals: number,
  stop: number,
  path: readonly Placed[],
  before: readonly Placed[],
  options: DigitalLinkOptions,
): Part<Placed | null> {
  const name = uri.slice(at, equals)
  const ai = aiOf(name, options)
  if (ai === undefined) {
    if (!/^\d+$/.test(name)) return { found: null }
    if (options.unknownAis !== 'accept' || !mayBeAssigned(name)) return { problem: gs1Problem('ai_unknown', at, name) }
  } else if (!ai.attribute || belongsInPath(ai.ai, path)) {
    return { problem: gs1Problem('url_attribute', at, ai.ai) }
  }
  const number = ai?.ai ?? name
  if (path.some((each) => each.ai === number) || before.some((each) => each.ai === number)) {
    return { problem: gs1Problem('ai_repeated', at, number) }
  }
  const value = decode(uri.slice(equals + 1, stop), true)
  if (value === null) return { problem: gs1Problem('url_malformed', equals + 1, number) }
  return { found: { ai: number, value: padGtin(number, value, options), at: equals + 1 } }
}

function endOfPair(uri: string, at: number, end: number): number {
  for (let i = at; i < end; i++) if (uri[i] === '&' || uri[i] === ';') return i
  return end
}

/** True for a qualifier that could still be put into the path as it stands. */
function belongsInPath(ai: string, path: readonly Placed[]): boolean {
  const key = path[0] && findAi(path[0].ai)
  if (!key) return false
  const present = path.slice(1).map((pair) => pair.ai)
  return present.concat('').some((_, i) => isSequence(key, [...present.slice(0, i), ai, ...present.slice(i)]))
}

function aiOf(name: string, options: DigitalLinkOptions): Ai | undefined {
  const alias = options.aliases === 'accept' && hasOwn(aliases, name) ? aliases[name] : undefined
  return findAi(alias ?? name)
}

function padGtin(ai: string, value: string, options: DigitalLinkOptions): string {
  if (ai !== '01' || options.shortGtins === 'refuse') return value
  return value.length === 8 || value.length === 12 || value.length === 13 ? value.padStart(14, '0') : value
}

/** Percent-decoded; in a query `+` is a space. Null when a sequence is malformed or decodes to a NUL. */
function decode(text: string, query: boolean): string | null {
  const spaced = query ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  if (/%(?![0-9A-Fa-f]{2})|%00/.test(spaced)) return null
  return spaced.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** A compressed Digital Link has one long base64url segment where the key should be (standard 1.1, §5). */
function isCompressed(path: string): boolean {
  const last = path.slice(path.lastIndexOf('/') + 1)
  return /^[A-Za-z0-9_-]{12,}$/.test(last) && /[A-Z]/.test(last) && /[a-z]/.test(last) && /[0-9]/.test(last)
}
