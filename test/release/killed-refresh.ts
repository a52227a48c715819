/** Kills Chromium at every point of a refresh at which something is written, and looks at what a start then finds. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage, servePage } from '../support/page-server.ts'
import { sampleRepository } from '../support/sample-repository.ts'
import type { KillPage, Moment, Write } from './pages/kill-page.ts'

export interface KillPoint {
  readonly write: Write
  readonly moment: Moment
}

export interface KillOutcome extends KillPoint {
  readonly started: 'old' | 'new' | 'other'
  readonly refreshed: 'old' | 'new' | 'other'
}

interface Browser {
  readonly page: Page
  /** SIGKILL to the browser and all its processes. */
  kill(): Promise<void>
}

const listings = 400

/** Every point of a refresh, and of the start after it, at which something is written. */
export const killPoints: readonly KillPoint[] = (['files', 'switch', 'settle', 'collect'] as const).flatMap((write) =>
  (['before', 'during', 'after'] as const).map((moment) => ({ write, moment })),
)

export async function killAt(points: readonly KillPoint[]): Promise<readonly KillOutcome[]> {
  const repository = await sampleRepository(listings)
  const server = await servePage(await bundlePage(new URL('./pages/kill-page.ts', import.meta.url)), repository.files)
  const folder = await mkdtemp(join(tmpdir(), 'killed-refresh-'))
  const root = new TextDecoder().decode(repository.root)
  const run = <Name extends keyof KillPage>(
    page: Page,
    name: Name,
    ...args: Parameters<KillPage[Name]>
  ): Promise<unknown> =>
    page.evaluate(
      ([call, list]) =>
        (globalThis as unknown as { page: Record<string, (...given: unknown[]) => unknown> }).page[call]?.(...list),
      [name as string, args as unknown[]] as const,
    )
  try {
    const gtins = repository.listings.flatMap(({ gtin }) => (gtin === null ? [] : [gtin]))
    const changed = repository.listings.map((listing) => ({
      ...listing,
      filedPrice: listing.filedPrice.replace(/\.00$/, '.50'),
    }))
    const contentOf = (list: typeof repository.listings): string =>
      list.flatMap(({ gtin, model, filedPrice }) => (gtin === null ? [] : [`${model} ${filedPrice}`])).join(';')
    const named = (content: string): 'old' | 'new' | 'other' =>
      content === contentOf(repository.listings) ? 'old' : content === contentOf(changed) ? 'new' : 'other'

    const prepared = join(folder, 'prepared')
    const first = await startBrowser(prepared, server.url)
    await run(first.page, 'refresh', root, null, 'before')
    await first.kill()
    await repository.publish(changed)

    const outcomes: KillOutcome[] = []
    for (const point of points) {
      const profile = join(folder, `${point.write}-${point.moment}`)
      await copyProfile(prepared, profile)
      const victim = await startBrowser(profile, server.url)
      run(victim.page, 'refresh', root, point.write, point.moment).catch(() => undefined)
      await victim.page.waitForFunction(() => document.title === 'kill')
      await victim.kill()
      const survivor = await startBrowser(profile, server.url)
      const seen = (await run(survivor.page, 'look', root, gtins)) as { started: string; refreshed: string }
      await survivor.kill()
      await rm(profile, { recursive: true, force: true })
      outcomes.push({ ...point, started: named(seen.started), refreshed: named(seen.refreshed) })
    }
    return outcomes
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Without the marks by which a running browser keeps others off its profile. */
function copyProfile(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, filter: (path) => !basename(path).startsWith('Singleton') })
}

/** A browser started by hand, because it has to be killed by hand. */
async function startBrowser(profile: string, url: string): Promise<Browser> {
  const { executablePath, args } = await chromiumLaunch()
  const child: ChildProcess = spawn(
    executablePath,
    [...args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const connection = await chromium.connectOverCDP(await debuggingAddress(child))
  const page = connection.contexts()[0]?.pages()[0] ?? (await connection.contexts()[0]?.newPage())
  if (!page) throw new Error('the browser has no page')
  await page.goto(url)
  return {
    page,
    async kill() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await gone
      await connection.close().catch(() => undefined)
    },
  }
}

/** The browser says on its error output where it listens. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', () => reject(new Error(`Chromium ended before it listened: ${said.slice(-500)}`)))
  })
}
