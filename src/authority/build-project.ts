/** Checks a project's tables and turns them into a published release. */
import { readFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bytes } from '../core/bytes.ts'
import { wallClock } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import type { RoleSigner } from '../trust/signer.ts'
import { checkTables, sortFindings, type CheckedTable } from './check-tables.ts'
import { createDiskSpool } from './disk-spool.ts'
import { weightOf, type Finding } from './findings.ts'
import { pathIn, projectBrands, projectPlatform, projectRoles, projectRuleSets, projectTables, type Project } from './project.ts'
import { buildRelease, type ReleaseContent } from './release.ts'
import { publishFiles, readRepositoryFolder } from './repository-folder.ts'
import { releaseRoles } from './roles-file.ts'
import { layoutSegments } from './segment-layout.ts'

/** What is going on, for a line of progress. `done` and `total` count rows or brands. */
export interface Progress {
  readonly stage: 'read' | 'segment' | 'sign'
  readonly done: number
  readonly total: number | null
}

export interface ProjectCheck {
  readonly tables: readonly CheckedTable[]
  readonly findings: readonly Finding[]
  readonly errors: number
  readonly warnings: number
  readonly listings: number
  readonly content: ReleaseContent
}

export interface ProjectOptions {
  /** Milliseconds since 1970. */
  readonly nowMs: number
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/**
 * Reads and checks everything, and lays the listings out in segments.
 * @throws {@link CheckoutError} for files that are missing or are none of their kind; findings in rows are returned
 */
export async function checkProject(project: Project, { nowMs, onProgress, signal }: ProjectOptions): Promise<ProjectCheck> {
  const [tables, brands, ruleSets, platform] = await Promise.all([projectTables(project), projectBrands(project), projectRuleSets(project), projectPlatform(project)])
  const checked = await checkTables({
    tables,
    brands,
    ruleSets,
    zoneOffset: wallClock(nowMs, ruleSets[0]?.zone ?? 'Asia/Shanghai').offset,
    spool: createDiskSpool(),
    onProgress: ({ rows }) => onProgress?.({ stage: 'read', done: rows, total: null }),
    ...(signal && { signal }),
  })
  try {
    const layout = layoutSegments({ listingsByBrand: checked.listingsByBrand, delegated: new Set(project.file.delegatedBrands) })
    const segments = new Map<string, Bytes>()
    let listings = 0
    for (const [done, group] of layout.groups.entries()) {
      signal?.throwIfAborted()
      const own = group.flatMap((brand) => checked.readBrand(brand))
      listings += own.length
      for (const [path, bytes] of layout.write(group, own)) segments.set(path, bytes)
      onProgress?.({ stage: 'segment', done: done + 1, total: layout.groups.length })
    }
    const findings = sortFindings(checked.findings, checked.tables)
    const errors = findings.filter((finding) => weightOf(finding) === 'error').length
    const redeemed = await readRedeemed(pathIn(project, project.file.redeemed))
    const content = { brands, ruleSets, platform, segments, redeemed, delegatedBrands: project.file.delegatedBrands }
    return { tables: checked.tables, findings, errors, warnings: findings.length - errors, listings, content }
  } finally {
    checked.close()
  }
}

export interface PublishOptions extends ProjectOptions {
  readonly signers: ReadonlyMap<string, RoleSigner>
  /** Publish although rows have errors: those rows are left out. */
  readonly passErrors?: boolean
  readonly renew?: readonly string[]
}

/**
 * Signs what was checked and publishes it in the project's repository folder.
 * @returns the files that are new
 * @throws {@link CheckoutError} `TABLE_INVALID` when rows have errors and they are not to be passed over,
 * `METADATA_UNSIGNED` when a key is missing
 */
export async function publishProject(project: Project, check: ProjectCheck, options: PublishOptions): Promise<ReadonlyMap<string, Bytes>> {
  const { nowMs, signers, passErrors = false, renew, onProgress } = options
  if (check.errors > 0 && !passErrors) {
    throw new CheckoutError('TABLE_INVALID', `${check.errors} errors in the tables: correct the rows, or leave them out with --pass-errors`, { field: 'tables', received: String(check.errors) })
  }
  if (check.listings === 0) throw new CheckoutError('TABLE_INVALID', 'the tables hold no listing: a release without listings would refuse every sale', { field: 'tables' })
  const folder = pathIn(project, project.file.repository)
  onProgress?.({ stage: 'sign', done: 0, total: 1 })
  const files = await buildRelease({
    content: check.content,
    roles: releaseRoles(await projectRoles(project), signers),
    previous: await readRepositoryFolder(folder),
    nowMs,
    ...(renew && { renew }),
  })
  await publishFiles(folder, files)
  onProgress?.({ stage: 'sign', done: 1, total: 1 })
  return files
}

async function readRedeemed(folder: string): Promise<ReadonlyMap<string, Bytes>> {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder).filter((name) => name.endsWith('.flt')).sort()
  return new Map(await Promise.all(names.map(async (name) => [`redeemed/${name}`, new Uint8Array(await readFile(join(folder, name)))] as const)))
}
