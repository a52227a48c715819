/** Signing what is published again, without the tables: a later expiry, or other keys. */
import { CheckoutError } from '../../core/errors.ts'
import type { Bytes } from '../../core/bytes.ts'
import type { TargetMeta } from '../../trust/metadata.ts'
import { readRepository, type RepositoryFiles } from '../../trust/repository.ts'
import type { RoleSigner } from '../../trust/signer.ts'
import { writeRelease, type ReleaseDelegation, type RoleSetup } from '../../trust/writer.ts'

export interface RepublishOptions {
  readonly previous: RepositoryFiles
  readonly roles: Readonly<Record<string, RoleSetup>>
  readonly nowMs: number
  /** Roles whose documents are signed again. A role whose keys changed must be among them. */
  readonly renew: readonly string[]
  /** Files that are new or other, by role and path. */
  readonly changed?: Readonly<Record<string, ReadonlyMap<string, Bytes>>>
  /** Signers of the root that is replaced, as far as they are at hand. */
  readonly formerSigners?: readonly RoleSigner[]
}

/**
 * The files to add: the same content, signed again.
 * @throws {@link CheckoutError} `METADATA_UNSIGNED` when a key is missing
 */
export async function republish({
  previous,
  roles,
  nowMs,
  renew,
  changed = {},
  formerSigners = [],
}: RepublishOptions): Promise<Map<string, Bytes>> {
  const { root, targets } = readRepository(previous)
  const delegations = [...targets].flatMap(([by, { signed }]) =>
    (signed.delegations?.roles ?? []).map(({ name, paths = [], terminating = false }): ReleaseDelegation => ({
      role: name,
      paths,
      terminating,
      by,
    })),
  )
  const unknown = [...targets.keys()].filter((role) => !roles[role])
  if (unknown.length > 0) {
    throw new CheckoutError(
      'OPTIONS_INVALID',
      `roles.json lacks ${unknown.join(', ')}, which the release in force has`,
      { field: unknown[0] ?? 'roles' },
    )
  }
  return writeRelease({
    previous,
    nowMs,
    roles: withFormerRootKeys(roles, root.signed.roles.root.keyids, formerSigners),
    delegations,
    targets: Object.fromEntries(
      [...targets].map(([role, { signed }]) => [
        role,
        new Map<string, Bytes | TargetMeta>([...Object.entries(signed.targets), ...(changed[role] ?? [])]),
      ]),
    ),
    renew,
  })
}

/** A new root is signed by the keys of the old one too (specification 6.1). */
function withFormerRootKeys(
  roles: Readonly<Record<string, RoleSetup>>,
  former: readonly string[],
  signers: readonly RoleSigner[],
): Readonly<Record<string, RoleSetup>> {
  const { root } = roles
  if (!root) return roles
  const extra = signers.filter(
    ({ keyId }) => former.includes(keyId) && !root.signers.some((signer) => signer.keyId === keyId),
  )
  return { ...roles, root: { ...root, signers: [...root.signers, ...extra] } }
}
