/** ES256 signatures that come out the same each time (RFC 6979), for vectors that a script makes again byte by byte. */
import { createHmac, createHash } from 'node:crypto'

const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const base: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
}
interface Point {
  readonly x: bigint
  readonly y: bigint
}

const mod = (value: bigint, by: bigint): bigint => ((value % by) + by) % by

function inverse(value: bigint, by: bigint): bigint {
  let [r, next, t, nextT] = [mod(value, by), by, 1n, 0n]
  while (next > 0n) {
    const quotient = r / next
    ;[r, next] = [next, r - quotient * next]
    ;[t, nextT] = [nextT, t - quotient * nextT]
  }
  return mod(t, by)
}

/** Jacobian: x/z², y/z³; null is the point at infinity. */
type Sum = readonly [x: bigint, y: bigint, z: bigint] | null

function double(a: Sum): Sum {
  if (!a) return null
  const [x, y, z] = a
  const zz = mod(z * z, p)
  const yy = mod(y * y, p)
  const slope = mod(3n * (x - zz) * (x + zz), p)
  const four = mod(4n * x * yy, p)
  const doubled = mod(slope * slope - 2n * four, p)
  return [doubled, mod(slope * (four - doubled) - 8n * yy * yy, p), mod(2n * y * z, p)]
}

function plus(a: Sum, { x, y }: Point): Sum {
  if (!a) return [x, y, 1n]
  const [ax, ay, az] = a
  const zz = mod(az * az, p)
  const h = mod(x * zz - ax, p)
  const r = mod(y * zz * az - ay, p)
  // The ladder below never adds a point to itself or to its opposite.
  const hh = mod(h * h, p)
  const v = mod(ax * hh, p)
  const sum = mod(r * r - h * hh - 2n * v, p)
  return [sum, mod(r * (v - sum) - ay * h * hh, p), mod(az * h, p)]
}

function times(point: Point, by: bigint): Point {
  let sum: Sum = null
  for (const bit of by.toString(2)) {
    sum = double(sum)
    if (bit === '1') sum = plus(sum, point)
  }
  if (!sum) throw new Error('no point')
  const [x, y, z] = sum
  const back = inverse(z, p)
  return { x: mod(x * back * back, p), y: mod(y * back * back * back, p) }
}

const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

/** The private key that a word stands for: for tests alone, since anybody can tell it. */
export function keyFrom(word: string): bigint {
  return mod(numberOf(createHash('sha256').update(word).digest()), n - 1n) + 1n
}

export function publicKeyOf(key: bigint): { kty: 'EC'; crv: 'P-256'; x: string; y: string } {
  const { x, y } = times(base, key)
  return { kty: 'EC', crv: 'P-256', x: bytesOf(x).toString('base64url'), y: bytesOf(y).toString('base64url') }
}

/** The signature of a JWS with the lower s, base64url. */
export function signText(text: string, key: bigint): string {
  const digest = createHash('sha256').update(text).digest()
  const k = nonceOf(key, digest)
  const r = mod(times(base, k).x, n)
  const s = mod(inverse(k, n) * (numberOf(digest) + r * key), n)
  return Buffer.concat([bytesOf(r), bytesOf(s > n / 2n ? n - s : s)]).toString('base64url')
}

/** RFC 6979 §3.2; what it would refuse comes once in 2^32, and a vector that met it would fail. */
function nonceOf(key: bigint, digest: Buffer): bigint {
  const hmac = (by: Buffer, ...parts: Buffer[]): Buffer => {
    const mac = createHmac('sha256', by)
    for (const part of parts) mac.update(part)
    return mac.digest()
  }
  const seed = Buffer.concat([bytesOf(key), bytesOf(mod(numberOf(digest), n))])
  let by = Buffer.alloc(32, 0)
  let value = Buffer.alloc(32, 1)
  for (const round of [0, 1]) {
    by = hmac(by, value, Buffer.from([round]), seed) as Buffer<ArrayBuffer>
    value = hmac(by, value) as Buffer<ArrayBuffer>
  }
  return numberOf(hmac(by, value))
}
