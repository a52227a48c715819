/** Public keys of TUF metadata (specification §4.2) and one signature's check by WebCrypto. */
import { fromHex, toHex, type Bytes } from '../core/bytes.ts'
import { ecdsaDerToRaw, pemToDer } from './der.ts'
import type { TufKey } from './metadata.ts'

type Verify = (signature: Bytes, data: Bytes) => Promise<boolean>

/** A key that can be counted: `id` is of its bytes, however its text is written. */
interface VerifyingKey {
  readonly id: string
  readonly verify: Verify
}

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
      return ed25519(fromHex(keyval.public))
    case 'rsa:rsassa-pss-sha256':
      return rsa(keyval.public, 'RSA-PSS')
    case 'rsa:rsa-pkcs1v15-sha256':
      return rsa(keyval.public, 'RSASSA-PKCS1-v1_5')
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
  const verify: Verify = (signature, data) =>
    crypto.subtle.verify({ name: 'ECDSA', hash }, key, ecdsaDerToRaw(signature, width), data)
  return { id: await idOf(key), verify }
}

/** The key's one encoding, whatever it was read from. */
async function idOf(key: CryptoKey): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.exportKey('spki', key)))
}

async function ed25519(point: Bytes): Promise<VerifyingKey | null> {
  if (point.length !== 32 || isWeakPoint(point)) return null
  const id = `ed25519:${toHex(point)}`
  try {
    const key = await crypto.subtle.importKey('raw', point, { name: 'Ed25519' }, false, ['verify'])
    return { id, verify: (signature, data) => crypto.subtle.verify({ name: 'Ed25519' }, key, signature, data) }
  } catch {
    // Chromium before 137 has no Ed25519 in WebCrypto.
    const { verifyAsync } = await import('@noble/ed25519')
    return { id, verify: (signature, data) => verifyAsync(signature, data, point, { zip215: false }) }
  }
}

/** The y of the points of order 1, 2, 4 and 8, little-endian: anybody can sign under them (RFC 8032 §5.1.3, §8.2 on cofactors). */
const smallOrder: ReadonlySet<string> = new Set([
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** True also for a y that is not below 2^255 - 19: the same point has another spelling. */
function isWeakPoint(point: Bytes): boolean {
  const y = toHex(point.map((byte, i) => (i === 31 ? byte & 0x7f : byte)))
  return smallOrder.has(y) || /^(?:e[d-f]|f.)(?:ff){30}7f$/.test(y)
}

/** @returns null below 2,048 bits, or for an exponent that leaves what it signs as it is */
async function rsa(pem: string, name: 'RSA-PSS' | 'RSASSA-PKCS1-v1_5'): Promise<VerifyingKey | null> {
  const der = pemToDer(pem, 'PUBLIC KEY')
  const key = await crypto.subtle.importKey('spki', der, { name, hash: 'SHA-256' }, true, ['verify'])
  const { modulusLength, publicExponent } = key.algorithm as RsaKeyAlgorithm
  if (modulusLength < 2048 || /^0*1?$/.test(toHex(publicExponent))) return null
  const id = await idOf(key)
  if (name === 'RSASSA-PKCS1-v1_5')
    return { id, verify: (signature, data) => crypto.subtle.verify(name, key, signature, data) }
  // RFC 8017 §9.1.1: the scheme leaves the salt open. Writers use the digest's length, older ones the longest that fits.
  const longest = Math.ceil((modulusLength - 1) / 8) - 32 - 2
  const verify: Verify = async (signature, data) => {
    for (const saltLength of [32, longest]) {
      if (await crypto.subtle.verify({ name, saltLength }, key, signature, data)) return true
    }
    return false
  }
  return { id, verify }
}
