/** Signing keys of a repository: ECDSA P-256 by WebCrypto, private keys as PKCS #8 PEM. */
import { sha256Hex, toHex, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { canonicalBytes } from './canonical.ts'
import { derToPem, ecdsaRawToDer, pemToDer } from './der.ts'
import type { TufKey } from './metadata.ts'

/** A public key under its id. */
export interface RoleKey {
  /** SHA-256 of the key's canonical JSON, hexadecimal. */
  readonly keyId: string
  readonly key: TufKey
}
/** A key that can sign. Its private half may live in a security module: only `sign` is asked of it. */
export interface RoleSigner extends RoleKey {
  /** @returns the signature, hexadecimal; DER for ECDSA */
  sign(data: Bytes): Promise<string>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** A new P-256 private key, PKCS #8 PEM. */
export async function generatePrivateKey(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  return derToPem(new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)), 'PRIVATE KEY')
}

/**
 * The signer of a PKCS #8 PEM private key.
 * @throws {@link CheckoutError} `INPUT_INVALID` unless it is an unencrypted P-256 key
 */
export async function importSigner(privateKeyPem: string): Promise<RoleSigner> {
  try {
    const privateKey = await crypto.subtle.importKey('pkcs8', pemToDer(privateKeyPem, 'PRIVATE KEY'), algorithm, true, [
      'sign',
    ])
    const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', privateKey)
    const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, true, ['verify'])
    return await signerOf({ privateKey, publicKey })
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', 'the private key must be an unencrypted P-256 key in PKCS #8 PEM', {
      field: 'privateKey',
      cause,
    })
  }
}

/** A new signer, its private key kept in memory only. */
export async function generateSigner(): Promise<RoleSigner> {
  return signerOf(await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']))
}

/** A key under its id. */
export async function roleKey(key: TufKey): Promise<RoleKey> {
  return { keyId: await sha256Hex(canonicalBytes(key)), key }
}

async function signerOf({ privateKey, publicKey }: CryptoKeyPair): Promise<RoleSigner> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  const key: TufKey = {
    keytype: 'ecdsa',
    scheme: 'ecdsa-sha2-nistp256',
    keyval: { public: derToPem(spki, 'PUBLIC KEY') },
  }
  return {
    ...(await roleKey(key)),
    async sign(data) {
      const raw = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, data))
      return toHex(ecdsaRawToDer(raw))
    },
  }
}
