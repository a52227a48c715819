/**
 * An ECDSA signature (r, s) proves as much as (r, n − s), which anybody can make of it. Of the two the one with the
 * lower s is taken, so that what is signed has one text.
 */
import { fromBase64Url, fromHex, toBase64Url, toHex } from './bytes.ts'

/** Order of P-256 (SEC 2 §2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** A compact JWS by ES256 with the lower s; one that has it is given back as it is. */
export function withLowS(jws: string): string {
  const end = jws.lastIndexOf('.') + 1
  const signature = fromBase64Url(jws.slice(end))
  if (signature.length !== 64) return jws
  const s = BigInt(`0x${toHex(signature.subarray(32))}`)
  if (s <= order / 2n || s >= order) return jws
  signature.set(fromHex((order - s).toString(16).padStart(64, '0')), 32)
  return jws.slice(0, end) + toBase64Url(signature)
}
