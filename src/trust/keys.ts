/** Public keys of TUF metadata (specification §4.2) and one signature's check by WebCrypto. */
import { fromHex, type Bytes } from '../core/bytes.ts'
import { loaded } from '../core/late.ts'
import { ecdsaDerToRaw, pemToDer } from './der.ts'
import type { TufKey } from './metadata.ts'
import { idOf, type VerifyingKey } from './verifying-key.ts'

const keyByText = new WeakMap<TufKey, Promise<VerifyingKey | null>>()

/**
 * Names the key, by its bytes, when it made `signature` over `data`; null when it did not. A key of an
 * unknown type or scheme, a broken or weak key and a broken signature are each null: they must not stop
 * the other signatures from reaching the threshold.
 */
export async function signerOf(key: TufKey, signature: string, data: Bytes): Promise<string | null> {
  let importing = keyByText.get(key)
  if (!importing) {
    importing = importKey(key).catch(() => null)
    keyByText.set(key, importing)
  }
  const imported = await importing
  try {
    return imported && (await imported.verify(fromHex(signature), data)) ? imported.id : null
  } catch {
    return null
  }
}

async function importKey({ keytype, scheme, keyval }: TufKey): Promise<VerifyingKey | null> {
  switch (`${keytype}:${scheme}`) {
    case 'ecdsa:ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp256:ecdsa-sha2-nistp256':
      return ecdsa(keyval.public, 'P-256', 'SHA-256', 32)
    case 'ecdsa:ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp384:ecdsa-sha2-nistp384':
      return ecdsa(keyval.public, 'P-384', 'SHA-384', 48)
    case 'ed25519:ed25519':
      return (await loaded(import('./other-keys.ts'))).ed25519(fromHex(keyval.public))
    case 'rsa:rsassa-pss-sha256':
      return (await loaded(import('./other-keys.ts'))).rsa(keyval.public, 'RSA-PSS')
    case 'rsa:rsa-pkcs1v15-sha256':
      return (await loaded(import('./other-keys.ts'))).rsa(keyval.public, 'RSASSA-PKCS1-v1_5')
    default:
      return null
  }
}

async function ecdsa(text: string, namedCurve: string, hash: string, width: number): Promise<VerifyingKey> {
  const isPoint = /^04[0-9a-fA-F]+$/.test(text)
  const algorithm = { name: 'ECDSA', namedCurve }
  const key = isPoint
    ? await crypto.subtle.importKey('raw', fromHex(text), algorithm, true, ['verify'])
    : await crypto.subtle.importKey('spki', pemToDer(text, 'PUBLIC KEY'), algorithm, true, ['verify'])
  const verify: VerifyingKey['verify'] = (signature, data) =>
    crypto.subtle.verify({ name: 'ECDSA', hash }, key, ecdsaDerToRaw(signature, width), data)
  return { id: await idOf(key), verify }
}
