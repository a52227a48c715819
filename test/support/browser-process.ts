/** A Chromium in a process group of its own, with a profile that outlives it, so that it can be killed. */
import { spawn } from 'node:child_process'
import { chromium, type Browser } from 'playwright-core'
import { chromiumLaunch } from './chromium.ts'

export interface BrowserProcess {
  readonly browser: Browser
  /** To the browser and all its children. */
  signal(signal: NodeJS.Signals): void
  /** SIGKILL to the browser and all its children: nothing is flushed, nothing is closed. */
  kill(): Promise<void>
}

export async function startBrowser(profile: string): Promise<BrowserProcess> {
  const { executablePath, args } = await chromiumLaunch()
  const child = spawn(
    executablePath,
    [...args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const endpoint = await new Promise<string>((done, fail) => {
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(output)?.[1]
      if (address !== undefined) done(address)
    })
    child.once('exit', (code) => {
      fail(new Error(`Chromium ended with ${String(code)}:\n${output}`))
    })
  })
  const browser = await chromium.connectOverCDP(endpoint)
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined) process.kill(-child.pid, name)
  }
  return {
    browser,
    signal,
    async kill() {
      const ended = new Promise((done) => child.once('exit', done))
      signal('SIGKILL')
      await ended
      await browser.close().catch(() => undefined)
    },
  }
}
