/**
 * The receipt's QR text: a COSE_Sign1 (RFC 9052 §4.2, ES256) over a small CBOR map with integer
 * keys, in base45, behind `TI1:`. Whoever holds the platform's receipt keys can verify it offline.
 */
import { decode, encode, rfc8949EncodeOptions } from 'cborg'
import { concatBytes, equalBytes, fromHex, toHex, type Bytes } from '../core/bytes.ts'
import { instantToMs, msToUtc, type Instant } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import type { Amount } from '../core/money.ts'
import { requireText } from '../core/require.ts'
import { fromBase45, toBase45 } from './base45.ts'

/** What every receipt code begins with. */
export const receiptPrefix = 'TI1:'
/** Longest text that is read, characters. What the platform signs stays within 220. */
export const maxReceiptChars = 400

/** What the code says. */
export interface ReceiptFields {
  /** Id of the rule set, at most 24 characters. */
  readonly scheme: string
  /** The till's number, as enrolled. */
  readonly till: number
  /** Place of the reserve record in the till's chain. */
  readonly epoch: number
  readonly seq: number
  /** Whole seconds. */
  readonly at: Instant
  /** Paid plus subsidy. */
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  /** First 16 bytes of the SHA-256 of the reserve record's compact JWS: 32 hexadecimal digits. */
  readonly digest: string
}

/** `kid`: two hexadecimal digits for a platform key; sixteen, of its thumbprint, for a till's. */
export interface ReceiptSigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}
export interface ReceiptVerifyingKey {
  readonly kid: string
  readonly publicKey: CryptoKey
}

const label = { scheme: 1, till: 2, epoch: 3, seq: 4, at: 5, invoiceTotal: 6, subsidy: 7, digest: 8 } as const
const es256 = { name: 'ECDSA', hash: 'SHA-256' } as const
// RFC 9052 §3.1: 1 is the algorithm (-7 is ES256), 4 the key id. The COSE_Sign1 tag is 18.
const header = { algorithm: 1, keyId: 4 } as const
const algorithmEs256 = -7
const coseSign1Tag = 0xd2

/** The signed text: `TI1:…`, 220 characters or fewer for a rule set id of at most 16. */
export async function signReceiptToken(fields: ReceiptFields, key: ReceiptSigningKey): Promise<string> {
  const protectedHeader = encodeHeader(key.kid)
  const payload = encodeFields(fields)
  const signature = new Uint8Array(
    await crypto.subtle.sign(es256, key.privateKey, toBeSigned(protectedHeader, payload)),
  )
  const message = concatBytes(Uint8Array.of(coseSign1Tag), cbor([protectedHeader, new Map(), payload, signature]))
  return receiptPrefix + toBase45(message)
}

/**
 * The fields, once the signature holds.
 * @throws {@link CheckoutError} `RECEIPT_INVALID`: not of this form, altered, or, with the field `kid`,
 * signed by a key that is not in `keys`: fetch newer ones, or ask the platform.
 */
export async function verifyReceiptToken(text: string, keys: readonly ReceiptVerifyingKey[]): Promise<ReceiptFields> {
  const { protectedHeader, payload, signature, kid } = readEnvelope(text)
  const key = keys.find((each) => each.kid === kid)
  if (!key) throw unknownKey(kid, keys)
  const isSigned = await crypto.subtle
    .verify(es256, key.publicKey, signature, toBeSigned(protectedHeader, payload))
    .catch((cause: unknown) => {
      const [field, expected] = ['keys', 'P-256 keys that may verify']
      throw new CheckoutError('INPUT_INVALID', `${field} must be ${expected}`, { field, expected, cause })
    })
  if (!isSigned) refuse('has been altered: its signature does not fit', 'signature')
  return decodeFields(payload)
}

/** The fields without any proof, for asking the platform about a receipt whose key is not known. */
export function peekReceiptToken(text: string): { readonly fields: ReceiptFields; readonly kid: string } {
  const { payload, kid } = readEnvelope(text)
  return { fields: decodeFields(payload), kid }
}

function cbor(value: unknown): Bytes {
  return new Uint8Array(encode(value, rfc8949EncodeOptions))
}

function encodeHeader(kid: string): Bytes {
  return cbor(
    new Map<number, unknown>([
      [header.algorithm, algorithmEs256],
      [header.keyId, fromHex(kid, 'kid')],
    ]),
  )
}

function toBeSigned(protectedHeader: Uint8Array, payload: Uint8Array): Bytes {
  return cbor(['Signature1', protectedHeader, new Uint8Array(0), payload])
}

