/** Base45 (RFC 9285): bytes in the alphabet that a QR code packs at 11 bits for two characters. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

export function toBase45(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length
    let value = pair ? (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0) : (bytes[i] ?? 0)
    for (let digits = pair ? 3 : 2; digits > 0; digits--) {
      text += alphabet.charAt(value % 45)
      value = Math.floor(value / 45)
    }
  }
  return text
}

/** @throws {@link CheckoutError} `RECEIPT_INVALID` for what no encoder writes (RFC 9285 §6). */
export function fromBase45(text: string): Bytes {
  if (text.length % 3 === 1) refuse()
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0))
  let at = 0
  for (let i = 0; i < text.length; i += 3) {
    const digits = Array.from(text.slice(i, i + 3), (character) => alphabet.indexOf(character))
    if (digits.includes(-1)) refuse()
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0)
    const pair = digits.length === 3
    if (value > (pair ? 0xffff : 0xff)) refuse()
    if (pair) bytes[at++] = value >> 8
    bytes[at++] = value & 0xff
  }
  return bytes
}

function refuse(): never {
  throw new CheckoutError('RECEIPT_INVALID', 'the receipt code is not base45: scan it again', { field: 'receipt' })
}
