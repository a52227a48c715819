/**
 * Signed messages of a till: compact JWS (RFC 7515), ES256, over canonical JSON (RFC 8785).
 *
 * A record has one text. What parses to the same record but is written in another way is refused, its signature
 * included, so that the hash of the text is a fit link of the chain.
 */
import * as z from 'zod/mini'
import { fromBase64Url, sha256Hex, toBase64Url, utf8, utf8ToText } from '../core/bytes.ts'
import type { Instant } from '../core/clock.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { CheckoutError, type ErrorCode } from '../core/errors.ts'
import { jose } from '../core/late-jose.ts'
import { instantSchema, parse, patternSchema } from '../core/schema.ts'
import { endpoints, type Endpoint } from './endpoints.ts'
import type { SigningKey } from './keys.ts'
import type { TillRecord } from './record.ts'
import { recordSchema } from './schema.ts'

/** What a message is signed for, and its largest size: of its {@link Endpoint}. */
type MessageKind = Pick<Endpoint<object, unknown>, 'type' | 'requestBytes'>

/**
 * In the protected header of every request but a record: a request is good for minutes, and no two are
 * the same. Records are kept for ever, and a record that comes again changes nothing.
 */
export interface RequestStamp {
  /** When it was signed, by the platform's clock as far as the till knows it. */
  readonly at: Instant
  /** 16 random bytes, base64url. */
  readonly nonce: string
}

/** Finds the public key that a message names; null when there is none by that id. */
export type ResolveKey = (keyId: string, payload: unknown) => CryptoKey | null | Promise<CryptoKey | null>

export interface SignedRecord {
  readonly record: TillRecord
  readonly keyId: string
  /** {@link recordHash} of the text it was read from. */
  readonly hash: string
}

/**
 * Signs a record.
 * @throws CheckoutError `RECORD_INVALID` for a record that no reader would take, `INPUT_TOO_LARGE` above 64 KiB
 */
export async function signRecord(record: TillRecord, key: SigningKey): Promise<string> {
  parse(recordSchema, record, 'record', 'RECORD_INVALID')
  return sign(record, key, endpoints.records)
}

/** Signs the body of any other request. @throws CheckoutError `INPUT_TOO_LARGE` above the endpoint's `requestBytes` */
export async function signRequest(
  payload: object,
  key: SigningKey,
  to: MessageKind,
  { at, nonce }: RequestStamp,
): Promise<string> {
  return sign(payload, key, to, { at, nonce })
}

/** SHA-256 of the compact JWS text, hexadecimal: the next record's `prev`. */
export async function recordHash(jws: string): Promise<string> {
  return sha256Hex(utf8(jws))
}

/**
 * Reads a record and proves that the named key signed exactly these bytes.
 * @throws CheckoutError `INPUT_TOO_LARGE`, `RECORD_UNSIGNED` (no such key, or not its signature),
 * `RECORD_INVALID` (no JWS, not the schema, not canonical), naming the field
 */
export async function readRecord(jws: string, resolveKey: ResolveKey): Promise<SignedRecord> {
  const { payload, keyId } = await readMessage(jws, endpoints.records, resolveKey)
  const record = parse(recordSchema, payload, 'record', 'RECORD_INVALID')
  return { record, keyId, hash: await recordHash(jws) }
}

/** {@link readRecord} for any other request. @throws CheckoutError as it does, `PROTOCOL_INVALID` when the payload is not of the schema */
export async function readRequest<Request extends object>(
  jws: string,
  to: MessageKind & Pick<Endpoint<Request, unknown>, 'request'>,
  resolveKey: ResolveKey,
): Promise<{ readonly payload: Request; readonly keyId: string; readonly at: Instant }> {
  const { payload, keyId, stamp } = await readMessage(jws, to, resolveKey, true)
  const { at } = parse(stampSchema, stamp, 'header', 'RECORD_INVALID')
  return { payload: parse(to.request, payload, 'request', 'PROTOCOL_INVALID'), keyId, at }
}

/**
 * A record's content without proof of its signature: for the till's own rows, which it signed.
 * @throws CheckoutError `RECORD_INVALID`
 */
export function decodeRecord(jws: string): TillRecord {
  return parse(recordSchema, decode(jws, endpoints.records).payload, 'record', 'RECORD_INVALID')
}

