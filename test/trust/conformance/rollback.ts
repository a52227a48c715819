import { expect } from 'vitest'
import type { TopLevelRole } from '../../../src/trust/metadata.ts'
import { trusted, version, type Scenario } from './stage.ts'

const withAndWithoutHashes = [false, true]

/** Which keys the authority must rotate to bring a role's version down again. */
const recoveries: readonly {
  readonly role: 'timestamp' | 'snapshot' | 'targets'
  readonly rotate: readonly TopLevelRole[]
}[] = [
  { role: 'timestamp', rotate: ['timestamp'] },
  { role: 'snapshot', rotate: ['snapshot', 'timestamp'] },
  // 5.3.11 lets go of both files when either key is rotated.
  { role: 'snapshot', rotate: ['snapshot'] },
  { role: 'targets', rotate: ['snapshot'] },
  { role: 'targets', rotate: ['timestamp'] },
]

const aboves: Readonly<Record<'timestamp' | 'snapshot' | 'targets', readonly string[]>> = {
  timestamp: [],
  snapshot: ['timestamp'],
  targets: ['snapshot', 'timestamp'],
}

export const rollback: readonly Scenario[] = [
  {
    name: 'refuses an older timestamp',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(true)
      expect(await version(client, 'timestamp')).toBe(2)
      repository.startOver('timestamp')
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'timestamp')).toBe(2)
      expect(repository.metadataRequests.at(-1)).toEqual(['timestamp', null])
    },
  },
  ...withAndWithoutHashes.map((withHashes): Scenario => ({
    name: `refuses a timestamp that names an older snapshot${withHashes ? ', with hashes' : ''}`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.withHashes = withHashes
      await repository.publish('snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      repository.startOver('snapshot')
      await repository.publish('snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 2', 'targets 1', 'timestamp 2'])
      expect(repository.metadataRequests.at(-1)).toEqual(['timestamp', null])
    },
  })),
  ...withAndWithoutHashes.map((withHashes): Scenario => ({
    name: `refuses a snapshot that names older targets${withHashes ? ', with hashes' : ''}`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.withHashes = withHashes
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      repository.startOver('targets')
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBe(2)
      expect(await version(client, 'targets')).toBe(2)
    },
  })),
  {
    name: 'refuses a snapshot that names an older delegated role',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'delegated' })
      await repository.publish('delegated', 'delegated', 'targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      repository.startOver('delegated')
      await repository.publish('delegated', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBe(2)
    },
  },
  {
    name: 'refuses a snapshot that no longer names a role',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'delegated' })
      await repository.publish('delegated', 'targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      delete repository.snapshot.meta['delegated.json']
      await repository.publish('snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBe(2)
    },
  },
  ...recoveries.map(({ role, rotate }): Scenario => ({
    name: `lets the ${role} version come down once the ${rotate.join(' and ')} key is rotated`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      for (let i = 0; i < 99; i++) await repository.publish(role)
      await repository.publish(...aboves[role])
      expect(await client.refresh()).toBe(true)
      expect(await version(client, role)).toBe(100)
      for (const rotated of rotate) await repository.rotateKeys(rotated)
      repository.startOver(role)
      await repository.publish(
        'root',
        ...(role === 'timestamp'
          ? ['timestamp']
          : role === 'snapshot'
            ? ['snapshot', 'timestamp']
            : ['targets', 'snapshot', 'timestamp']),
      )
      expect(await client.refresh()).toBe(true)
      expect(await version(client, role)).toBe(1)
    },
  })),
]
