import { expect, it } from 'vitest'
import { utf8, type Bytes } from '../../src/core/bytes.ts'
import { createTrustClient } from '../../src/trust/client.ts'
import { generateSigner, generatePrivateKey, importSigner } from '../../src/trust/signer.ts'
import { createMemoryMetadataStore } from '../../src/trust/store.ts'
import { resignTimestamp, writeRelease, type RoleSetup } from '../../src/trust/writer.ts'

const dayMs = 86_400_000
const setup = async (): Promise<RoleSetup> => {
  const signer = await generateSigner()
  return { keys: [signer], threshold: 1, signers: [signer], lifetimeMs: 30 * dayMs }
}

it('publishes, refreshes, saves, loads, re-signs', async () => {
  const roles = {
    root: await setup(),
    targets: await setup(),
    snapshot: await setup(),
    timestamp: await setup(),
    brands: await setup(),
    scheme: await setup(),
  }
  await importSigner(await generatePrivateKey())
  const delegations = [
    { role: 'brands', paths: ['brands.json', 'models/*/*'], terminating: true },
    { role: 'scheme', paths: ['scheme.json'], terminating: true },
  ]
  const targets = {
    targets: new Map([['platform.json', utf8('{}')]]),
    brands: new Map([
      ['brands.json', utf8('[]')],
      ['models/haier/1.seg', utf8('seg')],
      ['scheme.json', utf8('not mine')],
    ]),
    scheme: new Map([['scheme.json', utf8('s')]]),
  }
  const now = Date.UTC(2026, 2, 6)
  const files = new Map<string, Bytes>(await writeRelease({ previous: null, nowMs: now, roles, delegations, targets }))
  const asked: string[] = []
  const fetch = async (url: string): Promise<Response> => {
    const path = url.slice('https://till.example/repository/'.length)
    asked.push(path)
    const bytes = files.get(path)
    return bytes ? new Response(bytes) : new Response(null, { status: 404 })
  }
  const store = createMemoryMetadataStore()
  let nowMs = now
  const client = createTrustClient({
    root: files.get('metadata/1.root.json') as Bytes,
    store,
    fetch,
    clock: { now: () => nowMs },
    metadataUrl: 'https://till.example/repository/metadata/',
    targetUrl: 'https://till.example/repository/targets/',
  })
  expect(await client.load()).toBeNull()
  const fresh = await client.refresh()
  expect(store.files.size).toBe(0)
  expect((await fresh.listTargets()).map(({ path, role }) => `${role}:${path}`).sort()).toEqual([
    'brands:brands.json',
    'brands:models/haier/1.seg',
    'scheme:scheme.json',
    'targets:platform.json',
  ])
  const file = await client.target('models/haier/1.seg')
  expect(await client.fetchTarget(file!)).toEqual(utf8('seg'))
  await client.save(fresh)
  store.raise(fresh.floors)
  nowMs += 29 * dayMs
  asked.length = 0
  const again = await client.load()
  expect(asked).toEqual([])
  expect(again?.snapshotHash).toBe(fresh.snapshotHash)
  expect(again?.issued).toBe('2026-03-06T00:00:00Z')
  for (const [path, bytes] of await resignTimestamp(files, nowMs, roles.timestamp)) files.set(path, bytes)
  const resigned = await client.refresh()
  expect(resigned.snapshotHash).toBe(fresh.snapshotHash)
  expect(resigned.versions['timestamp']).toBe(2)
  expect(asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json'])
  const next = await writeRelease({
    previous: files,
    nowMs,
    roles,
    delegations,
    targets: { ...targets, brands: new Map([['brands.json', utf8('[1]')]]) },
  })
  expect([...next.keys()].filter((path) => path.startsWith('metadata'))).toEqual([
    'metadata/2.brands.json',
    'metadata/2.snapshot.json',
    'metadata/timestamp.json',
  ])
})
