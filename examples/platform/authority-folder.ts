/** The authority's working folder: made once with a sample release, its timestamp signed anew by the clock. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  CheckoutError,
  checkProject,
  firstRootText,
  initProject,
  openProject,
  pathIn,
  projectFileName,
  projectSigners,
  publishProject,
  readRepositoryFolder,
  resignProject,
  type Project,
} from 'tradein-checkout/authority'
import type { PlatformInfo } from 'tradein-checkout/platform'

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
      await resignProject(project, now, await signersOf(project))
    },
  }
}

function signersOf(project: Project): ReturnType<typeof projectSigners> {
  // The sample's keys lie open in its folder: nobody is asked for a passphrase.
  return projectSigners(project, () => Promise.resolve(null))
}
