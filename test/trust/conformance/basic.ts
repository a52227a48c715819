import { expect } from 'vitest'
import { concatBytes, utf8 } from '../../../src/core/bytes.ts'
import type { TopLevelRole } from '../../../src/trust/metadata.ts'
import { pinnedRoots } from './pinned-roots.ts'
import { withExtraFields } from './signers.ts'
import { dayMs, trusted, version, type Scenario, type Stage } from './stage.ts'

const firstRequests = [
  ['root', 2],
  ['timestamp', null],
  ['snapshot', 1],
  ['targets', 1],
]
const topLevel: readonly TopLevelRole[] = ['root', 'timestamp', 'snapshot', 'targets']
const allRoles = ['root', 'targets', 'snapshot', 'timestamp']

async function expectServed({ repository, client }: Stage): Promise<void> {
  for (const role of topLevel) expect(await client.file(role)).toEqual(repository.latest(role))
}

/** Which roles are trusted when one of them is published wrongly at version 2. */
const trustedBefore: readonly { readonly role: TopLevelRole; readonly trusted: readonly string[] }[] = [
  { role: 'root', trusted: ['root 1'] },
  { role: 'timestamp', trusted: ['root 2'] },
  { role: 'snapshot', trusted: ['root 2', 'timestamp 2'] },
  { role: 'targets', trusted: ['root 2', 'snapshot 2', 'timestamp 2'] },
]

const unsigned = trustedBefore.map(({ role, trusted: expected }): Scenario => ({
  name: `refuses an unsigned ${role} and keeps what came before it`,
  async run({ repository, client }) {
    await client.init(repository.latest('root'))
    repository.signers.get(role)?.clear()
    await repository.publish(...allRoles)
    expect(await client.refresh()).toBe(false)
    expect(await trusted(client)).toEqual(expected)
  },
}))

const mismatched = trustedBefore
  .filter(({ role }) => role !== 'timestamp')
  .map(({ role, trusted: expected }): Scenario => ({
    name: `refuses a ${role} that says version 3 where version 2 was asked for`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const document =
        role === 'root' ? repository.root : role === 'snapshot' ? repository.snapshot : repository.targets()
      document.version += 1
      await repository.publish(...allRoles)
      expect(await client.refresh()).toBe(false)
      // The role above names version 3, which is not on the server, or 2, which says it is 3.
      expect(await trusted(client)).toEqual(expected)
    },
  }))

const missing: readonly {
  readonly role: string
  readonly trusted: readonly string[]
  readonly lose: (stage: Stage) => Promise<void>
}[] = [
  {
    role: 'timestamp',
    trusted: ['root 1', 'snapshot 1', 'targets 1', 'timestamp 1'],
    async lose({ repository }) {
      repository.published.delete('timestamp')
    },
  },
  {
    role: 'snapshot',
    trusted: ['root 1', 'snapshot 1', 'targets 1', 'timestamp 2'],
    async lose({ repository }) {
      repository.timestamp.meta['snapshot.json'].version += 1
      await repository.publish('timestamp')
    },
  },
  {
    role: 'targets',
    trusted: ['root 1', 'snapshot 2', 'targets 1', 'timestamp 2'],
    async lose({ repository }) {
      const meta = repository.snapshot.meta['targets.json']
      if (meta) meta.version += 1
      await repository.publish('snapshot', 'timestamp')
    },
  },
]

const absent = missing.map(({ role, trusted: expected, lose }): Scenario => ({
  name: `fails when the ${role} it needs is not on the server`,
  async run(stage) {
    const { repository, client } = stage
    await client.init(repository.latest('root'))
    expect(await client.refresh()).toBe(true)
    await lose(stage)
    expect(await client.refresh()).toBe(false)
    expect(repository.metadataRequests.at(-1)?.[0]).toBe(role)
    expect(await trusted(client)).toEqual(expected)
  },
}))

