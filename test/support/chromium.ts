/** The Chromium that tests and benchmarks run: the system's where there is one, else the one an npm package ships. */
import { existsSync } from 'node:fs'
import type { BrowserContext, LaunchOptions, Page } from 'playwright-core'
import { fetchEngine } from './engines.ts'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

// Chromium's own background traffic stalls on a closed network, and root has no sandbox.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--no-pings',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
]

/** Launch options for playwright-core. `CHROMIUM=npm` passes over the system's browser; `=/path` names one, `=92` an old one. */
export async function chromiumLaunch(): Promise<LaunchOptions & { executablePath: string; args: string[] }> {
  const wanted = process.env.CHROMIUM
  const old = wanted === undefined ? null : await fetchEngine(wanted)
  if (old !== null) return { executablePath: old, args: [...flags, '--no-zygote'] }
  const system = wanted === 'npm' ? undefined : (wanted ?? systemPaths.find((path) => existsSync(path)))
  if (system !== undefined) return { executablePath: system, args: flags }
  const { default: packaged } = await import('@sparticuz/chromium')
  // One process a page, as installed browsers have; and the checks between origins, which a shop's browser makes.
  const unwanted =
    /^--(single-process|no-zygote|headless|disable-site-isolation|disable-web-security|allow-running-insecure|in-process-gpu|disable-features)/
  return {
    executablePath: await packaged.executablePath(),
    args: [...packaged.args.filter((flag) => !unwanted.test(flag)), ...flags],
  }
}

/** Where this run's screenshots go: engines do not write over one another's. */
export const picturesFolder: URL = new URL(
  `../../test-results/${/^\d+$/.test(process.env.CHROMIUM ?? '') ? `chromium-${String(process.env.CHROMIUM)}/` : ''}`,
  import.meta.url,
)

/** A page of `context`. The driver asks elements for what they learned with Chromium 105: older ones are lent it. */
export async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const major = Number(context.browser()?.version().split('.')[0])
  if (major >= 105) return page
  const source = `Element.prototype.checkVisibility = function () {
    return this.isConnected && this.getClientRects().length > 0
  }`
  // In the driver's own world, whose objects the page's scripts never meet.
  const worldName = `__playwright_utility_world_${(page as Page & { _guid: string })._guid}`
  const session = await context.newCDPSession(page)
  await session.send('Page.enable')
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName })
  return page
}
