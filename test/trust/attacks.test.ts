/**
 * The attacks that the specification names (§1.5.2), each against a till that has kept one release.
 * After each the store is as it was, and the next honest answer is taken.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256Hex, utf8, utf8ToText, type Bytes } from '../../src/core/bytes.ts'
import type { Timers } from '../../src/core/ports.ts'
import {
  describeMetadata,
  rootDocument,
  signDocument,
  snapshotDocument,
  targetsDocument,
  timestampDocument,
} from '../../src/trust/documents.ts'
import { readRepository } from '../../src/trust/repository.ts'
import type { RoleSetup } from '../../src/trust/writer.ts'
import { dayMs, newSetup } from './release-input.ts'
import { createTill, respond, startMs, type Till } from './till.ts'

let till: Till
let kept: ReadonlyMap<string, Bytes>
let old: ReadonlyMap<string, Bytes>

beforeEach(async () => {
  till = await createTill()
  old = new Map(till.files)
  await till.release('segment 1, second release')
  const release = await till.client.refresh()
  await till.client.save(release)
  kept = new Map(till.store.files)
})

afterEach(async () => {
  expect(till.store.files).toEqual(kept)
  till.network = (_, served) => respond(served)
  await till.release('segment 1, the next honest one')
  const release = await till.restart().refresh()
  const file = await release.target('models/haier/1.seg')
  expect(file?.hashes['sha256']).toBe(await sha256Hex(utf8('segment 1, the next honest one')))
})

const setup = (role: string): RoleSetup => till.roles[role] as RoleSetup
const serve = (change: ReadonlyMap<string, Bytes>): void =>
  void (till.network = (path, served) => respond(change.get(path) ?? served))
const expiresMs = startMs + dayMs

/** A snapshot and a timestamp over `roles`, signed as they should be: what a thief of the online keys can make. */
async function onlineFiles(roles: Record<string, { version: number }>, version = 3): Promise<Map<string, Bytes>> {
  const snapshot = await signDocument(snapshotDocument({ version, expiresMs, roles }), setup('snapshot').signers)
  const meta = await describeMetadata(version, snapshot)
  const timestamp = await signDocument(
    timestampDocument({ version, expiresMs, issuedMs: startMs, snapshot: meta }),
    setup('timestamp').signers,
  )
  return new Map([
    [`metadata/${version}.snapshot.json`, snapshot],
    ['metadata/timestamp.json', timestamp],
  ])
}

const currentRoles = (): Record<string, { version: number }> =>
  Object.fromEntries(
    Object.entries(readRepository(till.files).snapshot.signed.meta).map(([file, { version }]) => [
      file.replace('.json', ''),
      { version },
    ]),
  )

it('arbitrary installation: files by a stranger’s keys', async () => {
  const stranger = await newSetup()
  const roles = { root: stranger, timestamp: stranger, snapshot: stranger, targets: stranger }
  const root = await signDocument(rootDocument({ version: 2, expiresMs, roles }), stranger.signers)
  serve(new Map([['metadata/2.root.json', root]]))
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_UNSIGNED', field: 'root' })
})

it('endless data', async () => {
  till.network = () =>
    new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }))
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_TOO_LARGE' })
})

it('slow retrieval: a server that falls silent, before or after the first byte', async () => {
  const waiting = new Set<unknown>()
  // All that is served here comes at once or never; no whole minute passes.
  const timers: Timers = {
    after(ms, task) {
      if (ms === 60_000) return () => undefined
      const timer = setTimeout(task)
      waiting.add(timer)
      return () => {
        clearTimeout(timer)
        waiting.delete(timer)
      }
    },
  }
  const answers = [
    () => new Promise<Response>(() => undefined),
    () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(utf8('{')) })),
  ]
  for (const answer of answers) {
    till.network = answer
    await expect(till.restart({ timers }).refresh()).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      expected: 'a byte every 30000 ms',
    })
  }
  expect(waiting.size).toBe(0)
})

it('extraneous dependencies: a role that speaks for paths which are not its own', async () => {
  const theft = targetsDocument({
    version: 2,
    expiresMs,
    targets: { 'scheme.json': { length: 1, hashes: { sha256: '00'.repeat(32) } } },
  })
  const redeemed = await signDocument(theft, setup('redeemed').signers)
  serve(
    new Map([
      ...(await onlineFiles({ ...currentRoles(), redeemed: { version: 2 } })),
      ['metadata/2.redeemed.json', redeemed],
    ]),
  )
  const release = await till.restart().refresh()
  expect(await release.target('scheme.json')).toMatchObject({ role: 'scheme' })
})

