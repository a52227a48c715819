/** The Chromium that tests and benchmarks run: the system's where there is one, else the one an npm package ships. */
import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright-core'

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

/** Launch options for playwright-core. `CHROMIUM=npm` passes over the system's browser; `CHROMIUM=/path` names one. */
export async function chromiumLaunch(): Promise<LaunchOptions & { executablePath: string; args: string[] }> {
  const wanted = process.env.CHROMIUM
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
