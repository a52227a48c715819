/** What anybody can do to an ECDSA signature without its key. */
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../src/core/bytes.ts'

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The same JWS with n − s in the place of s. */
export function withOtherS(jws: string): string {
  const [head, body, signature] = jws.split('.') as [string, string, string]
  const hex = toHex(fromBase64Url(signature))
  const other = (order - BigInt(`0x${hex.slice(64)}`)).toString(16).padStart(64, '0')
  return [head, body, toBase64Url(fromHex(hex.slice(0, 64) + other))].join('.')
}
