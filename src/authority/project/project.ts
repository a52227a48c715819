/** The authority's working folder: tables, rule sets, keys and the repository that is made of them. */
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import * as z from 'zod/mini'
import type { Brand } from '../../catalog/listing.ts'
import { readBrands } from '../../catalog/brands.ts'
import { CheckoutError } from '../../core/errors.ts'
import { parse, patternSchema, textSchema } from '../../core/schema.ts'
import type { RuleSet } from '../../scheme/rule-set.ts'
import { readEveryRuleSet } from '../../scheme/scheme-file.ts'
import type { RoleSigner } from '../../trust/signer.ts'
import { readBrandsTable } from '../tables/brands-table.ts'
import { openKeyFile, readKeyFile, type KeyFile } from '../signing/key-files.ts'
import { readRolesFile, type RolesFile } from './roles-file.ts'
import type { TableSource } from '../tables/table.ts'

/** `authority.json`. Paths are relative to the folder. */
export interface ProjectFile {
  readonly v: 1
  /** Tables of listings, CSV or XLSX; a folder stands for all tables in it. */
  readonly tables: readonly string[]
  /** Table of brands, or `brands.json`. */
  readonly brands: string
  /** Rule set files, or a folder of them. */
  readonly ruleSets: readonly string[]
  readonly platform: string
  /** Folder of filters of redeemed serials, published as they are. */
  readonly redeemed: string
  readonly repository: string
  /** Where private keys are looked for. A folder that is not there (a safe, a stick) is passed over. */
  readonly keys: { readonly offline: string; readonly online: string }
  /** Brands that sign their own listings. */
  readonly delegatedBrands: readonly string[]
}

export interface Project {
  readonly folder: string
  readonly file: ProjectFile
}

/** The file that makes a folder a project: where its tables, keys and release lie. */
export const projectFileName = 'authority.json'

const path = textSchema(300)
const projectSchema: z.ZodMiniType<ProjectFile> = z.strictObject({
  v: z.literal(1),
  tables: z.array(path).check(z.minLength(1), z.maxLength(1000)),
  brands: path,
  ruleSets: z.array(path).check(z.minLength(1), z.maxLength(200)),
  platform: path,
  redeemed: path,
  repository: path,
  keys: z.strictObject({ offline: path, online: path }),
  delegatedBrands: z
    .array(
      patternSchema(/^[a-z0-9][a-z0-9_.-]{0,59}$/, '1 to 60 lower-case letters, digits, dots, hyphens or underscores'),
    )
    .check(z.maxLength(2000)),
})

/** @throws {@link CheckoutError} `OPTIONS_INVALID` when the folder was not made by this tool, or naming the member of `authority.json` that is wrong */
export async function openProject(folder: string): Promise<Project> {
  const file = join(folder, projectFileName)
  if (!existsSync(file)) {
    throw new CheckoutError(
      'OPTIONS_INVALID',
      `${folder} has no ${projectFileName}: make one with "tradein-authority init ${folder}"`,
      { field: 'folder' },
    )
  }
  return {
    folder: resolve(folder),
    file: parse(projectSchema, await readJson(file), projectFileName, 'OPTIONS_INVALID'),
  }
}

/** A path of `authority.json`, which is relative to its folder, as an absolute one. */
export function pathIn({ folder }: Project, relative: string): string {
  return resolve(folder, relative)
}

/** The tables of listings, in the order of `authority.json`, those of a folder by name. */
export async function projectTables(project: Project): Promise<readonly TableSource[]> {
  const files = await expand(project, project.file.tables, /\.(?:csv|tsv|txt|xlsx)$/i)
  return files.map(fileSource)
}

export async function projectBrands(project: Project): Promise<readonly Brand[]> {
  const file = required(pathIn(project, project.file.brands), 'brands')
  return file.endsWith('.json') ? readBrands(new Uint8Array(await readFile(file))) : readBrandsTable(fileSource(file))
}