it('fast-forward: versions pushed up, which rotated keys bring down again', async () => {
  serve(await onlineFiles(currentRoles(), 4_000_000))
  const pushed = await till.restart().refresh()
  expect(pushed.versions['timestamp']).toBe(4_000_000)
  till.store.raise(pushed.floors)
  till.network = (_, served) => respond(served)
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
  Object.assign(till.roles, { timestamp: await newSetup(), snapshot: await newSetup() })
})

it('indefinite freeze: the same timestamp for ever', async () => {
  till.nowMs = startMs + 31 * dayMs
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_EXPIRED' })
  till.nowMs = startMs
})

it('malicious mirror: nothing, or nonsense, in the place of files', async () => {
  for (const answer of [() => respond(undefined), () => new Response('nonsense')]) {
    till.network = answer
    await expect(till.restart().refresh()).rejects.toMatchObject({ retryable: true })
  }
})

it('mix and match: roles of one release beside those of another', async () => {
  await till.release('segment 1, an honest one')
  for (const path of ['metadata/3.brands.json', 'metadata/3.snapshot.json']) {
    const another = path.replace('3', '2')
    serve(new Map([[path, till.files.get(another) ?? utf8('')]]))
    // Another file is seldom of the same length, and may be longer than it says.
    await expect(till.restart().refresh()).rejects.toMatchObject({
      code: expect.stringMatching(/^METADATA_(MISMATCH|TOO_LARGE)$/) as string,
    })
  }
})

it('rollback: the release before', async () => {
  till.network = (path) => respond(old.get(path))
  await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK', field: 'timestamp' })
})

it('key compromise: the online keys cannot change prices or rules, nor fewer keys than the threshold anything', async () => {
  const forged = await signDocument(targetsDocument({ version: 3, expiresMs, targets: {} }), setup('timestamp').signers)
  serve(
    new Map([
      ...(await onlineFiles({ ...currentRoles(), brands: { version: 3 } })),
      ['metadata/3.brands.json', forged],
    ]),
  )
  await expect(till.restart().refresh()).rejects.toMatchObject({
    code: 'METADATA_UNSIGNED',
    field: 'brands',
    expected: '1 valid signatures',
  })
})

it('wrong software: a right file at the path of another', async () => {
  const release = await till.restart().refresh()
  const [haier, gree] = [await release.target('models/haier/1.seg'), await release.target('models/gree/1.seg')]
  const other = till.files.get(`targets/models/gree/${gree?.hashes['sha256']}.1.seg`)
  expect(other && utf8ToText(other)).toBe('segment 2')
  serve(new Map([[`targets/models/haier/${haier?.hashes['sha256']}.1.seg`, other ?? utf8('')]]))
  const client = till.restart()
  await client.refresh()
  if (haier) await expect(client.fetchTarget(haier)).rejects.toMatchObject({ code: 'TARGET_MISMATCH' })
})

it('slow retrieval: a server that drips, a byte at a time', async () => {
  let endMinute = (): void => undefined
  const timers: Timers = {
    after(ms, task) {
      if (ms === 60_000) endMinute = task
      return () => undefined
    },
  }
  let sent = 0
  till.network = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(utf8(' '))
          if (++sent === 50) endMinute()
        },
      }),
    )
  await expect(till.restart({ timers }).refresh()).rejects.toMatchObject({
    code: 'TRANSPORT_FAILED',
    expected: '6000 bytes a minute',
  })
  expect(sent).toBeLessThan(100)
})

it('a snapshot that speaks for the roles above it', async () => {
  for (const version of [4_000_000, 1]) {
    const above = { root: { version }, timestamp: { version }, snapshot: { version } }
    serve(await onlineFiles({ ...currentRoles(), ...above }))
    const poisoned = await till.restart().refresh()
    expect(poisoned.floors).toMatchObject({ root: 1, timestamp: 3, snapshot: 3 })
    expect(Object.keys(poisoned.floors.roles).sort()).toEqual(['brands', 'redeemed', 'scheme', 'targets'])
    expect(poisoned.versions['root']).toBe(1)
    till.store.raise(poisoned.floors)
    await till.restart().save(poisoned)
    expect((await till.restart().load())?.snapshotHash).toBe(poisoned.snapshotHash)
  }
  till.network = (_, served) => respond(served)
  for (const segment of ['third', 'fourth']) await till.release(`segment 1, ${segment}`)
  await till.restart().save(await till.restart().refresh())
  kept = new Map(till.store.files)
})
