import { expect, it, vi } from 'vitest'
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

it.each([
  ['brackets that nothing closes', '['.repeat(1000)],
  ['closed brackets', '[a]'.repeat(300)],
  ['one bracket around all', `[${'['.repeat(998)}]`],
  ['negations', '[!'.repeat(500)],
  ['stars', '*'.repeat(1000)],
  ['stars and letters', 'a*'.repeat(500)],
  ['stars and classes', '[a]*'.repeat(250)],
  ['marks', '?'.repeat(1000)],
  ['stars and marks', '*?'.repeat(500)],
  ['slashes', '/'.repeat(1000)],
  ['stars and slashes', '*/'.repeat(500)],
  ['ranges', `[${'a-z'.repeat(330)}]`],
])('takes steps in proportion to pattern and path alone: %s', (_, pattern) => {
  // The characters that are looked at are counted through the texts that are given to the matcher.
  const path = `${'a'.repeat(1023)}b`
  const covers = pathMatcher(pattern)
  let looks = 0
  const from = vi.spyOn(Array, 'from').mockImplementation((text) => {
    const chars = [...(text as Iterable<string>)]
    return new Proxy(chars, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks++
        return Reflect.get(target, key, receiver) as unknown
      },
    })
  })
  covers(path)
  from.mockRestore()
  expect(looks).toBeLessThanOrEqual(2 * pattern.length * path.length)
})

it('reads a long pattern once, whatever is in it', () => {
  let steps = 0
  const indexOf = vi.spyOn(Array.prototype, 'indexOf').mockImplementation(function (this: unknown[], wanted, from = 0) {
    for (let i = from; i < this.length; i++) {
      steps++
      if (this[i] === wanted) return i
    }
    return -1
  })
  for (const pattern of ['['.repeat(100_000), '[]'.repeat(50_000), '[!]'.repeat(30_000), `${'['.repeat(99_999)}]`]) {
    steps = 0
    pathMatcher(pattern)
    expect(steps).toBeLessThanOrEqual(2 * pattern.length)
  }
  indexOf.mockRestore()
})
