/// <reference types="vite/client" />
/** A repository as another writer published it, from `test/data/tuf-on-ci`. */
import { expect } from 'vitest'
import { utf8, utf8ToText } from '../../../src/core/bytes.ts'
import { createTrustClient } from '../../../src/trust/client.ts'
import type { MetadataStore } from '../../../src/trust/store.ts'
import { metadataUrl, targetUrl } from './simulator.ts'

const hash = '45f337ee451b4c098d121d09cc224bacc7794503ac58a47a78cfe7ebefb7fab3'

/** Its metadata by file name, each file's text. */
const metadata = import.meta.glob<string>('../../data/tuf-on-ci/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})

function fileAt(url: string): string | undefined {
  if (url === `${targetUrl}delegatedrole/${hash}.artifact`) return 'artifact for tuf-on-ci repository\n'
  return metadata[`../../data/tuf-on-ci/${url.slice(metadataUrl.length)}`]
}

export async function readsStaticRepository(store: MetadataStore): Promise<void> {
  const client = createTrustClient({
    root: utf8(fileAt(`${metadataUrl}1.root.json`) ?? ''),
    store,
    fetch: async (url) => {
      const text = fileAt(url)
      return text === undefined ? new Response(null, { status: 404 }) : new Response(text)
    },
    metadataUrl,
    targetUrl,
    clock: { now: () => Date.UTC(2026, 2, 6) },
  })
  const release = await client.refresh()
  expect(release.versions).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 1, delegatedrole: 2 })
  expect(release.issued).toBeNull()
  const file = await client.target('delegatedrole/artifact')
  expect(file).toEqual({ path: 'delegatedrole/artifact', length: 34, hashes: { sha256: hash }, role: 'delegatedrole' })
  if (file) expect(utf8ToText(await client.fetchTarget(file))).toBe('artifact for tuf-on-ci repository\n')
  await client.save(release)
  expect((await client.load())?.snapshotHash).toBe(release.snapshotHash)
}
