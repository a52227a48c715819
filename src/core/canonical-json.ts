/**
 * Canonical JSON as RFC 8785 (JCS) defines it: the one text that is hashed and signed.
 *
 * Numbers are limited to safe integers: amounts travel as decimal strings, so a fraction in a
 * signed document is a mistake and is refused rather than rounded.
 */
import { CheckoutError } from './errors.ts'
import { isWellFormed } from './well-formed.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * The canonical text. Members whose value is `undefined` are left out, as `JSON.stringify` does.
 * @throws {@link CheckoutError} `INPUT_INVALID` for what JSON or this profile cannot hold: a number
 * that is not a safe integer, a lone surrogate, a function or the like.
 */
export function canonicalJson(value: unknown, path = ''): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoted(value, path)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) refuse(path, 'a safe integer')
    return String(value === 0 ? 0 : value)
  }
  if (Array.isArray(value)) {
    return `[${value.map((member, i) => canonicalJson(member, `${path}.${i}`)).join(',')}]`
  }
  if (typeof value === 'object' && isPlain(value)) {
    // RFC 8785 §3.2.3 sorts by UTF-16 code units, which is what comparing JS strings does.
    const keys = Object.keys(value).sort()
    const members: string[] = []
    for (const key of keys) {
      const member = (value as Record<string, unknown>)[key]
      if (member === undefined) continue
      members.push(`${quoted(key, path)}:${canonicalJson(member, `${path}.${key}`)}`)
    }
    return `{${members.join(',')}}`
  }
  return refuse(path, 'a JSON value')
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function quoted(text: string, path: string): string {
  if (!isWellFormed(text)) refuse(path, 'well-formed Unicode')
  return JSON.stringify(text)
}

function refuse(path: string, expected: string): never {
  const field = path.replace(/^\./, '') || 'value'
  throw new CheckoutError('INPUT_INVALID', `${field} cannot be signed: it is not ${expected}`, { field, expected })
}
