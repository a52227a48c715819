/** Entitlement tokens (DESIGN §6.7): a JWT (RFC 7519), ES256, by an issuer that the signed release names. */
import * as z from 'zod/mini'
import { sha256, toBase64Url, utf8, utf8ToText } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { jose } from '../core/late-jose.ts'
import { hostIdSchema, regionSchema, textSchema } from '../core/schema.ts'
import type { EntitlementFact } from './entitlement-fact.ts'
import type { Channel } from './rule-set.ts'

/** Longest code that is looked at, characters. */
export const entitlementLimit = 4096

/** A P-256 key of an issuer, as `platform.json` lists it. */
export interface EntitlementKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly issuer: string
}

/** The claims beside `iss`, `jti`, `nbf` and `exp` (seconds since 1970). */
export interface EntitlementClaims {
  /** Categories or quota groups; empty: any. */
  readonly covers: readonly string[]
  readonly region: string | null
  readonly channel: Channel | null
  /** The issuer's commitment to the buyer, opaque here: the platform compares it with the sealed buyer. Or {@link anyBuyer}. */
  readonly buyer: string
}

/** In the place of a commitment: whoever shows the token may use it. */
export const anyBuyer = 'any'

/** What a code proves. `buyer`: the commitment in a token; null for what is none. */
export interface ProvedEntitlement {
  readonly fact: EntitlementFact
  readonly buyer: string | null
}

/** `typ` of the token's header: what it was signed for. */
export const entitlementType = 'tradein-entitlement'

const claimsSchema: z.ZodMiniType<
  EntitlementClaims & { readonly iss: string; readonly jti: string; readonly nbf: number; readonly exp: number }
> = z.object({
  iss: z.string(),
  jti: hostIdSchema,
  nbf: z.number(),
  exp: z.number(),
  covers: z.array(textSchema(40)).check(z.maxLength(100)),
  region: z.nullable(regionSchema),
  channel: z.nullable(z.literal(['store', 'online'])),
  buyer: textSchema(200),
})

/**
 * What a shown code proves at `atMs`, without the platform. What is not a token, names no key of the
 * release, or does not stand up to that key is `unknown`, never an error: it may be a misread code, or
 * one that only the platform knows.
 *
 * Whether it is used, a till's sales and the platform's ledger say.
 *
 * @throws CheckoutError `INPUT_TOO_LARGE` above {@link entitlementLimit} characters
 */
export async function readEntitlement(
  token: string,
  options: { readonly keys: readonly EntitlementKey[]; readonly atMs: number },
): Promise<EntitlementFact> {
  return (await proveEntitlement(token, options)).fact
}

/** {@link readEntitlement}, with the commitment to the buyer. */
export async function proveEntitlement(
  token: string,
  { keys, atMs }: { readonly keys: readonly EntitlementKey[]; readonly atMs: number },
): Promise<ProvedEntitlement> {
  if (token.length > entitlementLimit) {
    throw new CheckoutError(
      'INPUT_TOO_LARGE',
      `entitlement is longer than ${entitlementLimit} characters: scan the code again`,
      { field: 'entitlement' },
    )
  }
  const proved = await prove(token, keys, atMs)
  if (!proved) {
    const id = toBase64Url(await sha256(utf8(token)))
    return { fact: { id, state: 'unknown', covers: [], region: null, channel: null }, buyer: null }
  }
  const { claims, inTime } = proved
  const { jti: id, covers, region, channel, buyer } = claims
  return { fact: { id, state: inTime ? 'valid' : 'expired', covers, region, channel }, buyer }
}

async function prove(
  token: string,
  keys: readonly EntitlementKey[],
  atMs: number,
): Promise<{ claims: z.output<typeof claimsSchema>; inTime: boolean } | null> {
  const { compactVerify, decodeProtectedHeader, importJWK } = await jose()
  const key = keyNamedBy(() => decodeProtectedHeader(token).kid, keys)
  if (!key) return null
  try {
    const { kty, crv, x, y, issuer } = key
    const publicKey = await importJWK({ kty, crv, x, y }, 'ES256')
    const { payload, protectedHeader } = await compactVerify(token, publicKey, { algorithms: ['ES256'] })
    // RFC 7515 §4.1.9 lets a writer leave the first half of the media type out.
    if (protectedHeader.typ?.toLowerCase().replace(/^application\//, '') !== entitlementType) return null
    // Read here: jose's own reader of claims does not run before Chromium 93.
    const read = z.safeParse(claimsSchema, JSON.parse(utf8ToText(payload)))
    if (!read.success || read.data.iss !== issuer) return null
    return { claims: read.data, inTime: read.data.nbf * 1000 <= atMs && atMs < read.data.exp * 1000 }
  } catch {
    return null
  }
}

function keyNamedBy(readKid: () => string | undefined, keys: readonly EntitlementKey[]): EntitlementKey | null {
  try {
    const kid = readKid()
    return keys.find((key) => key.kid === kid) ?? null
  } catch {
    return null
  }
}
