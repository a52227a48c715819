/**
 * The public surface: `declarations.api.d.ts` holds each declaration once, by name, and an entry's file lists
 * what the entry exports of them. `npm run api:update` writes them; `npm run check` fails when the sources say
 * something else than the reports committed here.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { format } from 'prettier'
import { rollup } from 'rollup'
import dts from 'rollup-plugin-dts'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '../..')
const folder = join(root, 'test/api')
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>
}
const entries = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target !== 'string')
  .map(([subpath]) => (subpath === '.' ? 'index' : subpath.slice(2)))

const reports = await surface()
if (process.argv.includes('--check')) await check(reports)
else await write(reports)
requireWhole()

/** The reports by file name, of all entries bundled together and without comments. */
async function surface(): Promise<ReadonlyMap<string, string>> {
  const sources = new Map(
    entries.map((name) => [name, join(root, name === 'index' ? 'src/index.ts' : `src/entries/${name}.ts`)]),
  )
  const own = new Set(sources.values())
  const bundle = await rollup({
    input: Object.fromEntries(sources),
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    plugins: [dts({ tsconfig: join(root, 'tsconfig.json'), compilerOptions: { paths: {}, removeComments: true } })],
    onwarn: () => undefined,
  })
  const { output } = await bundle.generate({
    format: 'es',
    minifyInternalExports: false,
    entryFileNames: '[name].api.d.ts',
    chunkFileNames: '[name].api.d.ts',
    manualChunks: (id) => (own.has(id) ? undefined : 'declarations'),
  })
  await bundle.close()
  const files = output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code] as const] : []))
  return new Map(await Promise.all(files.map(async ([name, code]) => [name, await tidy(code)] as const)))
}

/** Imports, then declarations by name, so that the order in which files are read does not show. */
function tidy(code: string): Promise<string> {
  const file = ts.createSourceFile('report.d.ts', code, ts.ScriptTarget.Latest, true)
  const statements = file.statements
    .filter((statement) => !isNoise(statement))
    .map((statement) => ({ statement, key: sortKey(statement) }))
  statements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const text = statements.map(({ statement }) => statement.getText(file)).join('\n')
  return format(text, { parser: 'typescript', semi: false, singleQuote: true, printWidth: 120 })
}

/** An import for its effect, of which types have none; and the list of all names, which the entries repeat. */
function isNoise(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement)
    ? !statement.importClause
    : ts.isExportDeclaration(statement) && !statement.moduleSpecifier && !/ as /.test(statement.getText())
}

function sortKey(statement: ts.Statement): string {
  if (ts.isImportDeclaration(statement)) return `0 ${statement.moduleSpecifier.getText()}`
  if (ts.isExportDeclaration(statement)) return '2'
  const named = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement
  const name = named && 'name' in named ? (named.name as ts.Node).getText() : ''
  return `1 ${name}`
}

async function write(reports: ReadonlyMap<string, string>): Promise<void> {
  for (const stale of await committed()) if (!reports.has(stale)) await rm(join(folder, stale))
  for (const [name, text] of reports) await writeFile(join(folder, name), text)
}

async function check(reports: ReadonlyMap<string, string>): Promise<void> {
  const names = new Set([...reports.keys(), ...(await committed())])
  const changed: string[] = []
  for (const name of names) {
    const before = await readFile(join(folder, name), 'utf8').catch(() => null)
    if (before !== (reports.get(name) ?? null)) changed.push(name)
  }
  if (changed.length === 0) return
  console.error(`The public surface changed: ${changed.join(', ')}. Look at it, then run: npm run api:update`)
  process.exit(1)
}

/** Bundling can lose a declaration that another one uses; a host that checks its libraries would then not compile. */
function requireWhole(): void {
  const program = ts.createProgram([join(folder, 'declarations.api.d.ts')], {
    noEmit: true,
    skipDefaultLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
  })
  const faults = ts.getPreEmitDiagnostics(program).filter(({ file }) => file?.fileName.startsWith(folder))
  if (faults.length === 0) return
  const host = { getCurrentDirectory: () => root, getCanonicalFileName: (name: string) => name, getNewLine: () => '\n' }
  console.error(`The public declarations do not compile:\n${ts.formatDiagnostics(faults, host)}`)
  process.exit(1)
}

async function committed(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.api.d.ts'))
}
