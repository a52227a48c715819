/**
 * Any engine as a process of its own on a profile that outlives it, with the pages that it is to open. Nothing drives them: pages ask their server what to do and tell it what they see, so that all engines are asked in the same way.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBrowser } from './browser-process.ts'

export interface EngineProcess {
  /** SIGKILL to the engine and all its children. */
  kill(): Promise<void>
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}
interface Engine {
  /** As the README's table names it. */
  readonly title: string
  /** Programs that it needs, and the Debian packages that bring them. */
  readonly needs: readonly string[]
  readonly packages: string
  /** What its browser says of itself. */
  readonly userAgent: RegExp
  /** Null: it opens its pages for a debugger alone. */
  readonly command: ((profile: string) => Command) | null
}

const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch
export const miniBrowser: string = `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`

// No first-run pages, and no safe mode after it was killed a few times.
const firefoxPreferences = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.startup.max_resumed_crashes': -1,
}

export const commands: Readonly<Record<'firefox' | 'webkit', (profile: string) => Command>> = {
  firefox(profile: string): Command {
    const lines = Object.entries(firefoxPreferences).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    )
    writeFileSync(join(profile, 'user.js'), lines.join('\n'))
    return {
      file: '/usr/bin/firefox-esr',
      args: ['--headless', '--no-remote', '--profile', profile],
      env: { HOME: profile },
    }
  },
  webkit(profile: string): Command {
    const env: Record<string, string> = { HOME: profile }
    for (const kind of ['DATA_HOME', 'CACHE_HOME', 'CONFIG_HOME', 'RUNTIME_DIR']) {
      env[`XDG_${kind}`] = join(profile, kind)
      mkdirSync(join(profile, kind), { recursive: true, mode: 0o700 })
    }
    return { file: '/usr/bin/xvfb-run', args: ['-a', miniBrowser], env }
  },
}

const version = process.env.CHROMIUM ?? ''
const engines = {
  chromium: {
    title: /^\d+$/.test(version) ? `Chromium ${version}` : 'Chromium, the newest',
    needs: [],
    packages: '',
    userAgent: /Chrome\/\d+/,
    command: null,
  },
  firefox: {
    title: 'Firefox ESR',
    needs: ['/usr/bin/firefox-esr'],
    packages: 'firefox-esr',
    userAgent: /Firefox\/\d+/,
    command: commands.firefox,
  },
  webkit: {
    title: 'WebKitGTK',
    needs: [miniBrowser, '/usr/bin/WebKitWebDriver', '/usr/bin/xvfb-run', '/usr/bin/xauth'],
    packages: 'webkit2gtk-driver xvfb xauth',
    userAgent: /AppleWebKit\/(?!.*Chrome)/,
    command: commands.webkit,
  },
} satisfies Readonly<Record<string, Engine>>

/** Which one this run is about: `ENGINE=firefox`, `ENGINE=webkit`, else Chromium, whose version `CHROMIUM` says. */
const name = (process.env.ENGINE ?? 'chromium') as keyof typeof engines
export const engine: Engine = engines[name]

/** Why this run's engine cannot be started here; null: it can. */
export function missingEngine(): string | null {
  const isThere = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  }
  return engine.needs.every(isThere) ? null : `${name} is not installed here: apt-get install ${engine.packages}`
}

export async function startEngine(profile: string, urls: readonly string[]): Promise<EngineProcess> {
  if (engine.command === null) {
    const started = await startBrowser(profile)
    for (const url of urls) await (await started.browser.contexts()[0]!.newPage()).goto(url)
    return started
  }
  const { file, args, env } = engine.command(profile)
  const child = spawn(file, [...args, ...urls], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  })
  const ended = new Promise((done) => child.once('exit', done))
  return {
    async kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGKILL')
      await ended
    },
  }
}
