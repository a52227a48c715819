/** Runs one call of a page of the outbox's benchmarks in a fresh Chromium on loopback. */
import { chromium } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage, servePage } from '../support/page-server.ts'
import type { OutboxBench } from './pages/outbox-page.ts'
import type { PeersBench } from './pages/queue-peers.ts'

type Call = (...args: never[]) => Promise<unknown>
type Calls<Page> = <Name extends keyof Page>(
  name: Name,
  ...args: Page[Name] extends Call ? Parameters<Page[Name]> : never
) => Promise<Page[Name] extends Call ? Awaited<ReturnType<Page[Name]>> : never>

export const callOutboxPage: Calls<OutboxBench> = callsOf('outbox-page')
export const callPeersPage: Calls<PeersBench> = callsOf('queue-peers')

function callsOf<Page>(page: string): Calls<Page> {
  return (name, ...args) => callPage(page, name as string, args) as never
}

async function callPage(page: string, name: string, args: readonly unknown[]): Promise<unknown> {
  const server = await servePage(await bundlePage(new URL(`./pages/${page}.ts`, import.meta.url)), new Map(), new Map())
  const browser = await chromium.launch({ ...(await chromiumLaunch()), headless: true })
  try {
    const tab = await browser.newPage()
    tab.setDefaultTimeout(900_000)
    await tab.goto(server.url)
    return await tab.evaluate(
      ([callName, callArgs]) =>
        (globalThis as unknown as { bench: Record<string, (...list: unknown[]) => unknown> }).bench[callName]?.(
          ...callArgs,
        ),
      [name, args] as const,
    )
  } finally {
    await browser.close()
    await server.close()
  }
}
