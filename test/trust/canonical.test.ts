import { expect, it } from 'vitest'
import { utf8ToText } from '../../src/core/bytes.ts'
import { canonicalBytes } from '../../src/trust/canonical.ts'

const canonical = (value: unknown): string => utf8ToText(canonicalBytes(value))

it('sorts keys, drops spaces and writes numbers and constants as they are', () => {
  expect(canonical({ b: [1, -2, 0, true, null], a: {}, A: '' })).toBe('{"A":"","a":{},"b":[1,-2,0,true,null]}')
})

it('escapes the quotation mark and the backslash, and nothing else', () => {
  expect(canonical('"\\\n\u0000\u007f/价')).toBe('"\\"\\\\\n\u0000\u007f/价"')
})

it('sorts by code point where UTF-16 would not', () => {
  expect(canonical({ '\u{1F600}': 1, '\uFF00': 2, '\uFF00a': 3, '\uFF00\u{1F600}': 4 })).toBe(
    '{"\uFF00":2,"\uFF00a":3,"\uFF00\u{1F600}":4,"\u{1F600}":1}',
  )
})

it('keeps a key named __proto__', () => {
  expect(canonical(JSON.parse('{"__proto__":{"a":1},"constructor":2}'))).toBe('{"__proto__":{"a":1},"constructor":2}')
})

it.each([[1.5], [2 ** 53], [Number.NaN], ['\ud800'], [{ a: undefined }], [() => 0]])(
  'refuses %s, whose bytes two readers could write differently',
  (value) => {
    expect(() => canonicalBytes(value)).toThrow(expect.objectContaining({ code: 'METADATA_INVALID' }))
  },
)
