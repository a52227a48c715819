import commonjs from '@rollup/plugin-commonjs'
import json from '@rollup/plugin-json'
import resolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import dts from 'rollup-plugin-dts'
import esbuild from 'rollup-plugin-esbuild'

const { dependencies, peerDependencies = {} } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
)
const packages = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
const isPackage = (id) => id.startsWith('node:') || packages.some((name) => id === name || id.startsWith(`${name}/`))

const entries = Object.fromEntries(
  ['verify', 'cart', 'receipt', 'scan', 'elements', 'elements-define', 'platform', 'authority', 'testing'].map(
    (name) => [name, `src/entries/${name}.ts`],
  ),
)
const inputs = { index: 'src/index.ts', ...entries, 'tradein-authority': 'src/authority/cli.ts' }

const typescript = (options = {}) => esbuild({ target: 'chrome92', tsconfig: 'tsconfig.json', ...options })

/** Pages of the examples import the package by its name, as a shop's own build would. */
const ourselves = {
  name: 'ourselves',
  resolveId: (id) =>
    id === 'tradein-checkout'
      ? new URL('src/index.ts', import.meta.url).pathname
      : id.startsWith('tradein-checkout/')
        ? new URL(`src/entries/${id.slice('tradein-checkout/'.length)}.ts`, import.meta.url).pathname
        : null,
}
/** Packages are written for newer browsers; this is all that Chromium 92 lacks of what they call. */
const withoutHasOwn = {
  name: 'without-has-own',
  transform: (code, id) =>
    id.includes('/node_modules/') && code.includes('Object.hasOwn(')
      ? { code: code.replaceAll('Object.hasOwn(', 'Object.prototype.hasOwnProperty.call('), map: null }
      : null,
}
/** Dexie as it is, without the wrapper that marks the page with its version and throws where another one did. */
const dexie = 'dexie/dist/modern/dexie.mjs'
const dexieFromOutside = {
  name: 'dexie-from-outside',
  resolveId: (id) => (id === 'dexie' ? { id: dexie, external: true } : null),
}
/** In a bundle of our own, what packages share by a global of the page is ours alone. */
const packagesToOurselves = {
  name: 'packages-to-ourselves',
  resolveId(id, importer) {
    return id === 'dexie' ? this.resolve(dexie, importer) : null
  },
  transform: (code, id) =>
    id.includes('/zod/v4/core/')
      ? {
          code: code
            .replace(/\(_a = globalThis\)\.(\w+) \?\? \(_a\.\1 = (.+)\);\s+(export const \w+ = )globalThis\.\1/, '$3$2')
            .replace('globalThis.__zod_globalConfig', 'globalConfig'),
          map: null,
        }
      : null,
}
/** @param module false: a script, whose one name is the page's to use */
const forPage = (module = true) => [
  ourselves,
  packagesToOurselves,
  withoutHasOwn,
  json(),
  resolve({ browser: true, preferBuiltins: false }),
  commonjs(),
  typescript(),
  // Its output is a twentieth smaller than the compiler's own, gzip.
  terser({
    module,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, keep_fargs: false },
  }),
]

/** Writes the Subresource Integrity of the script beside it. */
const integrity = {
  name: 'integrity',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue
      const hash = createHash('sha384').update(file.code).digest('base64')
      this.emitFile({ type: 'asset', fileName: `${file.fileName}.integrity`, source: `sha384-${hash}\n` })
    }
  },
}

/** Copies what a page needs beside its script. */
const copy = (files) => ({
  name: 'copy',
  generateBundle() {
    for (const [fileName, from] of Object.entries(files)) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(new URL(from, import.meta.url)) })
    }
  },
})

/** Lists what the page consists of, for the service worker that keeps it. */
const listFiles = {
  name: 'list-files',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => name !== 'service-worker.js')
      this.emitFile({ type: 'asset', fileName: 'files.json', source: JSON.stringify(files) })
    },
  },
}

/** Keeps of a bundle what its entry fetches at once: the entry, and what it and its imports import. */
const atStart = {
  name: 'at-start',
  generateBundle(_options, bundle) {
    const fetched = new Set()
    const fetch = (fileName) => {
      if (fetched.has(fileName)) return
      fetched.add(fileName)
      bundle[fileName]?.imports.forEach(fetch)
    }
    for (const { isEntry, fileName } of Object.values(bundle)) if (isEntry) fetch(fileName)
    for (const fileName of Object.keys(bundle)) if (!fetched.has(fileName)) delete bundle[fileName]
  },
}

/** What an entry costs a page: bundled with its packages, the lazy parts left out. */
const sizeProbes = ['index', 'verify', 'cart', 'receipt', 'elements'].map((name) => ({
  input: { [name]: inputs[name] },
  // Elements come on top of the client: what both need is counted once, there.
  external: name === 'elements' ? (id) => id.includes('/core/') : undefined,
  plugins: [...forPage(), atStart],
  output: { dir: `build/size/${name}`, format: 'es', chunkFileNames: '[name].js' },
}))

/** Remarks about other people's files are theirs to act on. */
const onwarn = (warning, warn) => {
  const file = warning.id ?? warning.loc?.file ?? warning.ids?.[0] ?? ''
  if (!file.includes('node_modules') && warning.code !== 'EMPTY_BUNDLE') warn(warning)
}

const builds = [
  {
    input: inputs,
    external: (id) => id !== 'dexie' && isPackage(id),
    // The camera's decoder is served from the shop's own address, never from a CDN.
    plugins: [
      dexieFromOutside,
      json(),
      typescript(),
      copy({ 'zxing_reader.wasm': 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm' }),
    ],
    output: { dir: 'dist', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: true },
  },
  {
    input: { index: 'src/index.ts', ...entries },
    external: isPackage,
    plugins: [json(), dts({ tsconfig: 'tsconfig.json', compilerOptions: { paths: {} } })],
    output: { dir: 'dist', format: 'es', chunkFileNames: 'chunks/[name]-[hash].d.ts' },
  },
  {
    input: 'src/entries/global.ts',
    plugins: [...forPage(false), integrity],
    output: {
      file: 'dist/tradein-checkout.global.js',
      format: 'iife',
      name: 'TradeinCheckout',
      inlineDynamicImports: true,
      sourcemap: true,
    },
  },
  {
    input: { register: 'examples/register/register.ts', 'service-worker': 'examples/register/service-worker.ts' },
    plugins: [
      ...forPage(),
      listFiles,
      copy({
        'index.html': 'examples/register/index.html',
        'register.css': 'examples/register/register.css',
        'icon.svg': 'examples/register/icon.svg',
      }),
    ],
    output: { dir: 'build/register', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js' },
  },
  ...sizeProbes,
]

export default builds.map((build) => ({ ...build, onwarn }))
