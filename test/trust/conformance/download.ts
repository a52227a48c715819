import { expect } from 'vitest'
import { utf8 } from '../../../src/core/bytes.ts'
import type { Scenario, Stage } from './stage.ts'

const path = 'file.txt'

function replaceContent({ repository }: Stage, at: string, content: string): void {
  const artifact = repository.artifacts.get(at)
  if (artifact) artifact.bytes = utf8(content)
}

const hashes = ([['sha256'], ['sha512'], ['sha256', 'sha512']] as const).map((algorithms): Scenario => ({
  name: `fetches a file described by ${algorithms.join(' and ')}`,
  async run({ repository, client }) {
    await repository.addArtifact('targets', path, 'content', algorithms)
    await repository.publish('targets', 'snapshot', 'timestamp', 'root')
    await client.init(repository.latest('root'))
    expect(await client.download([path])).toBe(true)
    expect(repository.artifactRequests).toHaveLength(1)
    expect(Object.values(repository.targets().targets[path]?.hashes ?? {})).toContain(
      repository.artifactRequests[0]?.[1],
    )
    expect(await client.downloads()).toEqual(['content'])
  },
}))

const places = ['file.txt', 'path/to/a/file.txt', '型号/一 号.seg'].map((place): Scenario => ({
  name: `fetches ${place}`,
  async run({ repository, client }) {
    await client.init(repository.latest('root'))
    await repository.addArtifact('targets', place, 'content')
    await repository.publish('targets', 'snapshot', 'timestamp')
    expect(await client.refresh()).toBe(true)
    expect(await client.downloads()).toEqual([])
    expect(await client.download([place])).toBe(true)
    expect(await client.downloads()).toEqual(['content'])
  },
}))

export const download: readonly Scenario[] = [
  ...places,
  ...hashes,
  {
    name: 'refuses a file whose only hash is of a kind it does not know',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.addArtifact('targets', path, 'content')
      const target = repository.targets().targets[path]
      if (target) target.hashes = { 'unknown-hash': target.hashes['sha256'] ?? '' }
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.download([path])).toBe(false)
      expect(await client.downloads()).toEqual([])
    },
  },
  {
    name: 'refuses a substituted file, and keeps the right one it has',
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      await repository.addArtifact('targets', 'one', 'content one')
      await repository.addArtifact('targets', 'two', 'content two')
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.download(['one'])).toBe(true)
      replaceContent(stage, 'one', 'something else')
      replaceContent(stage, 'two', 'something else')
      await client.download(['one'])
      expect(await client.downloads()).toEqual(['content one'])
      expect(await client.download(['two'])).toBe(false)
      expect(await client.downloads()).toEqual(['content one'])
    },
  },
  {
    name: 'refuses a file that is longer than its signed length',
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      await repository.addArtifact('targets', path, 'content')
      await repository.publish('targets', 'snapshot', 'timestamp')
      replaceContent(stage, path, 'content and more')
      expect(await client.download([path])).toBe(false)
      expect(await client.downloads()).toEqual([])
    },
  },
  {
    name: 'follows a file through many changes, never taking an unsigned one',
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      await repository.addArtifact('targets', path, 'first')
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.download([path])).toBe(true)
      const expected = ['first']
      for (let round = 0; round < 11; round++) {
        await repository.addArtifact('targets', path, `changed ${round}`)
        await repository.addArtifact('targets', `new ${round}`, `new ${round}`)
        await repository.publish('targets', 'snapshot', 'timestamp')
        if (round % 5 !== 0) continue
        expect(await client.download([path])).toBe(true)
        expected.splice(
          expected.findIndex((content) => content === 'first' || content.startsWith('changed')),
          1,
        )
        expected.push(`changed ${round}`)
        expect(await client.downloads()).toEqual(expected)
        expect(await client.download([`new ${round}`])).toBe(true)
        expected.push(`new ${round}`)
        expect(await client.downloads()).toEqual(expected)
        replaceContent(stage, path, `unsigned ${round}`)
        await repository.publish('targets', 'snapshot', 'timestamp')
        await client.download([path])
        expect(await client.downloads()).toEqual(expected)
      }
    },
  },
  {
    name: 'does not fetch again what it has',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.addArtifact('targets', path, 'content')
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.download([path])).toBe(true)
      expect(await client.download([path])).toBe(true)
      expect(repository.artifactRequests).toHaveLength(1)
    },
  },
  {
    name: 'fetches without a hash in the name where snapshots are not consistent',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.root.consistent_snapshot = false
      await repository.delegate('targets', { name: 'delegated', paths: ['models/*'] })
      await repository.addArtifact('delegated', 'models/1.seg', 'content')
      await repository.publish('root', 'delegated', 'targets', 'snapshot', 'timestamp')
      expect(await client.download(['models/1.seg'])).toBe(true)
      expect(repository.metadataRequests.slice(2)).toEqual([
        ['timestamp', null],
        ['snapshot', null],
        ['targets', null],
        ['delegated', null],
      ])
      expect(repository.artifactRequests).toEqual([['models/1.seg', null]])
      expect(await client.downloads()).toEqual(['content'])
    },
  },
]
