/** Holds the layout and the import rule (DESIGN §4) against the tree itself. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')

/** The way of a sale: each stage sees those before it. */
const upTo = (last: string): readonly string[] => {
  const way = ['core', 'trust', 'scan', 'scheme', 'catalog', 'verify', 'subsidy', 'record', 'outbox', 'sync', 'till']
  return way.slice(0, way.indexOf(last) + 1)
}
/** What each folder of `src` may import, beside itself. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  trust: ['core'],
  scan: ['core'],
  scheme: ['core'],
  catalog: upTo('scheme'),
  verify: upTo('catalog'),
  subsidy: upTo('verify'),
  record: upTo('subsidy'),
  outbox: upTo('record'),
  sync: upTo('outbox'),
  till: [...upTo('sync'), 'release'],
  release: ['core', 'trust', 'scheme', 'catalog'],
  platform: [...upTo('record'), 'receipt/token.ts'],
  locales: [],
  receipt: ['core', 'record', 'locales'],
  elements: ['core', 'locales'],
  authority: [...upTo('record'), 'locales'],
}
/** Folders that another may see the types of, nothing that runs. */
const maySeeTypesOf: Record<string, readonly string[]> = {
  locales: [...upTo('outbox'), 'authority'],
  receipt: upTo('outbox'),
  elements: ['client.ts', ...upTo('outbox'), 'receipt'],
  till: ['client.ts', 'receipt'],
}
const seeEverything = new Set(['entries', 'testing', 'checkout.ts', 'shop.ts', 'index.ts', 'client.ts'])
/** A package that one file alone may import. */
const keptBehindOneFile: Record<string, string> = {
  dexie: 'core/database.ts',
  'decimal.js': 'core/money.ts',
  'idb-keyval': 'release/byte-store.ts',
  'qrcode/lib/core/qrcode.js': 'receipt/qr.ts',
  cborg: 'receipt/token.ts',
  uuid: 'core/ids.ts',
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}
const sources = filesBelow(src).filter((file) => file.endsWith('.ts'))

interface Import {
  readonly from: string
  readonly to: string
  readonly typesOnly: boolean
}
function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)
  const dynamic = text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)
  return [
    ...[...statements].map((match) => ({ from: file, to: match[2]!, typesOnly: match[1] !== undefined })),
    ...[...dynamic].map((match) => ({ from: file, to: match[1]!, typesOnly: false })),
  ]
}
const placeOf = (file: string): string => relative(src, file).split('/')[0]!
const imports = sources.flatMap(importsOf)

describe('the layout', () => {
  it('has at the top level what the design names, and only the few files that tools need', () => {
    const allowed = new Set([
      ...['src', 'examples', 'test', 'rollup.config.mjs', 'package.json', 'tsconfig.json', 'README.md'],
      ...['LICENSE', 'CHANGELOG.md', 'package-lock.json', 'eslint.config.mjs', 'vitest.config.ts', '.prettierrc.json'],
      ...[
        '.prettierignore',
        '.gitignore',
        '.ci',
        '.git',
        'node_modules',
        'dist',
        'build',
        '.data',
        '.size-limit.json',
        'test-results',
      ],
    ])
    expect(readdirSync(root).filter((name) => !allowed.has(name))).toEqual([])
  })

  it('has the stages in src and nothing else', () => {
    const expected = [...Object.keys(mayImport), ...seeEverything, 'README.md'].sort()
    expect(readdirSync(src).filter((name) => !expected.includes(name))).toEqual([])
  })

  it('has tests that mirror src, and beside them only what needs another place', () => {
    const others = [
      'api',
      'bench',
      'browser',
      'conformance',
      'data',
      'e2e',
      'engines',
      'faults',
      'model',
      'support',
      'types',
    ]
    const folders = readdirSync(join(root, 'test'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const places = [...readdirSync(src), ...others]
    expect(folders.map(({ name }) => name).filter((name) => !places.includes(name))).toEqual([])
    const inBrowser = readdirSync(join(root, 'test/browser'))
    expect(inBrowser.filter((name) => !places.includes(name))).toEqual([])
  })

  it('has no barrels, no default exports and no file over 300 lines', () => {
    const faults = sources.flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      const name = relative(src, file)
      return [
        ...(name.endsWith('/index.ts') ? [`${name} is a barrel`] : []),
        ...(/^export default/m.test(text) ? [`${name} exports by default`] : []),
        ...(text.split('\n').length > 301 ? [`${name} is over 300 lines`] : []),
        ...(/^export \* from/m.test(text) ? [`${name} exports everything of another file`] : []),
      ]
    })
    expect(faults).toEqual([])
  })

  it('gives each exported type a name of its own', () => {
    const filesByName = new Map<string, string[]>()
    for (const file of sources) {
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^export (?:interface|type|class) (\w+)/gm))
        filesByName.set(name, [...(filesByName.get(name) ?? []), relative(src, file)])
    }
    expect([...filesByName].filter(([, files]) => files.length > 1)).toEqual([])
  })

  it('names no folder or file after a kind of code instead of its job', () => {
    expect(
      sources
        .map((file) => relative(src, file))
        .filter((name) => /(^|[/-])(utils?|helpers?|manager|common|misc)([/.-]|$)/.test(name)),
    ).toEqual([])
  })
})