/** Id of the key that a record says it is signed by, without proof; null for what is no record. */
export function keyIdOf(jws: string): string | null {
  try {
    return decode(jws, endpoints.records).keyId
  } catch {
    return null
  }
}

const stampSchema: z.ZodMiniType<RequestStamp> = z.strictObject({
  at: instantSchema,
  nonce: patternSchema(/^[A-Za-z0-9_-]{22}$/, '16 bytes in base64url'),
})

async function sign(
  payload: object,
  key: SigningKey,
  { type, requestBytes }: MessageKind,
  stamp?: RequestStamp,
): Promise<string> {
  const { CompactSign, withLowS } = await jose()
  const signed = await new CompactSign(utf8(canonicalJson(payload)))
    .setProtectedHeader({ alg: 'ES256', kid: key.keyId, typ: type, ...stamp })
    .sign(key.privateKey)
  const jws = withLowS(signed)
  requireSize(jws, requestBytes)
  return jws
}

async function readMessage(
  jws: string,
  kind: MessageKind,
  resolveKey: ResolveKey,
  isStamped = false,
): Promise<Decoded> {
  const decoded = decode(jws, kind, isStamped)
  const { payload, keyId } = decoded
  const key = await resolveKey(keyId, payload)
  if (!key) throw unsigned('is signed by a key that is not known')
  const { compactVerify, withLowS } = await jose()
  if (withLowS(jws) !== jws) throw invalid('record', 'signed with the lower s')
  try {
    await compactVerify(jws, key, { algorithms: ['ES256'] })
  } catch (cause) {
    throw unsigned('does not carry the signature of its key', cause)
  }
  return decoded
}

interface Decoded {
  readonly payload: unknown
  readonly keyId: string
  /** What stands in the header beside `alg`, `kid` and `typ`. */
  readonly stamp: object
}

function decode(jws: string, { type, requestBytes }: MessageKind, isStamped = false): Decoded {
  requireSize(jws, requestBytes)
  const parts = jws.split('.')
  const [head = '', body = '', signature = ''] = parts
  if (parts.length !== 3 || signature === '') throw invalid('record', 'a compact JWS')
  for (const part of parts) {
    // Base64url leaves spare bits in the last character: one text a message, so they must be zero.
    if (toBase64Url(guard(() => fromBase64Url(part))) !== part) throw invalid('record', 'base64url in its one form')
  }
  const header = json(head, 'header') as Record<string, unknown> | null
  const { alg, kid, typ, ...stamp } = header ?? {}
  if (alg !== 'ES256') throw invalid('header.alg', 'ES256')
  if (typ !== type) throw invalid('header.typ', type)
  if (typeof kid !== 'string' || !/^[\w-]{1,80}$/.test(kid)) throw invalid('header.kid', 'a key id')
  if (!isStamped && Object.keys(stamp).length > 0) throw invalid('header', 'alg, kid and typ alone')
  const payload = json(body, 'record')
  const text = utf8ToText(fromBase64Url(body))
  if (guard(() => canonicalJson(payload)) !== text) throw invalid('record', 'canonical JSON (RFC 8785)')
  return { payload, keyId: kid, stamp }
}

function json(part: string, field: string): unknown {
  try {
    return JSON.parse(utf8ToText(fromBase64Url(part))) as unknown
  } catch (cause) {
    throw invalid(field, 'JSON', cause)
  }
}

function guard<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw invalid('record', 'a compact JWS of canonical JSON', cause)
  }
}

function requireSize(jws: string, limitBytes: number): void {
  if (jws.length <= limitBytes) return
  throw new CheckoutError('INPUT_TOO_LARGE', `record must be at most ${limitBytes} bytes with its signature`, {
    field: 'record',
    expected: String(limitBytes),
    received: String(jws.length),
  })
}

function invalid(field: string, expected: string, cause?: unknown): CheckoutError {
  const code: ErrorCode = 'RECORD_INVALID'
  return new CheckoutError(code, `${field} must be ${expected}`, { field, expected, cause })
}

function unsigned(what: string, cause?: unknown): CheckoutError {
  return new CheckoutError('RECORD_UNSIGNED', `record ${what}`, { field: 'record', cause })
}
