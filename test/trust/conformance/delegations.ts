import { expect } from 'vitest'
import { hashOfPath } from '../../../src/trust/delegations.ts'
import { version, type Scenario, type Stage } from './stage.ts'

/** `by` delegates to `to`; to everything unless `paths` says otherwise. */
interface Edge {
  readonly by: string
  readonly to: string
  readonly terminating?: boolean
  readonly paths?: readonly string[]
}

const edge = (by: string, to: string, more: Omit<Edge, 'by' | 'to'> = {}): Edge => ({ by, to, ...more })
const scripts = { paths: ['*.py'] }

/** Which roles are asked for, in this order, for a path that nobody knows. */
const graphs: readonly {
  readonly name: string
  readonly edges: readonly Edge[]
  readonly visited: readonly string[]
}[] = [
  { name: 'one role', edges: [edge('targets', 'A')], visited: ['A'] },
  { name: 'two roles side by side', edges: [edge('targets', 'A'), edge('targets', 'B')], visited: ['A', 'B'] },
  {
    name: 'a role below the second',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('B', 'C')],
    visited: ['A', 'B', 'C'],
  },
  {
    name: 'two roles below the first, depth first',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('A', 'C'), edge('A', 'D')],
    visited: ['A', 'C', 'D', 'B'],
  },
  {
    name: 'a chain below the first, depth first',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('A', 'C'), edge('C', 'D')],
    visited: ['A', 'C', 'D', 'B'],
  },
  {
    name: 'a terminating role, which hides all after it',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('A', 'C', { terminating: true }), edge('A', 'D')],
    visited: ['A', 'C'],
  },
  {
    name: 'a terminating role, which does not hide those below it',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('A', 'C', { terminating: true }), edge('C', 'D')],
    visited: ['A', 'C', 'D'],
  },
  {
    name: 'a role for other paths, with all below it',
    edges: [edge('targets', 'A', scripts), edge('targets', 'B'), edge('A', 'C')],
    visited: ['B'],
  },
  {
    name: 'a lower role for other paths, with all below it',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('A', 'C', scripts), edge('C', 'D')],
    visited: ['A', 'B'],
  },
  {
    name: 'a terminating role for other paths, which hides nothing',
    edges: [edge('targets', 'A', { ...scripts, terminating: true }), edge('targets', 'B')],
    visited: ['B'],
  },
  {
    name: 'a cycle',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('B', 'C'), edge('C', 'D'), edge('D', 'B')],
    visited: ['A', 'B', 'C', 'D'],
  },
  {
    name: 'a role below itself',
    edges: [edge('targets', 'A'), edge('A', 'A'), edge('targets', 'B')],
    visited: ['A', 'B'],
  },
  {
    name: 'two roles over a third',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('B', 'C'), edge('A', 'C')],
    visited: ['A', 'C', 'B'],
  },
  {
    name: 'two roles over a third, the first for other paths',
    edges: [edge('targets', 'A'), edge('targets', 'B'), edge('B', 'C'), edge('A', 'C', scripts)],
    visited: ['A', 'B', 'C'],
  },
]

const tree: readonly Edge[] = [
  edge('targets', 'A', { paths: ['*.doc', '*.md'] }),
  edge('targets', 'B', { paths: ['releases/*/*'] }),
  edge('B', 'C', { paths: ['releases/x/*'] }),
  edge('B', 'D', { paths: ['releases/y/*.zip'] }),
]
const files: readonly (readonly [role: string, path: string])[] = [
  ['targets', 'file'],
  ['A', 'README.md'],
  ['C', 'releases/x/x_v1'],
  ['D', 'releases/y/y_v1.zip'],
  ['D', 'releases/z/z_v1.zip'],
]
const searches: readonly { readonly path: string; readonly found: boolean; readonly visited: readonly string[] }[] = [
  { path: 'file', found: true, visited: [] },
  { path: 'README.md', found: true, visited: ['A'] },
  { path: 'releases/x/x_v1', found: true, visited: ['B', 'C'] },
  { path: 'releases/y/y_v1.zip', found: true, visited: ['B', 'D'] },
  { path: 'releases/z/z_v1.zip', found: false, visited: ['B'] },
]

