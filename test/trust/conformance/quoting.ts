import { expect } from 'vitest'
import type { Scenario } from './stage.ts'

const quotedByName: readonly (readonly [name: string, quoted: string])[] = [
  ['?', '%3F'],
  ['#', '%23'],
  ['/delegatedrole', '%2Fdelegatedrole'],
  ['../delegatedrole', '..%2Fdelegatedrole'],
  ['..', '..'],
  ['.', '.'],
  ['%2F', '%252F'],
  ["it's (a) *role*!", 'it%27s%20%28a%29%20%2Arole%2A%21'],
  ['海尔', '%E6%B5%B7%E5%B0%94'],
  ['root.json', 'root.json'],
  ['1.root', '1.root'],
  ['a.role.with.dots', 'a.role.with.dots'],
  ['.hidden', '.hidden'],
  ['ROOT', 'ROOT'],
  ['constructor', 'constructor'],
]

export const quoting: readonly Scenario[] = quotedByName.map(([name, quoted]): Scenario => ({
  name: `asks for the role named ${name} under a name that a URL and a folder can hold`,
  async run({ repository, client }) {
    await client.init(repository.latest('root'))
    await repository.delegate('targets', { name })
    await repository.publish(name, 'targets', 'snapshot', 'timestamp')
    expect(await client.download(['nowhere'])).toBe(false)
    expect(repository.metadataRequests).toContainEqual([quoted, 1])
    expect(await client.roles()).toHaveLength(5)
  },
}))
