/** A public key as it is written in files and messages. */
import * as z from 'zod/mini'

/** A public P-256 key (RFC 7518 §6.2). */
export interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

const coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))

/** Members of a strict schema for {@link PublicKey}: strict, since a private half pasted in would be published. */
export const publicKeyMembers: { readonly [Member in keyof PublicKey]: z.ZodMiniType<PublicKey[Member]> } = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
}
