/** The service put together: data folder, database, authority's folder, server. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { sql } from 'kysely'
import {
  CheckoutError,
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
  /** Enrols the demonstration's tills, as often as they like. */
  readonly demoCode: string
  close(): Promise<void>
}

export async function openPlatform(settings: PlatformSettings): Promise<RunningPlatform> {
  const { clock, databaseUrl, registerFolder, store: shop, till, listings, report } = settings
  const dataFolder = resolve(settings.dataFolder)
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
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
    const opened = database
    const secrets = await keptSecrets(join(dataFolder, 'platform-keys.json'))
    const demoCode = await keptText(
      join(dataFolder, 'demo-code.txt'),
      () => `DEMO-${randomBytes(5).toString('hex').toUpperCase()}`,
    )
    const info = platformInfo(secrets, '../api/')
    const authority = await openAuthorityFolder(join(dataFolder, 'authority'), {
      platform: info,
      nowMs: clock.now(),
      listings,
    })
    const store = createSqlStore(database)
    await store.addCode({ code: demoCode, store: null, till: null, reusable: true, usedBy: null, place: null })
    const releases = await createFolderReleases(authority.repository, database, report)
    const service = await createPlatform({ store, secrets, releases, clock, countersign, report })
    const config = {
      environment: 'sandbox',
      platform: '/repository/',
      root: authority.root,
      store: shop,
      till,
      code: demoCode,
    }
    const isHealthy = (): Promise<boolean> =>
      opened
        .selectNoFrom(sql.lit(1).as('one'))
        .execute()
        .then(
          () => true,
          () => false,
        )
    const admin = createAdmin({ service, store, database, token: settings.adminToken ?? null, report })
    const app = createServer({
      service,
      repository: authority.repository,
      register: registerFolder,
      config: () => config,
      isHealthy,
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
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Listens; @throws CheckoutError `OPTIONS_INVALID` when the port is taken. @param port 0: any that is free */
export function listen(
  platform: Pick<RunningPlatform, 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly server: ServerType; readonly port: number }> {
  return new Promise((done, fail) => {
    const server = serve({ fetch: platform.fetch, hostname: host, port }, (address) =>
      done({ server, port: address.port }),
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      fail(
        taken
          ? new CheckoutError(
              'OPTIONS_INVALID',
              `Port ${port} is taken: stop what uses it, or start this with another PORT`,
              { field: 'PORT', cause: error },
            )
          : error,
      )
    })
  })
}

async function keptSecrets(file: string): Promise<PlatformSecrets> {
  const text = await keptText(file, async () =>
    JSON.stringify(await generatePlatformSecrets('https://platform.example/'), null, 2),
  )
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
