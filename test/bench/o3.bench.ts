/** O3: two tabs of one till, of which the one that sends crashes or freezes in the middle of it: how long until the other sends. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core'
import { createSimulation } from '../../src/testing/simulation.ts'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage } from '../support/page-server.ts'
import { lessIsBetter, quantile, type Bench } from './bench.ts'
import type { TakeoverBench } from './pages/takeover-page.ts'

/** What befalls the tab that sends. */
const ends = {
  crashed: { limitMs: 1_000, befall: async (cdp: CDPSession) => void cdp.send('Page.crash').catch(() => undefined) },
  // A paused page runs nothing at all, whatever it is waiting for; the browser's own freezing spares a page that is visible.
  frozen: {
    limitMs: 10_000,
    async befall(cdp: CDPSession) {
      await cdp.send('Debugger.enable')
      await cdp.send('Debugger.pause')
    },
  },
} as const
type End = keyof typeof ends

/** So long the platform takes for a record, so that the queue lasts longer than any takeover. */
const answerMs = 2_000
const queued = 120

export const run: Bench = async ({ soak }) => {
  const rounds = soak ? 10 : 2
  const script = await bundlePage(new URL('./pages/takeover-page.ts', import.meta.url))
  const browser = await chromium.launch({ ...(await chromiumLaunch()), headless: true })
  try {
    const lines = []
    for (const end of Object.keys(ends) as End[]) {
      const samples: number[] = []
      // Each time at another point of a heartbeat and of a look.
      for (let round = 0; round < rounds; round++)
        samples.push(await takeover(browser, script, end, 1_000 + (round * 2_600) / rounds))
      const worst = `limit: the worst of ${String(rounds)}, ${end}`
      lines.push(lessIsBetter('O3', quantile(samples, 1), ends[end].limitMs, worst, 'ms'))
    }
    return lines
  } finally {
    await browser.close()
  }
}

async function takeover(browser: Browser, script: string, end: End, afterMs: number): Promise<number> {
  const stand = await startStand(script)
  const context = await browser.newContext()
  const open = async (tab: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(stand.url)
    await call(page, 'open', stand.options, tab)
    return page
  }
  try {
    const first = await open('first')
    await call(first, 'enrol', stand.code)
    await call(first, 'sell', queued)
    await open('second')
    const cdp = await context.newCDPSession(first)
    await new Promise<void>((done) => after(afterMs, done))
    const start = performance.now()
    const sent = stand.untilSentBy('second')
    await ends[end].befall(cdp)
    await sent
    return performance.now() - start
  } finally {
    await context.close()
    stand.close()
  }
}

interface Stand {
  readonly url: string
  readonly code: string
  readonly options: Parameters<TakeoverBench['open']>[0]
  /** Resolves with the next record that comes from this tab. */
  untilSentBy(tab: string): Promise<void>
  close(): void
}

/** A slow platform, and the page before it. */
async function startStand(script: string): Promise<Stand> {
  const { network, options, code } = await createSimulation({
    running: { now: () => Date.now(), monotonic: () => performance.now(), timers: { after } },
    start: new Date().toISOString(),
    indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange },
  })
  const { environment, platform, root, store } = options
  let heard: (tab: string | null) => void = () => undefined
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
    if (pathname !== '/carry') {
      const page = '<!doctype html><meta charset="utf-8"><title>page</title><script src="/page.js"></script>'
      response.setHeader('content-type', pathname === '/page.js' ? 'text/javascript' : 'text/html')
      response.end(pathname === '/page.js' ? script : page)
      return
    }
    const url = searchParams.get('url') ?? ''
    const carry = async (): Promise<void> => {
      const { method = 'GET' } = request
      const headers = { 'content-type': request.headers['content-type'] ?? '', accept: request.headers.accept ?? '' }
      const body = method === 'GET' ? null : await buffer(request)
      const answer = await network.fetch(url, { method, headers, ...(body && { body: new Uint8Array(body) }) })
      if (url.endsWith('/v1/records')) {
        heard(searchParams.get('tab'))
        await new Promise<void>((done) => after(answerMs, done))
      }
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
    }
    carry().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    code,
    options: { environment, platform, root, store, till: 'o3' },
    untilSentBy: (tab) =>
      new Promise((done) => {
        heard = (by) => {
          if (by === tab) done()
        }
      }),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function call<Name extends keyof TakeoverBench>(
  page: Page,
  name: Name,
  ...args: Parameters<TakeoverBench[Name]>
): Promise<void> {
  await page.evaluate(
    ([callName, callArgs]) =>
      (globalThis as unknown as { bench: Record<string, (...list: unknown[]) => Promise<void>> }).bench[callName]?.(
        ...callArgs,
      ),
    [name, args] as const,
  )
}

function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms)
  return () => {
    clearTimeout(timer)
  }
}
