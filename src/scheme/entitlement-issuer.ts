/** The writer beside the reader: issues entitlement tokens, for an authority's platform and for rehearsals. */
import { CompactSign } from 'jose'
import { utf8 } from '../core/bytes.ts'
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
  const claims = {
    iss: key.issuer,
    jti: id,
    nbf: Math.floor(fromMs / 1000),
    exp: Math.floor(toMs / 1000),
    covers,
    region,
    channel,
    buyer,
  }
  return new CompactSign(utf8(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', typ: entitlementType, kid: key.kid })
    .sign(key.privateKey)
}
