/** The authority's working folder: made once with a sample release, its timestamp signed anew by the clock. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CheckoutError,
  checkProject,
  firstRootText,
  initProject,
  openProject,
  pathIn,
  platformInfoSchema,
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
  /** What its releases say of the platform. */
  platform(): Promise<PlatformInfo>
  /** Signs the timestamp anew: the release stays fresh. */
  resign(nowMs: number): Promise<void>
}

/** Of a first release of sample listings. */
export interface Sample {
  readonly platform: PlatformInfo
  readonly nowMs: number
  readonly listings: number
}

/** Opens the folder; a first time it makes keys and tables of sample listings, checks them and signs a release. @param sample null: everything is there */
export async function openAuthorityFolder(folder: string, sample: Sample | null): Promise<AuthorityFolder> {
  const isNew = sample !== null && !existsSync(join(folder, projectFileName))
  const project = isNew
    ? await initProject(folder, { sample: { count: sample.listings }, platform: sample.platform })
    : await openProject(folder)
  const repository = pathIn(project, project.file.repository)
  if (sample && (await readRepositoryFolder(repository)) === null) {
    const { nowMs } = sample
    await publishProject(project, await checkProject(project, { nowMs }), { nowMs, signers: await signersOf(project) })
  }
  const files = await readRepositoryFolder(repository)
  if (!files) throw new CheckoutError('INTERNAL', 'the authority’s folder has no release')
  return {
    repository,
    root: firstRootText(files),
    async platform() {
      return platformInfoSchema.parse(JSON.parse(await readFile(pathIn(project, project.file.platform), 'utf8')))
    },
    async resign(now) {
      await resignProject(project, now, await signersOf(project))
    },
  }
}

function signersOf(project: Project): ReturnType<typeof projectSigners> {
  // Keys that are needed while it runs lie open: nobody is asked for a passphrase.
  return projectSigners(project, () => Promise.resolve(null))
}
