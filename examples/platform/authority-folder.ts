/** The authority's working folder: made once with a sample release, its timestamp signed anew by the clock. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkProject, publishProject } from '../../src/authority/project/build-project.ts'
import { initProject } from '../../src/authority/project/init-project.ts'
import {
  openProject,
  pathIn,
  projectFileName,
  projectRoles,
  projectSigners,
  type Project,
} from '../../src/authority/project/project.ts'
import { publishFiles, readRepositoryFolder } from '../../src/authority/project/repository-folder.ts'
import { releaseRoles } from '../../src/authority/project/roles-file.ts'
import { CheckoutError } from '../../src/core/errors.ts'
import type { PlatformInfo } from '../../src/scheme/platform-info.ts'
import { firstRootText } from '../../src/trust/repository.ts'
import { resignTimestamp } from '../../src/trust/writer.ts'

export interface AuthorityFolder {
  /** Where the signed repository lies. */
  readonly repository: string
  /** The root metadata that tills pin. */
  readonly root: string
  /** Signs the timestamp anew: the release stays fresh. */
  resign(nowMs: number): Promise<void>
}

/** Opens the folder; a first time it makes keys and tables of sample listings, checks them and signs a release. */
export async function openAuthorityFolder(
  folder: string,
  { platform, nowMs, listings }: { readonly platform: PlatformInfo; readonly nowMs: number; readonly listings: number },
): Promise<AuthorityFolder> {
  const isNew = !existsSync(join(folder, projectFileName))
  const project = isNew
    ? await initProject(folder, { sample: { count: listings }, platform })
    : await openProject(folder)
  const repository = pathIn(project, project.file.repository)
  if ((await readRepositoryFolder(repository)) === null) {
    await publishProject(project, await checkProject(project, { nowMs }), { nowMs, signers: await signersOf(project) })
  }
  const files = await readRepositoryFolder(repository)
  if (!files) throw new CheckoutError('INTERNAL', 'the authority’s folder has no release')
  return {
    repository,
    root: firstRootText(files),
    async resign(now) {
      const { timestamp } = releaseRoles(await projectRoles(project), await signersOf(project))
      const previous = await readRepositoryFolder(repository)
      if (timestamp && previous) await publishFiles(repository, await resignTimestamp(previous, now, timestamp))
    },
  }
}

function signersOf(project: Project): ReturnType<typeof projectSigners> {
  // The sample's keys lie open in its folder: nobody is asked for a passphrase.
  return projectSigners(project, () => Promise.resolve(null))
}
