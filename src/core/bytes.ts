/** Bytes and their text forms. Everything here is pure. */
import { CheckoutError } from './errors.ts'

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export type Bytes = Uint8Array<ArrayBuffer>

export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/** @throws {@link CheckoutError} `INPUT_INVALID` when the bytes are not UTF-8. */
export function utf8ToText(bytes: Uint8Array, field = 'bytes'): string {
  try {
    return strictDecoder.decode(bytes)
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', `${field} is not UTF-8 text`, { field, cause })
  }
}

export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** @throws {@link CheckoutError} `INPUT_INVALID` unless `hex` is an even run of hexadecimal digits. */
export function fromHex(hex: string, field = 'hex'): Bytes {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex)) {
    throw new CheckoutError('INPUT_INVALID', `${field} is not hexadecimal`, { field })
  }
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** @throws {@link CheckoutError} `INPUT_INVALID` unless `text` is unpadded base64url. */
export function fromBase64Url(text: string, field = 'base64url'): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new CheckoutError('INPUT_INVALID', `${field} is not base64url`, { field })
  }
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** SHA-256 by WebCrypto: 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes))
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return toHex(await sha256(bytes))
}
