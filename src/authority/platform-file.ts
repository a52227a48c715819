/** `platform.json`: checked for what every till needs of it, passed on whole. */
import * as z from 'zod/mini'
import { parse, textSchema } from '../core/schema.ts'

/** The least that a till needs. Further members, such as entitlement keys, are the platform's own. */
export interface PlatformFile {
  readonly v: 1
  /** Base of the record API; ends in `/`. */
  readonly api: string
  /** Public P-256 keys (RFC 7518 §6.2) with a `kid`. */
  readonly sealingKey: { readonly kid: string; readonly x: string; readonly y: string }
  readonly receiptKeys: readonly { readonly kid: string; readonly x: string; readonly y: string }[]
}

const coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))
// Strict about one thing beyond the shape: a private key pasted in here would be published to every till.
const publicKey = z
  .looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), kid: textSchema(80), x: coordinate, y: coordinate })
  .check(z.refine((key) => !('d' in key), 'must be a public key, without "d"'))

const platformFileSchema: z.ZodMiniType<PlatformFile> = z.looseObject({
  v: z.literal(1),
  api: z.string().check(z.regex(/^\S{0,299}\/$/)),
  sealingKey: publicKey,
  receiptKeys: z.array(publicKey).check(z.minLength(1), z.maxLength(32)),
  entitlementKeys: z.exactOptional(z.array(publicKey).check(z.maxLength(32))),
})

/** @throws CheckoutError `PLATFORM_INFO_INVALID` naming the member that is wrong */
export function readPlatformFile(json: unknown): PlatformFile {
  return parse(platformFileSchema, json, 'platform', 'PLATFORM_INFO_INVALID')
}
