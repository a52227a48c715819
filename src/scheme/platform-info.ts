/** `platform.json`: where the platform is, and its keys. */
import * as z from 'zod/mini'
import { publicKeyMembers, type PublicKey } from '../core/public-key.ts'
import { parse, patternSchema, textSchema } from '../core/schema.ts'

/** `platform.json`, a signed target. */
export interface PlatformInfo {
  readonly v: 1
  /** Base of the record API, absolute or relative to the signed repository's address; ends in `/`. */
  readonly api: string
  /** The key that buyers are sealed to. */
  readonly sealingKey: PublicKey & { readonly kid: string }
  /** Keys that countersign receipts; `kid`: two hexadecimal digits. */
  readonly receiptKeys: readonly (PublicKey & { readonly kid: string })[]
  /** Issuers of entitlement tokens. */
  readonly entitlementKeys: readonly (PublicKey & { readonly kid: string; readonly issuer: string })[]
}

const keyId = textSchema(80)

/** The form of `platform.json`. */
export const platformInfoSchema: z.ZodMiniType<PlatformInfo> = z.strictObject({
  v: z.literal(1),
  api: textSchema(300),
  sealingKey: z.strictObject({ ...publicKeyMembers, kid: keyId }),
  receiptKeys: z
    .array(z.strictObject({ ...publicKeyMembers, kid: patternSchema(/^[0-9a-f]{2}$/, '2 hexadecimal digits') }))
    .check(z.minLength(1), z.maxLength(32)),
  entitlementKeys: z
    .array(z.strictObject({ ...publicKeyMembers, kid: keyId, issuer: textSchema(200) }))
    .check(z.maxLength(32)),
})

/** @throws CheckoutError `PLATFORM_INFO_INVALID` naming the member that is wrong */
export function readPlatformInfo(json: unknown): PlatformInfo {
  return parse(platformInfoSchema, json, 'platform', 'PLATFORM_INFO_INVALID')
}
