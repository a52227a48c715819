/** The service put together: data folder, database, authority's folder, server. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  countersign,
  createPlatform,
  generatePlatformSecrets,
  platformInfo,
  readPlatformSecrets,
  type PlatformInfo,
  type PlatformOptions,
  type PlatformSecrets,
  type PlatformService,
  type PlatformStore,
} from 'tradein-checkout/platform'
import { createAdmin } from './admin.ts'
import { openAuthorityFolder, type AuthorityFolder } from './authority-folder.ts'
import { demoCodeFile, demoIssuer, requireOwnDatabase, requireOwnFolder, secretsFile } from './production.ts'
import { createReadiness } from './readiness.ts'
import { openDatabase, type Database } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import { createFolderReleases, type FolderReleases } from './releases.ts'
import { createServer } from './server.ts'
import { createSqlStore } from './sql-store.ts'

export interface PlatformSettings {
  /** Keys, database and signed repository. Survives restarts. */
  readonly dataFolder: string
  /** PostgreSQL instead of the embedded database: `postgres://…`. */
  readonly databaseUrl?: string
  readonly clock: PlatformOptions['clock']
  /** Sample listings of the first release. */
  readonly listings: number
  /** Built register page; null: none. */
  readonly registerFolder: string | null
  readonly store: { readonly id: string; readonly region: string }
  readonly till: string
  /** Nothing of the demonstration: no sample, no code for everybody, no page; keys and release must be there. */
  readonly isProduction?: boolean
  /** Lets in whoever shows it to `/admin/`; without it nobody is. */
  readonly adminToken?: string
  readonly report: (error: unknown) => void
}

export interface RunningPlatform {
  readonly fetch: (request: Request) => Response | Promise<Response>
  readonly service: PlatformService
  readonly store: PlatformStore
  readonly database: Database
  readonly info: PlatformInfo
  readonly secrets: PlatformSecrets
  readonly authority: AuthorityFolder
  readonly releases: FolderReleases
  /** Enrols the demonstration's tills, as often as they like; null in production. */
  readonly demoCode: string | null
  /** From now on it says that it is not ready, so that a balancer sends nothing more. */
  retire(): void
  close(): Promise<void>
}

export async function openPlatform(settings: PlatformSettings): Promise<RunningPlatform> {
  const { clock, databaseUrl, registerFolder, store: shop, till, listings, report, isProduction = false } = settings
  const dataFolder = resolve(settings.dataFolder)
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const adminToken = settings.adminToken ?? null
  if (isProduction) await requireOwnFolder(dataFolder, adminToken)
  const unlock = lockFolder(dataFolder)
  let database: Database | null = null
  const close = async (): Promise<void> => {
    await database?.destroy()
    unlock()
  }
  try {
    database = await openDatabase(
      databaseUrl === undefined ? { folder: join(dataFolder, 'database') } : { url: databaseUrl },
      report,
    )
    const secrets = await keptSecrets(join(dataFolder, secretsFile))
    if (isProduction) await requireOwnDatabase(database, secrets)
    const demoCode = isProduction
      ? null
      : await keptText(join(dataFolder, demoCodeFile), () => `DEMO-${randomBytes(5).toString('hex').toUpperCase()}`)
    const info = platformInfo(secrets, '../api/')
    const authority = await openAuthorityFolder(
      join(dataFolder, 'authority'),
      isProduction ? null : { platform: info, nowMs: clock.now(), listings },
    )
    const store = createSqlStore(database)
    if (demoCode !== null)
      await store.addCode({ code: demoCode, store: null, till: null, reusable: true, usedBy: null, place: null })
    const releases = await createFolderReleases(authority.repository, database, report)
    const service = await createPlatform({ store, secrets, releases, clock, countersign, report })
    const config =
      demoCode === null
        ? null
        : {
            environment: 'sandbox',
            platform: '/repository/',
            root: authority.root,
            store: shop,
            till,
            code: demoCode,
          }
    let isOpen = true
    const readiness = createReadiness({
      database,
      releases,
      dataFolder,
      isOpen: () => isOpen,
      // What is sealed to other keys nobody opens.
      hasOwnKeys: async () => {
        const { sealingKey, receiptKeys } = await authority.platform()
        const isOurs = ({ x }: { readonly x: string }): boolean => [secrets.sealing.x, secrets.receipt.x].includes(x)
        return isOurs(sealingKey) && receiptKeys.some(isOurs)
      },
    })
    const admin = createAdmin({ service, store, database, token: adminToken, report })
    const app = createServer({
      service,
      repository: authority.repository,
      register: registerFolder,
      config,
      readiness,
      admin,
    })
    return {
      fetch: (request) => app.fetch(request),
      service,
      store,
      database,
      info,
      secrets,
      authority,
      releases,
      demoCode,
      retire: () => void (isOpen = false),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function keptSecrets(file: string): Promise<PlatformSecrets> {
  const text = await keptText(file, async () => JSON.stringify(await generatePlatformSecrets(demoIssuer), null, 2))
  return readPlatformSecrets(JSON.parse(text))
}

/** What the file holds; the first time, what `make` gives. Only its owner can read it. It is there whole or not at all. */
async function keptText(file: string, make: () => string | Promise<string>): Promise<string> {
  if (!existsSync(file)) {
    await writeFile(`${file}.partial`, await make(), { mode: 0o600, flush: true })
    await rename(`${file}.partial`, file)
  }
  return (await readFile(file, 'utf8')).trim()
}