/** Every rule set, checked by the schema of `scheme.json`. */
export async function projectRuleSets(project: Project): Promise<readonly RuleSet[]> {
  const files = await expand(project, project.file.ruleSets, /\.json$/i)
  const sets = await Promise.all(files.map(readJson))
  return readEveryRuleSet({ v: 1, ruleSets: sets.flatMap((json) => (isSchemeFile(json) ? json.ruleSets : [json])) })
}

export async function projectPlatform(project: Project): Promise<unknown> {
  return readJson(required(pathIn(project, project.file.platform), 'platform'))
}

export async function projectRoles(project: Project): Promise<RolesFile> {
  return readRolesFile(await readJson(required(join(project.folder, 'roles.json'), 'roles.json')))
}

/**
 * The signers of every key file that is at hand, by key id.
 * @param askPassphrase called once when a key is sealed; null: sealed keys stay closed and count as not here
 * @throws {@link CheckoutError} `INPUT_INVALID` for a key file that is broken or a passphrase that does not open it
 */
export async function projectSigners(
  project: Project,
  askPassphrase: () => Promise<string | null>,
): Promise<ReadonlyMap<string, RoleSigner>> {
  const signers = new Map<string, RoleSigner>()
  let asked: Promise<string | null> | null = null
  for (const file of await keyFiles(project)) {
    if (file.sealed !== undefined && (await (asked ??= askPassphrase())) === null) continue
    signers.set(file.keyId, await openKeyFile(file, () => asked ?? Promise.resolve(null)))
  }
  return signers
}

/** How many key files here are sealed. */
export async function sealedKeyCount(project: Project): Promise<number> {
  return (await keyFiles(project)).filter(({ sealed }) => sealed !== undefined).length
}

/** Ids of the keys whose private halves are here, sealed or not. */
export async function keyIdsAtHand(project: Project): Promise<ReadonlySet<string>> {
  return new Set((await keyFiles(project)).map(({ keyId }) => keyId))
}

async function keyFiles(project: Project): Promise<readonly KeyFile[]> {
  const files: KeyFile[] = []
  for (const folder of [project.file.keys.offline, project.file.keys.online].map((each) => pathIn(project, each))) {
    if (!existsSync(folder)) continue
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json')).sort()) {
      files.push(readKeyFile(await readFile(join(folder, name), 'utf8'), name))
    }
  }
  return files
}

/** A file as a table to read. */
export function fileSource(file: string): TableSource {
  return { name: basename(file), open: () => createReadStream(file, { highWaterMark: 1 << 20 }) }
}

/** @throws {@link CheckoutError} `INPUT_INVALID` when the file is not JSON */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new CheckoutError(
      'INPUT_INVALID',
      `${basename(file)} is not JSON: ${cause instanceof Error ? cause.message : ''}`,
      { field: basename(file), cause },
    )
  }
}

async function expand(project: Project, paths: readonly string[], wanted: RegExp): Promise<readonly string[]> {
  const files: string[] = []
  for (const relative of paths) {
    const file = required(pathIn(project, relative), relative)
    const inFolder = await readdir(file).catch(() => null)
    if (inFolder === null) files.push(file)
    else
      files.push(
        ...inFolder
          .filter((name) => wanted.test(name))
          .sort()
          .map((name) => join(file, name)),
      )
  }
  if (files.length === 0)
    throw new CheckoutError('OPTIONS_INVALID', `no file in ${paths.join(', ')}: put the tables there`, {
      field: paths.join(', '),
    })
  return files
}

function required(file: string, field: string): string {
  if (!existsSync(file))
    throw new CheckoutError(
      'OPTIONS_INVALID',
      `${file} is missing: put it there, or correct "${field}" in ${projectFileName}`,
      { field },
    )
  return file
}

function isSchemeFile(json: unknown): json is { readonly ruleSets: readonly unknown[] } {
  return typeof json === 'object' && json !== null && 'ruleSets' in json && Array.isArray(json.ruleSets)
}
