import { describe, expect, test } from 'vitest'
import { readBrands } from '../../src/catalog/brands.ts'
import { utf8 } from '../../src/core/bytes.ts'
import { brands } from './listings.ts'

const file = (content: unknown): Uint8Array => utf8(typeof content === 'string' ? content : JSON.stringify(content))

describe('brands.json', () => {
  test('gives the brands', () => {
    expect(readBrands(file({ v: 1, brands }))).toEqual(brands)
  })

  const wrong: readonly [string, unknown, string][] = [
    ['text that is no JSON', '{', 'brands'],
    ['another version', { v: 2, brands }, 'brands.v'],
    ['an unknown member', { v: 1, brands, extra: 1 }, 'brands.extra'],
    ['a brand without a name', { v: 1, brands: [{ ...brands[0], names: [] }] }, 'brands.brands.0.names'],
    ['a prefix with letters', { v: 1, brands: [{ ...brands[0], prefixes: ['69O1'] }] }, 'brands.brands.0.prefixes.0'],
    [
      'a serial pattern that can run for ever',
      { v: 1, brands: [{ ...brands[0], serialRules: [{ id: 'a', pattern: '^(a+)+$', example: 'a' }] }] },
      'brands.brands.0.serialRules.0.pattern',
    ],
    ['the same id twice', { v: 1, brands: [brands[0], brands[0]] }, 'brands.1.id'],
  ]
  test.each(wrong)('refuses %s', (_, content, field) => {
    expect(() => readBrands(file(content))).toThrow(expect.objectContaining({ code: 'BRANDS_INVALID', field }))
  })

  test('refuses a file over its size limit before reading it', () => {
    expect(() => readBrands(new Uint8Array(8_388_609))).toThrow(expect.objectContaining({ code: 'BRANDS_INVALID' }))
  })
})
