/** Stages the catalogue benchmarks: a repository on loopback, and Chromium with profiles that outlive the browser. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage, servePage, type PageServer } from '../support/page-server.ts'
import { sampleRepository, type SampleRepository } from '../support/sample-repository.ts'
import type { CatalogBench } from './pages/catalog-page.ts'

/**
 * Whose browser profile a call runs in. All of an origin's databases lie in one store, which opens and
 * reads more slowly the more the others put there: each contender has a store to itself.
 */
export type Contender = 'ours' | 'rows' | 'files' | 'packs' | 'all'

/** Runs one call of the page in a new browser process over the contender's profile. */
type CallPage = <Name extends keyof CatalogBench>(
  contender: Contender,
  name: Name,
  ...args: Parameters<CatalogBench[Name]>
) => Promise<Awaited<ReturnType<CatalogBench[Name]>>>

export interface CatalogStage {
  readonly repository: SampleRepository
  readonly server: PageServer
  /** The pinned root as text. */
  readonly root: string
  /** Paths of the target files on the server. */
  readonly targetPaths: readonly string[]
  readonly call: CallPage
  close(): Promise<void>
}

export async function stageCatalog(count: number): Promise<CatalogStage> {
  const repository = await sampleRepository(count)
  const rows = JSON.stringify(repository.listings.map((listing, id) => ({ ...listing, id })))
  const server = await servePage(
    await bundlePage(new URL('./pages/catalog-page.ts', import.meta.url)),
    repository.files,
    new Map([['/listings.json', rows]]),
  )
  const profiles = await mkdtemp(join(tmpdir(), 'catalog-bench-'))
  const launch = await chromiumLaunch()
  async function call(contender: Contender, name: string, ...args: readonly unknown[]): Promise<unknown> {
    const context = await chromium.launchPersistentContext(join(profiles, contender), { ...launch, headless: true })
    try {
      const page: Page = context.pages()[0] ?? (await context.newPage())
      page.setDefaultTimeout(600_000)
      await page.goto(server.url)
      return await page.evaluate(
        ([callName, callArgs]) =>
          (globalThis as unknown as { bench: Record<string, (...list: unknown[]) => unknown> }).bench[callName]?.(
            ...callArgs,
          ),
        [name, args] as const,
      )
    } finally {
      await context.close()
    }
  }
  return {
    repository,
    server,
    root: new TextDecoder().decode(repository.root),
    targetPaths: [...repository.files.keys()].filter((path) => path.startsWith('targets/')),
    call: call as CallPage,
    async close() {
      await server.close()
      await rm(profiles, { recursive: true, force: true })
    },
  }
}

/** A listing with a barcode, far from the first. */
export function someGtin({ listings }: SampleRepository): string {
  return listings.slice(Math.floor(listings.length / 2)).find(({ gtin }) => gtin !== null)?.gtin ?? ''
}
