import { Linter } from 'eslint'
import { expect, it } from 'vitest'
import { builtCode } from './newer-rule.ts'

const faults = (code: string): readonly string[] =>
  new Linter().verify(code, builtCode).map(({ message }) => message.replace(/ is newer.*/, ''))

it.each([
  ['export const both = (a, b) => AbortSignal.any([a, b])', 'AbortSignal.any'],
  ["new Worker('').postMessage(structuredClone({}))", 'structuredClone'],
  ['const last = [1].findLast(Boolean)', 'findLast'],
  ["const { isWellFormed } = '', fine = ''.isWellFormed()", 'isWellFormed'],
  ['Object.hasOwn({}, 1)', 'Object.hasOwn'],
  ["Object['hasOwn']({}, 1)", 'Object.hasOwn'],
  ['signal.throwIfAborted()', 'throwIfAborted'],
  ['class A { static { A.b = 1 } }', 'static block'],
  ['if (navigator.onLine) AbortSignal.any([])', 'AbortSignal.any'],
])('finds the newer name in %s', (code, name) => {
  expect(faults(code)).toContain(name)
})

it.each([String.raw`/[\p{L}--a]/v`, "import data from './a.json' with { type: 'json' }", 'using a = b'])(
  'cannot read the newer form %s',
  (code) => {
    expect(faults(code)).toEqual([expect.stringMatching(/^Parsing error/)])
  },
)

it.each([
  "const { signal } = new AbortController(), name = 'AbortSignal.any'",
  'const any = AbortSignal.any ? AbortSignal.any([]) : null',
  "const Native = typeof BarcodeDetector === 'function' ? BarcodeDetector : null",
  'if (Uint8Array.fromBase64) Uint8Array.fromBase64(text)',
  'class A { #x = 1; static y; has(o) { return #x in o } }',
  '[1].at(-1)',
  'const structuredClone = (x) => x; structuredClone({})',
])('has nothing against %s', (code) => {
  expect(faults(code)).toEqual([])
})
