import { expect, it } from 'vitest'
import { delegationsOf, hashOfPath, pathMatcher } from '../../src/trust/delegations.ts'

it.each<[pattern: string, covered: string[], not: string[]]>([
  ['brands.json', ['brands.json'], ['brandsXjson', 'models/brands.json', '']],
  ['*', ['a', ''], ['a/b']],
  ['models/*/*', ['models/haier/1.seg', 'models//'], ['models/1.seg', 'models/haier/a/1.seg', 'brands.json']],
  ['*.tgz', ['foo.tgz', '.tgz'], ['foo.tgzx', 'a/foo.tgz']],
  ['foo-version-?.tgz', ['foo-version-2.tgz', 'foo-version-a.tgz'], ['foo-version-alpha.tgz', 'foo-version-.tgz']],
  ['a*b*c', ['abc', 'axxbyyc', 'abbbc'], ['ab', 'acb', 'abcd']],
  ['?', ['海', '\u{1F600}'], ['', 'ab', '/']],
  ['[a-c][!0-9]', ['ax', 'c-'], ['d1', 'a5', 'a']],
  ['[]]', [']'], ['[', '']],
  ['[abc', ['[abc'], ['a', '[a']],
  ['a.b', ['a.b'], ['axb']],
])('%s covers what a shell would match, within a path segment', (pattern, covered, not) => {
  const covers = pathMatcher(pattern)
  for (const path of covered) expect([path, covers(path)]).toEqual([path, true])
  for (const path of not) expect([path, covers(path)]).toEqual([path, false])
})

it('does not slow down on a pattern made to', () => {
  expect(pathMatcher(`${'a*'.repeat(60)}b`)('a'.repeat(2000))).toBe(false)
})

it('gives each path to one of the bins that share a key', async () => {
  const role = { keyids: ['k'], threshold: 1, bit_length: 5, name_prefix: 'bin' }
  const bins = delegationsOf({
    _type: 'targets',
    spec_version: '1.0.31',
    version: 1,
    expires: '2026-03-06T00:00:00Z',
    targets: {},
    delegations: { keys: {}, succinct_roles: role },
  })
  expect(bins.map(({ name }) => name).slice(-2)).toEqual(['bin-1e', 'bin-1f'])
  for (const path of ['a', 'b', 'models/haier/1.seg']) {
    const hash = await hashOfPath(path)
    expect(bins.filter(({ covers }) => covers(path, hash)).map(({ name }) => name)).toEqual([
      `bin-${(Number.parseInt(hash.slice(0, 2), 16) >> 3).toString(16).padStart(2, '0')}`,
    ])
  }
})