export const basic: readonly Scenario[] = [
  {
    name: 'asks for the next root, timestamp, snapshot, targets, in this order',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      expect(repository.metadataRequests).toEqual(firstRequests)
    },
  },
  {
    name: 'trusts after a refresh what the server publishes',
    async run(stage) {
      await stage.client.init(stage.repository.latest('root'))
      expect(await stage.client.refresh()).toBe(true)
      await expectServed(stage)
    },
  },
  {
    name: 'refreshes before it looks for a file',
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      expect(await client.download(['nowhere'])).toBe(false)
      expect(repository.metadataRequests).toEqual(firstRequests)
      await expectServed(stage)
    },
  },
  ...pinnedRoots,
  ...unsigned,
  ...mismatched,
  ...absent,
  {
    name: 'keeps its timestamp when another one has the same version',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      const before = await client.file('timestamp')
      repository.startOver('timestamp')
      repository.timestamp.meta['snapshot.json'].version = 100
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(true)
      expect(repository.metadataRequests.at(-1)).toEqual(['timestamp', null])
      expect(await client.file('timestamp')).toEqual(before)
    },
  },
  {
    name: 'does not ask for targets that the snapshot does not name',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      await repository.publish('targets')
      expect(await client.refresh()).toBe(true)
      expect(repository.metadataRequests.at(-1)).toEqual(['timestamp', null])
      expect(await version(client, 'targets')).toBe(1)
    },
  },
  {
    name: 'checks the hashes that snapshot and timestamp state',
    async run({ repository, client }) {
      repository.withHashes = true
      await repository.publish('targets', 'snapshot', 'timestamp')
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      await repository.publish('targets')
      const meta = repository.snapshot.meta['targets.json']
      if (meta) meta.hashes = { sha256: '46'.repeat(32) }
      await repository.publish('snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 3', 'targets 2', 'timestamp 3'])
    },
  },
  {
    name: 'checks the lengths that snapshot and timestamp state',
    async run({ repository, client }) {
      repository.withHashes = true
      await repository.publish('targets')
      const meta = repository.snapshot.meta['targets.json']
      if (meta) meta.length = (meta.length ?? 0) + 1
      await repository.publish('snapshot', 'timestamp')
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'targets')).toBeUndefined()
    },
  },
  ...(['hash', 'length'] as const).map((what): Scenario => ({
    name: `refuses a snapshot that has not the ${what} that the timestamp states`,
    async run({ repository, client }) {
      repository.withHashes = true
      await client.init(repository.latest('root'))
      await repository.publish('snapshot')
      const meta = repository.timestamp.meta['snapshot.json']
      if (what === 'hash') meta.hashes = { sha256: '46'.repeat(32) }
      else meta.length = (meta.length ?? 0) + 1
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'timestamp 2'])
    },
  })),
  {
    name: 'refuses a snapshot of another version than the timestamp names',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.snapshot.version = 2
      await repository.publish('snapshot')
      repository.timestamp.meta['snapshot.json'].version = 2
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'timestamp 2'])
    },
  },
  {
    name: 'keeps the very bytes that were served',
    async run({ repository, client }) {
      const versions = repository.published.get('timestamp') as Uint8Array<ArrayBuffer>[]
      versions[0] = concatBytes(repository.latest('timestamp'), utf8(' '))
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      expect(await client.file('timestamp')).toEqual(versions[0])
    },
  },
  {
    name: 'accepts fields that it does not know, as a part of what is signed',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      const signer = await withExtraFields(await repository.newSigner(), { 'extra-field': { a: 1, b: 2 } })
      repository.addKey('root', signer)
      Object.assign(repository.root, { 'custom-field': 'value "quoted" \\ and\nbroken' })
      Object.assign(repository.root.roles.root, { 'another-field': ['价格', null, true, -1] })
      await repository.publish('root')
      expect(await client.refresh()).toBe(true)
      expect(await version(client, 'root')).toBe(2)
    },
  },
  {
    name: 'pays no heed to the old keyid_hash_algorithms field',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.root.roles.snapshot.keyids = []
      repository.signers.get('snapshot')?.clear()
      repository.addKey(
        'snapshot',
        await withExtraFields(await repository.newSigner(), { keyid_hash_algorithms: 'md5' }),
      )
      await repository.publish('root', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      expect(await trusted(client)).toEqual(['root 2', 'snapshot 2', 'targets 1', 'timestamp 2'])
    },
  },
  {
    name: 'refuses a well-signed snapshot in the place of a timestamp',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const timestampSigner = [...(repository.signers.get('timestamp')?.values() ?? [])][0]
      if (timestampSigner) repository.addKey('snapshot', timestampSigner)
      repository.snapshot.meta = { 'snapshot.json': { version: 1 } }
      await repository.publish('root', 'snapshot')
      repository.published.get('timestamp')?.push(repository.latest('snapshot'))
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 2'])
    },
  },
  {
    name: 'goes by the time of the run',
    movesClock: true,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.root.expires = new Date(repository.nowMs + 7 * dayMs).toISOString().replace(/\.\d+/, '')
      await repository.publish('root')
      expect(await client.refresh()).toBe(true)
      expect(await client.refresh({ afterMs: 8 * dayMs })).toBe(false)
    },
  },
]
