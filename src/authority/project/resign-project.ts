/** The daily signature: nothing but the timestamp, by an online key. */
import { CheckoutError } from '../../core/errors.ts'
import type { RoleSigner } from '../../trust/signer.ts'
import { resignTimestamp } from '../../trust/writer.ts'
import { pathIn, projectRoles, type Project } from './project.ts'
import { publishFiles, readRepositoryFolder } from './repository-folder.ts'
import { releaseRoles } from './roles-file.ts'

/**
 * Signs the timestamp of what is published again, so that tills count its age from `nowMs`.
 * @returns how long it is good for, milliseconds
 * @throws {@link CheckoutError} `OPTIONS_INVALID` when nothing is published yet, `METADATA_UNSIGNED` without the timestamp key
 */
export async function resignProject(
  project: Project,
  nowMs: number,
  signers: ReadonlyMap<string, RoleSigner>,
): Promise<number> {
  const repository = pathIn(project, project.file.repository)
  const previous = await readRepositoryFolder(repository)
  if (previous === null)
    throw new CheckoutError('OPTIONS_INVALID', `nothing is published in ${repository} yet: build a release first`, {
      field: 'repository',
    })
  const { timestamp } = releaseRoles(await projectRoles(project), signers)
  if (!timestamp)
    throw new CheckoutError('OPTIONS_INVALID', 'roles.json lacks the timestamp role', { field: 'timestamp' })
  await publishFiles(repository, await resignTimestamp(previous, nowMs, timestamp))
  return timestamp.lifetimeMs
}
