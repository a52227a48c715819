/** The two corners of DER that TUF keys and signatures need. WebCrypto knows neither PEM nor DER signatures. */
import { concatBytes, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'

function malformed(what: string, cause?: unknown): CheckoutError {
  return new CheckoutError('METADATA_INVALID', `${what} is malformed`, { field: what, cause })
}

/** The DER inside a PEM block (RFC 7468) of the given label. @throws {@link CheckoutError} `METADATA_INVALID` */
export function pemToDer(pem: string, label: 'PUBLIC KEY' | 'PRIVATE KEY'): Bytes {
  const match = new RegExp(`^\\s*-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----\\s*$`).exec(pem)
  if (!match) throw malformed(`PEM ${label.toLowerCase()}`)
  try {
    return Uint8Array.from(atob((match[1] ?? '').replace(/\s+/g, '')), (char) => char.charCodeAt(0))
  } catch (cause) {
    throw malformed(`PEM ${label.toLowerCase()}`, cause)
  }
}

/** A PEM block with lines of 64 characters and a final line break. */
export function derToPem(der: Uint8Array, label: 'PUBLIC KEY' | 'PRIVATE KEY'): string {
  const base64 = btoa(String.fromCharCode(...der))
  return `-----BEGIN ${label}-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}

/**
 * An ECDSA signature from DER `SEQUENCE { INTEGER r, INTEGER s }` to the fixed-width `r ‖ s` of WebCrypto.
 * One encoding is accepted (DER is canonical): no padding, no negative number, nothing after the end.
 * @param width bytes of one number: 32 for P-256
 * @throws {@link CheckoutError} `METADATA_INVALID`
 */
export function ecdsaDerToRaw(der: Uint8Array, width: number): Bytes {
  const raw = new Uint8Array(2 * width)
  const body = der[1] === 0x81 ? 3 : 2
  const length = body === 3 ? der[2] : der[1]
  if (der[0] !== 0x30 || length === undefined || (body === 3) !== length >= 0x80 || body + length !== der.length) {
    throw malformed('ECDSA signature')
  }
  let at = body
  for (const end of [width, 2 * width]) {
    const size = der[at + 1] ?? 0
    let number = der.subarray(at + 2, at + 2 + size)
    if (der[at] !== 0x02 || size === 0 || number.length !== size || (number[0] ?? 0) >= 0x80)
      throw malformed('ECDSA signature')
    if (number[0] === 0 && size > 1) {
      if ((number[1] ?? 0) < 0x80) throw malformed('ECDSA signature')
      number = number.subarray(1)
    }
    if (number.length > width) throw malformed('ECDSA signature')
    raw.set(number, end - number.length)
    at += 2 + size
  }
  if (at !== der.length) throw malformed('ECDSA signature')
  return raw
}

/** The reverse of {@link ecdsaDerToRaw}. */
export function ecdsaRawToDer(raw: Uint8Array): Bytes {
  const width = raw.length / 2
  const integer = (bytes: Uint8Array): Bytes => {
    let start = 0
    while (start < bytes.length - 1 && bytes[start] === 0) start++
    const digits = bytes.subarray(start)
    const pad = (digits[0] ?? 0) >= 0x80 ? [0] : []
    return concatBytes(Uint8Array.of(0x02, digits.length + pad.length, ...pad), digits)
  }
  const body = concatBytes(integer(raw.subarray(0, width)), integer(raw.subarray(width)))
  return concatBytes(
    body.length < 0x80 ? Uint8Array.of(0x30, body.length) : Uint8Array.of(0x30, 0x81, body.length),
    body,
  )
}
