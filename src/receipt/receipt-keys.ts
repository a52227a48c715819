/** The keys that a stranger verifies receipts with: those of the signed `platform.json`. */
import { CheckoutError } from '../core/errors.ts'
import type { PublicKey } from '../core/public-key.ts'
import type { ReceiptVerifyingKey } from './token.ts'

/** A receipt key as `platform.json` has it: a public P-256 JWK (RFC 7518 §6.2) with its `kid`, two hexadecimal digits. */
export type ReceiptKeyJwk = PublicKey & { readonly kid: string }

/** Most keys that are read; an authority has a few. */
const mostKeys = 32

/**
 * `receiptKeys` of a `platform.json` that was verified, or of one that the authority hands out, as
 * verifying keys for `verifyReceiptToken`.
 * @throws {@link CheckoutError} `INPUT_INVALID` naming the key: `receiptKeys.0.x`
 */
export async function importReceiptKeys(keys: readonly ReceiptKeyJwk[]): Promise<readonly ReceiptVerifyingKey[]> {
  const given: unknown = keys
  if (!Array.isArray(given) || given.length === 0 || given.length > mostKeys)
    throw refused('receiptKeys', `1 to ${String(mostKeys)} keys`)
  const imported = await Promise.all(given.map((key: unknown, i) => importOne(key, `receiptKeys.${String(i)}`)))
  if (new Set(imported.map(({ kid }) => kid)).size < imported.length)
    throw refused('receiptKeys', 'keys that each have a kid of their own')
  return imported
}

async function importOne(given: unknown, field: string): Promise<ReceiptVerifyingKey> {
  const { kid, kty, crv, x, y } = (given ?? {}) as Partial<Record<keyof ReceiptKeyJwk, unknown>>
  if (typeof kid !== 'string' || !/^(?:[0-9a-f]{2}|[0-9a-f]{16})$/.test(kid))
    throw refused(`${field}.kid`, '2 hexadecimal digits, or 16 of a till’s key')
  if (kty !== 'EC' || crv !== 'P-256') throw refused(`${field}.crv`, 'P-256')
  if (typeof x !== 'string' || typeof y !== 'string')
    throw refused(`${field}.${typeof x === 'string' ? 'y' : 'x'}`, 'base64url')
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, true, ['verify'])
    return { kid, publicKey }
  } catch (cause) {
    throw refused(field, 'a point of P-256', cause)
  }
}

function refused(field: string, expected: string, cause?: unknown): CheckoutError {
  return new CheckoutError('INPUT_INVALID', `${field} must be ${expected}`, { field, expected, cause })
}