describe('imports', () => {
  it('run one way', () => {
    const wrong = imports.flatMap(({ from, to, typesOnly }) => {
      if (!to.startsWith('.')) return []
      const target = resolve(dirname(from), to)
      const [here, there] = [placeOf(from), placeOf(target)]
      if (here === there || seeEverything.has(here)) return []
      const sees = (places: readonly string[] = []): boolean =>
        places.includes(there) || places.includes(relative(src, target))
      if (sees(mayImport[here]) || (typesOnly && sees(maySeeTypesOf[here]))) return []
      return [`${relative(src, from)} imports ${relative(src, target)}`]
    })
    expect(wrong).toEqual([])
  })

  it('go round in no circle, types included', () => {
    const targets = new Map<string, string[]>()
    for (const { from, to } of imports)
      if (to.startsWith('.')) targets.set(from, [...(targets.get(from) ?? []), resolve(dirname(from), to)])
    const done = new Set<string>()
    const circles: string[] = []
    const walk = (file: string, path: readonly string[]): void => {
      const before = path.indexOf(file)
      if (before >= 0) circles.push([...path.slice(before), file].map((each) => relative(src, each)).join(' → '))
      if (before >= 0 || done.has(file)) return
      for (const target of targets.get(file) ?? []) walk(target, [...path, file])
      done.add(file)
    }
    for (const file of sources) walk(file, [])
    expect(circles).toEqual([])
  })

  it('name files that are there, with their ending', () => {
    const missing = imports.filter(
      ({ from, to }) => to.startsWith('.') && !statSync(resolve(dirname(from), to), { throwIfNoEntry: false }),
    )
    expect(missing.map(({ from, to }) => `${relative(src, from)}: ${to}`)).toEqual([])
  })

  it('keep each of these packages behind one file', () => {
    const wrong = imports.filter(
      ({ from, to }) => keptBehindOneFile[to] !== undefined && keptBehindOneFile[to] !== relative(src, from),
    )
    expect(wrong.map(({ from, to }) => `${relative(src, from)} imports ${to}`)).toEqual([])
  })

  it('take zod as zod/mini', () => {
    expect(imports.filter(({ to }) => to === 'zod').map(({ from }) => relative(src, from))).toEqual([])
  })
})

describe('the oracle that reckons each cart a second time', () => {
  it('takes types alone from src, but for the reader of the worlds that it is given', () => {
    const shared = filesBelow(join(root, 'test/support/oracle'))
      .filter((file) => !file.endsWith('worlds.ts'))
      .flatMap(importsOf)
      .filter(({ to, typesOnly }) => to.includes('/src/') && !typesOnly)
    expect(shared).toEqual([])
  })
})

describe('the examples', () => {
  it('import the package by its name, scripts and pages alike', () => {
    const reaching = filesBelow(join(root, 'examples'))
      .filter((file) => /\.(?:[cm]?[jt]s|html)$/.test(file))
      .flatMap((file) => {
        const quoted = readFileSync(file, 'utf8').matchAll(/['"`]([^'"`\n]*\/[^'"`\n]*)['"`]/g)
        return [...quoted]
          .map(([, path = '']) => path)
          .filter((path) => resolve(dirname(file), path).startsWith(`${src}/`) || /^\/src\//.test(path))
          .map((path) => `${relative(root, file)}: ${path}`)
      })
    expect(reaching).toEqual([])
  })
})

describe('what runs in a page', () => {
  const inPage = sources.filter((file) => !['authority', 'entries'].includes(placeOf(file)))

  it('imports nothing of Node', () => {
    const wrong = inPage.flatMap(importsOf).filter(({ to }) => to.startsWith('node:'))
    expect(wrong.map(({ from }) => relative(src, from))).toEqual([])
  })

  it('loads no text of the authority’s tool', () => {
    const wrong = inPage
      .flatMap(importsOf)
      .filter(({ from, to }) => /\/locales\/[^/]+\/authority[^/]*\.ts$/.test(resolve(dirname(from), to)))
    expect(wrong.map(({ from }) => relative(src, from))).toEqual([])
  })

  it('reaches clock, network, storage, timers and chance through ports alone', () => {
    const forbidden =
      /\b(Date\.now|performance\.now|Math\.random|setTimeout|setInterval|localStorage|indexedDB|navigator|crypto\.getRandomValues|(?:globalThis|window|self)\.fetch)\b\s*[(.]/
    // Elements live in a document; the browser's ports are where these names belong.
    const ports = new Set(['core/browser-ports.ts', 'checkout-ports.ts'])
    const wrong = inPage.flatMap((file) => {
      const name = relative(src, file)
      if (ports.has(name) || /browser-ports|\/camera\.ts$/.test(name)) return []
      const lines = readFileSync(file, 'utf8').split('\n')
      return lines.flatMap((line, i) =>
        !/^\s*(\*|\/\/|\/\*)/.test(line) && forbidden.test(line) ? [`${name}:${String(i + 1)} ${line.trim()}`] : [],
      )
    })
    expect(wrong).toEqual([])
  })

  it('opens databases and transactions in two files alone, behind the connection that codes their faults', () => {
    const seam = new Set(['core/database.ts', 'release/byte-store.ts'])
    const opening = /\.transaction\(|\.objectStore\(|\bfactory\.open\(|\bcreateConnection\(/
    const wrong = inPage.filter((file) => {
      const lines = readFileSync(file, 'utf8').split('\n')
      const name = relative(src, file)
      return (
        !seam.has(name) && lines.some((line) => !/^export function createConnection/.test(line) && opening.test(line))
      )
    })
    expect(wrong.map((file) => relative(src, file))).toEqual([])
  })
})
