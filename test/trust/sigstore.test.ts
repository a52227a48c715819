import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { utf8, utf8ToText, type Bytes } from '../../src/core/bytes.ts'
import { createTrustClient, type TrustClient } from '../../src/trust/client.ts'
import { createMemoryMetadataStore, rootKey, type MemoryMetadataStore } from '../../src/trust/store.ts'

const base = 'https://sigstore.example/'
const versions = [12, 13, 14, 15, 16] as const
const whileTheLastIsValid = Date.UTC(2026, 10, 30)

interface Till {
  readonly client: TrustClient
  readonly store: MemoryMetadataStore
  readonly asked: string[]
}

/** A till with root 12 pinned, before a server that has the roots and nothing else. */
async function tillBefore(served: Map<string, Bytes>, nowMs = whileTheLastIsValid): Promise<Till> {
  const store = createMemoryMetadataStore()
  const asked: string[] = []
  const client = createTrustClient({
    root: await rootFile(12),
    store,
    fetch: (url) => {
      const path = url.slice(base.length)
      asked.push(path)
      const bytes = served.get(path)
      return Promise.resolve(bytes ? new Response(bytes) : new Response(null, { status: 404 }))
    },
    metadataUrl: base,
    targetUrl: base,
    clock: { now: () => nowMs },
    keeping: 'specification',
  })
  return { client, store, asked }
}

async function rootFile(version: number): Promise<Bytes> {
  return new Uint8Array(await readFile(new URL(`../data/sigstore/${version}.root.json`, import.meta.url)))
}

async function servedRoots(): Promise<Map<string, Bytes>> {
  return new Map(await Promise.all(versions.map(async (n) => [`${n}.root.json`, await rootFile(n)] as const)))
}

describe('the roots of Sigstore', () => {
  it('are walked one by one from the pinned one to the last, each kept as it came', async () => {
    const served = await servedRoots()
    const { client, store, asked } = await tillBefore(served)
    // Its own timestamp lives for a week and is not among the data: that it is asked for says that the root stands.
    await expect(client.refresh()).rejects.toMatchObject({ code: 'TRANSPORT_FAILED', field: 'timestamp' })
    const next = [13, 14, 15, 16, 17].map((n) => `${n}.root.json`)
    expect(asked).toEqual([...next, 'timestamp.json'])
    for (const n of [13, 14, 15, 16]) expect(store.files.get(rootKey(n))).toEqual(served.get(`${n}.root.json`))
  })

  it('may each have expired but the last', async () => {
    const { client, asked } = await tillBefore(await servedRoots(), Date.UTC(2027, 3, 23))
    await expect(client.refresh()).rejects.toMatchObject({ code: 'METADATA_EXPIRED', received: '2027-04-22T19:27:31Z' })
    expect(asked).not.toContain('timestamp.json')
  })

  it('do not let one be left out, though three keys of the root before have signed the one after', async () => {
    const served = await servedRoots()
    const { client, store } = await tillBefore(served.set('13.root.json', await rootFile(14)))
    await expect(client.refresh()).rejects.toMatchObject({ code: 'METADATA_MISMATCH', field: 'root.version' })
    expect(store.files.has(rootKey(13))).toBe(false)
  })

  it('are refused from the first in which a signed byte is another', async () => {
    const served = await servedRoots()
    const changed = utf8ToText(await rootFile(15)).replace('"expires": "2026', '"expires": "2036')
    const { client, store } = await tillBefore(served.set('15.root.json', utf8(changed)))
    await expect(client.refresh()).rejects.toMatchObject({ code: 'METADATA_UNSIGNED', field: 'root', received: '0' })
    expect(store.files.has(rootKey(14))).toBe(true)
    expect(store.files.has(rootKey(15))).toBe(false)
  })
})
