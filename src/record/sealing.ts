/**
 * The buyer's identity: sealed to the platform the moment it is captured, so that it is never at
 * rest on the till in the clear, and tagged with the till's own key for the till's own quota.
 */
import * as z from 'zod/mini'
import { toBase64Url, utf8, utf8ToText } from '../core/bytes.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { CheckoutError } from '../core/errors.ts'
import { jose } from '../core/late-jose.ts'
import { parse, textSchema } from '../core/schema.ts'
import { idNumberForm, readIdentity, type Identity } from './identity.ts'
import { importPublicKey } from './keys.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'

/** Longest sealed buyer, characters. */
export const maxSealedLength = 4096
const type = 'tradein-buyer'

/** The sale that an identity is sealed for. */
export interface SealedFor {
  /** Id of the reserve record. */
  readonly recordId: string
  readonly store: string
  readonly till: string
}

/** What the platform finds inside: it must name the record it came with. */
export interface OpenedBuyer extends Identity, SealedFor {
  readonly v: 1
}

const openedSchema: z.ZodMiniType<OpenedBuyer> = z.strictObject({
  v: z.literal(1),
  recordId: textSchema(80),
  store: textSchema(80),
  till: textSchema(80),
  name: textSchema(200),
  phone: textSchema(40),
  idNumber: textSchema(40),
})

/**
 * Seals an identity, as {@link seal} does.
 * The record id and the till are inside, so that a sealed buyer cannot be moved to another sale.
 * @throws CheckoutError `INPUT_INVALID` naming the field that is wrong, never its value
 */
export async function sealBuyer(
  input: Identity,
  use: SealedFor & { readonly sealingKey: PlatformInfo['sealingKey'] },
): Promise<string> {
  const { recordId, store, till, sealingKey } = use
  const content: OpenedBuyer = { v: 1, recordId, store, till, ...readIdentity(input) }
  return seal(content, type, sealingKey)
}

/** Seals content to the platform as a compact JWE (RFC 7516): ECDH-ES to its key, A256GCM. @param type its `typ` */
export async function seal(content: object, type: string, key: PlatformInfo['sealingKey']): Promise<string> {
  const { CompactEncrypt } = await jose()
  return new CompactEncrypt(utf8(canonicalJson(content)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid, typ: type })
    .encrypt(await importPublicKey(key, 'enc'))
}

/**
 * Opens a sealed buyer with the platform's private key.
 * @throws CheckoutError `RECORD_INVALID` when it cannot be opened or holds something else
 */
export async function openBuyer(jwe: string, privateKey: CryptoKey): Promise<OpenedBuyer> {
  const field = 'buyer.sealed'
  if (jwe.length > maxSealedLength)
    throw new CheckoutError('RECORD_INVALID', `${field} is longer than ${maxSealedLength} characters`, { field })
  return open(jwe, type, openedSchema, privateKey, field)
}

/**
 * Opens what {@link seal} sealed, with the platform's private key.
 * @throws CheckoutError `RECORD_INVALID` naming `field` when it cannot be opened or holds something else
 */
export async function open<T>(
  jwe: string,
  type: string,
  schema: z.ZodMiniType<T>,
  privateKey: CryptoKey,
  field: string,
): Promise<T> {
  const { compactDecrypt } = await jose()
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    if (protectedHeader.typ !== type)
      throw new CheckoutError('RECORD_INVALID', `${field} is of another type`, { field, expected: type })
    return parse(schema, JSON.parse(utf8ToText(plaintext)) as unknown, field, 'RECORD_INVALID')
  } catch {
    // The cause can quote the plaintext: it is left out.
    throw new CheckoutError('RECORD_INVALID', `${field} cannot be opened with the platform's key`, { field })
  }
}

/** True when the opened buyer was sealed for this record and no other. */
export function isSealedFor(
  opened: OpenedBuyer,
  record: { readonly id: string; readonly store: string; readonly till: string },
): boolean {
  return opened.recordId === record.id && opened.store === record.store && opened.till === record.till
}

/** HMAC-SHA-256 of the identity number under the till's own key, base64url, 43 characters. The same buyer has the same tag on this till alone. */
export async function buyerTag(hmacKey: CryptoKey, idNumber: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', hmacKey, utf8(idNumberForm(idNumber)))))
}
