/** The table of `README.md` beside this file: whole, and each guard and test that it names is there. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const page = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const row = /^\| ([FI]\d+) +\| [^|]+ \| `([^`]+)` `([^`]+)` +\| `([^`]+)`: (.+?) +\|$/gm
const rows = [...page.matchAll(row)].map(([, name = '', source = '', guard = '', file = '', title = '']) => {
  return { name, source: `../../src/${source}`, guard, file: `../${file}`, title }
})

it('has a row for each case and each law, once', () => {
  const names = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)
  expect(rows.map(({ name }) => name)).toEqual([...names('F', 24), ...names('I', 7)])
})

it.each(rows)('$name names a guard and a test that are there', ({ source, guard, file, title }) => {
  const textOf = (path: string): string => {
    const address = new URL(path, import.meta.url)
    return existsSync(address) ? readFileSync(address, 'utf8') : ''
  }
  expect(textOf(source)).toMatch(new RegExp(`\\b${guard}\\b`))
  expect(textOf(file)).toContain(`'${title}'`)
})
