/** Checks a project's tables and turns them into a published release. */
import { readFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bytes } from '../../core/bytes.ts'
import { wallClock } from '../../core/clock.ts'
import { CheckoutError } from '../../core/errors.ts'
import { lintRuleSets } from '../../scheme/lint.ts'
import type { RuleFinding } from '../../scheme/rule-finding.ts'
import type { RoleSigner } from '../../trust/signer.ts'
import { checkTables, sortFindings, type CheckedTable } from '../tables/check-tables.ts'
import { createDiskSpool } from '../tables/disk-spool.ts'
import { weightOf, type Finding } from '../tables/findings.ts'
import {
  pathIn,
  projectBrands,
  projectPlatform,
  projectRoles,
  projectRuleSets,
  projectTables,
  type Project,
} from './project.ts'
import { buildRelease, type ReleaseDraft } from './release.ts'
import { publishFiles, readRepositoryFolder } from './repository-folder.ts'
import { releaseRoles } from './roles-file.ts'
import { layoutSegments } from './segment-layout.ts'
import { readSession, signOrPrepare } from '../signing/signing-session.ts'
import { categoryNames } from '../tables/vocabulary.ts'

/** What is going on, for a line of progress. `done` and `total` count rows or brands. */
export interface BuildProgress {
  readonly stage: 'read' | 'segment' | 'sign'
  readonly done: number
  readonly total: number | null
}

export interface ProjectCheck {
  readonly tables: readonly CheckedTable[]
  readonly findings: readonly Finding[]
  /** What the linter says of the rule sets. */
  readonly ruleFindings: readonly RuleFinding[]
  /** In rows and rule sets together. */
  readonly errors: number
  readonly warnings: number
  readonly listings: number
  readonly content: ReleaseDraft
}

export interface ProjectOptions {
  /** Milliseconds since 1970. */
  readonly nowMs: number
  readonly onProgress?: (progress: BuildProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Reads and checks everything, and lays the listings out in segments.
 * @throws {@link CheckoutError} for files that are missing or of another kind; findings in rows are returned
 */
export async function checkProject(
  project: Project,
  { nowMs, onProgress, signal }: ProjectOptions,
): Promise<ProjectCheck> {
  const [tables, brands, ruleSets, platform] = await Promise.all([
    projectTables(project),
    projectBrands(project),
    projectRuleSets(project),
    projectPlatform(project),
  ])
  const checked = await checkTables({
    tables,
    brands,
    ruleSets,
    delegatedBrands: project.file.delegatedBrands,
    zoneOffset: wallClock(nowMs, ruleSets[0]?.zone ?? 'Asia/Shanghai').offset,
    spool: createDiskSpool(),
    onProgress: ({ rows }) => onProgress?.({ stage: 'read', done: rows, total: null }),
    ...(signal && { signal }),
  })
  try {
    const layout = layoutSegments({
      listingsByBrand: checked.listingsByBrand,
      delegated: new Set(project.file.delegatedBrands),
    })
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
    const ruleFindings = lintRuleSets(ruleSets, new Set(Object.keys(categoryNames)))
    const weights = [...findings.map(weightOf), ...ruleFindings.map(({ weight }) => weight)]
    const errors = weights.filter((weight) => weight === 'error').length
    const redeemed = await readRedeemed(pathIn(project, project.file.redeemed))
    const content = { brands, ruleSets, platform, segments, redeemed, delegatedBrands: project.file.delegatedBrands }
    return {
      tables: checked.tables,
      findings,
      ruleFindings,
      errors,
      warnings: weights.length - errors,
      listings,
      content,
    }
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

export type PublishOutcome =
  /** The files that are new. */
  | { readonly status: 'published'; readonly files: ReadonlyMap<string, Bytes> }
  /** Signatures are missing: what is to be signed lies in these files. Nothing was published. */
  | { readonly status: 'unsigned'; readonly files: readonly string[] }

/** Where documents wait for signatures of several people. */
export function signingFolder({ folder }: Project): string {
  return join(folder, 'signing')
}

/**
 * Signs what was checked and publishes it in the project's repository folder.
 * @throws {@link CheckoutError} `TABLE_INVALID` when rows have errors and they are not to be passed over,
 * `SCHEME_INVALID` when a rule set has faults
 */
export async function publishProject(
  project: Project,
  check: ProjectCheck,
  options: PublishOptions,
): Promise<PublishOutcome> {
  const { signers, passErrors = false, renew, onProgress } = options
  const ruleFault = check.ruleFindings.find(({ weight }) => weight === 'error')
  if (ruleFault) {
    throw new CheckoutError(
      'SCHEME_INVALID',
      `rule set ${ruleFault.ruleSet}: ${ruleFault.code} at ${ruleFault.field} (${ruleFault.detail}): correct it, rule sets cannot be passed over`,
      { field: ruleFault.field, received: ruleFault.detail },
    )
  }
  if (check.errors > 0 && !passErrors) {
    throw new CheckoutError(
      'TABLE_INVALID',
      `${check.errors} errors in the tables: correct the rows, or leave them out with --pass-errors`,
      { field: 'tables', received: String(check.errors) },
    )
  }
  if (check.listings === 0)
    throw new CheckoutError(
      'TABLE_INVALID',
      'the tables hold no listing: a release without listings would refuse every sale',
      { field: 'tables' },
    )
  const repository = pathIn(project, project.file.repository)
  const previous = await readRepositoryFolder(repository)
  // Every signature of a session is over documents of one instant.
  const nowMs = (await readSession(signingFolder(project)))?.nowMs ?? options.nowMs
  onProgress?.({ stage: 'sign', done: 0, total: 1 })
  const setups = releaseRoles(await projectRoles(project), signers)
  const outcome = await signOrPrepare(signingFolder(project), nowMs, setups, (roles) =>
    buildRelease({ content: check.content, roles, previous, nowMs, ...(renew && { renew }) }),
  )
  if (outcome.status === 'unsigned') return outcome
  const files = await publishFiles(repository, outcome.result)
  onProgress?.({ stage: 'sign', done: 1, total: 1 })
  return { status: 'published', files }
}

async function readRedeemed(folder: string): Promise<ReadonlyMap<string, Bytes>> {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.flt'))
    .sort()
  return new Map(
    await Promise.all(
      names.map(async (name) => [`redeemed/${name}`, new Uint8Array(await readFile(join(folder, name)))] as const),
    ),
  )
}
