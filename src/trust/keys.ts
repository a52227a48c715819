/** Public keys of TUF metadata (specification §4.2) and one signature's check by WebCrypto. */
import { fromHex, type Bytes } from '../core/bytes.ts'
import { ecdsaDerToRaw, pemToDer } from './der.ts'
import type { TufKey } from './metadata.ts'

type Check = (signature: Bytes, data: Bytes) => Promise<boolean>

const checkByKey = new WeakMap<TufKey, Promise<Check | null>>()

/**
 * True when `signature` over `data` was made by `key`. A key of an unknown type or scheme, a broken key
 * and a broken signature are each false: they must not stop the other signatures from reaching the threshold.
 */
export async function isSignedBy(key: TufKey, signature: string, data: Bytes): Promise<boolean> {
  let check = checkByKey.get(key)
  if (!check) {
    check = importKey(key).catch(() => null)
    checkByKey.set(key, check)
  }
  try {
    return (await (await check)?.(fromHex(signature), data)) ?? false
  } catch {
    return false
  }
}

async function importKey({ keytype, scheme, keyval }: TufKey): Promise<Check | null> {
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
      return rsaPss(keyval.public)
    case 'rsa:rsa-pkcs1v15-sha256':
      return rsaPkcs1(keyval.public)
    default:
      return null
  }
}

async function ecdsa(text: string, namedCurve: string, hash: string, width: number): Promise<Check> {
  const isPoint = /^04[0-9a-fA-F]+$/.test(text)
  const algorithm = { name: 'ECDSA', namedCurve }
  const key = isPoint
    ? await crypto.subtle.importKey('raw', fromHex(text), algorithm, false, ['verify'])
    : await crypto.subtle.importKey('spki', pemToDer(text, 'PUBLIC KEY'), algorithm, false, ['verify'])
  return (signature, data) => crypto.subtle.verify({ name: 'ECDSA', hash }, key, ecdsaDerToRaw(signature, width), data)
}

async function ed25519(point: Bytes): Promise<Check> {
  try {
    const key = await crypto.subtle.importKey('raw', point, { name: 'Ed25519' }, false, ['verify'])
    return (signature, data) => crypto.subtle.verify({ name: 'Ed25519' }, key, signature, data)
  } catch (error) {
    if (point.length !== 32) throw error
    // Chromium before 137 has no Ed25519 in WebCrypto.
    const { verifyAsync } = await import('@noble/ed25519')
    return (signature, data) => verifyAsync(signature, data, point, { zip215: false })
  }
}

async function rsaPss(pem: string): Promise<Check> {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('spki', pemToDer(pem, 'PUBLIC KEY'), algorithm, false, ['verify'])
  const { modulusLength } = key.algorithm as RsaKeyAlgorithm
  // RFC 8017 §9.1.1: the scheme leaves the salt open. Writers use the digest's length, older ones the longest that fits.
  const longest = Math.ceil((modulusLength - 1) / 8) - 32 - 2
  return async (signature, data) => {
    for (const saltLength of [32, longest]) {
      if (await crypto.subtle.verify({ name: 'RSA-PSS', saltLength }, key, signature, data)) return true
    }
    return false
  }
}

async function rsaPkcs1(pem: string): Promise<Check> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('spki', pemToDer(pem, 'PUBLIC KEY'), algorithm, false, ['verify'])
  return (signature, data) => crypto.subtle.verify(algorithm.name, key, signature, data)
}
