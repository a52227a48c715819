/** Keys of every role, made for one test. */
import { brandRole, standardRoles, type ReleaseRoles } from '../../src/authority/project/release.ts'
import { lifetimeDaysOf } from '../../src/authority/project/roles-file.ts'
import { generateSigner } from '../../src/trust/signer.ts'
import type { RoleSetup } from '../../src/trust/writer.ts'

export async function generateRoles(delegatedBrands: readonly string[] = []): Promise<ReleaseRoles> {
  const roles = [...standardRoles, ...delegatedBrands.map(brandRole)]
  return Object.fromEntries(
    await Promise.all(
      roles.map(async (role): Promise<[string, RoleSetup]> => {
        const signer = await generateSigner()
        return [
          role,
          { keys: [signer], threshold: 1, signers: [signer], lifetimeMs: lifetimeDaysOf(role) * 86_400_000 },
        ]
      }),
    ),
  )
}
