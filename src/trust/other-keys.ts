/** Keys that TUF knows and our own repositories do not use: fetched when a repository has one. */
import { toHex, type Bytes } from '../core/bytes.ts'
import { pemToDer } from './der.ts'
import { idOf, type VerifyingKey } from './verifying-key.ts'

export async function ed25519(point: Bytes): Promise<VerifyingKey | null> {
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
export async function rsa(pem: string, name: 'RSA-PSS' | 'RSASSA-PKCS1-v1_5'): Promise<VerifyingKey | null> {
  const der = pemToDer(pem, 'PUBLIC KEY')
  const key = await crypto.subtle.importKey('spki', der, { name, hash: 'SHA-256' }, true, ['verify'])
  const { modulusLength, publicExponent } = key.algorithm as RsaKeyAlgorithm
  if (modulusLength < 2048 || /^0*1?$/.test(toHex(publicExponent))) return null
  const id = await idOf(key)
  if (name === 'RSASSA-PKCS1-v1_5')
    return { id, verify: (signature, data) => crypto.subtle.verify(name, key, signature, data) }
  // RFC 8017 §9.1.1: the scheme leaves the salt open. Writers use the digest's length, older ones the longest that fits.
  const longest = Math.ceil((modulusLength - 1) / 8) - 32 - 2
  const verify: VerifyingKey['verify'] = async (signature, data) => {
    for (const saltLength of [32, longest]) {
      if (await crypto.subtle.verify({ name, saltLength }, key, signature, data)) return true
    }
    return false
  }
  return { id, verify }
}