function encodeFields(fields: ReceiptFields): Bytes {
  return cbor(
    new Map<number, unknown>([
      [label.scheme, fields.scheme],
      [label.till, fields.till],
      [label.epoch, fields.epoch],
      [label.seq, fields.seq],
      [label.at, Math.floor(instantToMs(fields.at, 'at') / 1000)],
      [label.invoiceTotal, amountToFen(fields.invoiceTotal)],
      [label.subsidy, amountToFen(fields.subsidy)],
      [label.digest, fromHex(fields.digest, 'digest')],
    ]),
  )
}

function decodeFields(payload: Uint8Array): ReceiptFields {
  const map = decodeCbor(payload)
  if (!(map instanceof Map) || map.size !== Object.keys(label).length)
    refuse('does not hold the fields of a receipt', 'payload')
  const whole = (name: keyof typeof label, max = Number.MAX_SAFE_INTEGER): number => {
    const value: unknown = map.get(label[name])
    if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > max)
      refuse('holds a field that is no number', name)
    return value as number
  }
  const scheme: unknown = map.get(label.scheme)
  if (typeof scheme !== 'string' || !/^[a-z0-9][a-z0-9-]{0,59}$/.test(scheme)) refuse('names no rule set', 'scheme')
  const digest: unknown = map.get(label.digest)
  if (!(digest instanceof Uint8Array) || digest.length !== 16) refuse('holds no digest', 'digest')
  return {
    scheme,
    till: whole('till'),
    epoch: whole('epoch'),
    seq: whole('seq'),
    at: msToUtc(whole('at', 253_402_300_799) * 1000),
    invoiceTotal: fenToAmount(whole('invoiceTotal', 9_999_999_999)),
    subsidy: fenToAmount(whole('subsidy', 9_999_999_999)),
    digest: toHex(digest),
  }
}

interface Envelope {
  readonly protectedHeader: Bytes
  readonly payload: Bytes
  readonly signature: Bytes
  readonly kid: string
}

function readEnvelope(text: string): Envelope {
  requireText(text, 'text')
  if (!text.startsWith(receiptPrefix) || text.length > maxReceiptChars)
    refuse('does not begin with TI1: or is too long', 'receipt')
  const message = fromBase45(text.slice(receiptPrefix.length))
  if (message[0] !== coseSign1Tag) refuse('is no COSE_Sign1 message', 'receipt')
  const parts = decodeCbor(message.subarray(1))
  if (!Array.isArray(parts) || parts.length !== 4) refuse('is no COSE_Sign1 message', 'receipt')
  const [protectedHeader, unprotected, payload, signature] = parts as unknown[]
  if (!(protectedHeader instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array)) {
    refuse('is no COSE_Sign1 message', 'receipt')
  }
  // The key id is taken from the signed header alone: one beside it could be swapped.
  if (!(unprotected instanceof Map) || unprotected.size > 0) refuse('carries unsigned headers', 'unprotected')
  if (signature.length !== 64) refuse('has no ES256 signature', 'signature')
  const headers = decodeCbor(protectedHeader)
  if (!(headers instanceof Map) || headers.size !== 2 || headers.get(header.algorithm) !== algorithmEs256) {
    refuse('is not signed with ES256', 'alg')
  }
  const keyId: unknown = headers.get(header.keyId)
  if (!(keyId instanceof Uint8Array) || (keyId.length !== 1 && keyId.length !== 8)) refuse('names no key', 'kid')
  return {
    protectedHeader: new Uint8Array(protectedHeader),
    payload: new Uint8Array(payload),
    signature: new Uint8Array(signature),
    kid: toHex(keyId),
  }
}

function decodeCbor(bytes: Uint8Array): unknown {
  let value: unknown
  try {
    value = decode(bytes, {
      strict: true,
      useMaps: true,
      allowIndefinite: false,
      allowUndefined: false,
      rejectDuplicateMapKeys: true,
    })
  } catch (cause) {
    throw new CheckoutError('RECEIPT_INVALID', 'the receipt code is not well-formed CBOR: scan it again', {
      field: 'receipt',
      cause,
    })
  }
  if (!equalBytes(cbor(value), bytes)) refuse('is not in its canonical form', 'receipt')
  return value
}

function amountToFen(amount: Amount): number {
  return Number(amount.replace('.', ''))
}

function fenToAmount(fen: number): Amount {
  return `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`
}

function unknownKey(kid: string, keys: readonly ReceiptVerifyingKey[]): CheckoutError {
  const byTill = kid.length > 2
  return new CheckoutError(
    'RECEIPT_INVALID',
    byTill
      ? 'the receipt code is signed by a till whose key is not known here: the platform has not confirmed it yet, ask it'
      : 'the receipt code is signed by a key that is not known here: fetch the platform’s newest receipt keys',
    { field: 'kid', expected: keys.map((key) => key.kid).join(', '), received: kid },
  )
}

function refuse(what: string, field: string): never {
  throw new CheckoutError('RECEIPT_INVALID', `the receipt code ${what}`, { field })
}
