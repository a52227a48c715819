import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../src/core/bytes.ts'
import { releaseRoles } from './release-input.ts'
import { createTill, respond, type Till } from './till.ts'

type Fault = (served: Bytes | undefined, earlier: Bytes | undefined) => Response | Promise<Response>

const faults: Readonly<Record<string, Fault>> = {
  'a cut line': () => Promise.reject(new TypeError('network error')),
  'a server error': () => new Response('try later', { status: 503 }),
  'nothing there': () => respond(undefined),
  'an empty answer': () => new Response(''),
  'a page in its place': () => new Response('<!doctype html><title>Welcome</title>'),
  'half of it': (served) => respond(served?.slice(0, served.length >> 1)),
  'a line cut half way': (served) => new Response(cutOff(served)),
  'one bit turned': (served) => respond(served && turned(served)),
  'the file of the release before': (_, earlier) => respond(earlier),
}

/** A release with new keys for all roles, after one that the till has kept. */
async function updatedTill(
  options: Parameters<typeof createTill>[0] = {},
): Promise<{ till: Till; before: Map<string, Bytes>; hashes: [string, string]; requests: string[] }> {
  const till = await createTill(options)
  const first = await till.client.refresh()
  await till.client.save(first)
  const before = new Map(till.files)
  const rotated = await releaseRoles()
  const { root } = till.roles
  const signers = [...(rotated['root']?.signers ?? []), ...(root?.signers ?? [])]
  await till.release('segment 1, changed', { roles: { ...rotated, root: { ...rotated['root'], signers } as never } })
  till.asked.length = 0
  const second = await till.restart({ keeping: 'release' }).refresh()
  return { till, before, hashes: [first.snapshotHash, second.snapshotHash], requests: [...till.asked] }
}

describe('a refresh that meets', () => {
  for (const [name, fault] of Object.entries(faults)) {
    it(`${name}, at whichever file, leaves the store as it was, and the next one succeeds`, async () => {
      const { till, before, hashes, requests } = await updatedTill()
      expect(requests).toHaveLength(8)
      const store = new Map(till.store.files)
      for (const at of requests) {
        till.network = (path, served) => (path === at ? fault(served, before.get(path)) : respond(served))
        const outcome = await till
          .restart()
          .refresh()
          .then(
            (release) => release.snapshotHash,
            (error: unknown) => error,
          )
        if (typeof outcome === 'string') expect(hashes).toContain(outcome)
        else expect(outcome).toMatchObject({ code: expect.stringMatching(/^(METADATA_|TRANSPORT_FAILED)/) as unknown })
        expect(till.store.files).toEqual(store)
        till.network = (_, served) => respond(served)
        expect((await till.restart().load())?.snapshotHash).toBe(hashes[0])
        expect((await till.restart().refresh()).snapshotHash).toBe(hashes[1])
        expect(till.store.files).toEqual(store)
      }
    })

    it(`${name}, at whichever file, recovers in the specification’s way of keeping too`, async () => {
      const { till, before, hashes, requests } = await updatedTill({ keeping: 'specification' })
      const store = new Map(till.store.files)
      for (const at of requests) {
        till.store.files.clear()
        for (const [key, bytes] of store) till.store.files.set(key, bytes)
        till.network = (path, served) => (path === at ? fault(served, before.get(path)) : respond(served))
        await till
          .restart()
          .refresh()
          .catch(() => undefined)
        till.network = (_, served) => respond(served)
        expect((await till.restart().refresh()).snapshotHash).toBe(hashes[1])
        expect((await till.restart().load())?.snapshotHash).toBe(hashes[1])
      }
    })
  }
})

it('keeps the earlier release when the store cannot be written', async () => {
  const { till, hashes } = await updatedTill()
  const full = { ...till.store, write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }
  const client = till.restart({ store: full })
  await expect(client.save(await client.refresh())).rejects.toThrow('full')
  expect((await till.restart().load())?.snapshotHash).toBe(hashes[0])
})

function turned(bytes: Bytes): Bytes {
  const copy = bytes.slice()
  const at = bytes.length >> 1
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

function cutOff(bytes: Bytes | undefined): ReadableStream<Bytes> {
  let isFirst = true
  return new ReadableStream({
    pull(controller) {
      if (isFirst) controller.enqueue((bytes ?? new Uint8Array(9)).slice(0, 9))
      else controller.error(new TypeError('connection lost'))
      isFirst = false
    },
  })
}
