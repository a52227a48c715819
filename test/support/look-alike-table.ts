/**
 * Makes `src/catalog/look-alike-table.ts` from the characters that can be taken for others. After a change to
 * `test/data/verify/look-alike-table.txt` run `npx tsx test/support/look-alike-table.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const source = new URL('../data/verify/look-alike-table.txt', import.meta.url)
const target = new URL('../../src/catalog/look-alike-table.ts', import.meta.url)

/** What each character is taken for. */
export function lookAlikes(): ReadonlyMap<string, string> {
  const lines = readFileSync(source, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.flatMap((line) => {
      const [to = '', from = ''] = line.split(' ')
      return Array.from(from, (each) => [each, to] as const)
    }),
  )
}

/** A number in letters, `a` to `z` for 1 to 26, `aa` for 27; none for 0. */
function inLetters(number: number): string {
  return number === 0 ? '' : inLetters(Math.floor((number - 1) / 26)) + String.fromCharCode(97 + ((number - 1) % 26))
}

/** The text of `look-alike-table.ts` for the characters as they stand in `test/data/verify`. */
export function lookAlikeTableSource(): string {
  const taken = [...lookAlikes()].map(([from, to]) => [from.codePointAt(0) ?? 0, to] as const).sort(([a], [b]) => a - b)
  const packed = taken.map(
    ([code, to], i) => inLetters(code - (taken[i - 1]?.[0] ?? 0) - 1) + (Array.from(to).length > 1 ? `_${to}` : to),
  )
  return `/**
 * Characters that can be taken for others, each by what stands for it in a skeleton. Made from
 * \`test/data/verify/look-alike-table.txt\` by \`test/support/look-alike-table.ts\`; do not edit.
 *
 * In the order of their code points: how many are skipped (in letters, \`a\` to \`z\` for 1 to 26, \`aa\` for 27), then
 * what the next one is taken for, with \`_\` before two characters.
 *
 * Trimmed in part from Unicode's confusables, UTS #39, (c) 2022 Unicode, Inc., Unicode licence.
 */
export const lookAlikeTable =
  '${packed.join('')}'
`
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(target, lookAlikeTableSource())
