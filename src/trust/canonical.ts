/**
 * The canonical JSON that TUF signs (OLPC canonical form, as securesystemslib writes it).
 *
 * It is not RFC 8785: only `"` and `\` are escaped, every other character stands as it is, and keys
 * are in code point order. `core/canonical-json.ts` is for our own records and must not be used here.
 */
import { utf8, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { isWellFormed } from '../core/well-formed.ts'

/**
 * The bytes that a role's keys sign.
 * @throws {@link CheckoutError} `METADATA_INVALID` for a fraction, an unsafe integer or a lone surrogate:
 * two readers would not agree on their bytes.
 */
export function canonicalBytes(value: unknown): Bytes {
  return utf8(canonicalText(value))
}

/** {@link canonicalBytes} before they are bytes. @throws as it does */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw invalid('a number that is no safe integer')
    return String(value === 0 ? 0 : value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value !== 'object') throw invalid('a value that JSON does not have')
  const members = Object.entries(value).sort(([a], [b]) => compareCodePoints(a, b))
  return `{${members.map(([key, member]) => `${quoted(key)}:${canonicalText(member)}`).join(',')}}`
}

function quoted(text: string): string {
  if (!isWellFormed(text)) throw invalid('a lone surrogate')
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** UTF-16 units would put U+FF00 after U+1F600; code points do not. */
function compareCodePoints(a: string, b: string): number {
  for (let i = 0; ;) {
    const left = a.codePointAt(i) ?? -1
    const right = b.codePointAt(i) ?? -1
    if (left !== right || left === -1) return left - right
    i += left > 0xffff ? 2 : 1
  }
}

function invalid(what: string): CheckoutError {
  return new CheckoutError('METADATA_INVALID', `signed metadata holds ${what}`, { field: 'signed' })
}
