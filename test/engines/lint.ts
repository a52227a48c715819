/**
 * Holds what the built pages may use: the syntax of Chromium 92, and no name that is newer unless the code
 * asks for it first. It knows names, not values: what an option may say (`timeZoneName: 'longOffset'`) only a
 * run in the engine shows.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Linter } from 'eslint'
import { builtCode, oldest } from './newer-rule.ts'

const root = resolve(import.meta.dirname, '../..')

/** `files` and all that they import. */
function reachable(files: readonly string[]): string[] {
  const found = new Set(files)
  for (const file of found) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import|import\()\s*['"](\.[^'"]+)['"]/g)) {
      const to = join(dirname(file), path!)
      if (existsSync(to)) found.add(to)
    }
  }
  return [...found]
}

const entries = [
  ...['index', 'verify', 'cart', 'receipt', 'scan', 'elements', 'elements-define', 'testing'].map(
    (name) => `dist/${name}.js`,
  ),
  'dist/tradein-checkout.global.js',
  ...readdirSync(join(root, 'build/register'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `build/register/${name}`),
  ...readdirSync(join(root, 'build/size'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => `build/size/${name}`),
]

const linter = new Linter()
let faults = 0
const files = reachable(entries.map((path) => join(root, path)))
for (const file of files) {
  const messages = linter.verify(readFileSync(file, 'utf8'), builtCode)
  for (const { line, column, message } of messages) {
    faults++
    console.error(`${relative(root, file)}:${line}:${column} ${message}`)
  }
}
console.log(`${files.length} built files, ${faults} names or forms newer than Chromium ${oldest}`)
if (faults > 0) process.exitCode = 1
