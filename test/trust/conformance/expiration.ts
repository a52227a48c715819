import { expect } from 'vitest'
import { msToUtc } from '../../../src/core/clock.ts'
import { dayMs, trusted, version, type Scenario } from './stage.ts'

export const expiration: readonly Scenario[] = [
  {
    name: 'takes an expired root but nothing under it',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      await repository.publish('root')
      expect(await client.refresh()).toBe(true)
      repository.root.expires = msToUtc(repository.nowMs - dayMs)
      await repository.publish('root', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 3', 'snapshot 1', 'targets 1', 'timestamp 1'])
    },
  },
  {
    name: 'passes over an expired root to the one that follows it',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const good = repository.root.expires
      repository.root.expires = msToUtc(repository.nowMs - dayMs)
      await repository.publish('root')
      repository.root.expires = good
      await repository.publish('root')
      expect(await client.refresh()).toBe(true)
      expect(await version(client, 'root')).toBe(3)
    },
  },
  {
    name: 'refuses an expired timestamp',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      repository.timestamp.expires = msToUtc(repository.nowMs - 5 * dayMs)
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 1', 'targets 1', 'timestamp 1'])
    },
  },
  {
    name: 'refuses a timestamp at the very second it expires',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.timestamp.expires = msToUtc(repository.nowMs)
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1'])
    },
  },
  {
    name: 'refuses an expired snapshot, and keeps the timestamp before it',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      repository.snapshot.expires = msToUtc(repository.nowMs - 5 * dayMs)
      await repository.publish('snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 1', 'targets 1', 'timestamp 2'])
    },
  },
  {
    name: 'does not mind expired targets that were never published',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      repository.targets().expires = msToUtc(repository.nowMs - 5 * dayMs)
      await repository.publish('snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 2', 'targets 1', 'timestamp 2'])
    },
  },
  {
    name: 'refuses expired targets',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      expect(await client.refresh()).toBe(true)
      repository.targets().expires = msToUtc(repository.nowMs - 5 * dayMs)
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 2', 'targets 1', 'timestamp 2'])
    },
  },
  {
    name: 'gets to the newest root from an expired one',
    movesClock: true,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.root.expires = msToUtc(repository.nowMs + 7 * dayMs)
      await repository.publish('root')
      expect(await client.refresh()).toBe(true)
      repository.root.expires = msToUtc(repository.nowMs + 21 * dayMs)
      await repository.publish('root')
      expect(await client.refresh({ afterMs: 18 * dayMs })).toBe(true)
      expect(await version(client, 'root')).toBe(3)
    },
  },
  {
    name: 'gets to the newest timestamp from an expired one',
    movesClock: true,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.timestamp.expires = msToUtc(repository.nowMs + 7 * dayMs)
      await repository.publish('timestamp')
      expect(await client.refresh()).toBe(true)
      repository.timestamp.expires = msToUtc(repository.nowMs + 21 * dayMs)
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.refresh({ afterMs: 18 * dayMs })).toBe(true)
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 2', 'targets 2', 'timestamp 3'])
    },
  },
  {
    name: 'refuses a delegated role that has expired before it is first seen',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'delegated', paths: ['delegated/*'] })
      repository.targets('delegated').expires = msToUtc(repository.nowMs - dayMs)
      await repository.addArtifact('delegated', 'delegated/first', 'first')
      await repository.publish('delegated', 'targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      expect(await client.download(['delegated/first'])).toBe(false)
      expect(await client.downloads()).toEqual([])
      expect(await trusted(client)).toEqual(['root 1', 'snapshot 2', 'targets 2', 'timestamp 2'])
    },
  },
  ...[false, true].map((renewed): Scenario => ({
    name: renewed
      ? 'gets to the newest delegated role from an expired one'
      : 'stops using a delegated role that expires while it is trusted',
    movesClock: true,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'delegated', paths: ['delegated/*'] })
      repository.targets('delegated').expires = msToUtc(repository.nowMs + 7 * dayMs)
      await repository.addArtifact('delegated', 'delegated/first', 'first')
      await repository.addArtifact('delegated', 'delegated/second', 'second')
      await repository.publish('delegated', 'targets', 'snapshot', 'timestamp')
      expect(await client.download(['delegated/first'])).toBe(true)
      if (renewed) {
        repository.targets('delegated').expires = msToUtc(repository.nowMs + 21 * dayMs)
        await repository.publish('delegated', 'snapshot', 'timestamp')
      }
      expect(await client.download(['delegated/second'], { afterMs: 18 * dayMs })).toBe(renewed)
      expect(await client.downloads()).toEqual(renewed ? ['first', 'second'] : ['first'])
    },
  })),
]
