/** A public key as it is written in files and messages. */
import * as z from 'zod/mini'
import { patternSchema } from './schema.ts'

/** A public P-256 key (RFC 7518 §6.2). */
export interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

const coordinate = patternSchema(/^[A-Za-z0-9_-]{43}$/, '32 bytes in base64url')

/** Members of a strict schema for {@link PublicKey}: strict, since a private half pasted in would be published. */
export const publicKeyMembers: { readonly [Member in keyof PublicKey]: z.ZodMiniType<PublicKey[Member]> } = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
}