async function build({ repository }: Stage, edges: readonly Edge[]): Promise<void> {
  for (const { by, to, ...more } of edges) await repository.delegate(by, { name: to, ...more })
  await repository.publish(...new Set(edges.map(({ to }) => to)), 'targets', 'snapshot', 'timestamp')
}

/** The roles asked for after the top-level ones. */
function visited({ repository }: Stage): string[] {
  return repository.metadataRequests.slice(4).map(([role]) => role)
}

/** 16 bins by the first digit of the path's hash. */
const hashBins: Scenario = {
  name: 'finds the one role that the hash of a path leads to',
  async run(stage) {
    const { repository, client } = stage
    await client.init(repository.latest('root'))
    const digit = (await hashOfPath('models/1.seg')).slice(0, 2)
    await repository.delegate('targets', {
      name: 'others',
      path_hash_prefixes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'].filter(
        (each) => each !== digit[0],
      ),
    })
    await repository.delegate('targets', { name: 'bin', path_hash_prefixes: [digit] })
    await repository.addArtifact('bin', 'models/1.seg', 'content')
    await repository.publish('others', 'bin', 'targets', 'snapshot', 'timestamp')
    expect(await client.download(['models/1.seg'])).toBe(true)
    expect(visited(stage)).toEqual(['bin'])
  },
}

const succinctBins: Scenario = {
  name: 'finds the bin of a path among 16 that share one key',
  async run(stage) {
    const { repository, client } = stage
    await client.init(repository.latest('root'))
    const bin = `bin-${(await hashOfPath('models/1.seg')).slice(0, 1)}`
    const signer = await repository.newSigner()
    repository.targets().delegations = {
      keys: { [signer.keyId]: signer.key },
      succinct_roles: { keyids: [signer.keyId], threshold: 1, bit_length: 4, name_prefix: 'bin' },
    }
    const bins = Array.from({ length: 16 }, (_, i) => `bin-${i.toString(16)}`)
    for (const name of bins) {
      repository.addSigner(name, signer)
      repository.addRole(name)
    }
    await repository.addArtifact(bin, 'models/1.seg', 'content')
    await repository.publish(...bins, 'targets', 'snapshot', 'timestamp')
    expect(await client.download(['models/1.seg'])).toBe(true)
    expect(visited(stage)).toEqual([bin])
  },
}

/** Each lets `A` and `B` delegate to one role by different keys; only the key of `A` signs it. */
const diamond: readonly Scenario[] = [['a', 'b'], ['b']].map((paths): Scenario => ({
  name: `does not take from one delegator what only another vouches for${paths.length > 1 ? ', though it is trusted already' : ''}`,
  async run({ repository, client }) {
    await client.init(repository.latest('root'))
    await repository.delegate('targets', { name: 'A', paths: ['a'], terminating: true })
    await repository.delegate('targets', { name: 'B', paths: ['b'], terminating: true })
    await repository.delegate('A', { name: 'shared', paths: ['a'] })
    const unused = await repository.delegate('B', { name: 'shared', paths: ['b'] })
    repository.signers.get('shared')?.delete(unused.keyId)
    await repository.addArtifact('shared', 'a', 'content a')
    await repository.addArtifact('shared', 'b', 'content b')
    await repository.publish('shared', 'A', 'B', 'targets', 'snapshot', 'timestamp')
    expect(await client.download(['a'])).toBe(true)
    expect(await client.download(paths)).toBe(false)
    expect(await client.downloads()).toEqual(['content a'])
  },
}))

