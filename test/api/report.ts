/**
 * The public surface, one file an entry: `npm run api:update` writes them, `npm run check` fails when the
 * declarations say something else than the reports committed here.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { format } from 'prettier'
import { rollup } from 'rollup'
import dts from 'rollup-plugin-dts'

const root = resolve(import.meta.dirname, '../..')
const check = process.argv.includes('--check')
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string }>
}
const changed: string[] = []

for (const [subpath, target] of Object.entries(manifest.exports)) {
  if (typeof target === 'string') continue
  const name = subpath === '.' ? 'index' : subpath.slice(2)
  const input = join(root, name === 'index' ? 'src/index.ts' : `src/entries/${name}.ts`)
  const report = join(root, 'test/api', `${name}.api.d.ts`)
  const declarations = await declarationsOf(input)
  if (!check) await writeFile(report, declarations)
  else if (declarations !== (await readFile(report, 'utf8').catch(() => ''))) changed.push(subpath)
}
if (changed.length > 0) {
  console.error(`The public surface changed: ${changed.join(', ')}. Look at it, then run: npm run api:update`)
  process.exit(1)
}

/** Everything an entry's types reach, in one file, without comments: what a caller can rely on. */
async function declarationsOf(input: string): Promise<string> {
  const bundle = await rollup({
    input,
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    plugins: [dts({ tsconfig: join(root, 'tsconfig.json'), compilerOptions: { paths: {}, removeComments: true } })],
    onwarn: () => undefined,
  })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return format(output[0].code, { parser: 'typescript', semi: false, singleQuote: true, printWidth: 120 })
}
