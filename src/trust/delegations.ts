/** Which delegated role may speak for a target path (specification §4.5, 5.6.7). */
import { sha256Hex, utf8 } from '../core/bytes.ts'
import type { Delegator } from './checks.ts'
import type { Delegations, TargetsSigned } from './metadata.ts'

/** A role that a targets file delegates to. */
export interface Delegation extends Delegator {
  readonly name: string
  readonly terminating: boolean
  /** True when `covers` needs the path's hash. */
  readonly byHash: boolean
  /** @param pathHash SHA-256 of the path's UTF-8, hexadecimal; empty when no delegation here is by hash */
  readonly covers: (path: string, pathHash: string) => boolean
}

const delegationsByTargets = new WeakMap<TargetsSigned, readonly Delegation[]>()

/** A targets file's delegations in order of appearance. */
export function delegationsOf(targets: TargetsSigned): readonly Delegation[] {
  let list = delegationsByTargets.get(targets)
  if (!list) {
    list = targets.delegations ? readDelegations(targets.delegations) : []
    delegationsByTargets.set(targets, list)
  }
  return list
}

function readDelegations({ keys, roles, succinct_roles: succinct }: Delegations): Delegation[] {
  if (succinct) return succinctDelegations(succinct, keys)
  return (roles ?? []).map((role) => ({
    name: role.name,
    role,
    keys,
    terminating: role.terminating ?? false,
    byHash: role.paths === undefined,
    covers: role.paths ? coversByPattern(role.paths) : coversByHash(role.path_hash_prefixes ?? []),
  }))
}

function coversByPattern(patterns: readonly string[]): Delegation['covers'] {
  const matchers = patterns.map(pathMatcher)
  return (path) => matchers.some((matches) => matches(path))
}

function coversByHash(prefixes: readonly string[]): Delegation['covers'] {
  return (_, pathHash) => prefixes.some((prefix) => pathHash.startsWith(prefix))
}

/** Hash bins (TAP 15): the first `bit_length` bits of the path's hash name the one role that covers it. */
function succinctDelegations(
  role: NonNullable<Delegations['succinct_roles']>,
  keys: Delegations['keys'],
): Delegation[] {
  const count = 2 ** role.bit_length
  const digits = (count - 1).toString(16).length
  return Array.from({ length: count }, (_, bin) => ({
    name: `${role.name_prefix}-${bin.toString(16).padStart(digits, '0')}`,
    role,
    keys,
    terminating: true,
    byHash: true,
    covers: (_path: string, pathHash: string) =>
      Number.parseInt(pathHash.slice(0, 8), 16) >>> (32 - role.bit_length) === bin,
  }))
}

/** A matcher of one shell pattern: `*`, `?` and `[…]` stay within a path segment. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const literal = /^[^*?[]*/.exec(pattern)?.[0] ?? ''
  if (literal === pattern) return (path) => path === pattern
  const segments = pattern.split('/').map(tokensOf)
  return (path) => {
    if (!path.startsWith(literal)) return false
    const parts = path.split('/')
    return parts.length === segments.length && segments.every((tokens, i) => matchesSegment(tokens, parts[i] ?? ''))
  }
}

/** `*`, or whether one character fits. */
type Token = '*' | ((char: string) => boolean)

/** A `[` that nothing closes stands for itself. */
function tokensOf(segment: string): readonly Token[] {
  const chars = Array.from(segment)
  const lastClose = chars.lastIndexOf(']')
  const tokens: Token[] = []
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? ''
    const negated = chars[i + 1] === '!'
    // A `]` in first place is a member, not the end.
    const first = i + (negated ? 2 : 1)
    const end = char === '[' && lastClose > first ? chars.indexOf(']', first + 1) : -1
    if (end >= 0) {
      tokens.push(classOf(chars.slice(first, end), negated))
      i = end
    } else tokens.push(char === '*' ? '*' : char === '?' ? () => true : (other) => other === char)
  }
  return tokens
}

function classOf(members: readonly string[], negated: boolean): Token {
  const ranges: [low: string, high: string][] = []
  for (let i = 0; i < members.length; i++) {
    const low = members[i] ?? ''
    const isRange = members[i + 1] === '-' && i + 2 < members.length
    ranges.push([low, isRange ? (members[i + 2] ?? '') : low])
    if (isRange) i += 2
  }
  return (char) => ranges.some(([low, high]) => char >= low && char <= high) !== negated
}

/** Goes back to the last `*` only, so that no pattern costs more than its length times the path's, and both are bounded. */
function matchesSegment(tokens: readonly Token[], text: string): boolean {
  const chars = Array.from(text)
  let at = 0
  let star = -1
  let resume = 0
  for (let i = 0; i < chars.length;) {
    const token = tokens[at]
    if (token === '*') {
      star = at++
      resume = i
    } else if (token?.(chars[i] ?? '')) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else return false
  }
  return tokens.slice(at).every((token) => token === '*')
}

/** Hash that hash-prefix delegations compare with (§4.5). */
export function hashOfPath(path: string): Promise<string> {
  return sha256Hex(utf8(path))
}
