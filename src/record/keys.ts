/** The P-256 keys of tills and platform. */
import { CheckoutError } from '../core/errors.ts'
import { jose } from '../core/late-jose.ts'
import type { PublicKey } from '../core/public-key.ts'

/** What signs: the private half never leaves WebCrypto. */
export interface SigningKey {
  /** RFC 7638 thumbprint of the public half. */
  readonly keyId: string
  readonly privateKey: CryptoKey
}

/** The RFC 7638 SHA-256 thumbprint, base64url, 43 characters: a till key's id. */
export async function keyThumbprint(key: PublicKey): Promise<string> {
  const { calculateJwkThumbprint } = await jose()
  return calculateJwkThumbprint({ kty: key.kty, crv: key.crv, x: key.x, y: key.y })
}

/** The public half of a pair as the protocol carries it. */
export async function exportPublicKey(key: CryptoKey): Promise<PublicKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key)
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) {
    throw new CheckoutError('INPUT_INVALID', 'key must be a P-256 public key', { field: 'key', expected: 'P-256' })
  }
  return { kty, crv, x, y }
}

/**
 * A key that verifies ES256 (`use: 'sig'`) or that buyers are sealed to (`use: 'enc'`).
 * @throws CheckoutError `INPUT_INVALID` when the coordinates are not a point on the curve
 */
export async function importPublicKey(key: PublicKey, use: 'sig' | 'enc' = 'sig'): Promise<CryptoKey> {
  const { kty, crv, x, y } = key
  const { importJWK } = await jose()
  try {
    const imported = await importJWK({ kty, crv, x, y }, use === 'sig' ? 'ES256' : 'ECDH-ES')
    if (imported instanceof Uint8Array) throw new TypeError('not an asymmetric key')
    return imported
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', 'key is no point of P-256', { field: 'key', cause })
  }
}
