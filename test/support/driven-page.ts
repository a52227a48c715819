/** A page of Firefox or WebKit with a person's keyboard before it: real keys, by the protocol that the engine speaks. */
import { spawn } from 'node:child_process'
import puppeteer from 'puppeteer-core'
import { commands, miniBrowser } from './engine-process.ts'

export interface DrivenPage {
  /** @param source an expression, evaluated in the page */
  evaluate(source: string): Promise<unknown>
  /** As a person types: slower than any scanner. */
  type(text: string): Promise<void>
  /** `Enter`, `Tab`, `F1` to `F12`. */
  press(key: string): Promise<void>
  close(): Promise<void>
}

const byHandMs = 70
const patienceMs = 90_000

export async function driveFirefox(profile: string, url: string): Promise<DrivenPage> {
  const { file, env } = commands.firefox(profile)
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: file,
    headless: true,
    userDataDir: profile,
    timeout: patienceMs,
    protocolTimeout: patienceMs,
    env: { ...process.env, ...env },
  })
  const page = await browser.newPage()
  await page.goto(url)
  return {
    evaluate: (source) => page.evaluate(source),
    type: (text) => page.keyboard.type(text, { delay: byHandMs }),
    press: (key) => page.keyboard.press(key as 'Enter'),
    close: () => browser.close(),
  }
}

/** Keys that are no letter (WebDriver, keyboard actions). */
const keyValue = (key: string): string => {
  const place = /^F(\d+)$/.exec(key)?.[1]
  if (place !== undefined) return String.fromCharCode(0xe030 + Number(place))
  return { Enter: '\uE007', Tab: '\uE004' }[key] ?? key
}

export async function driveWebKit(profile: string, url: string, port: number): Promise<DrivenPage> {
  const { file, env } = commands.webkit(profile)
  const driver = spawn(file, ['-a', 'WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  })
  const ended = new Promise((done) => driver.once('exit', done))
  const base = `http://127.0.0.1:${port}/session`
  const ask = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(base + path, { method: 'POST', body: JSON.stringify(body) })
    const { value } = (await response.json()) as { readonly value: unknown }
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(value)}`)
    return value
  }
  const start = async (): Promise<{ readonly sessionId: string }> => {
    const options = { binary: miniBrowser, args: ['--automation'] }
    const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } }
    for (const end = performance.now() + patienceMs; ; await new Promise((done) => setTimeout(done, 100))) {
      try {
        return (await ask('', { capabilities })) as { readonly sessionId: string }
      } catch (error) {
        // The driver is not listening yet.
        if (!(error instanceof TypeError) || performance.now() > end) throw error
      }
    }
  }
  const { sessionId } = await start()
  const keys = async (values: readonly string[]): Promise<void> => {
    const actions = values.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
      { type: 'pause', duration: byHandMs },
    ])
    await ask(`/${sessionId}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }
  await ask(`/${sessionId}/url`, { url })
  return {
    evaluate: (source) => ask(`/${sessionId}/execute/sync`, { script: `return ${source}`, args: [] }),
    type: (text) => keys(Array.from(text)),
    press: (key) => keys([keyValue(key)]),
    async close() {
      if (driver.pid !== undefined) process.kill(-driver.pid, 'SIGKILL')
      await ended
    },
  }
}
