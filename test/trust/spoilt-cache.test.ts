/** A browser's cache that holds what a captive portal answered, for as long as its header says. */
import { expect, it } from 'vitest'
import { utf8ToText } from '../../src/core/bytes.ts'
import { createTrustClient } from '../../src/trust/client.ts'
import { createTill, respond, type Till } from './till.ts'

const base = 'https://till.example/repository/'

/** A client behind a cache that answers `spoilt` for a path unless it is asked to go past it. */
function behindCache(till: Till, path: string, spoilt: () => Response) {
  const asked: (readonly [string, RequestCache | undefined])[] = []
  const client = createTrustClient({
    root: till.files.get('metadata/1.root.json')!,
    store: till.store,
    fetch: (url, init) => {
      const at = url.slice(base.length)
      asked.push([at, init?.cache])
      const isCached = at === path && init?.cache !== 'reload' && init?.cache !== 'no-store'
      return Promise.resolve(isCached ? spoilt() : respond(till.files.get(at)))
    },
    metadataUrl: `${base}metadata/`,
    targetUrl: `${base}targets/`,
    clock: { now: () => till.nowMs },
  })
  return { client, asked }
}

const portals: readonly (readonly [string, () => Response])[] = [
  ['its page', () => new Response('<html>log in</html>', { headers: { 'cache-control': 'max-age=31536000' } })],
  ['nothing', () => new Response('')],
  ['a page without end', () => new Response('x'.repeat(300_000))],
  ['"not found"', () => new Response(null, { status: 404 })],
  ['"busy"', () => new Response('busy', { status: 503 })],
]

it.each(
  portals.flatMap(([name, answer]) =>
    ['metadata/1.snapshot.json', 'metadata/1.targets.json', 'metadata/1.brands.json'].map(
      (path) => [path, name, answer] as const,
    ),
  ),
)('%s is asked for once more past a cache that holds %s', async (path, _, spoilt) => {
  const till = await createTill()
  const { client, asked } = behindCache(till, path, spoilt)
  const release = await client.refresh()
  expect(release.versions).toMatchObject({ snapshot: 1, targets: 1, brands: 1 })
  expect(asked.filter(([at]) => at === path).map(([, cache]) => cache)).toEqual(['default', 'reload'])
})

it.each(portals)('so is a target file, with %s in its place', async (_, spoilt) => {
  const till = await createTill()
  const { path, hashes } = (await (await till.client.refresh()).target('models/haier/1.seg'))!
  const { client, asked } = behindCache(till, `targets/models/haier/${hashes['sha256']}.1.seg`, spoilt)
  await client.refresh()
  const file = (await client.target(path))!
  expect(utf8ToText(await client.fetchTarget(file))).toBe('segment 1')
  expect(asked.at(-1)).toEqual([`targets/models/haier/${hashes['sha256']}.1.seg`, 'reload'])
})

it('what is wrong on the server too is asked for twice and no more', async () => {
  const till = await createTill()
  let count = 0
  till.network = (path, served) => {
    if (path !== 'metadata/1.brands.json') return respond(served)
    count++
    return new Response('{}')
  }
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_MISMATCH' })
  expect(count).toBe(2)
})

it('a line that is down is not asked twice', async () => {
  const till = await createTill()
  let count = 0
  till.network = (path, served) => {
    if (path !== 'metadata/1.brands.json') return respond(served)
    count++
    throw new TypeError('Failed to fetch')
  }
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' })
  expect(count).toBe(1)
})
