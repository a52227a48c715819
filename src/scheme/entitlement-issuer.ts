/** The writer beside the reader: issues entitlement tokens, for an authority's platform and for rehearsals. */
import { SignJWT } from 'jose'
import { type EntitlementClaims, entitlementType } from './entitlement.ts'

export interface NewEntitlement extends EntitlementClaims {
  /** Unique with the issuer, printable ASCII, at most 80 characters. */
  readonly id: string
  /** Valid in `[fromMs, toMs)`, to the second. */
  readonly fromMs: number
  readonly toMs: number
}

/** A compact JWT, ES256. @param key whose `kid` and `issuer` stand in `platform.json` */
export async function issueEntitlement(
  { id, fromMs, toMs, covers, region, channel, buyer }: NewEntitlement,
  key: { readonly kid: string; readonly issuer: string; readonly privateKey: CryptoKey },
): Promise<string> {
  return new SignJWT({ covers, region, channel, buyer })
    .setProtectedHeader({ alg: 'ES256', typ: entitlementType, kid: key.kid })
    .setIssuer(key.issuer)
    .setJti(id)
    .setNotBefore(Math.floor(fromMs / 1000))
    .setExpirationTime(Math.floor(toMs / 1000))
    .sign(key.privateKey)
}
