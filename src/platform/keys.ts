/** A platform's own keys: made once, kept as one JSON document, published in part as `platform.json`. */
import * as z from 'zod/mini'
import { toBase64Url, utf8 } from '../core/bytes.ts'
import { parse, patternSchema, textSchema } from '../core/schema.ts'
import type { PublicKey } from '../core/public-key.ts'
import { importPublicKey } from '../record/keys.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'

const p256 = { ecdsa: { name: 'ECDSA', namedCurve: 'P-256' }, ecdh: { name: 'ECDH', namedCurve: 'P-256' } } as const
const hmac = { name: 'HMAC', hash: 'SHA-256' } as const

/** A P-256 key with its private half `d` (RFC 7518 §6.2.2), or a secret of 32 bytes, base64url. */
export interface PrivateKey extends PublicKey {
  readonly kid: string
  readonly d: string
}

/** All secrets of a platform. Whoever has this document can open every buyer and sign every receipt. */
export interface PlatformSecrets {
  readonly v: 1
  readonly sealing: PrivateKey
  readonly receipt: PrivateKey
  /** For entitlements that the platform issues itself. */
  readonly entitlement: PrivateKey & { readonly issuer: string }
  /** Names persons by a keyed hash. */
  readonly pseudonym: string
}

const coordinate = patternSchema(/^[A-Za-z0-9_-]{43}$/, '32 bytes in base64url')
const privateKey = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
  kid: textSchema(80),
}
const secretsSchema: z.ZodMiniType<PlatformSecrets> = z.strictObject({
  v: z.literal(1),
  sealing: z.strictObject(privateKey),
  receipt: z.strictObject(privateKey),
  entitlement: z.strictObject({ ...privateKey, issuer: textSchema(200) }),
  pseudonym: coordinate,
})

export interface PlatformKeys {
  readonly openingKey: CryptoKey
  readonly receiptKey: { readonly kid: string; readonly privateKey: CryptoKey }
  readonly receiptVerifyingKey: { readonly kid: string; readonly publicKey: CryptoKey }
  readonly entitlementKey: { readonly kid: string; readonly issuer: string; readonly privateKey: CryptoKey }
  readonly pseudonym: (idNumber: string) => Promise<string>
  /** The commitment to a person in the entitlement of this id: what `buyer` is in the tokens that the platform issues. */
  readonly commitment: (entitlement: string, idNumber: string) => Promise<string>
}

/** New secrets. @param issuer names the platform in the entitlements it issues */
export async function generatePlatformSecrets(issuer: string): Promise<PlatformSecrets> {
  const [sealing, receipt, entitlement] = await Promise.all([
    generate('ecdh', 's1'),
    generate('ecdsa', '01'),
    generate('ecdsa', 'e1'),
  ])
  const secret = await crypto.subtle.generateKey({ ...hmac, length: 256 }, true, ['sign'])
  const pseudonym = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', secret)))
  return { v: 1, sealing, receipt, entitlement: { ...entitlement, issuer }, pseudonym }
}

/** @throws CheckoutError `OPTIONS_INVALID` naming the member that is wrong */
export function readPlatformSecrets(json: unknown): PlatformSecrets {
  return parse(secretsSchema, json, 'secrets', 'OPTIONS_INVALID')
}

/** The secrets as keys that can be used but not read out again. @param secrets as {@link readPlatformSecrets} gives them */
export async function importPlatformKeys(secrets: PlatformSecrets): Promise<PlatformKeys> {
  const { sealing, receipt, entitlement } = secrets
  const [openingKey, receiptPrivate, receiptPublic, entitlementPrivate, pseudonymKey] = await Promise.all([
    crypto.subtle.importKey('jwk', bare(sealing), p256.ecdh, false, ['deriveBits', 'deriveKey']),
    crypto.subtle.importKey('jwk', bare(receipt), p256.ecdsa, false, ['sign']),
    importPublicKey(published(receipt)),
    crypto.subtle.importKey('jwk', bare(entitlement), p256.ecdsa, false, ['sign']),
    crypto.subtle.importKey('jwk', { kty: 'oct', k: secrets.pseudonym }, hmac, false, ['sign']),
  ])
  const keyed = async (text: string): Promise<string> =>
    toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', pseudonymKey, utf8(text))))
  return {
    openingKey,
    receiptKey: { kid: receipt.kid, privateKey: receiptPrivate },
    receiptVerifyingKey: { kid: receipt.kid, publicKey: receiptPublic },
    entitlementKey: { kid: entitlement.kid, issuer: entitlement.issuer, privateKey: entitlementPrivate },
    pseudonym: keyed,
    commitment: (entitlement, idNumber) => keyed(JSON.stringify([entitlement, idNumber])),
  }
}

/** What tills learn of the platform. @param api base of the record API, absolute or relative to the repository; ends in `/` */
export function platformInfo({ sealing, receipt, entitlement }: PlatformSecrets, api: string): PlatformInfo {
  return {
    v: 1,
    api,
    sealingKey: published(sealing),
    receiptKeys: [published(receipt)],
    entitlementKeys: [{ ...published(entitlement), issuer: entitlement.issuer }],
  }
}

async function generate(use: keyof typeof p256, kid: string): Promise<PrivateKey> {
  const usages: KeyUsage[] = use === 'ecdsa' ? ['sign', 'verify'] : ['deriveBits']
  const pair = await crypto.subtle.generateKey(p256[use], true, usages)
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return { kty: 'EC', crv: 'P-256', x, y, d, kid }
}

function bare({ kty, crv, x, y, d }: PrivateKey): JsonWebKey {
  return { kty, crv, x, y, d }
}

function published({ kty, crv, x, y, kid }: PrivateKey): PublicKey & { readonly kid: string } {
  return { kty, crv, x, y, kid }
}
