/** Makes a project folder: keys, rule sets, tables, and what they are for. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CheckoutError } from '../../core/errors.ts'
import { createKeyFile, shortKeyId, type KeyFile } from '../signing/key-files.ts'
import { openProject, pathIn, projectFileName, type Project, type ProjectFile } from './project.ts'
import { brandRole, standardRoles } from './release.ts'
import { makeFolder, writeWhole } from './repository-folder.ts'
import { isOnline, lifetimeDaysOf, type RoleEntry, type RolesFile } from './roles-file.ts'
import { brandsForSample, generateListings, type SampleOptions } from '../sample/sample.ts'
import { brandCsvLines, listingCsvLines } from '../sample/table.ts'
import sampleRuleSet from '../../scheme/rule-sets/sample.json' with { type: 'json' }

export interface InitOptions {
  /** Fills the tables with sample listings; `false`: header rows only. */
  readonly sample?: SampleOptions | false
  /** `platform.json`'s content; without it the file is left for the platform's operator to bring. */
  readonly platform?: unknown
  /** Seals the offline keys. */
  readonly passphrase?: string
  /** Keys and signatures needed by offline role: `{ root: [3, 2] }`; `[1, 1]` where it says nothing. */
  readonly shares?: Readonly<Record<string, readonly [keys: number, threshold: number]>>
}

const projectFile: ProjectFile = {
  v: 1,
  tables: ['tables'],
  brands: 'brands.csv',
  ruleSets: ['rule-sets'],
  platform: 'platform.json',
  redeemed: 'redeemed',
  repository: 'repository',
  keys: { offline: 'keys/offline', online: 'keys/online' },
  delegatedBrands: [],
}

/**
 * @throws {@link CheckoutError} `OPTIONS_INVALID` when the folder holds a project already: its keys are never
 * written over; for shares that cannot be, and a passphrase that is too short: nothing was written then
 */
export async function initProject(folder: string, options: InitOptions = {}): Promise<Project> {
  if (existsSync(join(folder, projectFileName))) {
    throw new CheckoutError('OPTIONS_INVALID', `${folder} holds a project already: use another folder`, {
      field: 'folder',
    })
  }
  requireRoles(Object.keys(options.shares ?? {}))
  const made: [role: string, NewRole][] = []
  for (const role of standardRoles) made.push([role, await makeRole(role, options)])
  await makeFolder(folder, 0o700)
  const sample = options.sample ?? false
  const brands = sample === false ? [] : brandsForSample(sample)
  const listings = sample === false ? [] : generateListings(sample)
  await makeFolder(join(folder, 'tables'))
  await writeFile(join(folder, 'tables', 'listings.csv'), withMark(listingCsvLines(listings, brands)))
  await writeFile(join(folder, 'brands.csv'), withMark(brandCsvLines(brands)))
  await writeWhole(join(folder, 'rule-sets', 'sample.json'), pretty(sampleRuleSet))
  if (options.platform !== undefined) await writeWhole(join(folder, 'platform.json'), pretty(options.platform))
  await writeWhole(join(folder, projectFileName), pretty(projectFile))
  const project = await openProject(folder)
  const roles: Record<string, RoleEntry> = {}
  for (const [role, each] of made) roles[role] = await keepRole(project, role, each)
  await writeWhole(join(folder, 'roles.json'), pretty({ v: 1, roles } satisfies RolesFile))
  return project
}

function requireRoles(named: readonly string[]): void {
  const unknown = named.find((role) => !standardRoles.includes(role))
  if (unknown === undefined) return
  throw new CheckoutError('OPTIONS_INVALID', `there is no role ${unknown}: roles are ${standardRoles.join(', ')}`, {
    field: 'share',
    received: unknown,
  })
}

interface NewRole {
  readonly threshold: number
  readonly keys: readonly KeyFile[]
}

/** New keys for a role, each in a file of its own that only its owner can read. */
export async function createRole(
  project: Project,
  role: string,
  options: Pick<InitOptions, 'passphrase' | 'shares'> = {},
): Promise<RoleEntry> {
  return keepRole(project, role, await makeRole(role, options))
}

async function makeRole(
  role: string,
  { passphrase, shares = {} }: Pick<InitOptions, 'passphrase' | 'shares'>,
): Promise<NewRole> {
  const [count, threshold] = shares[role] ?? [1, 1]
  if (threshold < 1 || count < threshold || count > 32) {
    throw new CheckoutError(
      'OPTIONS_INVALID',
      `${role}: ${threshold} of ${count} keys cannot be: ask for at most as many signatures as there are keys, and at most 32 keys`,
      { field: role },
    )
  }
  const keys: KeyFile[] = []
  // A machine that signs on its own has nobody to type a passphrase.
  for (let i = 0; i < count; i++) keys.push(await createKeyFile(isOnline(role) ? undefined : passphrase))
  return { threshold, keys }
}

async function keepRole(project: Project, role: string, { threshold, keys }: NewRole): Promise<RoleEntry> {
  const folder = pathIn(project, isOnline(role) ? project.file.keys.online : project.file.keys.offline)
  await makeFolder(folder, 0o700)
  for (const key of keys) await writeWhole(join(folder, `${role}-${shortKeyId(key)}.json`), pretty(key), 0o600)
  return { threshold, lifetimeDays: lifetimeDaysOf(role), keys: keys.map(({ keyId, key }) => ({ keyId, key })) }
}

/** Gives a brand a role of its own over `models/<brand>/*`. */
export async function delegateBrand(
  project: Project,
  roles: RolesFile,
  brand: string,
  options: Pick<InitOptions, 'passphrase' | 'shares'> = {},
): Promise<Project> {
  const role = brandRole(brand)
  const entry = roles.roles[role] ?? (await createRole(project, role, options))
  await writeWhole(
    join(project.folder, 'roles.json'),
    pretty({ v: 1, roles: { ...roles.roles, [role]: entry } } satisfies RolesFile),
  )
  const delegatedBrands = [...new Set([...project.file.delegatedBrands, brand])].sort()
  await writeWhole(
    join(project.folder, projectFileName),
    pretty({ ...project.file, delegatedBrands } satisfies ProjectFile),
  )
  return openProject(project.folder)
}

export function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** In pieces of some kilobytes: a write for each of a million lines takes minutes. */
function* withMark(lines: Iterable<string>): Generator<string> {
  // With the mark a spreadsheet on a Chinese system opens the file as UTF-8.
  let piece = '\uFEFF'
  for (const line of lines) {
    piece += line
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}
