/** `npm start`: the whole rehearsal on one machine. See README.md for what it reads from the environment. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isCheckoutError } from 'tradein-checkout/platform'
import { listen } from './listen.ts'
import { openPlatform } from './run.ts'

const here = resolve(import.meta.dirname, '../..')
const resignEveryMs = 6 * 3_600_000
/** What is under way has so long to end when the process is stopped. */
const graceMs = 10_000

async function start(): Promise<void> {
  const {
    PORT = '8787',
    HOST = 'localhost',
    DATA_DIR = join(here, '.data'),
    DATABASE_URL,
    ADMIN_TOKEN,
    LISTINGS = '3000',
    PLATFORM_MODE: mode = 'sandbox',
  } = process.env
  if (mode !== 'sandbox' && mode !== 'production') misused(`PLATFORM_MODE must be sandbox or production, not "${mode}"`)
  const isProduction = mode === 'production'
  const port = wholeNumber('PORT', PORT, 0, 65_535)
  const registerFolder = join(here, 'build/register')
  if (!isProduction && !existsSync(DATA_DIR))
    process.stdout.write('First start: making keys, a database and a sample release. This takes a moment.\n')
  const platform = await openPlatform({
    dataFolder: DATA_DIR,
    ...(DATABASE_URL !== undefined && DATABASE_URL !== '' && { databaseUrl: DATABASE_URL }),
    clock: { now: () => Date.now() },
    listings: wholeNumber('LISTINGS', LISTINGS, 1, 1_000_000),
    registerFolder: !isProduction && existsSync(registerFolder) ? registerFolder : null,
    isProduction,
    store: { id: 'TY-0001', region: '140100' },
    till: '03',
    ...(ADMIN_TOKEN !== undefined && ADMIN_TOKEN !== '' && { adminToken: ADMIN_TOKEN }),
    report: (error) =>
      void process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  })
  const resign = async (): Promise<void> => {
    // What was published meanwhile begins with the timestamp that it has, not with the one that is put over it.
    await platform.releases.look()
    await platform.authority.resign(Date.now())
  }
  await resign()
  const timer = setInterval(
    () => void resign().catch((error: unknown) => process.stderr.write(`${String(error)}\n`)),
    resignEveryMs,
  )
  const { stop: close, port: listening } = await listen(platform, { host: HOST, port }).catch(
    async (error: unknown) => {
      clearInterval(timer)
      await platform.close()
      throw error
    },
  )
  const base = `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${listening}`
  const lines = [
    ['Register page', platform.demoCode === null ? null : `${base}/`],
    ['Repository', `${base}/repository/`],
    ['Record API', `${base}/api/      described at ${base}/openapi.json`],
    ['Health', `${base}/healthz, ${base}/readyz`],
    ['Enrolment code', platform.demoCode],
    ['Data', `${resolve(DATA_DIR)}${DATABASE_URL ? ' and PostgreSQL' : ''}`],
  ] as const
  process.stdout.write(`
Trade-in platform (${mode})
${lines.flatMap(([name, text]) => (text === null ? [] : [`  ${name.padEnd(16)}${text}`])).join('\n')}
Stop with Ctrl+C.
`)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    clearInterval(timer)
    platform.retire()
    void close(graceMs)
      .then(() => platform.close())
      .then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  misused(`${name} must be a whole number from ${least} to ${most}, not "${text}"`)
}

function misused(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

await start().catch((error: unknown) => {
  process.stderr.write(`${isCheckoutError(error) ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exit(1)
})
