/** What a platform must have before it serves tills in earnest: nothing of the demonstration, and keys of its own. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openProject, pathIn, projectFileName } from 'tradein-checkout/authority'
import { CheckoutError, type PlatformSecrets } from 'tradein-checkout/platform'
import type { Database } from './database.ts'

/** Names the demonstration in the entitlements that it issues. */
export const demoIssuer = 'https://platform.example/'
export const demoCodeFile = 'demo-code.txt'
export const secretsFile = 'platform-keys.json'
const leastToken = 32

/** Before anything is made. @throws CheckoutError `OPTIONS_INVALID` naming what is missing, or left of a demonstration */
export async function requireOwnFolder(dataFolder: string, adminToken: string | null): Promise<void> {
  if (!existsSync(join(dataFolder, secretsFile)))
    throw refusal('DATA_DIR', `${secretsFile} is missing in ${dataFolder}: a platform in production makes no keys`)
  if (existsSync(join(dataFolder, demoCodeFile)))
    throw refusal('DATA_DIR', `${dataFolder} was a demonstration's: take another folder`)
  if (adminToken !== null && adminToken.length < leastToken)
    throw refusal('ADMIN_TOKEN', `ADMIN_TOKEN must have at least ${leastToken} characters`)
  const authority = join(dataFolder, 'authority')
  if (!existsSync(join(authority, projectFileName)))
    throw refusal('DATA_DIR', `${authority} is no folder of an authority: a platform in production publishes no sample`)
  const project = await openProject(authority)
  if (!existsSync(join(pathIn(project, project.file.repository), 'metadata/timestamp.json')))
    throw refusal('DATA_DIR', `${authority} has no release: build one first`)
  const offline = pathIn(project, project.file.keys.offline)
  for (const name of existsSync(offline) ? await readdir(offline) : [])
    if (name.endsWith('.json') && /"pem"\s*:/.test(await readFile(join(offline, name), 'utf8')))
      throw refusal('DATA_DIR', `${join(offline, name)} is an offline key that lies open: keep it elsewhere, or sealed`)
}

/** Before a till is answered. @throws CheckoutError `OPTIONS_INVALID` */
export async function requireOwnDatabase(database: Database, { entitlement }: PlatformSecrets): Promise<void> {
  if (entitlement.issuer === demoIssuer)
    throw refusal(
      'DATA_DIR',
      `${secretsFile} are a demonstration's keys: make new ones with the platform's own address`,
    )
  const reusable = await database.selectFrom('codes').select('code').where('reusable', '=', true).limit(1).execute()
  if (reusable.length > 0)
    throw refusal('DATABASE_URL', 'The database was a demonstration’s, whose tills may sell anywhere: take another one')
}

function refusal(field: string, message: string): CheckoutError {
  return new CheckoutError('OPTIONS_INVALID', message, { field })
}
