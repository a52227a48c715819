/** Runs one call of the outbox page in a fresh Chromium on loopback. */
import { chromium } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage, servePage } from '../support/page-server.ts'
import type { OutboxBench } from './pages/outbox-page.ts'

export async function callOutboxPage<Name extends keyof OutboxBench>(
  name: Name,
  ...args: Parameters<OutboxBench[Name]>
): Promise<Awaited<ReturnType<OutboxBench[Name]>>> {
  const server = await servePage(
    await bundlePage(new URL('./pages/outbox-page.ts', import.meta.url)),
    new Map(),
    new Map(),
  )
  const browser = await chromium.launch({ ...(await chromiumLaunch()), headless: true })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(900_000)
    await page.goto(server.url)
    return (await page.evaluate(
      ([callName, callArgs]) =>
        (globalThis as unknown as { bench: Record<string, (...list: unknown[]) => unknown> }).bench[
          callName as string
        ]?.(...(callArgs as unknown[])),
      [name, args] as const,
    )) as Awaited<ReturnType<OutboxBench[Name]>>
  } finally {
    await browser.close()
    await server.close()
  }
}
