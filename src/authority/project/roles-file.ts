/** `roles.json`: which public keys hold each role, how many must sign, and for how long a signature holds. */
import * as z from 'zod/mini'
import { hashSchema, parse, textSchema, wholeSchema } from '../../core/schema.ts'
import type { RoleKey, RoleSigner } from '../../trust/signer.ts'
import { onlineRoles, standardRoles, type ReleaseRoles } from './release.ts'

export interface RoleEntry {
  /** Signatures that it takes. */
  readonly threshold: number
  /** Days until what is signed expires. */
  readonly lifetimeDays: number
  readonly keys: readonly RoleKey[]
}

export interface RolesFile {
  readonly v: 1
  readonly roles: Readonly<Record<string, RoleEntry>>
}

/**
 * Days that each role's signature holds. An offline key comes out of its safe a few times a year; the
 * snapshot and the filters are signed by the machine that publishes. The timestamp's expiry is soft for
 * a till without a line: there the rule set's freshness ladder decides.
 */
export const defaultLifetimeDays: Readonly<Record<string, number>> = {
  root: 730,
  targets: 365,
  brands: 180,
  scheme: 365,
  redeemed: 60,
  snapshot: 60,
  timestamp: 3,
}
const brandLifetimeDays = 180

const roleKeySchema = z.strictObject({
  keyId: hashSchema,
  key: z.strictObject({
    keytype: textSchema(40),
    scheme: textSchema(40),
    keyval: z.strictObject({ public: textSchema(2000) }),
  }),
})
const rolesFileSchema: z.ZodMiniType<RolesFile> = z
  .strictObject({
    v: z.literal(1),
    roles: z.record(
      z.string(),
      z
        .strictObject({
          threshold: wholeSchema(1, 32),
          lifetimeDays: wholeSchema(1, 3650),
          keys: z.array(roleKeySchema).check(z.minLength(1), z.maxLength(32)),
        })
        .check(
          z.refine(
            ({ threshold, keys }) => threshold <= new Set(keys.map(({ keyId }) => keyId)).size,
            'given as many different keys as its threshold asks for',
          ),
        ),
    ),
  })
  .check(
    z.refine(
      ({ roles }) => standardRoles.every((role) => role in roles),
      `complete, with the roles ${standardRoles.join(', ')}`,
    ),
  )

/** @throws CheckoutError `INPUT_INVALID` naming the role and member that is wrong */
export function readRolesFile(json: unknown): RolesFile {
  return parse(rolesFileSchema, json, 'roles.json')
}

export function lifetimeDaysOf(role: string): number {
  return defaultLifetimeDays[role] ?? brandLifetimeDays
}

/** What the release writer wants: each role with those of its keys that are at hand. */
export function releaseRoles({ roles }: RolesFile, signers: ReadonlyMap<string, RoleSigner>): ReleaseRoles {
  return Object.fromEntries(
    Object.entries(roles).map(([role, { threshold, lifetimeDays, keys }]) => [
      role,
      {
        threshold,
        keys,
        lifetimeMs: lifetimeDays * 86_400_000,
        signers: keys.flatMap(({ keyId }) => signers.get(keyId) ?? []),
      },
    ]),
  )
}

export function isOnline(role: string): boolean {
  return (onlineRoles as readonly string[]).includes(role)
}