export const delegations: readonly Scenario[] = [
  ...graphs.map(({ name, edges, visited: expected }): Scenario => ({
    name: `looks through ${name}`,
    async run(stage) {
      await stage.client.init(stage.repository.latest('root'))
      await build(stage, edges)
      expect(await stage.client.download(['nowhere'])).toBe(false)
      expect(visited(stage)).toEqual(expected)
      expect(await stage.client.roles()).toHaveLength(4 + expected.length)
    },
  })),
  ...searches.map(({ path, found, visited: expected }): Scenario => ({
    name: `${found ? 'finds' : 'does not find'} ${path} in a tree of roles`,
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      for (const { by, to, ...more } of tree) await repository.delegate(by, { name: to, ...more })
      for (const [role, at] of files) await repository.addArtifact(role, at, `${at} by ${role}`)
      await repository.publish('A', 'B', 'C', 'D', 'targets', 'snapshot', 'timestamp')
      expect(await client.download([path])).toBe(found)
      expect(visited(stage)).toEqual(expected)
      expect(await client.downloads()).toHaveLength(found ? 1 : 0)
    },
  })),
  ...(
    [
      ['models/*', 'Models/1.seg'],
      ['Models/*', 'models/1.seg'],
      ['*.SEG', '1.seg'],
    ] as const
  ).map(([pattern, path]): Scenario => ({
    name: `tells capitals from small letters: ${pattern} does not cover ${path}`,
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'A', paths: [pattern] })
      await repository.addArtifact('A', path, 'content')
      await repository.publish('A', 'targets', 'snapshot', 'timestamp')
      expect(await client.download([path])).toBe(false)
      expect(visited(stage)).toEqual([])
    },
  })),
  {
    name: 'refreshes where a delegated role is missing, and fails only for what it alone could know',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'gone', paths: ['models/*'] })
      await repository.addArtifact('targets', 'platform.json', '{}')
      await repository.publish('gone', 'targets', 'snapshot', 'timestamp')
      repository.published.delete('gone')
      expect(await client.refresh()).toBe(true)
      expect(await client.download(['platform.json'])).toBe(true)
      expect(await client.download(['models/1.seg'])).toBe(false)
    },
  },
  {
    name: 'lets go of a delegated role that is gone after the snapshot’s key was rotated, and of none before',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      await repository.delegate('targets', { name: 'gone', paths: ['models/*'] })
      await repository.publish('gone', 'targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      delete repository.snapshot.meta['gone.json']
      delete repository.targets().delegations
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      await repository.rotateKeys('snapshot')
      await repository.publish('root', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
    },
  },
  hashBins,
  succinctBins,
  ...diamond,
  {
    name: 'fetches several files in order with what it has already verified',
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      await build(stage, [edge('targets', 'A')])
      for (const path of ['one', 'two', 'three']) await repository.addArtifact('A', path, path)
      await repository.publish('A', 'snapshot', 'timestamp')
      expect(await client.download(['two', 'one', 'three'])).toBe(true)
      expect(visited(stage)).toEqual(['A'])
      // Files that a command writes within one tick of the file system's clock show no order.
      expect(new Set(await client.downloads())).toEqual(new Set(['one', 'two', 'three']))
    },
  },
  {
    name: 'looks into 32 roles below the top one and no further',
    async run(stage) {
      await stage.client.init(stage.repository.latest('root'))
      await build(
        stage,
        Array.from({ length: 40 }, (_, i) => edge(i === 0 ? 'targets' : `role-${i - 1}`, `role-${i}`)),
      )
      expect(await stage.client.download(['nowhere'])).toBe(false)
      expect(visited(stage)).toHaveLength(32)
    },
  },
  ...(
    [
      'unsigned',
      'of another version',
      'delegated by a name of the top level',
      'that the snapshot does not list',
    ] as const
  ).map((flaw): Scenario => ({
    name: `refuses a delegated role ${flaw}`,
    async run(stage) {
      const { repository, client } = stage
      await client.init(repository.latest('root'))
      const name = flaw === 'delegated by a name of the top level' ? 'snapshot' : 'A'
      if (name === 'A') await repository.delegate('targets', { name })
      else {
        const signer = await repository.newSigner()
        repository.targets().delegations = {
          keys: { [signer.keyId]: signer.key },
          roles: [{ name, keyids: [signer.keyId], threshold: 1, paths: ['*'] }],
        }
      }
      if (flaw === 'unsigned') repository.signers.get('A')?.clear()
      if (name === 'A') await repository.publish('A')
      const meta = repository.snapshot.meta['A.json']
      if (flaw === 'of another version' && meta) {
        meta.version = 2
        repository.published.get('A')?.push(repository.latest('A'))
      }
      if (flaw === 'that the snapshot does not list') delete repository.snapshot.meta['A.json']
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.download(['nowhere'])).toBe(false)
      expect(await version(client, 'A')).toBeUndefined()
    },
  })),
]
