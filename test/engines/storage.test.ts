/** The browser tests of trust, release and outbox, bundled for any engine and run in its own page. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { missingEngine, startEngine, type EngineProcess } from '../support/engine-process.ts'
import { servePage, type PageServer } from '../support/page-server.ts'
import { bundleForEngine } from './bundle.ts'
import type { InPage } from './vitest-in-page.ts'

const files = ['trust/conformance', 'trust/release', 'release/library', 'outbox/outbox']

/** Until a page has started, or one of its tests has ended. */
const giveUpMs = 120_000

interface OpenPage {
  readonly server: PageServer
  readonly broken: readonly string[]
  readonly faults: ReadonlyMap<number, string | null>
  /** Of its tests, once it has loaded. */
  readonly names: Promise<readonly string[]>
}

async function serve(file: string): Promise<OpenPage> {
  const broken: string[] = []
  const faults = new Map<number, string | null>()
  let named: (names: readonly string[]) => void
  const names = new Promise<readonly string[]>((done) => {
    named = done
    setTimeout(done, giveUpMs, []).unref()
  })
  const server = await servePage(await bundleForEngine(file), new Map(), new Map(), (body) => {
    const said = JSON.parse(body) as InPage
    if ('names' in said) named(said.names)
    else if ('broken' in said) broken.push(said.broken)
    else faults.set(said.place, said.fault)
  })
  return { server, broken, faults, names }
}

const missing = missingEngine()
if (missing !== null) it.skip(missing)
else {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'))
  const pages = new Map<string, OpenPage>()
  for (const file of files) pages.set(file, await serve(file))
  const running: EngineProcess = await startEngine(
    profile,
    [...pages.values()].map(({ server }) => server.url),
  )
  const names = new Map<string, readonly string[]>()
  for (const [file, page] of pages) names.set(file, await page.names)

  afterAll(async () => {
    await running.kill()
    for (const { server } of pages.values()) await server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  })

  describe.each(files)('%s', (file) => {
    const { broken, faults } = pages.get(file)!
    it('starts', () => {
      expect(broken).toEqual([])
      expect(names.get(file)).not.toEqual([])
    })
    it.each(names.get(file)!.map((name, place) => ({ name, place })))('$name', async ({ place }) => {
      await vi.waitFor(() => expect(faults.has(place)).toBe(true), { timeout: giveUpMs, interval: 20 })
      expect(faults.get(place)).toBeNull()
    })
  })
}
